#include "app/session_plan.hpp"

#include "app/comparison_turn.hpp"
#include "app/history_place.hpp"
#include "app/paths.hpp"
#include "app/program_choice.hpp"
#include "app/recorded_session.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <utility>

namespace crura::app {
namespace {

// A session is there to be had, also when it cannot be kept.
void without_history(const Error& error, const Tell& tell)
{
    warn(tell, Remark::About::records, error.message + " This session will not be in the history.");
}

// In whose history the session is to be, and which turn it is there; may change what is run.
void keep_in_history(RunOptions& options, const std::string& program_id, RecordPlan& keep,
                     const Tell& tell)
{
    const auto& of = options.history;
    const bool asked_for = !of.place.empty() || !of.person.empty();
    if (of.place == kNone || (options.record == kNone && !asked_for))
        return; // whoever wants no recording wants no trace
    if (of.therapist && of.person.empty()) {
        tell({Remark::About::records,
              "This session will be in no history: --person NAME says whose it is."});
        return;
    }
    auto repository = open_history_of(of);
    if (!repository)
        return without_history(repository.error(), tell);
    const auto person = person_of(**repository, of);
    if (!person)
        return without_history(person.error(), tell);
    const auto turn = take_turn(**repository, person->id, program_id, options);
    if (!turn)
        return without_history(turn.error(), tell);
    if (*turn) {
        keep.arm = (*turn)->arm;
        tell({Remark::About::session, (*turn)->words});
    }
    keep.person = person->id;
    keep.history = std::move(*repository);
}

void keep_files(const RunOptions& options, const sessions::Session& session, RecordPlan& keep)
{
    if (!options.edf.empty())
        keep.edf = options.edf;
    for (const auto& step : session.steps)
        keep.steps.push_back(step.name);
    if (options.record == kNone)
        return;
    keep.any_name = options.record.empty();
    keep.recording =
        keep.any_name ? new_recording(session.id) : std::filesystem::path(options.record);
}

} // namespace

Result<sessions::Session> choose_limited(const std::string& program, const sessions::Limits& limits,
                                         bool therapist)
{
    if (limits.slowest_bpm && *limits.slowest_bpm < sessions::kSlowestEverBpm && !therapist)
        return Error{fmt::format("--slowest {:g} is below {:g} breaths a minute, which only a "
                                 "therapist may permit: add --therapist if you are one",
                                 *limits.slowest_bpm, sessions::kSlowestEverBpm)};
    auto session = choose_program(program);
    if (!session)
        return session.error();
    return sessions::limited(std::move(*session), limits);
}

Result<sessions::Session> choose_limited(const RunOptions& options)
{
    return choose_limited(options.program, options.limits, options.history.therapist);
}

Duration asked_length(const sessions::Session& session, const std::optional<double>& minutes)
{
    return minutes ? from_seconds(60 * *minutes) : session.duration();
}

Result<Live> plan_session(RunOptions options, Sources sources, const Tell& tell)
{
    Live live;
    auto session = choose_limited(options);
    if (!session)
        return session.error();
    keep_in_history(options, session->id, live.keep, tell);
    session = choose_limited(options); // the turn of a comparison may limit it
    if (!session)
        return session.error();
    keep_files(options, *session, live.keep);
    live.total = asked_length(*session, options.minutes);
    live.settings = settings_of(*session, options.limits, live.total);
    live.session = std::make_shared<const sessions::Session>(std::move(*session));
    live.sources = std::move(sources);
    live.output = options.output;
    live.viewer = options.history.therapist ? Viewer::therapist : Viewer::client;
    return live;
}

} // namespace crura::app
