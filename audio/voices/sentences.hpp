#pragma once

#include "core/cues.hpp"
#include "core/phrase.hpp"

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

    std::vector<std::int32_t> clip_of_phrase{}; // likewise, by Phrase

    // Of a step's prompt, or of a phrase where the step is kPhraseStep. kNothing for what is not in
    // the table or no index of a clip; a tone has no words and is a chime whatever the table says.
    std::int32_t at(int step, int prompt) const noexcept
    {
        if (step == kPhraseStep)
            return prompt == int(Phrase::tone) ? kChime : in(clip_of_phrase, prompt);
        if (step < 0 || std::size_t(step) >= clip_of.size())
            return kNothing;
        return in(clip_of[std::size_t(step)], prompt);
    }

private:
    std::int32_t in(const std::vector<std::int32_t>& row, int prompt) const noexcept
    {
        if (prompt < 0 || std::size_t(prompt) >= row.size())
            return kNothing;
        const auto clip = row[std::size_t(prompt)];
        return clip == kChime || (clip >= 0 && std::size_t(clip) < clips.size()) ? clip : kNothing;
    }
};

} // namespace crura::audio
