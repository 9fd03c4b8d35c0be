#include "app/commands.hpp"
#include "app/comparison_show.hpp"
#include "app/forget.hpp"
#include "app/history_place.hpp"
#include "app/paths.hpp"
#include "app/program_choice.hpp"
#include "app/soundscape_choice.hpp"
#include "app/told.hpp"
#include "trend/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <random>

namespace crura::app {
namespace {

using Repository = history::Repository;

history::WallTime wall_now()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Result<std::string> list_people(Repository& repository)
{
    const auto persons = repository.persons();
    if (!persons)
        return persons.error();
    std::string text;
    for (const auto& person : *persons) {
        const auto sessions = repository.sessions({.person = person.id});
        if (!sessions)
            return sessions.error();
        text += fmt::format("{}{}  {} {}", text.empty() ? "" : "\n", person.pseudonym,
                            sessions->size(), sessions->size() == 1 ? "session" : "sessions");
    }
    return text.empty() ? std::string("Nobody is here yet.") : text;
}

Result<std::string> do_job(Repository& repository, const PeopleOptions& options)
{
    using Job = PeopleOptions::Job;
    if (options.job == Job::list)
        return list_people(repository);
    if (options.job == Job::add) {
        const auto added = repository.add_person(options.of.person, wall_now());
        if (!added)
            return added.error();
        return fmt::format("Added {}.", options.of.person);
    }
    const auto person = person_of(repository, options.of);
    if (!person)
        return person.error();
    if (options.job == Job::remove)
        return forget({.person = person->id, .yes = options.yes}, own_places(), &repository);
    if (const auto renamed = repository.rename_person(person->id, options.renamed); !renamed)
        return renamed.error();
    return fmt::format("{} is now called {}.", person->pseudonym, options.renamed);
}

// The sides of a comparison: two soundscapes that are there, or guided and witness.
Result<history::ComparisonRow> comparison_of(const CompareOptions& options)
{
    history::ComparisonRow row;
    row.kind = options.kind;
    row.a = options.a;
    row.b = options.b;
    row.outcome = options.outcome;
    row.sessions = options.sessions;
    row.seed = (std::uint64_t(std::random_device{}()) << 32) | std::random_device{}();
    row.began = wall_now();
    const auto program = choose_program(options.program);
    if (!program)
        return program.error();
    row.program_id = program->id;
    if (row.kind == "guidance") {
        if (!row.a.empty())
            return Error{"Guidance compares guided sessions with witness; leave out " + row.a
                         + "."};
        row.a = "guide";
        row.b = "witness";
        return row;
    }
    if (row.a.empty() || row.b.empty() || row.a == row.b)
        return Error{"Name the two soundscapes to compare (see crura soundscapes)."};
    for (const auto& side : {row.a, row.b})
        if (const auto soundscape = choose_soundscape(side, soundscape_folders()); !soundscape)
            return soundscape.error();
    return row;
}

Result<std::string> begin(Repository& repository, const history::Person& person,
                          std::span<const history::ComparisonRow> so_far,
                          const CompareOptions& options)
{
    auto row = comparison_of(options);
    if (!row)
        return row.error();
    for (const auto& each : so_far)
        if (!each.ended && each.program_id == row->program_id)
            return Error{fmt::format("One of {} is going on already; `crura compare end` ends it.",
                                     each.program_id)};
    row->person = person.id;
    if (const auto fine = trend::check(*row); !fine)
        return fine.error();
    if (const auto begun = repository.begin_comparison(*row); !begun)
        return begun.error();
    return fmt::format("The next {} sessions of {} are compared, each on a side drawn by lot. "
                       "`crura compare` says how far it is.",
                       row->sessions, row->program_id);
}

Result<std::string> end(Repository& repository, std::span<const history::ComparisonRow> so_far)
{
    const auto open =
        std::find_if(so_far.begin(), so_far.end(), [](const auto& each) { return !each.ended; });
    if (open == so_far.end())
        return Error{"No comparison is going on."};
    if (const auto ended = repository.end_comparison(open->id, wall_now()); !ended)
        return ended.error();
    return std::string("Ended; what it has shown so far stays.");
}

Result<std::string> show(Repository& repository, std::span<const history::ComparisonRow> so_far)
{
    std::string text;
    for (const auto& each : so_far) {
        const auto sessions = repository.sessions({.comparison = each.id});
        if (!sessions)
            return sessions.error();
        text += (text.empty() ? "" : "\n\n") + show_comparison(each, *sessions);
    }
    return text.empty() ? std::string("Nothing was compared yet; `crura compare begin` begins one.")
                        : text;
}

Result<std::string> do_job(Repository& repository, const CompareOptions& options)
{
    using Job = CompareOptions::Job;
    const auto person = person_of(repository, options.of);
    if (!person)
        return person.error();
    const auto so_far = repository.comparisons(person->id);
    if (!so_far)
        return so_far.error();
    if (options.job == Job::begin)
        return begin(repository, *person, *so_far, options);
    return options.job == Job::end ? end(repository, *so_far) : show(repository, *so_far);
}

} // namespace

int perform(const PeopleOptions& options)
{
    const auto repository = open_history_of(options.of);
    return repository ? told(do_job(**repository, options)) : failed(repository.error());
}

int perform(const CompareOptions& options)
{
    const auto repository = open_history_of(options.of);
    return repository ? told(do_job(**repository, options)) : failed(repository.error());
}

} // namespace crura::app
