// What the synthesizer's voice is like, and how long a session's speech takes to prepare. Prints
// the figures that docs/voice.md quotes; times are of this machine, and of nothing else running on
// it.      usage: voice
#include "core/time.hpp"
#include "dsp/high_pass.hpp"
#include "sessions/loader.hpp"
#include "sound/loudness.hpp"
#include "sound/sound_file.hpp"
#include "speech/sentences.hpp"
#include "support/temp_folder.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <vector>

using namespace crura;

namespace {

constexpr double kSharpHz = 4000; // where an s has its energy
constexpr double kMomentS = 0.02;

// How sharp the consonants of a voice are.
struct Sharpness {
    double energy = 0;
    double sharp_energy = 0;
    double worst_db = -200; // loudest moment above kSharpHz, against the whole sentence

    void add(const sound::Clip& clip)
    {
        dsp::HighPass once(kSharpHz, clip.sample_rate_hz);
        dsp::HighPass twice(kSharpHz, clip.sample_rate_hz);
        const auto moment = std::size_t(kMomentS * clip.sample_rate_hz);
        double own = 0;
        double worst = 0;
        double now = 0;
        for (std::size_t i = 0; i < clip.frames(); ++i) {
            const double each = clip.interleaved[i];
            const double sharp = twice(once(each));
            own += each * each;
            sharp_energy += sharp * sharp;
            now = i % moment == 0 ? 0 : now + sharp * sharp;
            worst = std::max(worst, now / double(moment));
        }
        energy += own;
        worst_db = std::max(worst_db, 10 * std::log10(worst / (own / double(clip.frames()))));
    }
};

std::vector<speech::Wanted> wanted_of(const sessions::Session& session)
{
    std::vector<speech::Wanted> wanted;
    for (std::size_t s = 0; s < session.steps.size(); ++s)
        for (std::size_t p = 0; p < session.steps[s].prompts.size(); ++p)
            wanted.push_back({std::int16_t(s), std::int16_t(p), session.steps[s].prompts[p].say});
    for (const auto& phrase : session.phrases)
        if (!phrase.empty())
            wanted.push_back({std::int16_t(session.steps.size()), 0, phrase});
    return wanted;
}

std::size_t words_in(const std::vector<speech::Wanted>& wanted)
{
    std::size_t words = 0;
    for (const auto& each : wanted)
        words += 1 + std::size_t(std::count(each.text.begin(), each.text.end(), ' '));
    return words;
}

void describe(const std::vector<speech::Heard>& sentences, std::size_t words)
{
    Sharpness sharpness;
    double length_s = 0;
    double highest_db = -200;
    for (const auto& each : sentences) {
        const auto clip = sound::read_clip(each.file);
        if (!clip)
            continue;
        sharpness.add(*clip);
        length_s += clip->length_s();
        highest_db = std::max(highest_db, sound::true_peak_db(*clip));
    }
    fmt::print(
        "{} sentences, {:.1f} s, {:.0f} words/min, highest peak {:.1f} dBTP\n"
        "share of energy above 4 kHz {:.4f}, sharpest 20 ms {:.1f} dB against its sentence\n",
        sentences.size(), length_s, 60 * double(words) / length_s, highest_db,
        sharpness.sharp_energy / sharpness.energy, sharpness.worst_db);
}

} // namespace

int main()
{
    const std::filesystem::path root = CRURA_ROOT;
    const auto session = sessions::load_session(root / "sessions/programs/constructive-rest.toml");
    if (!session)
        return 1;
    const auto wanted = wanted_of(*session);
    const test::TempFolder cache;
    const auto prepared = [&](const char* what, const speech::Voices& voices) {
        const auto begun = host_now();
        auto all = speech::prepare(wanted, voices);
        fmt::print("{}: prepared in {:.0f} ms\n", what, 1000 * to_seconds(host_now() - begun));
        for (const auto& remark : all.remarks)
            fmt::print("    {}\n", remark);
        return all.sentences;
    };
    prepared("the pack that is shipped",
             {.packs = {root / "voices/english-generated"}, .cache = cache.path()});
    prepared("synthesized", {.cache = cache.path()});
    describe(prepared("synthesized before", {.cache = cache.path()}), words_in(wanted));
}
