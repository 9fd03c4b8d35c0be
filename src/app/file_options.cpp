#include "app/file_options.hpp"

#include "app/output_options.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

namespace crura::app {
namespace {

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

// Which columns or signals of a file of another tool are what.
void add_columns(CLI::App& command, AnalyzeOptions& options)
{
    command
        .add_option("FILE", options.file,
                    "Crura recording, EDF, OpenSignals text, or CSV with a header")
        ->required();
    auto* rate = command.add_option("--rate", options.rate_hz, "Rows per second of the CSV")
                     ->check(CLI::PositiveNumber);
    command.add_option("--time", options.time_column, "Column with the time in seconds")
        ->excludes(rate);
    command.add_option("--thoracic", options.thoracic, "Column or signal of the chest sensor");
    command.add_option("--abdominal", options.abdominal, "Column or signal of the belly sensor");
    command.add_option("--sensor", options.sensor, "What these columns measure")
        ->check(CLI::IsMember({"strain", "rip", "magnetic", "piezo", "flow"}))
        ->capture_default_str();
    command.add_flag("--inverted-thoracic", options.inverted_thoracic,
                     "The chest sensor's values fall on inhaling");
    command.add_flag("--inverted-abdominal", options.inverted_abdominal,
                     "The belly sensor's values fall on inhaling");
    add_sites(command, "imu", options.imu, 3, "acceleration x,y,z in g");
    add_sites(command, "gyro", options.gyro, 3, "rotation x,y,z in degrees a second");
    add_sites(command, "quat", options.quat, 4, "orientation w,x,y,z");
    command.add_option("--calibrate", options.calibrate,
                       "What the person was asked to do, in seconds: "
                       "natural:0-60,belly:60-100,chest:100-140,isovolume:140-160");
}

} // namespace

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

CLI::App* add_analyze(CLI::App& crura, AnalyzeOptions& options)
{
    auto* command = crura.add_subcommand(
        "analyze", "Measure the breaths of a recording: tables, a summary and a picture");
    add_columns(*command, options);
    command->add_option("--out", options.out, "Folder for the results")->required();
    command->add_flag("--therapist", options.for_therapist,
                      "With a therapist's notes and what the guards decided");
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

CLI::App* add_replay(CLI::App& crura, ReplayOptions& options)
{
    auto* command = crura.add_subcommand(
        "replay", "Run a recording through today's engine, and say whether anything changed");
    command->add_option("FILE", options.file, "Crura recording")->required();
    return command;
}

CLI::App* add_export(CLI::App& crura, ExportJob& job)
{
    auto& options = job.what;
    auto* command = crura.add_subcommand(
        "export", "Write a recording in a format of other tools: EDF+, BIDS, CSV or WAV");
    add_columns(*command, options.from);
    command->add_option("--to", options.to, "edf, bids, csv or wav")
        ->required()
        ->check(CLI::IsMember({"edf", "bids", "csv", "wav"}));
    command->add_option("--out", options.out, "Where to; otherwise beside the file");
    command->add_option("--person", options.person,
                        "A pseudonym to write into it; otherwise nobody is named");
    command->add_flag("--therapist", options.for_therapist,
                      "With the guard's decisions and a therapist's notes");
    command->add_flag("--sealed", job.sealed, "Into one file that only a passphrase opens");
    return command;
}

CLI::App* add_import(CLI::App& crura, ImportOptions& options)
{
    auto* command = crura.add_subcommand(
        "import", "Make a recording of an EDF, OpenSignals or CSV file, for replay and report");
    add_columns(*command, options.from);
    command->add_option("--out", options.out, "The recording; otherwise beside the file");
    return command;
}

CLI::App* add_report(CLI::App& crura, ReportOptions& options)
{
    auto* command =
        crura.add_subcommand("report", "What a session was like, on paper or as a page");
    command->add_option("FILE", options.file, "Crura recording")->required();
    command->add_option("--out", options.out,
                        "A .pdf, .png, .svg or .html; otherwise PDF and HTML beside the recording");
    command->add_option("--person", options.person, "A pseudonym to name in it");
    command->add_flag("--therapist", options.for_therapist,
                      "With the guard's decisions, limits and notes");
    return command;
}

CLI::App* add_seal(CLI::App& crura, SealOptions& options)
{
    auto* command = crura.add_subcommand("seal", "Put files into one that only a passphrase opens");
    command->add_option("FILE", options.files, "Files or folders")->required();
    command->add_option("--out", options.out, "The sealed file")->required();
    return command;
}

CLI::App* add_unseal(CLI::App& crura, UnsealOptions& options)
{
    auto* command = crura.add_subcommand("unseal", "Take the files out of a sealed one");
    command->add_option("FILE", options.file, "The sealed file")->required();
    command->add_option("--out", options.folder, "Folder; otherwise the one it is in");
    return command;
}

} // namespace crura::app
