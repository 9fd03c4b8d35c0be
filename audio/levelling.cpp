#include "audio/levelling.hpp"

#include "audio/mixer.hpp"
#include "audio/music/breath_filter.hpp"
#include "audio/voices/air.hpp"
#include "sound/loudness.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

namespace crura::audio {

namespace {

constexpr double kSampleRateHz = 48000; // voices are as loud at every rate
constexpr double kComeInS = 3.2;        // not measured
constexpr double kMeasuredS = 30;       // three breaths
constexpr double kQuietDb = -36;        // there the limiter has nothing to do
constexpr double kLoudDb = 90; // and here loudness counts nothing as a pause for being soft
constexpr double kLimitedDb = -3;
constexpr double kMostDb = 72;

constexpr double kInspiratoryTimeS = 4;
constexpr double kExpiratoryTimeS = 6;
constexpr double kUsualOpening = 0.75; // of a usual inspiration

float gain_of(double level_db)
{
    return float(std::pow(10, level_db / 20));
}

// Noise as loud as levelled music, and coloured as most music is, made to follow the breath.
class StandIn {
public:
    explicit StandIn(const Soundscape::Music& music, double trim_db)
        : air_(kSampleRateHz, kSeed), filter_(music.settings, kSampleRateHz),
          gain_(gain_of(music.level_db + trim_db)), unit_(unit())
    {
    }

    void add(float opening, std::span<float> interleaved)
    {
        Block music, breathing;
        air_.render(kBrightnessHz, {unit_, 0}, {unit_, 0}, music);
        filter_.render(1, opening, 1, music, breathing);
        for (std::size_t i = 0; i < kBlockFrames; ++i) {
            interleaved[2 * i] += gain_ * breathing.left[i];
            interleaved[2 * i + 1] += gain_ * breathing.right[i];
        }
    }

private:
    static constexpr std::uint32_t kSeed = 0x1f123bb5;
    static constexpr double kBrightnessHz = 4000;

    // The gain that makes the noise as loud as music is.
    static float unit()
    {
        Air air(kSampleRateHz, kSeed);
        sound::Loudness loudness(kSampleRateHz, 2);
        for (double t = 0; t < 2; t += kBlockFrames / kSampleRateHz) {
            Block block;
            air.render(kBrightnessHz, {1, 0}, {1, 0}, block);
            std::vector<float> both;
            for (std::size_t i = 0; i < kBlockFrames; ++i)
                both.insert(both.end(), {block.left[i], block.right[i]});
            loudness.add(both);
        }
        return gain_of(Music::kLoudnessLufs - loudness.integrated_lufs());
    }

    Air air_;
    BreathFilter filter_;
    float gain_;
    float unit_;
};

struct Measured {
    double lufs;
    double true_peak_db;
};

// With a trim, and then made louder behind the limiter.
Measured measure(const Soundscape& soundscape, double trim_db, double gain_db)
{
    auto played = soundscape;
    played.music.reset();
    Mixer mixer(kSampleRateHz, played, {.trim_db = trim_db}, {});
    std::optional<StandIn> music;
    if (soundscape.music)
        music.emplace(*soundscape.music, trim_db);

    const auto map = ChannelMap::usual(2);
    const float gain = gain_of(gain_db);
    sound::Loudness loudness(kSampleRateHz, 2);
    std::vector<float> block(2 * kBlockFrames);
    const auto blocks = std::uint64_t((kComeInS + kMeasuredS) * kSampleRateHz / kBlockFrames);
    for (std::uint64_t i = 0; i < blocks; ++i) {
        const double time_s = double(i * kBlockFrames) / kSampleRateHz;
        auto cue = reference_cue(time_s);
        cue.tick = i + 1;
        mixer.hear(cue);
        mixer.render(block, map, time_from_seconds(time_s));
        if (music)
            music->add(cue.opening, block);
        for (float& x : block)
            x *= gain;
        if (time_s >= kComeInS)
            loudness.add(block);
    }
    return {loudness.integrated_lufs() - gain_db, loudness.true_peak_db() - gain_db};
}

} // namespace

AudioCue reference_cue(double time_s)
{
    constexpr double kBreathTimeS = kInspiratoryTimeS + kExpiratoryTimeS;
    constexpr auto kPi = std::numbers::pi;
    const double breath = std::floor(time_s / kBreathTimeS);
    const double at = time_s - breath * kBreathTimeS;
    const bool inspiration = at < kInspiratoryTimeS;
    const double part = inspiration ? at / kInspiratoryTimeS
                                    : (at - kInspiratoryTimeS) / kExpiratoryTimeS; // 0 .. 1
    const double displacement = 0.5 + (inspiration ? -0.5 : 0.5) * std::cos(kPi * part);
    const Moment in = {std::uint32_t(breath + 1), time_from_seconds(breath * kBreathTimeS)};
    const Moment out = {std::uint32_t(breath + (inspiration ? 0 : 1)),
                        in.due + from_seconds(kInspiratoryTimeS)};
    const float falling = inspiration ? 0 : float(1 - part);
    return {.presence = 1,
            .own_level = 1,
            .opening = float(kUsualOpening * displacement),
            .movement = float(std::sin(kPi * part)),
            .falling = falling,
            .warmth = 0.5,
            .inspiration = in,
            .expiration = out,
            .guide_level = 1,
            .guide = float(displacement),
            .guide_falling = falling,
            .guide_inspiration = in,
            .guide_expiration = out,
            .room = 0.5};
}

double levelling_trim_db(const Soundscape& soundscape)
{
    const auto [quiet_lufs, quiet_peak_db] = measure(soundscape, kQuietDb, kLoudDb);
    if (!std::isfinite(quiet_lufs))
        return 0;
    const auto permitted = [](double trim_db) { return std::clamp(trim_db, -kMostDb, kMostDb); };
    const double trim_db = permitted(kReferenceLufs - (quiet_lufs - kQuietDb));
    if (quiet_peak_db - kQuietDb + trim_db < kLimitedDb)
        return trim_db;
    // The limiter takes some of it; a little more makes up for that.
    return permitted(trim_db + kReferenceLufs - measure(soundscape, trim_db, 0).lufs);
}

} // namespace crura::audio
