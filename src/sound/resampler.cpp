#include "sound/resampler.hpp"

#include <samplerate.h>

#include <array>
#include <new>

namespace crura::sound {

namespace {

constexpr long kPiece = 4096; // frames written at once

// Aliases and images lie 121 dB below the sound, and 90 % of the band is passed.
constexpr int kQuality = SRC_SINC_MEDIUM_QUALITY;

SRC_STATE* converter(void* state)
{
    return static_cast<SRC_STATE*>(state);
}

} // namespace

void Resampler::Delete::operator()(void* state) const
{
    src_delete(converter(state));
}

Resampler::Resampler(double from_hz, double to_hz, std::size_t channels)
    : ratio_(to_hz / from_hz), channels_(channels)
{
    if (from_hz == to_hz)
        return;
    int problem = 0;
    state_.reset(src_new(kQuality, int(channels), &problem));
    if (!state_)
        throw std::bad_alloc();
}

void Resampler::operator()(std::span<const float> interleaved, std::vector<float>& out)
{
    convert(interleaved, false, out);
}

void Resampler::finish(std::vector<float>& out)
{
    constexpr std::array<float, 1> kNothing{}; // without an address it would drop the last frames
    convert(std::span(kNothing).first(0), true, out);
    if (state_)
        src_reset(converter(state_.get()));
}

void Resampler::convert(std::span<const float> interleaved, bool last, std::vector<float>& out)
{
    if (!state_) {
        out.insert(out.end(), interleaved.begin(), interleaved.end());
        return;
    }
    SRC_DATA data{};
    data.data_in = interleaved.data();
    data.input_frames = long(interleaved.size() / channels_);
    data.src_ratio = ratio_;
    data.end_of_input = last;
    do {
        const auto before = out.size();
        out.resize(before + std::size_t(kPiece) * channels_);
        data.data_out = out.data() + before;
        data.output_frames = kPiece;
        src_process(converter(state_.get()), &data);
        out.resize(before + std::size_t(data.output_frames_gen) * channels_);
        data.data_in += data.input_frames_used * long(channels_);
        data.input_frames -= data.input_frames_used;
    } while (data.input_frames > 0 || data.output_frames_gen == kPiece);
}

Clip resampled(const Clip& clip, double sample_rate_hz)
{
    Clip result{sample_rate_hz, clip.channels, {}};
    Resampler resample(clip.sample_rate_hz, sample_rate_hz, clip.channels);
    resample(clip.interleaved, result.interleaved);
    resample.finish(result.interleaved);
    return result;
}

} // namespace crura::sound
