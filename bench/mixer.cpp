// What the sound costs: one callback of 64 frames with every voice on, as a share of the time that
// it has, and how long a soundscape takes to be levelled. Times are of the processor.
//      usage: mixer [MUSIC]     a sound file or a folder of them, for the music voice
#include "audio/mixer.hpp"
#include "audio/levelling.hpp"
#include "audio/soundscape_loader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

using namespace crura;

namespace {

constexpr std::size_t kFrames = 64;
constexpr double kSeconds = 60; // of sound

audio::Soundscape every_voice(const char* music)
{
    audio::Soundscape all;
    all.id = "every voice";
    all.pad.emplace();
    all.seas = {{.follows = audio::Follows::own}, {.follows = audio::Follows::guide}};
    all.bowls = {{.follows = audio::Follows::own}, {.follows = audio::Follows::guide}};
    all.room_bed.emplace();
    if (music)
        all.music = audio::Soundscape::Music{.settings = {.from = music}};
    return all;
}

// Of this thread on the processor: what else runs on the machine does not count.
double worked_s()
{
    std::timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
}

double percentile(const std::vector<double>& sorted, double share)
{
    return sorted[std::size_t(share * double(sorted.size() - 1))];
}

// The breath that levelling uses, with a sentence every 10 s and the haptic band.
AudioCue cue_at(double time_s, std::uint64_t tick)
{
    auto cue = audio::reference_cue(time_s);
    cue.tick = tick;
    cue.touch = cue.opening;
    cue.sentence = {std::uint32_t(time_s / 10) + 1, 0, 0};
    return cue;
}

void print_cost(const audio::Soundscape& soundscape, double sample_rate_hz)
{
    const audio::Sentences sentences{{std::vector<float>(std::size_t(8 * sample_rate_hz), 0.1f)},
                                     {{0}}};
    audio::Mixer mixer(sample_rate_hz, soundscape, {}, sentences);
    const auto map = *audio::ChannelMap::parse("left,right,none,touch");
    const double period_s = kFrames / sample_rate_hz;
    std::vector<float> out(map.size() * kFrames);
    std::vector<double> shares;
    for (double time_s = 0; time_s < kSeconds; time_s += period_s) {
        mixer.hear(cue_at(time_s, shares.size() + 1));
        mixer.await();
        const double before_s = worked_s();
        mixer.render(out, map, time_from_seconds(time_s));
        shares.push_back(100 * (worked_s() - before_s) / period_s);
    }
    std::sort(shares.begin(), shares.end());
    fmt::print(
        "  {:<14} {:>6} Hz   p50 {:5.2f} %   p99 {:5.2f} %   p99.9 {:5.2f} %   worst {:6.2f} %\n",
        soundscape.id, sample_rate_hz, percentile(shares, 0.5), percentile(shares, 0.99),
        percentile(shares, 0.999), shares.back());
}

void print_levelling(const audio::Soundscape& soundscape)
{
    const double before_s = worked_s();
    const double trim_db = audio::levelling_trim_db(soundscape);
    fmt::print("  {:<14} {:5.0f} ms   trim {:+.1f} dB\n", soundscape.id,
               1000 * (worked_s() - before_s), trim_db);
}

} // namespace

int main(int count, char** arguments)
{
    const std::filesystem::path folders[] = {CRURA_ROOT "/audio/soundscapes"};
    std::vector<audio::Soundscape> all;
    for (const auto& each : audio::find_soundscapes(folders))
        if (auto soundscape = audio::load_soundscape(each.file))
            all.push_back(*soundscape);
    all.push_back(every_voice(count > 1 ? arguments[1] : nullptr));

    fmt::print("One callback of {} frames, as a share of its period, over {} s of sound:\n",
               kFrames, kSeconds);
    for (const auto& soundscape : all)
        for (const double sample_rate_hz : {48000., 96000.})
            print_cost(soundscape, sample_rate_hz);
    fmt::print("Levelling:\n");
    for (const auto& soundscape : all)
        print_levelling(soundscape);
}
