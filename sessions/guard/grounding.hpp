#pragma once

#include "core/few.hpp"
#include "core/phrase.hpp"
#include "core/time.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

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
        double name_s = 40;  // from the brake to the look around; 30 .. 60
        double again_s = 30; // and from there on from one to the next; 30 .. 60
    };

    explicit Grounding(Params params) noexcept : params_(params) {}

    // Every tick; `asked`: somebody braked in this one.
    void operator()(Duration tick, bool braked, bool asked, Few<Phrase, 8>& phrases) noexcept
    {
        since_said_ += tick;
        since_ += tick;
        if (!braked) {
            on_ = false;
            return;
        }
        if (!on_ || (asked && next_ == kWords.size()))
            begin();
        if (next_ == kWords.size() || since_ < due(next_) || !phrases.push_back(kWords[next_]))
            return;
        ++next_;
        since_said_ = {};
    }

private:
    static constexpr std::array kWords = {
        Phrase::ground_knees, Phrase::ground_eyes, Phrase::ground_floor, Phrase::ground_name,
        Phrase::ground_knees, Phrase::ground_eyes, Phrase::ground_floor};
    static constexpr std::size_t kName = 3;

    void begin() noexcept
    {
        on_ = true;
        next_ = 0;
        since_ = std::min(Duration{}, since_said_ - from_seconds(params_.apart_s));
    }

    Duration due(std::size_t at) const noexcept
    {
        return from_seconds(at < kName ? double(at) * params_.apart_s
                                       : params_.name_s + double(at - kName) * params_.again_s);
    }

    Params params_;
    bool on_ = false;
    std::size_t next_ = 0;
    Duration since_{};                              // the brake
    Duration since_said_ = std::chrono::minutes(1); // something
};

} // namespace crura::sessions
