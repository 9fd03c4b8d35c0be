#include "app/analyze.hpp"

#include "app/event_log.hpp"
#include "app/findings.hpp"
#include "app/overview.hpp"
#include "app/recording_file.hpp"
#include "app/session_table.hpp"
#include "app/tables.hpp"
#include "engine/engine.hpp"
#include "files/names.hpp"
#include "files/whole_files.hpp"

#include <fmt/format.h>

namespace crura::app {
namespace {

// Everything that is written about a recording.
class Report {
public:
    explicit Report(Time origin) : origin_(origin), breaths_(origin), frames_(origin) {}

    void add(const Snapshot& snapshot, std::span<const Sample> samples)
    {
        breaths_.add(snapshot);
        frames_.add(snapshot);
        events_.add(snapshot);
        findings_.add(snapshot, samples);
        overview_.add(snapshot);
    }

    void add_unfinished(const Breath& breath)
    {
        breaths_.add_unfinished(breath);
        findings_.add_unfinished(breath);
        overview_.add_unfinished(breath);
    }

    std::size_t breaths() const { return breaths_.count(); }

    Result<std::vector<files::NamedBytes>> files() const
    {
        const auto events = events_.events();
        const auto svg = overview_.svg(events);
        if (!svg)
            return svg.error();
        return std::vector<files::NamedBytes>{
            {"breaths.csv", breaths_.text()},
            {"frames.csv", frames_.text()},
            {"events.csv", event_table(events, origin_)},
            {"summary.json", json::to_text(findings_.json(events))},
            {"overview.svg", *svg}};
    }

private:
    Time origin_;
    BreathTable breaths_;
    FrameTable frames_;
    EventLog events_;
    Findings findings_;
    Overview overview_;
};

} // namespace

Result<std::string> analyze(const AnalyzeOptions& options)
{
    const auto replay = load_replay(options);
    if (!replay)
        return replay.error();
    engine::Engine engine;
    Report report(replay->origin);
    for (const auto& tick : replay->ticks)
        report.add(
            engine.tick(tick.time, tick.samples, {tick.commands.begin(), tick.commands.size()}),
            tick.samples);
    if (const auto last = engine.unfinished())
        report.add_unfinished(*last);

    auto files = report.files();
    if (!files)
        return files.error();
    if (!replay->said.empty())
        files->push_back(
            {"session.csv",
             session_table(replay->said, replay->notes, replay->origin, options.for_therapist)});
    for (auto& file : *files)
        file.path = options.out / file.path;
    if (const auto made = files::make_private(options.out); !made)
        return made.error();
    if (const auto written = files::write_whole(*files, files::IfTaken::replace); !written)
        return written.error();
    return fmt::format("{}{}{} breaths; see {} and the files beside it.", replay->remark,
                       replay->remark.empty() ? "" : " ", report.breaths(),
                       (options.out / "breaths.csv").string());
}

} // namespace crura::app
