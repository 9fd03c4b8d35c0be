#include "app/commands.hpp"
#include "app/confirmation.hpp"
#include "app/live.hpp"
#include "app/paths.hpp"
#include "app/plan_show.hpp"
#include "app/program_check.hpp"
#include "app/program_choice.hpp"
#include "app/program_show.hpp"
#include "app/rehearsal.hpp"
#include "app/sources.hpp"
#include "app/terminal.hpp"
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

constexpr int kDone = 0;
constexpr int kFailed = 1;

int failed(const Error& error)
{
    fmt::print(stderr, "{}\n", error.message);
    return kFailed;
}

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

Live live_of(const RunOptions& options, const sessions::Session& session, Sources sources)
{
    Live live;
    live.session = std::make_shared<const sessions::Session>(session);
    live.total = asked_length(session, options.minutes);
    live.sources = std::move(sources);
    live.output = options.output;
    live.viewer = options.therapist ? Viewer::therapist : Viewer::client;
    if (options.record != kNone)
        live.record = options.record.empty() ? new_recording(session.id)
                                             : std::filesystem::path(options.record);
    return live;
}

} // namespace

int perform(const RunOptions& options)
{
    const auto session = choose_limited(options.program, options.limits, options.therapist);
    if (!session)
        return failed(session.error());
    const bool into_one_file = !options.record.empty() && options.record != kNone;
    if (options.every_minutes && into_one_file)
        return failed({"--every makes a recording each time, so they cannot all be "
                       + options.record + "; leave --record out, or say --record none."});
    if (const auto agreed = confirm(*session, options.confirmed); !agreed)
        return failed(agreed.error());
    for (;;) {
        const Time began = host_now();
        auto sources = options.sources.empty() ? find_sources() : make_sources(options.sources);
        if (!sources)
            return failed(sources.error());
        auto live = live_of(options, *session, std::move(*sources));
        introduce(*session, sessions::length_of(*session, live.total));
        if (!live.sources.chosen.empty())
            fmt::print("{}\n", live.sources.chosen);
        const auto ended = run_live(std::move(live));
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
