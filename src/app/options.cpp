#include "app/options.hpp"

#include "app/output_options.hpp"
#include "app/session_options.hpp"
#include "core/nearest.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
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

CLI::App* add_play(CLI::App& crura, PlayOptions& options)
{
    auto* command =
        crura.add_subcommand("play", "Play a recording or a CSV file as if it were now");
    command->add_option("FILE", options.file, "Crura recording, or CSV with time_s, chest, belly")
        ->required();
    command->add_flag("--fast", options.fast, "As fast as possible, in silence");
    add_output(*command, options.output);
    return command;
}

void add_sites(CLI::App& command, const std::string& name, SiteColumns& columns, int count,
               const std::string& what)
{
    constexpr std::array kNames = {"-thoracic", "-abdominal", "-sacral"};
    constexpr std::array kPlaces = {"chest", "belly", "sacrum"};
    for (std::size_t site = 0; site < kSites; ++site)
        command
            .add_option("--" + name + kNames[site], columns[site],
                        fmt::format("Columns of the {}'s {}", kPlaces[site], what))
            ->delimiter(',')
            ->expected(count);
}

CLI::App* add_analyze(CLI::App& crura, AnalyzeOptions& options)
{
    auto* command = crura.add_subcommand(
        "analyze", "Measure the breaths of a recording: tables, a summary and a picture");
    command
        ->add_option("FILE", options.file,
                     "Crura recording, EDF, OpenSignals text, or CSV with a header")
        ->required();
    command->add_option("--out", options.out, "Folder for the results")->required();
    auto* rate = command->add_option("--rate", options.rate_hz, "Rows per second of the CSV")
                     ->check(CLI::PositiveNumber);
    command->add_option("--time", options.time_column, "Column with the time in seconds")
        ->excludes(rate);
    command->add_option("--thoracic", options.thoracic, "Column or signal of the chest sensor");
    command->add_option("--abdominal", options.abdominal, "Column or signal of the belly sensor");
    command->add_option("--sensor", options.sensor, "What these columns measure")
        ->check(CLI::IsMember({"strain", "rip", "magnetic", "piezo", "flow"}))
        ->capture_default_str();
    command->add_flag("--inverted-thoracic", options.inverted_thoracic,
                      "The chest sensor's values fall on inhaling");
    command->add_flag("--inverted-abdominal", options.inverted_abdominal,
                      "The belly sensor's values fall on inhaling");
    add_sites(*command, "imu", options.imu, 3, "acceleration x,y,z in g");
    add_sites(*command, "gyro", options.gyro, 3, "rotation x,y,z in degrees a second");
    add_sites(*command, "quat", options.quat, 4, "orientation w,x,y,z");
    command->add_flag("--therapist", options.for_therapist,
                      "With a therapist's notes and what the guards decided");
    command->add_option("--calibrate", options.calibrate,
                        "What the person was asked to do, in seconds: "
                        "natural:0-60,belly:60-100,chest:100-140,isovolume:140-160");
    return command;
}

CLI::App* add_listen(CLI::App& crura, ListenOptions& options)
{
    auto* command = crura.add_subcommand(
        "listen", "Write what a recording would have sounded like into a file");
    command->add_option("FILE", options.file, "Crura recording, CSV, EDF or OpenSignals text")
        ->required();
    command->add_option("--out", options.out, "Sound file to write: .wav or .flac")->required();
    command->add_option("--soundscape", options.soundscape, "By its name or its file")
        ->capture_default_str();
    command->add_option("--rate", options.sample_rate_hz, "Sample rate in Hz")
        ->check(CLI::Range(44100., 192000.))
        ->capture_default_str();
    return command;
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
    crura.require_subcommand(1);

    RunOptions run;
    PlayOptions play;
    AnalyzeOptions analyze;
    const auto* run_command = add_run(crura, run);
    const auto* play_command = add_play(crura, play);
    const auto* analyze_command = add_analyze(crura, analyze);
    const auto* devices_command = crura.add_subcommand(
        "devices", "List sensors, sound and MIDI outputs, and what would be used");
    ProgramsOptions programs;
    PlansOptions plans;
    RehearseOptions rehearse;
    add_programs(crura, programs);
    const auto* plans_command = add_plans(crura, plans);
    const auto* rehearse_command = add_rehearse(crura, rehearse);
    const auto* soundscapes_command = crura.add_subcommand("soundscapes", "List the soundscapes");
    ListenOptions listen;
    listen.soundscape = "near-silence";
    VoiceOptions voice;
    MidiLearnOptions learn;
    TryOptions attempt;
    LatencyOptions latency;
    const auto* latency_command = add_latency(crura, latency);
    const auto* listen_command = add_listen(crura, listen);
    const auto* voice_command = add_voice(crura, voice);
    const auto* learn_command = add_midi_learn(crura, learn);
    auto* try_command =
        crura.add_subcommand("try", "Hear and feel the outputs, gently, before anybody lies down");
    add_output(*try_command, attempt.output);

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
    if (run_command->parsed())
        return Options(run);
    if (play_command->parsed())
        return Options(play);
    if (analyze_command->parsed())
        return Options(analyze);
    if (listen_command->parsed())
        return Options(listen);
    if (voice_command->parsed())
        return Options(voice);
    if (learn_command->parsed())
        return Options(learn);
    if (latency_command->parsed())
        return Options(latency);
    if (try_command->parsed())
        return Options(attempt);
    if (soundscapes_command->parsed())
        return Options(SoundscapesOptions{});
    if (devices_command->parsed())
        return Options(DevicesOptions{});
    if (plans_command->parsed())
        return Options(plans);
    if (rehearse_command->parsed())
        return Options(rehearse);
    return Options(programs);
}

} // namespace crura::app
