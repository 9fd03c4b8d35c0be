#include "app/voices.hpp"

#include "app/paths.hpp"
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

} // namespace

Result<speech::Prepared> prepare_speech(const sessions::Session& session, const std::string& voice)
{
    std::vector<speech::Wanted> wanted;
    for (std::size_t s = 0; s < session.steps.size(); ++s)
        for (std::size_t p = 0; p < session.steps[s].prompts.size(); ++p)
            wanted.push_back({std::int16_t(s), std::int16_t(p), session.steps[s].prompts[p].say});

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
    return speech::prepare(wanted, voices);
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
                if (std::find(sentences.begin(), sentences.end(), prompt.say) == sentences.end())
                    sentences.push_back(prompt.say);
    }
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
