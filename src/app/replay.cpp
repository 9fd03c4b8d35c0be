#include "app/replay.hpp"

#include "app/recorded_session.hpp"
#include "app/rerun.hpp"
#include "record/recording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crura::app {
namespace {

// A recording, and what came of giving it to today's engine.
struct Outcome {
    const record::Recording& recording;
    const Rerun& rerun;

    Time origin() const { return recording.header.started; }
    std::string at(Time time) const { return minutes_and_seconds(time - origin()); }

    double minutes() const
    {
        const auto& last = recording.ticks[rerun.ticks - 1];
        return to_seconds(last.time - recording.ticks.front().time) / 60;
    }
};

std::string versions(const Outcome& outcome)
{
    const auto& was = outcome.recording.header.crura_version;
    if (was.empty() || was == CRURA_VERSION)
        return "";
    return fmt::format(" Recorded by Crura {}, replayed by Crura {}.", was, CRURA_VERSION);
}

// Why snapshots could not be compared.
std::string why_no_digest(const Outcome& outcome)
{
    if (outcome.rerun.by_digest > 0)
        return "their digest is missing in the file";
    return outcome.recording.digests.empty()
        ? "the recording holds no digests of them, as an older Crura wrote none"
        : "those of the Crura that recorded them had other fields than today's";
}

std::string verdict(const Outcome& outcome)
{
    const auto& rerun = outcome.rerun;
    if (rerun.identical() && rerun.by_digest > 0)
        return fmt::format("bit-identical: {} snapshots in {:.1f} minutes.{}", rerun.by_digest,
                           outcome.minutes(), versions(outcome));
    if (rerun.identical())
        return fmt::format("bit-identical in what the recording wrote down, in {:.1f} minutes: "
                           "{}.{}\nOnly this could be compared, not the snapshots: {}.",
                           outcome.minutes(), rerun.said.recorded(), versions(outcome),
                           why_no_digest(outcome));
    const auto since = outcome.at(*rerun.other_since);
    if (rerun.other_stretches > 0)
        return fmt::format("different since {}: in {} of {} stretches of a second the snapshots "
                           "are not the same.{}",
                           since, rerun.other_stretches, rerun.stretches, versions(outcome));
    return fmt::format("different since {} in what the recording wrote down; the snapshots could "
                       "not be compared there: {}.{}",
                       since, why_no_digest(outcome), versions(outcome));
}

std::string changes(const Outcome& outcome)
{
    const auto& said = outcome.rerun.said;
    if (said.none())
        return fmt::format("\n  What the recording wrote down is the same: {}. Other numbers of "
                           "the snapshots, or their last digits, are not.",
                           said.recorded());
    std::string text;
    for (const auto& line : said.lines(outcome.origin()))
        text += "\n  " + line;
    return text;
}

// What is not in the file, or could not be compared.
std::string gaps(const Outcome& outcome)
{
    const auto& [recording, rerun] = outcome;
    std::string text;
    const auto without_digest = rerun.ticks - rerun.by_digest;
    if (rerun.identical() && rerun.by_digest > 0 && without_digest > 0)
        text += fmt::format("\n{} more have no digest; what the recording wrote down of them is "
                            "bit-identical too.",
                            without_digest);
    if (rerun.missing_from) {
        const auto after = *rerun.missing_from;
        const bool lost = std::any_of(recording.losses.begin(), recording.losses.end(),
                                      [&](const auto& loss) { return loss.time == after; });
        text += fmt::format("\nBefore {} ticks are missing ({}), and nothing after them can be the "
                            "same: {} ticks were not compared.",
                            outcome.at(after),
                            lost ? "they could not be written" : "the file is damaged there",
                            recording.ticks.size() - rerun.ticks);
    } else if (!recording.losses.empty()) {
        text += fmt::format("\nAt the end {} ticks are missing, which could not be written.",
                            recording.losses.back().ticks);
    }
    if (!recording.damage.empty())
        for (const auto& damage : recording.damage)
            text += "\n" + damage.message;
    if (!recording.closed)
        text += "\nThe recording was not closed in order; its last second may be missing.";
    return text;
}

} // namespace

Result<Replayed> replay(const ReplayOptions& options)
{
    const auto recording = record::read_recording(options.file);
    if (!recording)
        return recording.error();
    if (recording->format == 0)
        return Error{fmt::format("The beginning of {} is damaged, so nobody knows which session it "
                                 "was; it cannot be replayed.",
                                 options.file.string())};
    const auto session = recorded_session(recording->header);
    if (!session)
        return session.error();
    const auto rerun = run_again(session->engine(), *recording);
    if (rerun.ticks == 0)
        return Error{fmt::format("{} holds {}; it cannot be replayed.", options.file.string(),
                                 recording->ticks.empty() ? "no ticks" : "not its first ticks")};

    const Outcome outcome{*recording, rerun};
    auto text = verdict(outcome);
    if (!rerun.identical())
        text += changes(outcome);
    text += gaps(outcome);
    if (!session->remark.empty())
        text += "\n" + session->remark;
    return Replayed{rerun.identical(), text};
}

} // namespace crura::app
