#include "app/commands.hpp"
#include "app/confirmation.hpp"
#include "app/live.hpp"
#include "app/paths.hpp"
#include "app/plan_show.hpp"
#include "app/program_check.hpp"
#include "app/program_choice.hpp"
#include "app/program_show.hpp"
#include "app/rehearsal.hpp"
#include "app/session_plan.hpp"
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
        auto live = plan_session(options, std::move(*sources), print_remark);
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
