#include "history/collector.hpp"
#include "history/keeper.hpp"
#include "history/sqlite.hpp"
#include "support/history_places.hpp"
#include "support/history_rows.hpp"
#include "support/within.hpp"

#include <cstdlib>
#include <new>

using namespace crura;
using namespace crura::history;
using namespace crura::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

static thread_local std::size_t allocations = 0;

void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    ++allocations;
    return std::malloc(size);
}
void* operator new(std::size_t size)
{
    if (void* memory = operator new(size, std::nothrow))
        return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept
{
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

namespace {

constexpr Time kBegan = Time(5h);

// Tick after tick of a session in which a breath ends every four seconds, with a question, a mark
// and a sigh now and then.
class Course {
public:
    Snapshot next()
    {
        ++tick_;
        Snapshot now;
        now.time = kBegan + tick_ * 10ms;
        now.session.running = true;
        now.session.elapsed = tick_ * 10ms;
        now.session.finished = finished;
        now.breath.confidence = 0.8;
        now.breath.breath_rate_bpm = {6, 0.5, true};
        if (tick_ % 400 == 0) {
            Breath breath;
            breath.inspiration_onset = now.time - 4s;
            breath.breath_rate_bpm = 15 + double(tick_) / 1e5;
            breath.inspiratory_time_s = 1.5;
            breath.expiratory_time_s = 2.5;
            breath.confidence = 0.75;
            now.breath.breaths.push_back(breath);
        }
        if (tick_ % 3000 == 0)
            now.check_in.answers.push_back(
                {Question::ease, CheckInTime::after, AnsweredBy::hand, 3, now.time});
        if (tick_ % 1700 == 0)
            now.commands.push_back(Command::mark);
        if (tick_ % 2300 == 0)
            now.breath.events.push_back(
                {EventKind::sigh, now.time - 3s, now.time, now.time, 1.5, true});
        return now;
    }

    bool finished = false;

private:
    std::int64_t tick_ = 0;
};

void run(Sink& keeper, Course& course, Duration length)
{
    for (Duration passed{}; passed < length; passed += 10ms)
        keeper.accept(course.next(), {});
}

std::unique_ptr<HistoryKeeper> keeper_of(const std::string& place, int seed = 1)
{
    auto repository = opened(place);
    const auto persons = must(repository->persons());
    const Id person =
        persons.empty() ? must(repository->add_person("Birch", wall(0))) : persons[0].id;
    return must(HistoryKeeper::open(std::move(repository), session_of(person, seed), kBegan));
}

std::size_t breaths_in(const std::string& place, Id session)
{
    return must(opened(place)->detail(session)).rows.breaths.size();
}

} // namespace

TEST_CASE("The keeper keeps what a collector finds, and ends the session")
{
    const HistoryPlace at(GENERATE(Kind::file, Kind::server));
    if (at.place.empty())
        return;
    const auto keeper = keeper_of(at.place);
    Collector collector(kBegan);
    Course course, again;
    for (int minute = 0; minute < 20; ++minute) {
        course.finished = again.finished = minute == 19;
        run(*keeper, course, 60s);
        run(collector, again, 60s);
    }
    keeper->note(kBegan + 90s, "calm \xC3\xA9\xFF");
    collector.note(kBegan + 90s, "calm \u00e9?");
    keeper->close(wall(55));
    CHECK(keeper->state() == Output::off);
    CHECK(keeper->problem().empty());
    CHECK(keeper->lost() == 0);

    const auto detail = must(opened(at.place)->detail(keeper->session()));
    SessionRow row;
    collector.fill(row);
    auto markers = collector.rows().markers;
    std::stable_sort(markers.begin(), markers.end(),
                     [](const MarkerRow& a, const MarkerRow& b) { return a.at_s < b.at_s; });
    CHECK(same_rows(detail.rows.breaths, collector.rows().breaths));
    CHECK(same_rows(detail.rows.answers, collector.rows().answers));
    CHECK(same_rows(detail.rows.markers, markers));
    CHECK(same(detail.session.figures, row.figures));
    CHECK(detail.session.figures.breaths == 300);
    CHECK(detail.session.ended == wall(55));
    CHECK(detail.session.finished);
}

TEST_CASE("What the keeper accepted is in the history soon, without being closed, and then it was "
          "broken off")
{
    const HistoryPlace at(GENERATE(Kind::file, Kind::server));
    if (at.place.empty())
        return;
    auto keeper = keeper_of(at.place);
    const Id session = keeper->session();
    Course course;
    run(*keeper, course, 120s);
    CHECK(within(20s, [&] { return breaths_in(at.place, session) == 29; }));
    auto detail = must(opened(at.place)->detail(session));
    CHECK(detail.session.figures.breaths == 29); // the figures are of the same moment
    CHECK(detail.session.figures.length_s == Approx(119).margin(0.02));
    CHECK_FALSE(detail.session.ended);
    run(*keeper, course, 4s);
    keeper.reset();
    detail = must(opened(at.place)->detail(session));
    CHECK(detail.rows.breaths.size() == 31);
    CHECK(detail.session.figures.length_s == Approx(124));
    CHECK_FALSE(detail.session.ended);
    CHECK_FALSE(detail.session.finished);
}

TEST_CASE(
    "The keeper neither allocates nor waits when it accepts, also while nothing can be written")
{
    const HistoryPlace at(Kind::file);
    const auto keeper = keeper_of(at.place);
    const auto blocker = must(Sqlite::open(at.place));
    must(blocker->begin(Access::write));
    Course course;
    const auto before = allocations;
    const auto from = host_now();
    run(*keeper, course, 30min);
    CHECK(allocations == before);
    CHECK(host_now() - from < 60s); // the sessions's half hour, not the disk's; sanitizers are slow
    must(blocker->commit());
    keeper->close(wall(0));
    CHECK(keeper->problem().empty());
    CHECK(breaths_in(at.place, keeper->session()) == 450);
}

TEST_CASE("While another program is in the way rows wait, it is said, and then all are written")
{
    const HistoryPlace at(Kind::file);
    const auto keeper = keeper_of(at.place);
    Course course;
    run(*keeper, course, 60s);
    const auto blocker = must(Sqlite::open(at.place));
    must(blocker->begin(Access::write));
    run(*keeper, course, 60s);
    CHECK(within(30s, [&] { return keeper->state() == Output::lost; }));
    CHECK_THAT(keeper->problem(), Contains("Another program") && Contains("session goes on"));
    run(*keeper, course, 60s);
    must(blocker->commit());
    CHECK(within(30s, [&] { return keeper->state() == Output::working; }));
    CHECK(keeper->problem().empty());
    keeper->close(wall(0));
    CHECK(breaths_in(at.place, keeper->session()) == 45);
}

TEST_CASE("A server that goes away in mid-session costs nothing once it is back")
{
    const HistoryPlace at(Kind::server);
    if (at.place.empty())
        return;
    const auto keeper = keeper_of(at.place);
    Course course;
    for (int outage = 0; outage < 3; ++outage) {
        run(*keeper, course, 40s);
        PostgresServer::get()->stop();
        run(*keeper, course, 40s);
        CHECK(within(30s, [&] { return keeper->state() == Output::lost; }));
        CHECK_THAT(keeper->problem(), Contains("cannot be reached") || Contains("not known"));
        PostgresServer::get()->start();
        run(*keeper, course, 40s);
        CHECK(within(30s, [&] { return keeper->state() == Output::working; }));
    }
    keeper->close(wall(0));
    CHECK(keeper->problem().empty());
    const auto detail = must(opened(at.place)->detail(keeper->session()));
    CHECK(detail.rows.breaths.size() == 90); // each of them once
    CHECK(detail.session.ended);
}

TEST_CASE("What could not be written to the end is counted and said")
{
    const HistoryPlace at(Kind::server);
    if (at.place.empty())
        return;
    const auto keeper = keeper_of(at.place);
    Course course;
    run(*keeper, course, 10s);
    CHECK(within(20s, [&] { return breaths_in(at.place, keeper->session()) == 2; }));
    PostgresServer::get()->stop();
    run(*keeper, course, 30s);
    keeper->close(wall(0));
    PostgresServer::get()->start();
    CHECK(keeper->state() == Output::off);
    CHECK(keeper->lost() == 12); // 8 breaths, 1 answer, 3 markers
    CHECK_THAT(keeper->problem(), Contains("12 breaths, answers and markers"));
    CHECK_THAT(keeper->problem(), Contains("cannot be reached"));
    CHECK(breaths_in(at.place, keeper->session()) == 2);
}

TEST_CASE("A session that is in the history already is not begun again")
{
    const HistoryPlace at(Kind::file);
    keeper_of(at.place)->close(wall(9));
    auto repository = opened(at.place);
    const auto row = session_of(must(repository->persons())[0].id, 1);
    CHECK_THAT(refused(HistoryKeeper::open(std::move(repository), row, kBegan)),
               Contains("already"));
}
