#include "history/server_address.hpp"
#include "support/history_places.hpp"
#include "support/history_rows.hpp"
#include "support/within.hpp"

#include <cstdlib>

using namespace crura;
using namespace crura::history;
using namespace crura::test;
using Catch::Matchers::Contains;
using namespace std::chrono_literals;

namespace {

// While it lives, programs are looked for in an empty folder.
class NoPrograms {
public:
    NoPrograms() : path_(std::getenv("PATH")) { ::setenv("PATH", "/nowhere", 1); }
    ~NoPrograms() { ::setenv("PATH", path_.c_str(), 1); }

private:
    std::string path_;
};

std::string database_in(const std::string& place)
{
    const auto from = place.find("@/") + 2;
    return place.substr(from, place.find('?') - from);
}

} // namespace

#define ON_A_SERVER                                                                                \
    auto* server = PostgresServer::get();                                                          \
    if (!server)                                                                                   \
        return;                                                                                    \
    const auto place = server->new_database()

TEST_CASE("A server that went away is said, and once it is back the next call finds it")
{
    ON_A_SERVER;
    const auto repository = opened(place);
    const Id person = must(repository->add_person("Birch", wall(0)));
    server->stop();
    CHECK_THAT(refused(repository->add_person("Ash", wall(0))), Contains("cannot be reached"));
    CHECK_THAT(refused(repository->persons()), Contains("cannot be reached"));
    CHECK_THAT(refused(open_history(place)), Contains("cannot be reached"));
    server->start();
    must(repository->begin_session(session_of(person, 1)));
    CHECK(must(repository->persons()).size() == 1);

    // Gone and back between two calls.
    server->stop();
    server->start();
    const auto first = repository->begin_session(session_of(person, 2));
    if (!first) {
        CHECK_THAT(first.error().message, Contains("cannot be reached"));
        must(repository->begin_session(session_of(person, 2)));
    }
    CHECK(must(repository->sessions({})).size() == 2);
    CHECK_THAT(refused(repository->add_person("Birch", wall(0))), Contains("already somebody"));
}

TEST_CASE("No sentence and no place holds the password")
{
    const std::string uri = GENERATE(
        as<std::string>(), "postgresql://crura:s3cr%24t@127.0.0.1:1/clinic",
        "postgresql://crura:s3cr%24t@localhost:1/clinic?sslmode=require",
        "postgres://crura:s3cr%24t@/clinic?host=/nowhere", "postgresql://crura:s3cr$t@a@b/clinic",
        "postgresql://crura@localhost:1/clinic?password=s3cr$t",
        "postgresql://crura:s3cr$t/@localhost/clinic",
        "postgresql://crura:s3cr$t@localhost:9x/clinic",
        "postgresql://crura:s3cr$t?@localhost/clinic?nonsense=s3cr$t");
    const auto why = refused(open_history(uri));
    INFO(why);
    CHECK(why.find("s3cr") == std::string::npos);
    CHECK_THAT(why, Contains("server"));
    const auto address = ServerAddress::parse("postgresql://crura:s3cr%24t@host:5/clinic?x=y");
    CHECK(address->shown() == "postgresql://crura@host:5/clinic?x=y");
    CHECK(address->password() == "s3cr$t");
}

TEST_CASE("A password opens a server that asks for one, and pg_dump gets it too")
{
    ON_A_SERVER;
    server->sql("postgres",
                "CREATE ROLE nurse LOGIN PASSWORD 's3cr@t/:'; GRANT ALL ON DATABASE "
                    + database_in(place) + " TO nurse");
    server->ask_for_password("nurse");
    auto with = server->address("nurse:s3cr%40t%2F%3A", database_in(place));
    auto without = server->address("nurse:wr0ng", database_in(place));
    const auto repository = opened(with);
    must(repository->add_person("Birch", wall(0)));
    CHECK(repository->place().find("s3cr") == std::string::npos);
    const auto why = refused(open_history(without));
    CHECK_THAT(why, Contains("cannot be reached") && !Contains("wr0ng"));
    const TempFolder folder;
    must(repository->backup(folder / "backup"));
}

TEST_CASE("A backup holds all, and can be restored")
{
    ON_A_SERVER;
    const auto repository = opened(place);
    const Id person = must(repository->add_person("Birch", wall(0)));
    const Id session = must(repository->begin_session(session_of(person, 1)));
    must(repository->append(session, batch_of(0, 50), figures_of(1)));
    const TempFolder folder;
    must(repository->backup(folder / "backup"));
    const auto restored = server->new_database();
    server->restore(folder / "backup", database_in(restored));
    const auto again = opened(restored);
    CHECK(same_rows(must(again->detail(session)).rows.breaths, batch_of(0, 50).breaths));
    must(again->begin_session(session_of(person, 2))); // numbers go on where they were
    must(again->check());
}

TEST_CASE("Without pg_dump a backup is refused with a sentence, and leaves nothing behind")
{
    ON_A_SERVER;
    const auto repository = opened(place);
    const TempFolder folder;
    {
        const NoPrograms none;
        CHECK_THAT(refused(repository->backup(folder / "backup")),
                   Contains("pg_dump") && Contains("postgresql-client"));
    }
    server->stop();
    CHECK_THAT(refused(repository->backup(folder / "backup")), Contains("pg_dump could not"));
    server->start();
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("A role that may only use the tables can do all but make them")
{
    ON_A_SERVER;
    const auto database = database_in(place);
    server->sql("postgres", "CREATE ROLE therapist LOGIN");
    const auto theirs = server->address("therapist", database);
    CHECK_THAT(refused(open_history(theirs)), Contains("does not allow"));
    opened(place);
    server->sql(database,
                "GRANT USAGE ON SCHEMA crura TO therapist; GRANT SELECT ON crura.version "
                "TO therapist; GRANT SELECT, INSERT, UPDATE, DELETE ON crura.person, "
                "crura.comparison, crura.session, crura.breath, crura.answer, "
                "crura.marker TO therapist");
    const auto repository = opened(theirs);
    const Id person = must(repository->add_person("Birch", wall(0)));
    const Id session = must(repository->begin_session(session_of(person, 1)));
    must(repository->append(session, batch_of(0, 5), figures_of(1)));
    must(repository->check());
    must(repository->delete_person(person));
}

TEST_CASE("A schema crura that is somebody else's is refused and left as it is")
{
    ON_A_SERVER;
    server->sql(database_in(place), "CREATE SCHEMA crura; CREATE TABLE crura.version2 (a int)");
    CHECK_THAT(refused(open_history(place)), Contains("left as it is"));
    CHECK(
        server->sql(database_in(place), "SELECT count(*) FROM pg_tables WHERE schemaname = 'crura'")
        == "1\n");
}

TEST_CASE("A server that does not wait for its disk is found by the check")
{
    ON_A_SERVER;
    server->sql("postgres", "ALTER SYSTEM SET fsync = off");
    server->sql("postgres", "SELECT pg_reload_conf()");
    const auto repository = opened(place);
    CHECK(within(10s, [&] { return !repository->check(); }));
    CHECK_THAT(refused(repository->check()), Contains("fsync"));
    server->sql("postgres", "ALTER SYSTEM RESET fsync");
    server->sql("postgres", "SELECT pg_reload_conf()");
    CHECK(within(10s, [&] { return bool(repository->check()); }));
}
