#include "audio/master.hpp"

#include <limits>

namespace crura::audio {

namespace {

constexpr float kDucked = 0.355f;                                   // -9 dB
constexpr double kAsTold = std::numeric_limits<double>::infinity(); // GentleGain limits what rises

// Ways down. What is squared afterwards falls evenly to the ear.
constexpr dsp::Ramp::Params kFade = {.time_s = 0.03, .rise_per_s = kAsTold, .fall_per_s = 1 / 2.8};
constexpr dsp::Ramp::Params kStall = {.time_s = 0.05, .rise_per_s = kAsTold, .fall_per_s = 1 / 0.8};
constexpr dsp::Ramp::Params kPanic = {
    .time_s = 0.01, .rise_per_s = kAsTold, .fall_per_s = 1 / 0.13};
constexpr dsp::Ramp::Params kLevel = {.time_s = 0.05, .rise_per_s = kAsTold, .fall_per_s = 1};
constexpr dsp::Ramp::Params kDucking = {
    .time_s = 0.05, .rise_per_s = kAsTold, .fall_per_s = (1 - kDucked) / 0.3};

float squared(float x)
{
    return x * x;
}

void add(const Block& block, dsp::Line gain, Block& mix)
{
    for (std::size_t i = 0; i < kBlockFrames; ++i) {
        const float now = gain.from + float(i + 1) * gain.step;
        mix.left[i] += now * block.left[i];
        mix.right[i] += now * block.right[i];
    }
}

dsp::Ramp ramp(dsp::Ramp::Params params, double sample_rate_hz, float start)
{
    return {params, sample_rate_hz, kBlockFrames, start};
}

} // namespace

Master::Master(double sample_rate_hz, float volume)
    : presence_(ramp(kFade, sample_rate_hz, 0)), ending_(ramp(kFade, sample_rate_hz, 1)),
      stall_(ramp(kStall, sample_rate_hz, 0)), panic_(ramp(kPanic, sample_rate_hz, 1)),
      hush_(ramp(kPanic, sample_rate_hz, 1)), volume_(ramp(kLevel, sample_rate_hz, volume)),
      own_level_(ramp(kLevel, sample_rate_hz, 0)), guide_level_(ramp(kLevel, sample_rate_hz, 0)),
      ducking_(ramp(kDucking, sample_rate_hz, 1)), own_(sample_rate_hz), guide_(sample_rate_hz),
      speech_(sample_rate_hz)
{
}

void Master::operator()(const Told& told, Block& own, Block& guide, Block& sentences,
                        Block& mix) noexcept
{
    presence_(told.presence);
    ending_(told.ending ? 0 : 1);
    stall_(told.stalled ? 0 : 1);
    panic_(told.panic ? 0 : 1);
    hush_(told.hushed ? 0 : 1);
    volume_(told.volume);
    own_level_(told.own_level);
    guide_level_(told.guide_level);
    ducking_(told.speaking ? kDucked : 1);

    const float quiet = squared(ending_.value() * stall_.value());
    const float present = quiet * squared(panic_.value() * presence_.value());
    const float heard = quiet * squared(hush_.value());
    const float own_whole = volume_.value() * ducking_.value() * own_level_.value();
    const float guide_whole = volume_.value() * ducking_.value() * guide_level_.value();
    const float speech_whole = volume_.value() * told.speech;
    if (!told.voiced)
        speech_.jump_to(speech_whole * heard);
    mix = {};
    add(own, own_(own_whole * present, own_whole), mix);
    add(guide, guide_(guide_whole * present, guide_whole), mix);
    add(sentences, speech_(speech_whole * heard, speech_whole), mix);
}

} // namespace crura::audio
