#include "history/statements.hpp"

#include <fmt/format.h>

namespace crura::history {

std::string list(Columns columns)
{
    return fmt::format("{}", fmt::join(columns, ", "));
}

std::string places(std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += fmt::format("{}${}", i ? ", " : "", i + 1);
    return text;
}

Value value_of(WallTime time)
{
    return std::int64_t(time.time_since_epoch().count());
}

void require_person(Work& work, Id person)
{
    First found;
    work.run("SELECT id FROM person WHERE id = $1", {person}, found.into());
    if (!found)
        work.fail(
            Error{"That person is not in the history any more; look at the list of people again."});
}

} // namespace crura::history
