#include "app/history_add.hpp"

#include "app/recorded_session.hpp"
#include "history/collector.hpp"
#include "record/recording.hpp"

#include <fmt/format.h>

#include <chrono>

namespace crura::app {
namespace {

history::SessionRow row_of(const record::RecordingHeader& header, const history::Person& person,
                           const std::filesystem::path& file)
{
    history::SessionRow row;
    row.person = person.id;
    row.program_id = header.program_id;
    row.program_name = header.program_name;
    row.crura_version = header.crura_version;
    for (const auto& band : header.bands)
        if (!band.kind.empty())
            row.sensors += (row.sensors.empty() ? "" : ", ") + band.kind;
    row.recording = std::filesystem::absolute(file).lexically_normal().string();
    row.began = std::chrono::floor<std::chrono::milliseconds>(header.started_at);
    return row;
}

} // namespace

Result<std::string> add_recording(history::Repository& repository, const history::Person& person,
                                  const std::filesystem::path& file)
{
    const auto recording = record::read_recording(file);
    if (!recording)
        return recording.error();
    const auto session = recorded_session(recording->header);
    if (!session)
        return session.error();
    auto engine = session->engine();
    history::Collector collector(recording->header.started);
    for (const auto& tick : recording->ticks)
        collector.accept(
            engine.tick(tick.time, tick.samples, {tick.commands.begin(), tick.commands.size()}),
            tick.samples);
    for (const auto& note : recording->notes)
        collector.note(note.time, note.text);
    auto row = row_of(recording->header, person, file);
    collector.fill(row);
    const auto id = repository.add_session(row, collector.rows());
    if (!id)
        return id.error();
    return fmt::format("Added as session {} of {}, with {} breaths.{}{}", *id, person.pseudonym,
                       row.figures.breaths, session->remark.empty() ? "" : " ", session->remark);
}

} // namespace crura::app
