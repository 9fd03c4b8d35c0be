#include "app/commands.hpp"

#include "app/history_place.hpp"
#include "app/latency.hpp"
#include "app/listen.hpp"
#include "app/live.hpp"
#include "app/paths.hpp"
#include "app/places.hpp"
#include "app/program_choice.hpp"
#include "app/recording_file.hpp"
#include "app/recording_words.hpp"
#include "app/sources.hpp"
#include "app/summary.hpp"
#include "app/told.hpp"
#include "app/voice_record.hpp"
#include "app/voices.hpp"
#include "audio/audio_out.hpp"
#include "audio/soundscape_loader.hpp"
#include "core/nearest.hpp"
#include "devices/serial_port.hpp"
#include "engine/engine.hpp"
#include "midi/learn.hpp"
#include "midi/midi_out.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace crura::app {
namespace {

constexpr auto kLearnPatience = std::chrono::seconds(30);

// The command line permits no other words.
midi::Wish wish_named(const std::string& name)
{
    auto wish = midi::Wish::start;
    for (std::size_t each = 0; each < midi::kWishes; ++each)
        if (midi::name_of(midi::Wish(each)) == name)
            wish = midi::Wish(each);
    return wish;
}

std::string or_dash(const std::string& text)
{
    return text.empty() ? "-" : text;
}

} // namespace

int perform(const PlayOptions& options)
{
    if (options.fast) {
        const auto samples = read_samples(options.file.string());
        if (!samples)
            return failed(samples.error());
        engine::Engine engine;
        Summary summary;
        for (const auto& tick : ticks_of(*samples))
            summary.accept(engine.tick(tick.time, tick.samples), tick.samples);
        const auto condition = condition_of(options.file);
        fmt::print("{}{}{}\n", condition, condition.empty() ? "" : "\n", summary.text());
        return kDone;
    }
    auto sources = make_sources({"play:" + options.file.string()});
    if (!sources)
        return failed(sources.error());
    if (!sources->chosen.empty())
        fmt::print("{}\n", sources->chosen);
    Live live;
    live.sources = std::move(*sources);
    live.output = options.output;
    const auto ran = run_live(std::move(live));
    return ran ? kDone : failed(ran.error());
}

int perform(const ListenOptions& options)
{
    auto heard = options;
    heard.soundscape_folders = soundscape_folders();
    return told(listen(heard));
}

int perform(const VoiceOptions& options)
{
    using Job = VoiceOptions::Job;
    if (options.job == Job::list)
        return list_voices();
    if (options.job == Job::check)
        return check_voice(options.pack);
    const auto programs = choose_programs(options.program);
    if (!programs)
        return failed(programs.error());
    return options.job == Job::record ? record_pack(options.pack, *programs, options.microphone)
                                      : generate_voice(options.pack, *programs);
}

int perform(const LatencyOptions& options)
{
    auto sources = options.sources.empty() ? find_sources() : make_sources(options.sources);
    if (!sources)
        return failed(sources.error());
    if (!sources->chosen.empty())
        fmt::print("{}\n", sources->chosen);
    const auto table =
        measure_latency({std::move(*sources), options.output, from_seconds(options.seconds)});
    if (!table)
        return failed(table.error());
    fmt::print("{}\n", *table);
    return kDone;
}

int perform(const MidiLearnOptions& options)
{
    const auto map = options.map.empty() ? own_midi_map() : options.map;
    const auto wish = wish_named(options.wish);
    midi::MidiOptions wanted;
    wanted.sends = false;
    wanted.control = options.port;
    fmt::print("Press the pedal or pad that is to ask for \"{}\" ...\n", options.wish);
    std::fflush(stdout);
    const auto rule = midi::learn_press(wanted, wish, kLearnPatience);
    if (!rule)
        return failed(rule.error());
    std::error_code error; // if the folder cannot be made, writing the file says so
    std::filesystem::create_directories(map.parent_path(), error);
    if (const auto learnt = midi::learn_into(map, *rule); !learnt)
        return failed(learnt.error());
    fmt::print("From now on {} asks for \"{}\" ({}).\n", midi::words_of(*rule), options.wish,
               map.string());
    return kDone;
}

int perform(const SoundscapesOptions&)
{
    int status = kDone;
    for (const auto& found : audio::find_soundscapes(soundscape_folders())) {
        const auto soundscape = audio::load_soundscape(found.file);
        if (!soundscape)
            status = failed(soundscape.error());
        else
            fmt::print("{}  {}\n    {}\n", found.id, soundscape->name, soundscape->summary);
    }
    return status;
}

int perform(const DevicesOptions&)
{
    fmt::print("Serial ports\n");
    for (const auto& port : devices::list_serial_ports())
        fmt::print("  {}  {}  serial {}\n", port.name,
                   or_dash(port.usb_product.empty() ? port.description : port.usb_product),
                   or_dash(port.usb_serial));

    std::string default_output;
    fmt::print("Sound outputs\n");
    for (const auto& output : audio::list_audio_outputs()) {
        fmt::print("  {}  {}, {} channels{}\n", output.name, output.host_api, output.max_channels,
                   output.is_default ? ", default" : "");
        if (output.is_default)
            default_output = output.name;
    }
    fmt::print("MIDI outputs\n");
    for (const auto& port : midi::list_midi_outputs())
        fmt::print("  {}\n", port);
    fmt::print("MIDI inputs\n");
    for (const auto& port : midi::list_midi_inputs())
        fmt::print("  {}\n", port);

    const auto sources = find_sources();
    fmt::print("\ncrura run would use\n  sensor  {}\n  sound   {}\n  MIDI    a port named Crura\n",
               sources ? sources->chosen : sources.error().message,
               default_output.empty() ? "none: no sound output was found" : default_output);
    return kDone;
}

int perform(const DoctorOptions& options)
{
    DoctorAsks asks;
    asks.check_history = []() -> Result<void> {
        for (const bool therapist : {false, true}) {
            const auto repository = find_history_of({.therapist = therapist});
            if (!repository)
                return repository.error();
            if (!*repository)
                continue;
            if (auto sound = (*repository)->check(); !sound)
                return sound;
        }
        return {};
    };
    asks.serial_ports = [] {
        std::vector<std::string> names;
        for (const auto& port : devices::list_serial_ports())
            names.push_back(port.name);
        return names;
    };
    asks.sound_outputs = [] { return audio::list_audio_outputs().size(); };
    const auto found = doctor(options, own_places(), asks);
    fmt::print("{}\n", found.text());
    return found.all_well() ? kDone : kFailed;
}

} // namespace crura::app
