#include "app/live_session.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

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

bool has_ended(const std::unique_ptr<SourceKeeper>& source)
{
    return source->health().finished;
}

} // namespace

LiveSession::LiveSession(bool has_program, Tell tell)
    : has_program_(has_program), outputs_(tell), records_(std::move(tell))
{
}

Result<std::unique_ptr<LiveSession>> LiveSession::open(Live live, Company company, Tell tell)
{
    std::unique_ptr<LiveSession> made(new LiveSession(live.session != nullptr, std::move(tell)));
    if (const auto opened =
            made->outputs_.open(live.output, live.session.get(), live.sources.sources);
        !opened)
        return opened.error();
    Records& records = made->records_;
    if (const auto opened = records.open(std::move(live.keep), header_of(live)); !opened)
        return opened.error();

    made->listeners_ = std::move(live.sources.listeners);
    auto sinks = made->outputs_.sinks();
    sinks.insert(sinks.end(), company.sinks.begin(), company.sinks.end());
    for (const auto& listener : made->listeners_)
        sinks.push_back(listener.get());
    for (auto* sink : records.sinks())
        sinks.push_back(sink);
    OutputStates states = made->outputs_.states();
    states.recorder = [&records] { return records.state(); };
    auto commands = std::move(company.commands);
    for (auto& each : made->outputs_.command_sources())
        commands.push_back(std::move(each));

    made->runtime_ =
        std::make_unique<Runtime>(engine_for(live), std::move(live.sources.sources),
                                  std::move(sinks), std::move(states), std::move(commands));
    if (const auto started = made->runtime_->start(); !started) {
        made->abandon();
        return started.error();
    }
    return made;
}

bool LiveSession::finished() const
{
    const auto& sources = runtime_->sources();
    return runtime_->finished()
        || (!has_program_ && std::all_of(sources.begin(), sources.end(), has_ended));
}

void LiveSession::keep_notes()
{
    while (const auto text = outputs_.take_note())
        records_.note(host_now(), *text);
}

std::string LiveSession::source_problem(std::size_t source) const
{
    const auto& sources = runtime_->sources();
    return source < sources.size() ? sources[source]->problem() : "";
}

void LiveSession::stop()
{
    if (std::exchange(stopped_, true))
        return;
    outputs_.close(); // while the engine still runs: it fades
    if (runtime_)
        runtime_->stop();
}

void LiveSession::close()
{
    stop();
    if (!std::exchange(closed_, true))
        records_.close();
}

void LiveSession::abandon()
{
    stop();
    if (!std::exchange(closed_, true))
        records_.abandon();
}

} // namespace crura::app
