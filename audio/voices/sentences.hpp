#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace crura::audio {

// What can be said in a session, loaded before it begins.
struct Sentences {
    static constexpr std::int32_t kNothing = -1; // this prompt is not spoken
    static constexpr std::int32_t kChime = -2;   // its words are missing: a soft chime instead

    std::vector<std::vector<float>> clips; // mono, at the sample rate of the sound; -1 .. 1
    std::vector<std::vector<std::int32_t>> clip_of; // [step][prompt]: an index into clips, or above

    // kNothing for what is not in the table or no index of a clip.
    std::int32_t at(int step, int prompt) const noexcept
    {
        if (step < 0 || prompt < 0 || std::size_t(step) >= clip_of.size()
            || std::size_t(prompt) >= clip_of[std::size_t(step)].size())
            return kNothing;
        const auto clip = clip_of[std::size_t(step)][std::size_t(prompt)];
        return clip == kChime || (clip >= 0 && std::size_t(clip) < clips.size()) ? clip : kNothing;
    }
};

} // namespace crura::audio
