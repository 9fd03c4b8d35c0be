#include "app/options.hpp"

#include "core/nearest.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>

namespace crura::app {
namespace {

void add_output(CLI::App& command, OutputOptions& output)
{
    command.add_option(
        "--audio", output.audio,
        "Sound output, by a part of its name; 'none' for silence (see crura devices)");
    command.add_option(
        "--midi", output.midi,
        "MIDI output, by a part of its name; 'none' for none; otherwise a port named Crura");
    command.add_option("--osc", output.osc, "Tell other programs by OSC: PORT or HOST:PORT");
    command.add_option("--osc-prefix", output.osc_prefix, "What each OSC address begins with")
        ->capture_default_str();
    command.add_option("--osc-control", output.osc_control,
                       "Take commands by OSC at PORT or HOST:PORT");
}

CLI::App* add_run(CLI::App& crura, RunOptions& options)
{
    auto* command = crura.add_subcommand("run", "Run a session (see crura programs)");
    command->add_option("PROGRAM", options.program, "Program, by its name or its file")
        ->capture_default_str();
    command->add_option(
        "--source", options.sources,
        "Sensor: simulator[:KIND], line:PORT, witmotion:CHEST_PORT,BELLY_PORT, "
        "osc:[HOST:]PORT[,MAP] or play:FILE; may be given more than once. Without it: what is "
        "plugged in, else the simulated body");
    command->add_option("--minutes", options.minutes, "Length; the whole program is scaled to it")
        ->check(CLI::Range(0.5, 60.0));
    command->add_option(
        "--record", options.record,
        "File to record into; 'none' to keep nothing. Without it: a new file in the data folder");
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
    command->add_option("--calibrate", options.calibrate,
                        "What the person was asked to do, in seconds: "
                        "natural:0-60,belly:60-100,chest:100-140,isovolume:140-160");
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
    crura.add_subcommand("programs", "List the programs");

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
    if (devices_command->parsed())
        return Options(DevicesOptions{});
    return Options(ProgramsOptions{});
}

} // namespace crura::app
