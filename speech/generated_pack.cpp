#include "speech/generated_pack.hpp"

#include "forms/report.hpp"
#include "sound/sound_file.hpp"

namespace crura::speech {

Pack generated_pack(const std::string& language)
{
    Pack pack;
    pack.name = forms::text_of("Generated voice (", language, ')');
    pack.language = language;
    pack.licence = "MIT, text and sound, as Crura itself. espeak-ng (GPL-3.0-or-later) is the tool "
                   "that spoke them and no part of this pack.";
    pack.speaker = "nobody: espeak-ng, a speech synthesizer";
    pack.about = "A synthetic voice, a placeholder until a person has spoken the sentences. Record "
                 "your own with `crura voice record`.";
    return pack;
}

Result<std::size_t> generate(RecordingDesk& desk, std::span<const std::string> texts,
                             Synthesizer& synthesize)
{
    const auto language = desk.pack().language;
    const auto missing = desk.missing(texts, language);
    for (const std::string& text : missing) {
        const auto file = synthesize(text, language);
        if (!file)
            return file.error();
        const auto clip = sound::read_clip(*file);
        if (!clip)
            return clip.error();
        const auto kept = desk.keep(text, language, *clip);
        if (!kept)
            return kept.error();
    }
    return missing.size();
}

} // namespace crura::speech
