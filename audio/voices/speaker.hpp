#pragma once

#include "audio/block.hpp"
#include "audio/voices/sentences.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace crura::audio {

// Says sentences that were loaded before, in the middle between the ears. One that has begun is
// never cut off by another: that one waits, and is dropped when it would come more than 10 s late.
//
//      say()   speaking() ________________________
//         |____|  lead: the rest steps back         |____ what comes next waits this long
//              a sentence, said to its end
class Speaker {
public:
    Speaker(double sample_rate_hz, Sentences sentences);

    // [audio] From now on this is to be said. What is not among the sentences is nothing.
    // `chimes`: where words are missing a chime is heard; else nothing.
    void say(int step, int prompt, bool chimes = true) noexcept;

    // [audio] What is said now is to be faded out, and then dropped; what waits is dropped at once.
    // What is to be said from here on waits for that.
    void hush() noexcept;

    // [audio] What was said when it was hushed has not ended.
    bool leaving() const noexcept { return leaving_; }

    // [audio] It has faded out.
    void drop_leaving() noexcept;

    // [audio] Drops what is said and what waits: at once, so only where it is not heard.
    void stop() noexcept;

    // [audio] The rest is to step back. Not for a chime, which is soft enough.
    bool speaking() const noexcept { return saying_ >= 0; }

    // [audio] A sentence or a chime is in the next block.
    bool voiced() const noexcept { return busy() && lead_ < kBlockFrames; }

    // [audio] Adds one block.
    void render(Block& mix) noexcept;

private:
    bool busy() const noexcept { return saying_ != Sentences::kNothing; }
    std::span<const float> clip() const noexcept;
    void begin(std::int32_t what) noexcept;
    void end(std::size_t rest) noexcept;

    Sentences sentences_;
    std::vector<float> chime_;
    std::size_t lead_frames_;
    std::size_t edge_frames_; // at both ends of a clip, so that none begins or ends with a click
    std::size_t rest_frames_; // after a sentence, before one that waited
    std::size_t patience_frames_;
    std::int32_t saying_ = Sentences::kNothing;
    std::size_t lead_ = 0; // frames until it begins
    std::size_t at_ = 0;   // frame of its clip
    std::size_t rest_ = 0; // frames until another may begin
    bool leaving_ = false;
    std::int32_t waiting_ = Sentences::kNothing;
    std::size_t waited_ = 0; // frames
};

} // namespace crura::audio
