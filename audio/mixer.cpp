#include "audio/mixer.hpp"

#include "audio/ensemble.hpp"
#include "audio/flush_denormals.hpp"
#include "audio/limiter.hpp"
#include "audio/master.hpp"
#include "audio/voices/probe.hpp"
#include "audio/voices/speaker.hpp"
#include "core/latest.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <optional>
#include <utility>

namespace crura::audio {

namespace {

constexpr double kPatienceS = 0.5;
constexpr double kSoftestDb = -60;
constexpr double kLoudestDb = 12;
constexpr float kInaudible = 1e-4f; // -80 dB

float gain_of(double level_db)
{
    return float(std::pow(10, level_db / 20));
}

// 0 .. 1, and 0 for what is no number.
float level(float x)
{
    return x > 0 ? std::min(x, 1.0f) : 0;
}

AudioCue believable(AudioCue cue)
{
    for (float* x :
         {&cue.presence, &cue.own_level, &cue.opening, &cue.movement, &cue.falling, &cue.warmth,
          &cue.guide_level, &cue.guide, &cue.guide_falling, &cue.room, &cue.touch})
        *x = level(*x);
    return cue;
}

float loudest(const HapticBand::Sound& sound)
{
    float peak = 0;
    for (const float x : sound)
        peak = std::max(peak, std::fabs(x));
    return peak;
}

struct Frame {
    float left;
    float right;
    float touch;
};

float fed(Feed feed, const Frame& frame)
{
    switch (feed) {
    case Feed::left:
        return frame.left;
    case Feed::right:
        return frame.right;
    case Feed::middle:
        return 0.5f * (frame.left + frame.right);
    case Feed::touch:
        return frame.touch;
    case Feed::none:
        break;
    }
    return 0;
}

} // namespace

struct Mixer::Parts {
    Parts(double sample_rate_hz, const Soundscape& soundscape, const Params& params,
          Sentences sentences);

    void take_cue() noexcept;
    void take_sentence(bool panics) noexcept;
    Frame next_frame(Time heard_at, bool touched) noexcept;
    void render_block(Time heard_at, bool touched) noexcept;
    void render_touch(bool mute) noexcept;

    const double sample_rate_hz;
    const float highest_volume;
    const float speech;
    Latest<AudioCue> cues;
    std::atomic<float> volume;
    std::atomic<bool> ending{false};
    std::atomic<bool> silent{true};

    // All that follows belongs to the audio thread.
    Ensemble ensemble;
    Speaker speaker;
    HapticBand haptic_band;
    std::optional<Probe> probe;
    Master master;
    Limiter limiter;
    Limiter touch_limiter;
    const std::size_t patience_frames; // how long the same tick may stay
    std::size_t stale_frames;          // how long it has
    AudioCue cue;
    bool heard = false;     // any cue at all
    std::uint32_t said = 0; // count of the last sentence
    Block block;
    Block touch;                     // left only
    std::size_t used = kBlockFrames; // how much of the block has been handed out
};

Mixer::Parts::Parts(double rate_hz, const Soundscape& soundscape, const Params& params,
                    Sentences sentences)
    : sample_rate_hz(rate_hz),
      highest_volume(gain_of(std::clamp(params.ceiling_db, kSoftestDb, kLoudestDb))),
      speech(gain_of(params.speech_db)),
      volume(
          std::min(highest_volume, gain_of(std::clamp(params.volume_db, kSoftestDb, kLoudestDb)))),
      ensemble(rate_hz, soundscape, params.trim_db), speaker(rate_hz, std::move(sentences)),
      haptic_band(rate_hz, params.touch), master(rate_hz, volume.load()), limiter({}, rate_hz),
      touch_limiter({}, rate_hz), patience_frames(std::size_t(kPatienceS * rate_hz)),
      stale_frames(patience_frames)
{
    if (soundscape.probe)
        probe.emplace(soundscape.probe->full_scale);
}

void Mixer::Parts::take_cue() noexcept
{
    const auto& newest = cues.read();
    if (newest.tick == cue.tick)
        return;
    const bool panics = newest.panic && !cue.panic;
    stale_frames = 0;
    cue = believable(newest);
    if (panics)
        speaker.hush();
    take_sentence(panics);
}

// The last sentence is not said again by a mixer that begins in the middle of a session, nor one
// of the program that was to begin just when the panic came. In a panic words ground a person, but
// a chime in their place would not.
void Mixer::Parts::take_sentence(bool panics) noexcept
{
    const bool news = cue.sentence.count != said && (heard || cue.sentence.count == 1);
    const bool before = panics && cue.sentence.step != kPhraseStep;
    heard = true;
    said = cue.sentence.count;
    if (news && !before && !ending.load(std::memory_order_relaxed))
        speaker.say(cue.sentence.step, cue.sentence.prompt, !cue.panic);
}

// `heard_at` is when what the voices do now reaches the ear; `touched`: a channel has touch.
Frame Mixer::Parts::next_frame(Time heard_at, bool touched) noexcept
{
    if (used == kBlockFrames) {
        render_block(heard_at, touched);
        used = 0;
    }
    const auto at = used++;
    if (probe)
        return {(*probe)(cue.raw), (*probe)(cue.raw), 0};
    return {block.left[at], block.right[at], touch.left[at]};
}

void Mixer::Parts::render_block(Time heard_at, bool touched) noexcept
{
    const bool stalled = stale_frames >= patience_frames;
    stale_frames = std::min(stale_frames + kBlockFrames, patience_frames);
    const Master::Told told = {.volume = volume.load(std::memory_order_relaxed),
                               .speech = speech,
                               .presence = cue.presence,
                               .own_level = cue.own_level,
                               .guide_level = cue.guide_level,
                               .panic = cue.panic,
                               .hushed = speaker.leaving(),
                               .stalled = stalled,
                               .ending = ending.load(std::memory_order_relaxed),
                               .speaking = speaker.speaking(),
                               .voiced = speaker.voiced()};
    const bool going = told.stalled || told.ending;

    Block own, guide, sentences;
    ensemble.render(cue, heard_at, own, guide);
    speaker.render(sentences);
    master(told, own, guide, sentences, block);
    if (master.speech_shut())
        going ? speaker.stop() : speaker.drop_leaving();
    limiter(block);
    if (touched)
        render_touch(going || told.panic);

    const bool shut = master.families_shut() && (master.speech_shut() || !speaker.voiced());
    silent.store(shut
                     && std::max({loudest(block.left), loudest(block.right), loudest(touch.left)})
                         < kInaudible,
                 std::memory_order_relaxed);
}

void Mixer::Parts::render_touch(bool mute) noexcept
{
    haptic_band.render(cue.touch, mute, touch.left);
    touch.right = {};
    touch_limiter(touch);
}

Mixer::Mixer(double sample_rate_hz, const Soundscape& soundscape, const Params& params,
             Sentences sentences)
    : parts_(std::make_unique<Parts>(sample_rate_hz, soundscape, params, std::move(sentences)))
{
}

Mixer::~Mixer() = default;

void Mixer::hear(const AudioCue& cue) noexcept
{
    parts_->cues.write(cue);
}

void Mixer::set_volume(double volume_db) noexcept
{
    const float asked = gain_of(std::clamp(volume_db, kSoftestDb, kLoudestDb));
    parts_->volume.store(std::min(asked, parts_->highest_volume), std::memory_order_relaxed);
}

void Mixer::fade_out() noexcept
{
    parts_->ending.store(true, std::memory_order_relaxed);
}

bool Mixer::silent() const noexcept
{
    return parts_->silent.load(std::memory_order_relaxed);
}

void Mixer::await()
{
    parts_->ensemble.await();
}

std::string Mixer::problem() const
{
    return parts_->ensemble.problem();
}

void Mixer::render(std::span<float> interleaved, const ChannelMap& map, Time heard_at) noexcept
{
    const FlushDenormals flush;
    auto& parts = *parts_;
    parts.take_cue();
    const bool touched = map.has(Feed::touch);
    float* out = interleaved.data();
    for (std::size_t i = 0; i < interleaved.size() / map.size(); ++i) {
        const auto ahead = double(i + Limiter::kDelayFrames) / parts.sample_rate_hz;
        const auto frame = parts.next_frame(heard_at + from_seconds(ahead), touched);
        for (std::size_t channel = 0; channel < map.size(); ++channel)
            *out++ = fed(map[channel], frame);
    }
}

} // namespace crura::audio
