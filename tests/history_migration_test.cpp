#include "history/postgres.hpp"
#include "history/schema.hpp"
#include "history/sqlite.hpp"
#include "support/history_places.hpp"
#include "support/history_rows.hpp"

using namespace crura;
using namespace crura::history;
using namespace crura::test;
using Catch::Matchers::Contains;

namespace {

std::unique_ptr<Database> database_at(const std::string& place)
{
    if (ServerAddress::is_one(place))
        return std::make_unique<Postgres>(must(ServerAddress::parse(place)));
    return must(Sqlite::open(place));
}

std::int64_t number_from(Database& database, const std::string& sql)
{
    std::int64_t number = -1;
    Work work(database, Access::read);
    work.run(sql, {},
             [&number](std::span<const Value> row) { number = std::get<std::int64_t>(row[0]); });
    must(work.commit());
    return number;
}

std::int64_t version_of(Database& database)
{
    Work work(database, Access::read);
    const auto version = database.version();
    must(work.commit());
    return must(version);
}

// Today's tables, and what a later Crura might do to them.
std::vector<Migration> with(const Migration& later)
{
    std::vector<Migration> all(migrations().begin(), migrations().end());
    all.push_back(later);
    return all;
}

} // namespace

TEST_CASE("A migration keeps what is there, and is run once")
{
    const HistoryPlace at(GENERATE(Kind::file, Kind::server));
    if (at.place.empty())
        return;
    const auto before = migrations().size();
    const Id person = must(opened(at.place)->add_person("Birch", wall(0)));
    must(opened(at.place)->begin_session(session_of(person, 1)));
    const auto database = database_at(at.place);
    CHECK(version_of(*database) == std::int64_t(before));
    const auto later = with({"ALTER TABLE person ADD COLUMN colour {integer} NOT NULL DEFAULT 7",
                             "UPDATE person SET colour = colour + 1"});
    must(bring_up_to_date(*database, later));
    must(bring_up_to_date(*database, later));
    CHECK(version_of(*database) == std::int64_t(before + 1));
    CHECK(number_from(*database, "SELECT colour FROM person") == 8);
    CHECK(number_from(*database, "SELECT count(*) FROM session") == 1);

    // And that is now too new for this Crura.
    CHECK_THAT(refused(open_history(at.place)),
               Contains("newer Crura") && Contains("left as it is"));
    CHECK(number_from(*database, "SELECT colour FROM person") == 8);
}

TEST_CASE("A migration that fails half-way leaves the history as it was")
{
    const HistoryPlace at(GENERATE(Kind::file, Kind::server));
    if (at.place.empty())
        return;
    must(opened(at.place)->add_person("Birch", wall(0)));
    const auto database = database_at(at.place);
    const auto before = version_of(*database);
    const auto broken = with({"UPDATE person SET pseudonym = 'gone'", "CREATE NONSENSE"});
    CHECK_THAT(refused(bring_up_to_date(*database, broken)), Contains(database->place()));
    CHECK(version_of(*database) == before);
    CHECK(must(opened(at.place)->persons())[0].pseudonym == "Birch");
    must(bring_up_to_date(*database, with({"CREATE TABLE colour (id {id}) {strict}"})));
    CHECK(number_from(*database, "SELECT count(*) FROM colour") == 0);
}

TEST_CASE("A history is made step by step from the first version on")
{
    const HistoryPlace at(GENERATE(Kind::file, Kind::server));
    if (at.place.empty())
        return;
    const auto database = database_at(at.place);
    const std::vector<Migration> old = {{"CREATE TABLE leaf (id {id}, size {number}) {strict}",
                                         "INSERT INTO leaf (size) VALUES (2.5)"}};
    auto now = old;
    now.push_back({"ALTER TABLE leaf RENAME COLUMN size TO size_mm"});
    now.push_back({"UPDATE leaf SET size_mm = size_mm * 2"});
    CHECK(version_of(*database) == 0);
    must(bring_up_to_date(*database, old));
    must(bring_up_to_date(*database, now));
    CHECK(version_of(*database) == 3);
    CHECK(number_from(*database, "SELECT CAST(size_mm AS int) FROM leaf") == 5);
}
