#include "audio/host/sound_host.hpp"

#include "audio/audio_options.hpp"
#include "audio/host/choice.hpp"
#include "audio/host/material.hpp"
#include "audio/host/sound_card.hpp"
#include "audio/levelling.hpp"
#include "audio/mixer.hpp"
#include "audio/sound_block.hpp"
#include "outlet/lifeline_linux.hpp"
#include "outlet/process_linux.hpp"
#include "outlet/shared_block_linux.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <thread>

namespace crura::audio {

using namespace std::chrono_literals;

namespace {

constexpr Duration kLook = 20ms; // at the device, and whether we are still wanted
constexpr Duration kFadePatience = 3300ms;
constexpr Duration kClosePatience = 600ms;

const char kWithoutSound[] = "; the session runs without sound";

Error not_there(const std::string& wanted, const std::vector<AudioOutput>& outputs)
{
    if (wanted.empty())
        return {std::string("No sound output was found") + kWithoutSound
                + " until there is one. Connect one, or start your sound server."};
    std::string names;
    for (const auto& output : outputs)
        names += (names.empty() ? "" : ", ") + output.name;
    return {"No sound output is called \"" + wanted + "\"" + kWithoutSound
            + " until it is there. There " + (names.empty() ? "is none" : "is: " + names) + "."};
}

// Everything between the session's block and the sound card.
class Host {
public:
    Host(SoundBlock& block, AudioOptions options) : block_(block), options_(std::move(options)) {}

    Result<void> open()
    {
        const auto soundscape = soundscape_of(options_);
        if (!soundscape)
            return soundscape.error();
        if (block_.trim_db == SoundBlock::kNotLevelled)
            block_.trim_db = levelling_trim_db(*soundscape);
        block_.life.beat();
        const auto output = find_output();
        if (!output)
            return output.error();
        const double rate_hz =
            options_.sample_rate_hz > 0 ? options_.sample_rate_hz : output->preferred_rate_hz;
        mixer_.emplace(rate_hz, *soundscape,
                       Mixer::Params{.volume_db = options_.volume_db,
                                     .ceiling_db = options_.ceiling_db,
                                     .trim_db = block_.trim_db},
                       sentences_of(options_, rate_hz));
        block_.life.beat();
        const auto played =
            card_.play(*output, {rate_hz, unsigned(map_.size()), options_.frames},
                       [this](std::span<float> interleaved, Time heard_at, bool missed) {
                           fill(interleaved, heard_at, missed);
                       });
        if (!played)
            return cannot_be_used(played.error());
        block_.sample_rate_hz = rate_hz;
        block_.output_latency_s = card_.latency_s();
        block_.life.opened(name_);
        return {};
    }

    // True when our keeper let go, false when the device has gone.
    bool play() const
    {
        while (outlet::kept(kLook))
            if (!card_.active())
                return false;
        return true;
    }

    void end()
    {
        mixer_->fade_out();
        const auto until = host_now() + kFadePatience;
        while (!mixer_->silent() && card_.active() && host_now() < until)
            std::this_thread::sleep_for(kLook);
        outlet::end_within(kClosePatience);
        card_.stop();
    }

    const std::string& name() const { return name_; }

private:
    // And what its channels are given.
    Result<AudioOutput> find_output()
    {
        const auto outputs = card_.outputs();
        const auto output = choose(outputs, options_.device, block_.life.name());
        if (!output)
            return not_there(options_.device, outputs);
        name_ = output->name;
        const auto map = channels_for(options_, std::size_t(output->max_channels));
        if (!map)
            return cannot_be_used(map.error());
        map_ = *map;
        if (map_.has(Feed::touch) && !is_one_card(name_))
            return cannot_be_used({"what is to be felt needs a sound card's own name"});
        return *output;
    }

    Error cannot_be_used(const Error& reason) const
    {
        return {"The sound output \"" + name_ + "\" cannot be used (" + reason.message + ")"
                + kWithoutSound + ". Choose another one, or close the program that uses it."};
    }

    // [audio]
    void fill(std::span<float> interleaved, Time heard_at, bool missed) noexcept
    {
        if (auto* cues = block_.cues.out(block_.life)) {
            const auto& cue = cues->read();
            mixer_->hear(cue.audio);
            block_.latency.note(cue.sensed_at, heard_at);
        }
        mixer_->render(interleaved, map_, heard_at);
        if (missed)
            block_.missed_periods.fetch_add(1, std::memory_order_relaxed);
        block_.life.beat();
    }

    SoundBlock& block_;
    const AudioOptions options_;
    std::string name_;
    ChannelMap map_ = ChannelMap::usual(2);
    std::optional<Mixer> mixer_;
    SoundCard card_; // the first to go
};

} // namespace

int host_sound(const std::vector<std::string>& words)
{
    const auto block = outlet::SharedBlock<SoundBlock>::adopt(outlet::kBlock);
    if (!block) {
        std::fprintf(stderr, "%s\n", block.error().message.c_str());
        return 1;
    }
    auto& life = (*block)->life;
    Host host(**block, options_from(words));
    if (const auto opened = host.open(); !opened) {
        life.failed(opened.error().message);
        return 1;
    }
    if (!host.play()) {
        life.failed("The sound output \"" + host.name()
                    + "\" is gone; the session goes on, and sound comes back with it.");
        std::_Exit(1); // the library would never let us go
    }
    host.end();
    return 0;
}

int list_sound(const std::vector<std::string>&)
{
    const SoundCard card;
    for (const auto& each : card.outputs())
        std::printf("%d\t%d\t%d\t%.17g\t%s\t%s\n", each.number, each.is_default, each.max_channels,
                    each.preferred_rate_hz, each.host_api.c_str(), each.name.c_str());
    return 0;
}

} // namespace crura::audio
