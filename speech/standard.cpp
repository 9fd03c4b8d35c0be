#include "speech/standard.hpp"

#include "sound/loudness.hpp"
#include "sound/resampler.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crura::speech {

namespace {

using sound::Clip;

constexpr double kShortestMeasuredS = 0.4; // of the loudness measure
constexpr double kSilenceDb = -40;      // below the loudest sample: not yet, or no longer, a voice
constexpr double kQuietestPeakDb = -60; // below this nobody has spoken
constexpr double kBeforeS = 0.08;       // is kept of the silence: a consonant may begin in it
constexpr double kAfterS = 0.20;        // and an ending fades into it
constexpr double kFadeInS = 0.02;
constexpr double kFadeOutS = 0.12;
constexpr float kSteps = 32768; // of 16 bits

float amplitude(double db)
{
    return float(std::pow(10, db / 20));
}

std::size_t frames_of(double seconds, double rate_hz)
{
    return std::size_t(std::lround(seconds * rate_hz));
}

float peak_of(const std::vector<float>& samples)
{
    float peak = 0;
    for (const float each : samples)
        peak = std::max(peak, std::fabs(each));
    return peak;
}

// The channels' mean, its offset taken out.
std::vector<float> mixed(const Clip& clip)
{
    std::vector<float> mono(clip.frames());
    double sum = 0;
    for (std::size_t i = 0; i < mono.size(); ++i) {
        for (std::size_t c = 0; c < clip.channels; ++c)
            mono[i] += clip.interleaved[i * clip.channels + c] / float(clip.channels);
        sum += mono[i];
    }
    const auto offset = float(sum / double(std::max<std::size_t>(mono.size(), 1)));
    for (float& each : mono)
        each -= offset;
    return mono;
}

std::vector<float> trimmed(const std::vector<float>& mono, double rate_hz)
{
    const float voice = peak_of(mono) * amplitude(kSilenceDb);
    const auto heard = [voice](float each) { return std::fabs(each) >= voice; };
    const auto first = std::find_if(mono.begin(), mono.end(), heard);
    const auto last = std::find_if(mono.rbegin(), mono.rend(), heard).base();
    const auto before = std::ptrdiff_t(frames_of(kBeforeS, rate_hz));
    const auto after = std::ptrdiff_t(frames_of(kAfterS, rate_hz));
    std::vector<float> sentence(
        std::max(mono.begin(), first - std::min(before, first - mono.begin())),
        last + std::min(after, mono.end() - last));
    return sentence;
}

// Raised cosines, so that nothing begins or ends at once.
void fade_edges(std::vector<float>& sentence, double rate_hz)
{
    const auto fade = [](auto edge, std::size_t frames) {
        for (std::size_t i = 0; i < frames; ++i, ++edge)
            *edge *= float(0.5 - 0.5 * std::cos(std::numbers::pi * double(i) / double(frames)));
    };
    const auto most = sentence.size() / 2;
    fade(sentence.begin(), std::min(frames_of(kFadeInS, rate_hz), most));
    fade(sentence.rbegin(), std::min(frames_of(kFadeOutS, rate_hz), most));
}

} // namespace

double sentence_loudness_lufs(const Clip& clip)
{
    if (clip.frames() == 0 || clip.length_s() > kShortestMeasuredS)
        return sound::integrated_loudness_lufs(clip);
    Clip longer = clip;
    while (longer.length_s() <= kShortestMeasuredS)
        longer.interleaved.insert(longer.interleaved.end(), clip.interleaved.begin(),
                                  clip.interleaved.end());
    return sound::integrated_loudness_lufs(longer);
}

Clip levelled(Clip clip)
{
    const double louder_db = std::min(kLoudnessLufs - sentence_loudness_lufs(clip),
                                      kHighestPeakDb - sound::true_peak_db(clip));
    const float gain = std::isfinite(louder_db) ? amplitude(louder_db) : 0;
    for (float& each : clip.interleaved)
        each = std::round(each * gain * kSteps) / kSteps;
    return clip;
}

Result<Clip> to_standard(const Clip& spoken)
{
    const auto mono = mixed(spoken);
    if (peak_of(mono) < amplitude(kQuietestPeakDb))
        return Error{"nothing was heard"};
    Clip clip{spoken.sample_rate_hz, 1, trimmed(mono, spoken.sample_rate_hz)};
    if (clip.length_s() > kLongestSentenceS)
        return Error{"it lasts longer than 30 s"};
    clip = sound::resampled(clip, kRateHz);
    fade_edges(clip.interleaved, kRateHz);
    return levelled(std::move(clip));
}

} // namespace crura::speech
