#include "app/live.hpp"

#include "app/outputs.hpp"
#include "app/runtime.hpp"
#include "app/status.hpp"
#include "app/summary.hpp"
#include "app/terminal.hpp"
#include "app/watcher.hpp"

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
    }
    header.settings = live.settings;
    return header;
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
    Records records;
    if (const auto opened = records.open(std::move(live.keep), header_of(live)); !opened)
        return opened.error();

    Runtime* running = nullptr;
    Summary summary;
    Status status(live.session, live.viewer, terminal.is_live(),
                  {[&running](std::size_t source) { return running->sources()[source]->problem(); },
                   [&records] { return records.problem(); }});
    auto sinks = outputs.sinks();
    sinks.push_back(&summary);
    sinks.push_back(&status);
    for (const auto& listener : live.sources.listeners)
        sinks.push_back(listener.get());
    OutputStates states = outputs.states();
    for (auto* sink : records.sinks())
        sinks.push_back(sink);
    states.recorder = [&records] { return records.state(); };

    Runtime runtime(engine_for(live), live.sources.sources, sinks, states,
                    outputs.command_sources());
    running = &runtime;
    if (const auto started = runtime.start(); !started) {
        records.abandon();
        return started.error();
    }
    if (terminal.has_keys())
        fmt::print("{}\n", keys_for(live));
    Watcher watcher(runtime, status, terminal, records, live.viewer, live.session != nullptr);
    watcher.watch(outputs);

    outputs.close(); // while the engine still runs: it fades
    runtime.stop();
    status.end();
    records.close();
    fmt::print("{}\n", summary.text());
    return watcher.ended();
}

} // namespace crura::app
