#include "app/live.hpp"

#include "app/outputs.hpp"
#include "app/runtime.hpp"
#include "app/status.hpp"
#include "app/summary.hpp"
#include "app/terminal.hpp"
#include "app/watcher.hpp"
#include "record/recorder.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace crura::app {
namespace {

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

engine::Engine engine_for(const Live& live)
{
    return live.session ? engine::Engine(sessions::Runner(live.session, live.total))
                        : engine::Engine();
}

const char* keys_for(const Live& live)
{
    if (!live.session)
        return "Keys: space pause, b brake (quiet at once), m mark, g guided calibration, "
               "c calibrate again, q end.";
    return live.viewer == Viewer::therapist
        ? "Keys: space pause, b brake (quiet at once), n next step, h they are here, d dizzy, "
          "m mark, w write a note, g guided calibration, c calibrate again, q end."
        : "Keys: space pause, b brake (quiet at once), n next step, h I am here, d dizzy, m mark, "
          "g guided calibration, c calibrate again, q end.";
}

} // namespace

Result<bool> run_live(Live live)
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
    Status status(live.session, live.viewer, terminal.is_live(),
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
        fmt::print("{}\n", keys_for(live));
    Watcher watcher(runtime, status, terminal, recorder->get(), live.viewer,
                    live.session != nullptr);
    watcher.watch(outputs);

    outputs.close(); // while the engine still runs: it fades
    runtime.stop();
    close(recorder->get());
    status.end();
    fmt::print("{}\n", summary.text());
    return watcher.ended();
}

} // namespace crura::app
