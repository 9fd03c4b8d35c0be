#pragma once

#include "core/few.hpp"
#include "core/phrase.hpp"
#include "core/time.hpp"

#include <array>
#include <cstddef>
#include <optional>

namespace crura::sessions {

// What is said after a brake: knees, eyes, floor, after a while the look around the room, then each
// of the first three once more, and then nothing until the session is resumed.
//
//      knees  eyes  floor      look around            knees         eyes          floor
//      0      9     18         40                     70            100           130 s
//
// Braked anew while it speaks, it goes on; braked once it is silent, it begins anew. No two of its
// sentences are closer than apart_s, whatever is pressed. A plain value. [engine]
class Grounding {
public:
    struct Params {
        double apart_s = 9;  // from one of the first three to the next; 8 .. 10
        double name_s = 22;  // then to the look around; 15 .. 60
        double again_s = 30; // and from there on from one to the next; 30 .. 60
    };

    explicit Grounding(Params params) noexcept : params_(params) {}

    // Every tick; `asked`: somebody braked in this one.
    void operator()(Time now, bool braked, bool asked, Few<Phrase, 8>& phrases) noexcept
    {
        if (braked && (!on_ || (asked && next_ == kWords.size())))
            next_ = 0;
        on_ = braked;
        if (!on_ || next_ == kWords.size() || (spoken_ && now - *spoken_ < pause_before(next_))
            || !phrases.push_back(kWords[next_]))
            return;
        ++next_;
        spoken_ = now;
    }

private:
    static constexpr std::array kWords = {
        Phrase::ground_knees, Phrase::ground_eyes, Phrase::ground_floor, Phrase::ground_name,
        Phrase::ground_knees, Phrase::ground_eyes, Phrase::ground_floor};
    static constexpr std::size_t kName = 3;

    Duration pause_before(std::size_t at) const noexcept
    {
        return from_seconds(at < kName        ? params_.apart_s
                                : at == kName ? params_.name_s
                                              : params_.again_s);
    }

    Params params_;
    bool on_ = false;
    std::size_t next_ = 0;
    std::optional<Time> spoken_; // when last
};

} // namespace crura::sessions
