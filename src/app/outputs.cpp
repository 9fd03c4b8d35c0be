#include "app/outputs.hpp"

#include "app/paths.hpp"
#include "app/soundscape_choice.hpp"
#include "app/voices.hpp"
#include "devices/touch/open_touch.hpp"

#include <fmt/format.h>

namespace crura::app {
namespace {

constexpr auto kAbout = Remark::About::outputs;

Result<std::vector<audio::SpokenPrompt>> prompts_of(const sessions::Session& session,
                                                    const std::string& voice, const Tell& tell)
{
    const auto prepared = prepare_speech(session, voice);
    if (!prepared)
        return prepared.error();
    for (const auto& remark : prepared->remarks)
        warn(tell, kAbout, remark);
    std::vector<audio::SpokenPrompt> prompts;
    for (const auto& each : prepared->sentences)
        prompts.push_back({.step = each.step, .prompt = each.prompt, .clip = each.file});
    return prompts;
}

Result<audio::AudioOptions> sound_options(const OutputOptions& options,
                                          const sessions::Session* session, const Tell& tell)
{
    audio::AudioOptions sound;
    sound.device = options.audio;
    sound.sample_rate_hz = options.audio_rate_hz;
    sound.frames = options.audio_frames;
    sound.channel_map = options.channel_map;
    sound.volume_db = options.volume_db;
    sound.ceiling_db = options.ceiling_db;
    sound.music = options.music;
    const auto soundscape = options.soundscape.empty()
        ? (session ? session->soundscape : sessions::Session{}.soundscape)
        : options.soundscape;
    const auto file = find_soundscape(soundscape, soundscape_folders());
    if (!file)
        return file.error();
    sound.soundscape = *file;
    if (session && options.voice != kNone) {
        auto prompts = prompts_of(*session, options.voice, tell);
        if (!prompts)
            return prompts.error();
        sound.prompts = std::move(*prompts);
    }
    return sound;
}

Result<midi::Map> midi_map(const std::string& file)
{
    if (!file.empty())
        return midi::load_map(file);
    std::error_code ignored;
    return std::filesystem::exists(own_midi_map(), ignored) ? midi::load_map(own_midi_map())
                                                            : midi::default_map();
}

} // namespace

Result<void> Outputs::open(const OutputOptions& options, const sessions::Session* session,
                           std::span<const std::shared_ptr<Source>> sources)
{
    if (const auto opened = open_sound(options, session); !opened)
        return opened;
    if (const auto opened = open_midi(options); !opened)
        return opened;
    if (const auto opened = open_osc(options); !opened)
        return opened;
    return open_touch(options, sources);
}

Result<void> Outputs::open_sound(const OutputOptions& options, const sessions::Session* session)
{
    if (options.audio == kNone)
        return {};
    const auto wanted = sound_options(options, session, tell_);
    if (!wanted)
        return wanted.error();
    auto opened = audio::AudioOut::open(*wanted);
    if (!opened)
        return opened.error();
    sound_ = std::move(*opened);
    warn(tell_, kAbout, sound_->problem());
    return {};
}

Result<void> Outputs::open_midi(const OutputOptions& options)
{
    const bool sends = options.midi != kNone;
    if (!sends && !options.midi_control)
        return {};
    const auto map = midi_map(options.midi_map);
    if (!map)
        return map.error();
    midi::MidiOptions wanted;
    wanted.port = sends ? options.midi : "";
    wanted.sends = sends;
    wanted.control = options.midi_control;
    wanted.map = *map;
    auto opened = midi::MidiOut::open(wanted);
    if (!opened) {
        warn(tell_, kAbout, opened.error().message);
        return {};
    }
    midi_ = std::move(*opened);
    warn(tell_, kAbout, midi_->problem());
    return {};
}

Result<void> Outputs::open_osc(const OutputOptions& options)
{
    if (!options.osc.empty()) {
        const auto to = osc::read_endpoint(options.osc);
        if (!to)
            return to.error();
        auto opened = osc::OscOut::open({*to, options.osc_prefix});
        if (!opened)
            return opened.error();
        osc_ = std::move(*opened);
    }
    if (!options.osc_control.empty()) {
        const auto at = osc::read_endpoint(options.osc_control);
        if (!at)
            return at.error();
        auto opened = osc::OscControl::open(*at);
        if (!opened)
            return opened.error();
        osc_control_ = std::move(*opened);
    }
    return {};
}

Result<void> Outputs::open_touch(const OutputOptions& options,
                                 std::span<const std::shared_ptr<Source>> sources)
{
    constexpr std::string_view kSound = "audio:";
    if (options.touch.starts_with(kSound)) {
        audio::AudioOptions wanted;
        wanted.device = options.touch.substr(kSound.size());
        wanted.channel_map = options.touch_channels;
        wanted.sample_rate_hz = options.audio_rate_hz;
        auto opened = audio::AudioOut::open(wanted);
        if (!opened)
            return opened.error();
        touch_sound_ = std::move(*opened);
        warn(tell_, kAbout, touch_sound_->problem());
        return {};
    }
    const devices::TouchStrength strength{.strongest = float(options.touch_strength),
                                          .weakest = float(options.touch_start),
                                          .probe = options.touch_probe};
    auto opened = devices::open_touch(options.touch, strength, sources);
    if (!opened)
        return opened.error();
    touch_ = std::move(*opened);
    return {};
}

std::vector<Sink*> Outputs::sinks() const
{
    std::vector<Sink*> sinks;
    for (Sink* each : std::initializer_list<Sink*>{sound_.get(), touch_sound_.get(), midi_.get(),
                                                   osc_.get(), touch_.get()})
        if (each)
            sinks.push_back(each);
    return sinks;
}

OutputStates Outputs::states() const
{
    OutputStates states;
    if (sound_) {
        states.audio = [this] { return sound_->state(); };
        states.sound_latency = [this] { return sound_->latency(); };
        states.sound_card_s = [this] { return sound_->output_latency_s(); };
    }
    if (midi_) {
        states.midi = [this] { return midi_->state(); };
        states.midi_latency = [this] { return midi_->latency(); };
    }
    if (osc_) {
        states.osc = [this] { return osc_->state(); };
        states.osc_latency = [this] { return osc_->latency(); };
    }
    if (touch_) {
        states.touch = [this] { return touch_->state(); };
        states.touch_latency = [this] { return touch_->latency(); };
    } else if (touch_sound_) {
        states.touch = [this] { return touch_sound_->state(); };
        states.touch_latency = [this] { return touch_sound_->latency(); };
    }
    return states;
}

std::vector<CommandSource> Outputs::command_sources() const
{
    std::vector<CommandSource> sources;
    if (midi_)
        sources.push_back([this](Command& command) { return midi_->pop(command); });
    if (osc_control_)
        sources.push_back([this](Command& command) { return osc_control_->pop(command); });
    return sources;
}

std::optional<std::string> Outputs::take_note()
{
    return osc_control_ ? osc_control_->take_note() : std::nullopt;
}

void Outputs::close()
{
    if (sound_) {
        sound_->close();
        if (const auto missed = sound_->missed_periods(); missed > 0)
            tell_({kAbout,
                   fmt::format("The sound device ran out of sound {} times, for the computer was "
                               "busy; fewer programs beside Crura, or larger buffers, help.",
                               missed)});
    }
    if (touch_sound_)
        touch_sound_->close();
    if (midi_)
        midi_->close();
    if (osc_)
        osc_->close();
}

} // namespace crura::app
