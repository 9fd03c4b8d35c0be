#include "app/options.hpp"

#include "app/file_options.hpp"
#include "app/history_options.hpp"
#include "app/output_options.hpp"
#include "app/page_options.hpp"
#include "app/session_options.hpp"
#include "core/nearest.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <sstream>

namespace crura::app {
namespace {

CLI::App* add_latency(CLI::App& crura, LatencyOptions& options)
{
    auto* command = crura.add_subcommand(
        "latency", "Measure how long it takes from a sensor to sound, MIDI, OSC and touch");
    add_sources(*command, options.sources);
    command->add_option("--seconds", options.seconds, "How long to measure")
        ->check(CLI::Range(2., 600.))
        ->capture_default_str();
    add_output(*command, options.output);
    return command;
}

CLI::App* add_try(CLI::App& crura, TryOptions& options)
{
    auto* command =
        crura.add_subcommand("try", "Hear and feel the outputs, gently, before anybody lies down");
    add_output(*command, options.output);
    return command;
}

CLI::App* add_devices(CLI::App& crura, DevicesOptions&)
{
    return crura.add_subcommand("devices",
                                "List sensors, sound and MIDI outputs, and what would be used");
}

CLI::App* add_soundscapes(CLI::App& crura, SoundscapesOptions&)
{
    return crura.add_subcommand("soundscapes", "List the soundscapes");
}

void add_voice_pack(CLI::App& command, VoiceOptions& options)
{
    command.add_option("--pack", options.pack, "Folder of the voice pack")->required();
    command.add_option("--program", options.program, "This program's sentences only");
}

CLI::App* add_voice(CLI::App& crura, VoiceOptions& options)
{
    auto* command = crura.add_subcommand("voice", "Voice packs: list, check, record, generate");
    command->require_subcommand(1);
    command->add_subcommand("list", "The voice packs there are")->callback([&options] {
        options.job = VoiceOptions::Job::list;
    });
    auto* check = command->add_subcommand("check", "What is wrong with a voice pack");
    check->add_option("FOLDER", options.pack, "Folder of the voice pack")->required();
    check->callback([&options] { options.job = VoiceOptions::Job::check; });
    auto* record = command->add_subcommand("record", "Record a voice pack, sentence by sentence");
    add_voice_pack(*record, options);
    record->add_option("--microphone", options.microphone, "By a part of its name");
    record->callback([&options] { options.job = VoiceOptions::Job::record; });
    auto* generate = command->add_subcommand("generate", "Have a synthesizer speak a voice pack");
    add_voice_pack(*generate, options);
    generate->callback([&options] { options.job = VoiceOptions::Job::generate; });
    return command;
}

CLI::App* add_midi_learn(CLI::App& crura, MidiLearnOptions& options)
{
    auto* command = crura.add_subcommand("learn", "Learn what a pedal or pad asks for");
    command
        ->add_option("WISH", options.wish, "start, pause, toggle, mark, brake, end, next or here")
        ->required()
        ->check(
            CLI::IsMember({"start", "pause", "toggle", "mark", "brake", "end", "next", "here"}));
    command->add_option("--port", options.port,
                        "MIDI input, by a part of its name; otherwise a port named Crura control");
    command->add_option("--map", options.map, "MIDI map to write it into; otherwise your own");
    return command;
}

// What was asked of the page beside a command that is not the page's; empty: nothing.
std::string meant_for_page(const CLI::App& crura)
{
    if (crura.get_subcommands().empty())
        return "";
    for (const auto* option : crura.get_options())
        if (option->count() > 0)
            return option->get_name() + " is for the page, which opens without a command: crura "
                + option->get_name() + "\n";
    return "";
}

// CLI11 says of a mistyped command only that one is required.
std::optional<std::string> unknown_command(const CLI::App& crura, int argc, const char* const* argv)
{
    if (argc < 2 || argv[1][0] == '-')
        return std::nullopt;
    std::vector<std::string> names;
    for (const auto* command : crura.get_subcommands({}))
        names.push_back(command->get_name());
    const std::string given = argv[1];
    if (std::find(names.begin(), names.end(), given) != names.end())
        return std::nullopt;
    return "There is no command '" + given + "'" + did_you_mean(given, names) + "\n";
}

} // namespace

std::variant<Options, NoJob> read_options(int argc, const char* const* argv)
{
    CLI::App crura("Crura: breathing biofeedback for constructive rest. Not a medical device.");
    crura.name("crura");
    crura.set_version_flag("--version", "crura " CRURA_VERSION);
    crura.require_subcommand(0, 1);

    PageOptions page;
    add_page(crura, page);
    std::optional<Options> job;
    const auto offer = [&crura, &job](auto add, auto& options) {
        add(crura, options)->callback([&job, &options] { job = options; });
    };
    RunOptions run;
    offer(add_run, run);
    PairOptions pair;
    offer(add_pair, pair);
    RehearseOptions rehearse;
    offer(add_rehearse, rehearse);
    ProgramsOptions programs;
    offer(add_programs, programs);
    PlansOptions plans;
    offer(add_plans, plans);
    PlayOptions play;
    offer(add_play, play);
    AnalyzeOptions analyze;
    offer(add_analyze, analyze);
    ListenOptions listen;
    listen.soundscape = "near-silence";
    offer(add_listen, listen);
    ReplayOptions replay;
    offer(add_replay, replay);
    ReportOptions report;
    offer(add_report, report);
    ExportJob exported;
    offer(add_export, exported);
    ImportOptions import;
    offer(add_import, import);
    SealOptions seal;
    offer(add_seal, seal);
    UnsealOptions unseal;
    offer(add_unseal, unseal);
    HistoryOptions history;
    offer(add_history, history);
    PeopleOptions people;
    offer(add_people, people);
    CompareOptions compare;
    offer(add_compare, compare);
    ForgetEverythingOptions forget;
    offer(add_forget, forget);
    DoctorOptions doctor;
    offer(add_doctor, doctor);
    DevicesOptions devices;
    offer(add_devices, devices);
    SoundscapesOptions soundscapes;
    offer(add_soundscapes, soundscapes);
    VoiceOptions voice;
    offer(add_voice, voice);
    MidiLearnOptions learn;
    offer(add_midi_learn, learn);
    LatencyOptions latency;
    offer(add_latency, latency);
    TryOptions attempt;
    offer(add_try, attempt);

    if (const auto text = unknown_command(crura, argc, argv))
        return NoJob{2, *text};
    try {
        crura.parse(argc, argv);
    } catch (const CLI::Success& asked) {
        std::ostringstream text;
        crura.exit(asked, text, text);
        return NoJob{0, text.str()};
    } catch (const CLI::Error& error) {
        std::ostringstream text;
        crura.exit(error, text, text);
        return NoJob{2, text.str()};
    }
    if (const auto text = meant_for_page(crura); !text.empty())
        return NoJob{2, text};
    return job ? *job : page;
}

} // namespace crura::app
