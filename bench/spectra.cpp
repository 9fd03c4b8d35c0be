// What a soundscape sounds like, as a picture: the reference breath of levelling, two breaths of
// it, through each ready-made soundscape. Writes a table for gnuplot for each: time in seconds,
// frequency in Hz, level in dB (a full-scale sine is 0). tools/spectra makes pictures of them.
//      usage: spectra FOLDER
#include "audio/levelling.hpp"
#include "audio/mixer.hpp"
#include "audio/soundscape_loader.hpp"
#include "dsp/spectrum.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <span>
#include <vector>

using namespace crura;

namespace {

constexpr double kSampleRateHz = 48000;
constexpr double kComeInS = 10; // one breath, not shown
constexpr double kShownS = 20;
constexpr double kColumnS = 0.08;
constexpr std::size_t kWindow = 4096;
constexpr double kLowestHz = 50;
constexpr double kHighestHz = 12000;
constexpr int kRows = 120;

// The middle between the ears.
std::vector<float> play(const audio::Soundscape& soundscape)
{
    audio::Mixer mixer(kSampleRateHz, soundscape, {.trim_db = audio::levelling_trim_db(soundscape)},
                       {});
    std::vector<float> sound;
    std::vector<float> block(audio::kBlockFrames);
    for (std::uint64_t tick = 1; double(sound.size()) < (kComeInS + kShownS) * kSampleRateHz;
         ++tick) {
        const double time_s = double(sound.size()) / kSampleRateHz;
        auto cue = audio::reference_cue(time_s);
        cue.tick = tick;
        mixer.hear(cue);
        mixer.render(block, audio::ChannelMap::usual(1), time_from_seconds(time_s));
        sound.insert(sound.end(), block.begin(), block.end());
    }
    return sound;
}

double frequency_hz(double row)
{
    return kLowestHz * std::pow(kHighestHz / kLowestHz, row / kRows);
}

// The strongest of the bins of a row; where bins are wider than rows, the nearest.
double level_db(std::span<const float> power, double bin_hz, int row)
{
    const auto nearest = [bin_hz](double hz) { return std::size_t(std::lround(hz / bin_hz)); };
    const auto first = power.begin() + nearest(frequency_hz(row));
    const auto last =
        power.begin() + std::max(nearest(frequency_hz(row)), nearest(frequency_hz(row + 1))) + 1;
    constexpr double kFullScale = 0.5 * 2 / 3; // of a sine's power falls into its bin
    return 10 * std::log10(std::max(1e-12, *std::max_element(first, last) / kFullScale));
}

void write(const audio::Soundscape& soundscape, const std::filesystem::path& folder)
{
    const dsp::Spectrum spectrum({.length = kWindow, .sample_rate_hz = kSampleRateHz});
    const auto sound = play(soundscape);
    std::vector<float> power(spectrum.bins());
    const auto file = folder / (soundscape.id + ".txt");
    auto* const out = std::fopen(file.c_str(), "w");
    if (!out)
        return fmt::print(stderr, "{} cannot be written.\n", file.string());
    for (double time_s = 0; time_s < kShownS; time_s += kColumnS) {
        const auto from = std::size_t((kComeInS + time_s) * kSampleRateHz) - kWindow / 2;
        spectrum(std::span(sound).subspan(std::min(from, sound.size() - kWindow), kWindow), power);
        for (int row = 0; row < kRows; ++row)
            fmt::print(out, "{:.2f}\t{:.1f}\t{:.1f}\n", time_s, frequency_hz(row),
                       level_db(power, spectrum.bin_hz(), row));
        fmt::print(out, "\n");
    }
    std::fclose(out);
}

} // namespace

int main(int count, char** arguments)
{
    if (count != 2)
        return fmt::print(stderr, "usage: spectra FOLDER\n"), 2;
    const std::filesystem::path folders[] = {CRURA_ROOT "/audio/soundscapes"};
    for (const auto& each : audio::find_soundscapes(folders))
        if (const auto soundscape = audio::load_soundscape(each.file))
            write(*soundscape, arguments[1]);
}
