#include "app/commands.hpp"
#include "app/forget.hpp"
#include "app/forget_everything.hpp"
#include "app/history_add.hpp"
#include "app/history_place.hpp"
#include "app/history_show.hpp"
#include "app/places.hpp"
#include "app/told.hpp"
#include "app/trend_show.hpp"

#include <fmt/format.h>

namespace crura::app {
namespace {

using Repository = history::Repository;

// The sessions that are meant: of a therapist's clients of everybody, unless one is named.
Result<std::vector<history::SessionRow>> sessions_of(Repository& repository,
                                                     const HistoryOptions& options)
{
    history::SessionQuery query;
    query.latest = options.latest;
    if (!options.of.therapist || !options.of.person.empty()) {
        const auto person = person_of(repository, options.of);
        if (!person)
            return person.error();
        query.person = person->id;
    }
    return repository.sessions(query);
}

Result<std::string> list(Repository& repository, const HistoryOptions& options)
{
    const auto sessions = sessions_of(repository, options);
    if (!sessions)
        return sessions.error();
    return show_sessions(*sessions);
}

Result<std::string> show(Repository& repository, const HistoryOptions& options)
{
    const auto detail = repository.detail(options.session);
    if (!detail)
        return detail.error();
    return show_session(*detail);
}

Result<std::string> trend(Repository& repository, const HistoryOptions& options)
{
    const auto person = person_of(repository, options.of);
    if (!person)
        return person.error();
    const auto sessions = repository.sessions({.person = person->id});
    if (!sessions)
        return sessions.error();
    return options.csv ? trend_table(*sessions, options.program)
                       : show_trends(*sessions, options.program);
}

Result<std::string> add(Repository& repository, const HistoryOptions& options)
{
    const auto person = person_of(repository, options.of);
    if (!person)
        return person.error();
    return add_recording(repository, *person, options.file);
}

Result<std::string> backup(Repository& repository, const HistoryOptions& options)
{
    if (const auto copied = repository.backup(options.file); !copied)
        return copied.error();
    return fmt::format("Copied {} into {}.", repository.place(), options.file.string());
}

Result<std::string> check(Repository& repository)
{
    if (const auto sound = repository.check(); !sound)
        return sound.error();
    return fmt::format("{} is sound.", repository.place());
}

Result<std::string> remove(Repository& repository, const HistoryOptions& options)
{
    return forget({.session = options.session, .yes = options.yes}, own_places(), &repository);
}

Result<std::string> do_job(Repository& repository, const HistoryOptions& options)
{
    using Job = HistoryOptions::Job;
    switch (options.job) {
    case Job::list:
        return list(repository, options);
    case Job::show:
        return show(repository, options);
    case Job::trend:
        return trend(repository, options);
    case Job::add:
        return add(repository, options);
    case Job::remove:
        return remove(repository, options);
    case Job::backup:
        return backup(repository, options);
    default:
        return check(repository);
    }
}

} // namespace

int perform(const HistoryOptions& options)
{
    auto repository = options.job == HistoryOptions::Job::add ? open_history_of(options.of)
                                                              : find_history_of(options.of);
    if (!repository)
        return failed(repository.error());
    if (!*repository) {
        fmt::print("There is no history yet: {} is made by the first session.\n",
                   shown(history_place(options.of)));
        return kDone;
    }
    return told(do_job(**repository, options));
}

int perform(const ForgetEverythingOptions& options)
{
    return told(forget_everything({.config_too = options.config_too, .yes = options.yes}));
}

} // namespace crura::app
