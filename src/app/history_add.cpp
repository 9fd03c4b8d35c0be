#include "app/history_add.hpp"

#include "app/history_row.hpp"
#include "app/recorded_session.hpp"
#include "history/collector.hpp"
#include "record/recording.hpp"

#include <fmt/format.h>

namespace crura::app {
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
    auto row = row_of(recording->header, file);
    row.person = person.id;
    collector.fill(row);
    const auto id = repository.add_session(row, collector.rows());
    if (!id)
        return id.error();
    return fmt::format("Added as session {} of {}, with {} breaths.{}{}", *id, person.pseudonym,
                       row.figures.breaths, session->remark.empty() ? "" : " ", session->remark);
}

} // namespace crura::app
