#include "app/history_place.hpp"

#include "app/places.hpp"
#include "core/nearest.hpp"
#include "history/server_address.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

namespace crura::app {
namespace {

history::WallTime wall_now()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

} // namespace

std::string history_place(const HistoryChoice& choice)
{
    if (!choice.place.empty())
        return choice.place;
    if (const char* set = std::getenv("CRURA_HISTORY"); set && *set)
        return set;
    return own_places().data / (choice.therapist ? "clients.db" : "history.db");
}

Result<std::unique_ptr<history::Repository>> open_history_of(const HistoryChoice& choice)
{
    const auto place = history_place(choice);
    std::error_code error; // if the folder cannot be made, opening the file says so
    if (!history::ServerAddress::is_one(place)
        && !std::filesystem::path(place).parent_path().empty())
        std::filesystem::create_directories(std::filesystem::path(place).parent_path(), error);
    return history::open_history(place);
}

Result<std::unique_ptr<history::Repository>> find_history_of(const HistoryChoice& choice)
{
    const auto place = history_place(choice);
    std::error_code error;
    if (!history::ServerAddress::is_one(place) && !std::filesystem::exists(place, error))
        return std::unique_ptr<history::Repository>();
    return history::open_history(place);
}

Result<history::Person> person_of(history::Repository& repository, const HistoryChoice& choice)
{
    const std::string name = choice.person.empty() ? kOneself : choice.person;
    const auto persons = repository.persons();
    if (!persons)
        return persons.error();
    std::vector<std::string> names;
    for (const auto& person : *persons) {
        if (person.pseudonym == name)
            return person;
        names.push_back(person.pseudonym);
    }
    if (name != kOneself || choice.therapist)
        return Error{fmt::format("Nobody is called {} here{}; `crura people add {}{}` adds them.",
                                 name, did_you_mean(name, names), name,
                                 choice.therapist ? " --therapist" : "")};
    const auto now = wall_now();
    const auto id = repository.add_person(name, now);
    if (id)
        return history::Person{*id, name, now};
    // Another session that began in the same moment may have added them.
    if (const auto again = repository.persons())
        for (const auto& person : *again)
            if (person.pseudonym == name)
                return person;
    return id.error();
}

} // namespace crura::app
