#pragma once

#include "audio/block.hpp"
#include "audio/due.hpp"
#include "audio/soundscape.hpp"
#include "core/cues.hpp"
#include "core/time.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace crura::audio {

// The voices of a soundscape, sounding together in two families: those that follow one's own breath
// (or the group it is in), and those that follow the guide's. How loud a family is in the end is
// the master's.
class Ensemble {
public:
    // trim_db is added to the level of every voice.
    Ensemble(double sample_rate_hz, const Soundscape& soundscape, double trim_db);

    // See Music.
    void await();
    std::string problem() const;

    // [audio] Adds one block, whose first frame reaches the ear at `block_at`. The numbers of the
    // cue are 0 .. 1.
    void render(const AudioCue& cue, Time block_at, Block& own, Block& guide) noexcept;

private:
    template <class Voice>
    struct Part {
        Voice voice;
        float gain;
    };
    struct Surf {
        Sea voice;
        Follows follows;
        float gain;
    };
    struct Bell {
        Bowl voice;
        Soundscape::Bowl role;
        Due inspiration;
        Due expiration;
        float gain;
    };

    static void strike(Bell& bell, const AudioCue& cue, Time block_at) noexcept;

    std::optional<Part<Pad>> pad_;
    std::vector<Surf> seas_;
    std::vector<Bell> bells_;
    std::optional<Part<RoomBed>> room_bed_;
    std::unique_ptr<Music> music_;
    float music_gain_ = 0;
};

} // namespace crura::audio
