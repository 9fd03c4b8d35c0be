#include "app/commands.hpp"
#include "app/comparison_turn.hpp"
#include "app/confirmation.hpp"
#include "app/history_place.hpp"
#include "app/live.hpp"
#include "app/paths.hpp"
#include "app/plan_show.hpp"
#include "app/program_check.hpp"
#include "app/program_choice.hpp"
#include "app/program_show.hpp"
#include "app/recorded_session.hpp"
#include "app/rehearsal.hpp"
#include "app/sources.hpp"
#include "app/terminal.hpp"
#include "app/told.hpp"
#include "devices/simulated_body.hpp"
#include "sessions/limits.hpp"
#include "sessions/loader.hpp"
#include "sessions/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <optional>
#include <string>

namespace crura::app {
namespace {

// The program as it is to be run, within what was set for this person.
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

void introduce(const sessions::Session& session, Duration total)
{
    fmt::print("{}, {:.3g} minutes. {}\n\n", session.name, to_seconds(total) / 60, session.summary);
    for (const auto& line : session.checklist)
        fmt::print("  {}\n", line);
    fmt::print("\n");
}

// Whoever begins a program for the first time has read whom it is not for.
Result<void> confirm(const sessions::Session& session, bool confirmed)
{
    if (!needs_confirmation(session))
        return {};
    fmt::print("Before the first time, please read:\n\n");
    for (const auto& caution : session.cautions)
        fmt::print("  {}\n", caution);
    if (!confirmed) {
        fmt::print("\nType yes when you have read this and it is right for you: ");
        std::fflush(stdout);
        std::string typed;
        std::getline(std::cin, typed);
        if (typed != "yes" && typed != "y" && typed != "Yes")
            return Error{"The program was not begun. Nothing is lost by waiting."};
    }
    fmt::print("\n");
    if (const auto remembered = remember_confirmation(session); !remembered)
        fmt::print(stderr, "{}\n", remembered.error().message);
    return {};
}

// True when the time has come, or the person does not want to wait for it.
bool wait_until(Time due)
{
    Terminal terminal;
    const auto left = std::max(Duration(0), due - host_now());
    fmt::print("The next one begins in {} minutes (n begins it now, q ends).\n",
               std::chrono::ceil<std::chrono::minutes>(left).count());
    std::fflush(stdout);
    while (host_now() < due) {
        const auto request = terminal.wait(std::chrono::seconds(1));
        if (request == Request::end || request == Request::quit)
            return false;
        if (request == Request::next)
            return true;
    }
    return true;
}

// A session is there to be had, also when it cannot be kept.
void without_history(const Error& error)
{
    fmt::print(stderr, "{} This session will not be in the history.\n", error.message);
}

// In whose history the session is to be, and which turn it is there; may change what is run.
void keep_in_history(RunOptions& options, const std::string& program_id, RecordPlan& keep)
{
    const auto& of = options.history;
    const bool asked_for = !of.place.empty() || !of.person.empty();
    if (of.place == kNone || (options.record == kNone && !asked_for))
        return; // whoever wants no recording wants no trace
    if (options.history.therapist && options.history.person.empty()) {
        fmt::print("This session will be in no history: --person NAME says whose it is.\n");
        return;
    }
    auto repository = open_history_of(options.history);
    if (!repository)
        return without_history(repository.error());
    const auto person = person_of(**repository, options.history);
    if (!person)
        return without_history(person.error());
    const auto turn = take_turn(**repository, person->id, program_id, options);
    if (!turn)
        return without_history(turn.error());
    if (*turn) {
        keep.arm = (*turn)->arm;
        fmt::print("{}\n", (*turn)->words);
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

Result<Live> live_of(RunOptions options, Sources sources)
{
    Live live;
    auto session = choose_limited(options);
    if (!session)
        return session.error();
    keep_in_history(options, session->id, live.keep);
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

// A session that comes again cannot be in one file.
Result<void> check_files(const RunOptions& options)
{
    const bool one_recording = !options.record.empty() && options.record != kNone;
    if (options.every_minutes && (one_recording || !options.edf.empty()))
        return Error{fmt::format("--every makes a recording each time, so they cannot all be {}; "
                                 "leave it out.",
                                 one_recording ? options.record : options.edf)};
    return {};
}

} // namespace

int perform(const RunOptions& options)
{
    const auto session = choose_limited(options);
    if (!session)
        return failed(session.error());
    if (const auto fine = check_files(options); !fine)
        return failed(fine.error());
    if (const auto agreed = confirm(*session, options.confirmed); !agreed)
        return failed(agreed.error());
    for (;;) {
        const Time began = host_now();
        auto sources = options.sources.empty() ? find_sources() : make_sources(options.sources);
        if (!sources)
            return failed(sources.error());
        const auto chosen = sources->chosen;
        auto live = live_of(options, std::move(*sources));
        if (!live)
            return failed(live.error());
        introduce(*live->session, sessions::length_of(*live->session, live->total));
        if (!chosen.empty())
            fmt::print("{}\n", chosen);
        const auto ended = run_live(std::move(*live));
        if (!ended)
            return failed(ended.error());
        if (*ended || !options.every_minutes
            || !wait_until(began + from_seconds(60 * *options.every_minutes)))
            return kDone;
    }
}

int perform(const ProgramsOptions& options)
{
    using Job = ProgramsOptions::Job;
    if (options.job == Job::check) {
        const auto check = check_program(options.program);
        fmt::print(check.fine ? stdout : stderr, "{}\n", check.text);
        return check.fine ? kDone : kFailed;
    }
    if (options.job == Job::show) {
        sessions::Limits limits;
        limits.level = options.level;
        const auto session = choose_limited(options.program, limits, true);
        if (!session)
            return failed(session.error());
        fmt::print("{}\n", show_program(*session, asked_length(*session, options.minutes)));
        return kDone;
    }
    int status = kDone;
    for (const auto& found : sessions::find_programs(program_folders())) {
        const auto session = sessions::load_session(found.file);
        if (!session) {
            status = failed(session.error());
            continue;
        }
        std::string minutes;
        for (const double each : session->offered_minutes)
            minutes += fmt::format("{}{:g}", minutes.empty() ? "" : ", ", each);
        fmt::print("{}  {} ({} min)\n    {}\n", found.id, session->name, minutes, session->summary);
    }
    return status;
}

int perform(const PlansOptions& options)
{
    if (!options.plan.empty()) {
        const auto plan = choose_plan(options.plan);
        if (!plan)
            return failed(plan.error());
        const auto programs = choose_programs("");
        if (!programs)
            return failed(programs.error());
        const auto shown = show_plan(*plan, *programs);
        if (!shown)
            return failed(shown.error());
        fmt::print("{}\n", *shown);
        return kDone;
    }
    int status = kDone;
    for (const auto& found : sessions::find_programs(plan_folders())) {
        const auto plan = sessions::load_plan(found.file);
        if (!plan)
            status = failed(plan.error());
        else
            fmt::print("{}  {}, {} days\n    {}\n", found.id, plan->name, plan->days,
                       plan->summary);
    }
    return status;
}

int perform(const RehearseOptions& options)
{
    const auto session = choose_limited(options.program, options.limits, true);
    if (!session)
        return failed(session.error());
    const auto body = devices::SimulatedBody::find(options.body);
    if (!body)
        return failed(body.error());
    const auto total = asked_length(*session, options.minutes);
    rehearse_aloud({std::make_shared<const sessions::Session>(*session), total, *body, options.seed,
                    options.silent},
                   options.speed);
    return kDone;
}

} // namespace crura::app
