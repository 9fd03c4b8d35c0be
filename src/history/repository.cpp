#include "history/repository.hpp"

#include "files/utf8.hpp"
#include "history/database.hpp"
#include "history/row_values.hpp"
#include "history/statements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

namespace crura::history {
namespace {

// Whoever chose it may have typed a tab or a line's end.
Result<void> check_pseudonym(const std::string& pseudonym)
{
    const auto characters = std::count_if(pseudonym.begin(), pseudonym.end(),
                                          [](char c) { return (c & 0xC0) != 0x80; });
    const bool printable = std::none_of(pseudonym.begin(), pseudonym.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
    const bool framed = !pseudonym.empty() && pseudonym.front() != ' ' && pseudonym.back() != ' ';
    if (framed && characters <= 40 && printable && files::is_text(pseudonym))
        return {};
    return Error{"A pseudonym has 1 to 40 characters of one line, and neither begins nor ends with "
                 "a space; choose another one."};
}

Error taken(const std::string& pseudonym)
{
    return Error{
        fmt::format("There is already somebody called {}; choose another pseudonym.", pseudonym)};
}

} // namespace

Repository::Repository(std::unique_ptr<Database> database) : database_(std::move(database)) {}
Repository::Repository(Repository&&) noexcept = default;
Repository::~Repository() = default;

std::string Repository::place() const
{
    return database_->place();
}

Result<Id> Repository::add_person(const std::string& pseudonym, WallTime now)
{
    if (const auto fits = check_pseudonym(pseudonym); !fits)
        return fits.error();
    Work work(*database_, Access::write);
    First id;
    work.run("INSERT INTO person (pseudonym, since) VALUES ($1, $2) ON CONFLICT DO NOTHING "
             "RETURNING id",
             {pseudonym, value_of(now)}, id.into());
    if (!id)
        work.fail(taken(pseudonym));
    if (const auto done = work.commit(); !done)
        return done.error();
    return id.value();
}

Result<void> Repository::rename_person(Id person, const std::string& pseudonym)
{
    if (const auto fits = check_pseudonym(pseudonym); !fits)
        return fits;
    Work work(*database_, Access::write);
    First other;
    work.run("SELECT id FROM person WHERE pseudonym = $1 AND id <> $2", {pseudonym, person},
             other.into());
    if (other)
        work.fail(taken(pseudonym));
    require_person(work, person);
    work.run("UPDATE person SET pseudonym = $1 WHERE id = $2", {pseudonym, person});
    const auto done = work.commit();
    if (done)
        database_->forget();
    return done;
}

Result<std::vector<Person>> Repository::persons()
{
    std::vector<Person> persons;
    Work work(*database_, Access::read);
    work.run("SELECT id, pseudonym, since FROM person", {}, [&](std::span<const Value> row) {
        persons.push_back({std::get<std::int64_t>(row[0]), std::get<std::string>(row[1]),
                           WallTime(std::chrono::milliseconds(std::get<std::int64_t>(row[2])))});
    });
    if (const auto done = work.commit(); !done)
        return done.error();
    std::sort(persons.begin(), persons.end(),
              [](const Person& a, const Person& b) { return a.pseudonym < b.pseudonym; });
    return persons;
}

Result<Id> Repository::begin_comparison(const ComparisonRow& row)
{
    const auto values = values_of(row);
    if (!values)
        return values.error();
    static const auto sql =
        fmt::format("INSERT INTO comparison ({}) VALUES ({}) RETURNING id",
                    list(kComparisonColumns), places(kComparisonColumns.size()));
    Work work(*database_, Access::write);
    require_person(work, row.person);
    First id;
    work.run(sql, *values, id.into());
    if (const auto done = work.commit(); !done)
        return done.error();
    return id.value();
}

Result<void> Repository::end_comparison(Id comparison, WallTime ended)
{
    Work work(*database_, Access::write);
    First found;
    work.run("UPDATE comparison SET ended = $2 WHERE id = $1 RETURNING id",
             {comparison, value_of(ended)}, found.into());
    if (!found)
        work.fail(Error{"That comparison is not in the history any more."});
    return work.commit();
}

Result<std::vector<ComparisonRow>> Repository::comparisons(Id person)
{
    std::vector<ComparisonRow> rows;
    Work work(*database_, Access::read);
    work.run("SELECT id, " + list(kComparisonColumns)
                 + " FROM comparison WHERE person = $1 ORDER BY began, id",
             {person}, into(rows, comparison_from));
    if (const auto done = work.commit(); !done)
        return done.error();
    return rows;
}

Result<void> Repository::check()
{
    return database_->check();
}

Result<void> Repository::backup(const std::filesystem::path& file)
{
    return database_->backup(file);
}

} // namespace crura::history
