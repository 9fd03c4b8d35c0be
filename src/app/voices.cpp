#include "app/voices.hpp"

#include "app/paths.hpp"
#include "core/cues.hpp"
#include "speech/generated_pack.hpp"
#include "speech/likeness.hpp"
#include "speech/pack_sound.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace fs = std::filesystem;

namespace crura::app {
namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;

int failed(const Error& error)
{
    fmt::print(stderr, "{}\n", error.message);
    return kFailed;
}

// Without these nobody can be brought back: they are words even where others are a chime.
bool brings_back(Phrase phrase)
{
    switch (phrase) {
    case Phrase::ground_knees:
    case Phrase::ground_eyes:
    case Phrase::ground_floor:
    case Phrase::ground_name:
    case Phrase::are_you_here:
    case Phrase::still_here:
        return true;
    default:
        return false;
    }
}

std::vector<Phrase> phrases_without_words(const sessions::Session& session)
{
    std::vector<Phrase> wordless;
    for (std::size_t each = 0; each < kPhrases; ++each)
        if (session.phrases[each].empty() && Phrase(each) != Phrase::none)
            wordless.push_back(Phrase(each));
    return wordless;
}

Result<speech::Voices> voices_for(const sessions::Session& session, const std::string& voice)
{
    speech::Voices voices;
    voices.language = session.language;
    voices.speak_missing = session.missing_sentence == sessions::MissingSentence::speak;
    voices.cache = speech_cache();
    if (voice.empty()) {
        voices.packs = speech::find_packs(voice_folders());
    } else {
        const auto pack = speech::find_pack(voice, voice_folders());
        if (!pack)
            return pack.error();
        voices.packs = {*pack};
    }
    return voices;
}

void add(std::vector<std::string>& sentences, const std::string& sentence)
{
    if (!sentence.empty()
        && std::find(sentences.begin(), sentences.end(), sentence) == sentences.end())
        sentences.push_back(sentence);
}

} // namespace

Result<speech::Prepared> prepare_speech(const sessions::Session& session, const std::string& voice)
{
    std::vector<speech::Wanted> wanted;
    for (std::size_t s = 0; s < session.steps.size(); ++s)
        for (std::size_t p = 0; p < session.steps[s].prompts.size(); ++p)
            wanted.push_back({std::int16_t(s), std::int16_t(p), session.steps[s].prompts[p].say});
    for (std::size_t each = 0; each < kPhrases; ++each)
        if (const auto& phrase = session.phrases[each]; !phrase.empty())
            wanted.push_back({kPhraseStep, std::int16_t(each), phrase, brings_back(Phrase(each))});

    const auto voices = voices_for(session, voice);
    if (!voices)
        return voices.error();
    auto prepared = speech::prepare(wanted, *voices);
    for (const Phrase chime : phrases_without_words(session))
        prepared.sentences.push_back({kPhraseStep, std::int16_t(chime), {}});
    return prepared;
}

std::vector<std::string> sentences_in(std::span<const sessions::Session> programs,
                                      const std::string& language)
{
    std::vector<std::string> sentences;
    for (const auto& program : programs) {
        if (!speech::serves_language(language, program.language))
            continue;
        for (const auto& step : program.steps)
            for (const auto& prompt : step.prompts)
                add(sentences, prompt.say);
    }
    for (const auto& program : programs)
        if (speech::serves_language(language, program.language))
            for (const auto& phrase : program.phrases)
                add(sentences, phrase);
    return sentences;
}

int list_voices()
{
    int status = kDone;
    for (const fs::path& folder : speech::find_packs(voice_folders())) {
        const auto pack = speech::load_pack(folder);
        if (!pack) {
            status = failed(pack.error());
            continue;
        }
        fmt::print("{}  {} ({}), {} sentences\n    {}\n    Speaker: {}\n    Licence: {}\n",
                   folder.filename().string(), pack->name, pack->language, pack->sentences.size(),
                   pack->about, pack->speaker, pack->licence);
    }
    return status;
}

int check_voice(const fs::path& folder)
{
    const auto pack = speech::load_pack(folder);
    if (!pack)
        return failed(pack.error());
    const auto remarks = speech::check_sounds(*pack);
    for (const std::string& remark : remarks)
        fmt::print("{}\n", remark);
    fmt::print("{} sentences, {} to mend\n", pack->sentences.size(), remarks.size());
    return remarks.empty() ? kDone : kFailed;
}

int generate_voice(const fs::path& folder, std::span<const sessions::Session> programs)
{
    const auto language = programs.empty() ? std::string("en") : programs[0].language;
    auto desk = speech::RecordingDesk::open(folder, speech::generated_pack(language));
    if (!desk)
        return failed(desk.error());
    speech::Synthesizer synthesize{speech::Cache(speech_cache())};
    const auto made =
        speech::generate(*desk, sentences_in(programs, desk->pack().language), synthesize);
    if (!made)
        return failed(made.error());
    fmt::print("{} sentences were spoken into {}\n", *made, folder.string());
    return kDone;
}

} // namespace crura::app
