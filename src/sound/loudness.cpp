#include "sound/loudness.hpp"

#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>

namespace crura::sound {

namespace {

constexpr double kSilence = -std::numeric_limits<double>::infinity();

ebur128_state* meter(void* state)
{
    return static_cast<ebur128_state*>(state);
}

Loudness loudness_of(const Clip& clip)
{
    Loudness loudness(clip.sample_rate_hz, clip.channels);
    loudness.add(clip.interleaved);
    return loudness;
}

} // namespace

void Loudness::Delete::operator()(void* state) const
{
    auto* gone = meter(state);
    ebur128_destroy(&gone);
}

Loudness::Loudness(double sample_rate_hz, std::size_t channels)
    : channels_(channels), step_frames_(std::size_t(std::lround(sample_rate_hz / 10))),
      until_look_(4 * step_frames_), loudest_moment_lufs_(kSilence),
      state_(ebur128_init(unsigned(channels), (unsigned long)(std::lround(sample_rate_hz)),
                          EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK))
{
    if (!state_)
        throw std::bad_alloc();
}

void Loudness::add(std::span<const float> interleaved)
{
    auto* const state = meter(state_.get());
    std::size_t frames = interleaved.size() / channels_;
    for (const float* at = interleaved.data(); frames > 0;) {
        const auto now = std::min(frames, until_look_);
        if (ebur128_add_frames_float(state, at, now) != EBUR128_SUCCESS)
            throw std::bad_alloc();
        at += now * channels_;
        frames -= now;
        until_look_ -= now;
        if (until_look_ > 0)
            continue;
        until_look_ = step_frames_;
        double moment = kSilence;
        ebur128_loudness_momentary(state, &moment);
        loudest_moment_lufs_ = std::max(loudest_moment_lufs_, moment);
    }
}

double Loudness::integrated_lufs() const
{
    double lufs = kSilence;
    ebur128_loudness_global(meter(state_.get()), &lufs);
    return lufs;
}

double Loudness::true_peak_db() const
{
    double most = 0;
    for (unsigned channel = 0; channel < channels_; ++channel) {
        double peak = 0;
        ebur128_true_peak(meter(state_.get()), channel, &peak);
        most = std::max(most, peak);
    }
    return 20 * std::log10(most);
}

double integrated_loudness_lufs(const Clip& clip)
{
    return loudness_of(clip).integrated_lufs();
}

double true_peak_db(const Clip& clip)
{
    return loudness_of(clip).true_peak_db();
}

} // namespace crura::sound
