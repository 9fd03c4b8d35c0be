#include "app/live.hpp"

#include "app/outputs.hpp"
#include "app/runtime.hpp"
#include "app/status.hpp"
#include "app/summary.hpp"
#include "app/terminal.hpp"
#include "record/recorder.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace crura::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 100ms; // how often the screen is brought up to date

record::RecordingHeader header_of(const Live& live)
{
    record::RecordingHeader header;
    header.crura_version = CRURA_VERSION;
    header.started_at = std::chrono::system_clock::now();
    header.started = host_now();
    header.bands = live.sources.bands;
    for (const auto& source : live.sources.sources)
        header.sources.push_back(source->name());
    if (live.session) {
        header.program_id = live.session->id;
        header.program_name = live.session->name;
        header.settings.push_back({"session_s", fmt::format("{}", to_seconds(live.total))});
    }
    return header;
}

// Null when nothing is to be recorded.
Result<std::unique_ptr<record::Recorder>> open_recorder(const Live& live)
{
    if (!live.record)
        return std::unique_ptr<record::Recorder>();
    auto opened = record::Recorder::open(*live.record, header_of(live));
    if (opened)
        fmt::print("Recording into {}\n", live.record->string());
    return opened;
}

void close(record::Recorder* recorder)
{
    if (!recorder)
        return;
    recorder->close();
    if (const auto problem = recorder->problem(); !problem.empty())
        fmt::print(stderr, "{}\n", problem);
}

Command next_step(const CalibrationGuidance& calibration)
{
    if (!calibration.under_way())
        return Command::calibrate_natural;
    switch (calibration.manoeuvre) {
    case Manoeuvre::natural:
        return Command::calibrate_belly;
    case Manoeuvre::belly:
        return Command::calibrate_chest;
    default:
        return Command::calibrate_finish;
    }
}

Command command_for(Request request, const Snapshot& shown)
{
    switch (request) {
    case Request::pause_or_resume:
        return shown.session.running ? Command::pause : Command::resume;
    case Request::brake:
        return Command::brake;
    case Request::mark:
        return Command::mark;
    case Request::recalibrate:
        return Command::recalibrate;
    case Request::guide:
        return next_step(shown.breath.calibration);
    case Request::leave:
        return Command::calibrate_leave;
    case Request::end:
        break;
    }
    return Command::end;
}

void obey(Request request, const Snapshot& shown, Runtime& runtime)
{
    if (!runtime.send(command_for(request, shown)))
        fmt::print(stderr, "Busy; please press the key again.\n");
}

engine::Engine engine_for(const Live& live)
{
    return live.session ? engine::Engine(sessions::Runner(live.session, live.total))
                        : engine::Engine();
}

bool all_finished(const Runtime& runtime)
{
    for (const auto& source : runtime.sources())
        if (!source->health().finished)
            return false;
    return true;
}

// Until the session is over; without one, until the sources are or a person ends it.
void watch(Runtime& runtime, Status& status, Terminal& terminal, bool has_session)
{
    while (!runtime.finished() && (has_session || !all_finished(runtime))) {
        if (const auto request = terminal.wait(kLook)) {
            if (*request == Request::end && !has_session)
                return;
            obey(*request, status.latest(), runtime);
        }
        status.show(terminal.columns());
    }
}

} // namespace

Result<void> run_live(Live live)
{
    Terminal terminal;
    Outputs outputs;
    if (const auto opened = outputs.open(live.output, live.session.get(), live.sources.sources);
        !opened)
        return opened.error();
    const auto recorder = open_recorder(live);
    if (!recorder)
        return recorder.error();

    Runtime* running = nullptr;
    Summary summary;
    Status status(live.session, terminal.is_live(),
                  [&running](std::size_t source) { return running->sources()[source]->problem(); });
    auto sinks = outputs.sinks();
    sinks.push_back(&summary);
    sinks.push_back(&status);
    for (const auto& listener : live.sources.listeners)
        sinks.push_back(listener.get());
    OutputStates states = outputs.states();
    if (*recorder) {
        sinks.push_back(recorder->get());
        states.recorder = [&recorder] { return (*recorder)->state(); };
    }

    Runtime runtime(engine_for(live), live.sources.sources, sinks, states,
                    outputs.command_sources());
    running = &runtime;
    if (const auto started = runtime.start(); !started) {
        close(recorder->get());
        if (live.record)
            std::filesystem::remove(*live.record); // nothing is in it
        return started.error();
    }
    if (terminal.has_keys())
        fmt::print("Keys: space pause, b brake (quiet at once), m mark, g guided calibration, "
                   "c calibrate again, q end.\n");
    watch(runtime, status, terminal, live.session != nullptr);

    outputs.close(); // while the engine still runs: it fades
    runtime.stop();
    close(recorder->get());
    status.end();
    fmt::print("{}\n", summary.text());
    return {};
}

} // namespace crura::app
