#include "support/history_places.hpp"
#include "support/history_rows.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <thread>

using namespace crura;
using namespace crura::history;
using namespace crura::test;
using Catch::Matchers::Contains;

// What every history does, on a file and on a real server.

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// The pseudonyms of all, in their order.
std::string names_in(Repository& repository)
{
    std::string names;
    for (const auto& person : must(repository.persons()))
        names += (names.empty() ? "" : "|") + person.pseudonym;
    return names;
}

} // namespace

#define IN_A_NEW_HISTORY                                                                           \
    const HistoryPlace at(GENERATE(Kind::file, Kind::server));                                     \
    if (at.place.empty())                                                                          \
        return;                                                                                    \
    auto repository = opened(at.place);                                                            \
    [[maybe_unused]] const Id person = must(repository->add_person("Birch", wall(0)))

TEST_CASE("A history gives back every row as it was, also after it was opened anew")
{
    IN_A_NEW_HISTORY;
    Batch batch = batch_of(0, 1500);
    for (int i = 0; i < 30; ++i)
        batch.answers.push_back(
            {i * 1.1, Question(i % 6), CheckInTime(i % 5), AnsweredBy(i % 3), std::uint8_t(i % 7)});
    for (int i = 0; i < 30; ++i)
        batch.markers.push_back(
            {i / 3 * 0.7, i % 2 ? "note" : "brake",
             i == 7 ? ""
                    : "Zeile 1\nline 2\t'\"\\ \\N \u00e9\u0301 \U0001F60C " + std::to_string(i)});
    auto row = session_of(person, 5);
    const Id session = must(repository->begin_session(row));
    must(repository->append(session, batch, figures_of(8)));
    must(repository->end_session(session, wall(77), true, figures_of(9)));

    repository = opened(at.place);
    const auto detail = must(repository->detail(session));
    row.ended = wall(77);
    row.finished = true;
    row.figures = figures_of(9);
    CHECK(detail.session.id == session);
    CHECK(same_but_id(detail.session, row));
    CHECK(same_rows(detail.rows.breaths, batch.breaths));
    CHECK(same_rows(detail.rows.answers, batch.answers));
    CHECK(same_rows(detail.rows.markers, batch.markers));
    must(repository->check());
}

TEST_CASE("Every figure comes back, known and unknown, and rows come by time")
{
    IN_A_NEW_HISTORY;
    const int seed = GENERATE(range(0, 12));
    auto row = session_of(person, seed);
    row.ended = wall(seed);
    Batch batch;
    batch.breaths = {breath_of(9), breath_of(2), breath_of(5)};
    const Id session = must(repository->add_session(row, batch));
    const auto detail = must(repository->detail(session));
    CHECK(same_but_id(detail.session, row));
    CHECK(same_rows(detail.rows.breaths, {breath_of(2), breath_of(5), breath_of(9)}));
}

TEST_CASE("A number that is not finite comes in as unknown, or not at all")
{
    IN_A_NEW_HISTORY;
    const double bad = GENERATE(false, true) ? kNaN : std::numeric_limits<double>::infinity();
    CAPTURE(bad);
    const Id session = must(repository->begin_session(session_of(person, 1)));
    auto batch = batch_of(0, 3);
    batch.breaths[1].abdominal_share = {bad, 0.1, true};
    batch.breaths[2].phase_angle_deg = {4, bad, true};
    auto figures = figures_of(4);
    figures.breath_rate_bpm = {6, bad, true};
    must(repository->append(session, batch, figures));
    auto detail = must(repository->detail(session));
    CHECK_FALSE(detail.rows.breaths[1].abdominal_share.known);
    CHECK_FALSE(detail.rows.breaths[2].phase_angle_deg.known);
    CHECK_FALSE(detail.session.figures.breath_rate_bpm.known);

    batch.breaths[2].start_s = bad;
    CHECK_THAT(refused(repository->append(session, batch, figures)),
               Contains("A breath was not kept") && Contains("not finite"));
    batch = {};
    figures.tremor_s = bad;
    CHECK_THAT(refused(repository->append(session, batch, figures)), Contains("not finite"));
    detail = must(repository->detail(session));
    CHECK(detail.rows.breaths.size() == 3);
    CHECK(detail.session.figures.tremor_s == figures_of(4).tremor_s);
}

TEST_CASE("A text that is not UTF-8 is refused with a sentence, on either kind")
{
    IN_A_NEW_HISTORY;
    const std::string bad = GENERATE(std::string("caf\xE9"), std::string("a\0b", 3),
                                     std::string("\xC0\xAF"), std::string("\xED\xA0\x80"));
    auto row = session_of(person, 1);
    row.recording = bad;
    CHECK_THAT(refused(repository->begin_session(row)), Contains("not UTF-8"));
    CHECK_THAT(refused(repository->add_person(bad, wall(0))), Contains("pseudonym"));
    CHECK(must(repository->sessions({})).empty());
}

TEST_CASE("What breaks a rule of the tables is refused as a whole")
{
    IN_A_NEW_HISTORY;
    const Id session = must(repository->begin_session(session_of(person, 1)));
    auto batch = batch_of(0, 4);
    batch.breaths[3].confidence = 1.01;
    const auto why = refused(repository->append(session, batch, figures_of(2)));
    CHECK_THAT(why, Contains(repository->place()) && Contains("did not take it"));
    const auto detail = must(repository->detail(session));
    CHECK(detail.rows.breaths.empty());
    CHECK(same(detail.session.figures, figures_of(1)));
    must(repository->append(session, batch_of(0, 4), figures_of(2)));
}

TEST_CASE("Pseudonyms are unique, short and of one line, and they come in order")
{
    IN_A_NEW_HISTORY;
    must(repository->add_person("ash", wall(0)));
    const Id other = must(repository->add_person("Ästchen 'n\" \\; DROP TABLE person;--", wall(1)));
    CHECK_THAT(refused(repository->add_person("Birch", wall(2))), Contains("already somebody"));
    CHECK_THAT(refused(repository->rename_person(other, "Birch")), Contains("already somebody"));
    CHECK_THAT(refused(repository->rename_person(999, "Oak")), Contains("not in the history"));
    for (const std::string& bad : {std::string(), std::string(41, 'x'), std::string("a\nb"),
                                   std::string(" x"), std::string("x "), std::string("\t")})
        CHECK_THAT(refused(repository->add_person(bad, wall(2))), Contains("1 to 40 characters"));
    std::string forty;
    for (int i = 0; i < 40; ++i)
        forty += "\u00e4";
    must(repository->rename_person(other, forty));
    must(repository->rename_person(other, forty)); // to what it is
    CHECK(names_in(*repository) == "Birch|ash|" + forty);
    CHECK(must(repository->persons())[0].since == wall(0));
}

TEST_CASE("A batch that is given twice is kept once")
{
    IN_A_NEW_HISTORY;
    const Id session = must(repository->begin_session(session_of(person, 1)));
    auto first = batch_of(0, 2), second = batch_of(2, 3);
    first.number = 1;
    second.number = 2;
    must(repository->append(session, first, figures_of(1)));
    must(repository->append(session, second, figures_of(2)));
    must(repository->append(session, second, figures_of(2)));
    must(repository->append(session, first, figures_of(1)));
    auto detail = must(repository->detail(session));
    CHECK(same_rows(detail.rows.breaths, batch_of(0, 5).breaths));
    CHECK(same(detail.session.figures, figures_of(2)));
    must(repository->append(session, batch_of(5, 1), figures_of(3))); // not counted
    must(repository->append(session, second, figures_of(2)));
    detail = must(repository->detail(session));
    CHECK(detail.rows.breaths.size() == 6);
    CHECK(same(detail.session.figures, figures_of(3)));
}

TEST_CASE("The same recording is added once, and one that was broken off is replaced by all of it")
{
    IN_A_NEW_HISTORY;
    const Id comparison = must(repository->begin_comparison(
        {0, person, "sound", "a", "b", "slow-breath", "ease", 8, 1, wall(0), {}}));
    auto row = session_of(person, 1);
    row.arm = Arm{comparison, 'b'};
    const Id broken_off = must(repository->begin_session(row));
    must(repository->append(broken_off, batch_of(0, 5), figures_of(1)));
    CHECK_THAT(refused(repository->begin_session(row)), Contains(row.recording));

    auto whole = session_of(person, 1);
    whole.ended = wall(1);
    const Id session = must(repository->add_session(whole, batch_of(0, 9)));
    const auto detail = must(repository->detail(session));
    CHECK(detail.rows.breaths.size() == 9);
    REQUIRE(detail.session.arm);
    CHECK(detail.session.arm->side == 'b');
    CHECK_THAT(refused(repository->detail(broken_off)), Contains("not in the history any more"));
    CHECK_THAT(refused(repository->add_session(whole, batch_of(0, 9))),
               Contains("already") && Contains(whole.recording));
    CHECK(must(repository->sessions({})).size() == 1);

    whole.recording = ""; // nothing was recorded: nothing to tell two apart by
    must(repository->add_session(whole, {}));
    must(repository->add_session(whole, {}));
}

TEST_CASE("Sessions are found by person, time, comparison and the latest")
{
    IN_A_NEW_HISTORY;
    const Id other = must(repository->add_person("Ash", wall(0)));
    const Id comparison = must(repository->begin_comparison(
        {0, person, "sound", "a", "b", "slow-breath", "ease", 8, 1, wall(0), {}}));
    for (const int day : {5, 1, 3, 2, 4}) {
        auto row = session_of(day == 3 ? other : person, day);
        if (day >= 4)
            row.arm = Arm{comparison, day == 4 ? 'a' : 'b'};
        must(repository->begin_session(row));
    }
    using Range = std::optional<WallTime>;
    const auto days = [&](std::optional<Id> of, Range from = {}, Range until = {},
                          std::optional<Id> in_comparison = {}, std::size_t latest = 0) {
        const SessionQuery query{of, from, until, in_comparison, latest};
        std::string text;
        for (const auto& row : must(repository->sessions(query)))
            text += std::to_string((row.began - wall(0)) / std::chrono::hours(24));
        return text;
    };
    const auto day = [](int number) { return wall(number * 86'400'000LL + 123); };
    CHECK(days({}) == "12345");
    CHECK(days(person) == "1245");
    CHECK(days(person, {}, {}, {}, 2) == "45");
    CHECK(days({}, day(2), day(4)) == "23");
    CHECK(days(other, day(2), day(4)) == "3");
    CHECK(days({}, {}, {}, comparison) == "45");
    CHECK(days(999).empty());
}

TEST_CASE("A clock that was set back makes an end before the begin, and lengths stay as they were")
{
    IN_A_NEW_HISTORY;
    const auto row = session_of(person, 3);
    const Id session = must(repository->begin_session(row));
    must(repository->end_session(session, row.began - std::chrono::hours(30), true, figures_of(3)));
    const auto back = must(repository->detail(session)).session;
    CHECK(*back.ended < back.began);
    CHECK(back.figures.length_s == figures_of(3).length_s);
    auto ancient = session_of(person, 4);
    ancient.began = WallTime(std::chrono::milliseconds(-5)); // a clock that was never set
    must(repository->begin_session(ancient));
    CHECK(must(repository->sessions({})).front().began == ancient.began);
}

TEST_CASE("Deleting takes a session or a person with all that is theirs, and nothing else")
{
    IN_A_NEW_HISTORY;
    const Id other = must(repository->add_person("Ash", wall(0)));
    std::vector<Id> sessions;
    for (int i = 0; i < 4; ++i) {
        sessions.push_back(must(repository->begin_session(session_of(i < 3 ? person : other, i))));
        auto batch = batch_of(0, 20);
        batch.answers.push_back({1, Question::ease, CheckInTime::after, AnsweredBy::hand, 2});
        batch.markers.push_back({2, "note", "seen"});
        must(repository->append(sessions.back(), batch, figures_of(i)));
    }
    must(repository->begin_comparison(
        {0, person, "sound", "a", "b", "slow-breath", "ease", 8, 1, wall(0), {}}));

    auto gone = must(repository->delete_session(sessions[1]));
    REQUIRE(gone.size() == 1);
    CHECK(gone[0].recording == session_of(person, 1).recording);
    CHECK_THAT(refused(repository->delete_session(sessions[1])), Contains("not in the history"));
    CHECK_THAT(refused(repository->append(sessions[1], batch_of(0, 1), {})),
               Contains("not in the history"));
    gone = must(repository->delete_person(person));
    REQUIRE(gone.size() == 2);
    CHECK(gone[0].id == sessions[0]);
    CHECK(gone[1].id == sessions[2]);
    CHECK_THAT(refused(repository->delete_person(person)), Contains("not in the history"));
    CHECK(must(repository->comparisons(person)).empty());
    CHECK(names_in(*repository) == "Ash");
    CHECK(must(repository->detail(sessions[3])).rows.breaths.size() == 20);
    must(repository->check());
    // A new one is never taken for one that is gone.
    CHECK(must(repository->add_person("Birch", wall(0))) > other);
    CHECK(must(repository->begin_session(session_of(other, 9))) > sessions[3]);
}

TEST_CASE("Nobody's session and nobody's comparison are refused")
{
    IN_A_NEW_HISTORY;
    CHECK_THAT(refused(repository->begin_session(session_of(person + 7, 1))),
               Contains("not in the history"));
    CHECK_THAT(refused(repository->begin_comparison(
                   {0, person + 7, "sound", "a", "b", "slow-breath", "ease", 8, 1, wall(0), {}})),
               Contains("not in the history"));
    CHECK_THAT(refused(repository->end_session(55, wall(0), true, {})),
               Contains("not in the history"));
    CHECK_THAT(refused(repository->end_comparison(55, wall(0))), Contains("not in the history"));
}

TEST_CASE("Comparisons come back with the seed of their lot, and can be ended")
{
    IN_A_NEW_HISTORY;
    const ComparisonRow row{
        0,  person,    "guidance", "guide", "witness", "slow-breath", "slow_minutes",
        10, ~0ULL - 3, wall(5),    {}};
    const Id id = must(repository->begin_comparison(row));
    must(repository->begin_comparison(
        {0, person, "sound", "a", "b", "slow-breath", "ease", 8, 1, wall(2), {}}));
    must(repository->end_comparison(id, wall(9)));
    const auto all = must(repository->comparisons(person));
    REQUIRE(all.size() == 2);
    CHECK(all[0].kind == "sound");
    CHECK_FALSE(all[0].ended);
    CHECK((all[1].id == id && all[1].seed == row.seed && all[1].sessions == 10));
    CHECK((all[1].a == "guide" && all[1].b == "witness" && all[1].outcome == "slow_minutes"));
    CHECK(all[1].ended == wall(9));
}

TEST_CASE("Two programs that write at once lose nothing, also when both make the history")
{
    const HistoryPlace at(GENERATE(Kind::file, Kind::server));
    if (at.place.empty())
        return;
    const auto write = [&at](int which) {
        auto repository = open_history(at.place);
        if (!repository)
            return 2;
        const auto person = (*repository)->add_person("P" + std::to_string(which), wall(0));
        const auto session =
            person ? (*repository)->begin_session(session_of(*person, which)) : Result<Id>(Error{});
        bool done = bool(session);
        for (int i = 0; i < 60 && done; ++i)
            done = bool((*repository)->append(*session, batch_of(i * 4, 4), figures_of(i)));
        return done ? 0 : 1;
    };
    std::array<pid_t, 3> children{};
    for (int which = 0; which < int(children.size()); ++which)
        if (children[which] = ::fork(); children[which] == 0)
            ::_exit(write(which));
    for (const pid_t child : children) {
        int status = -1;
        ::waitpid(child, &status, 0);
        CHECK(status == 0);
    }
    auto repository = opened(at.place);
    must(repository->check());
    const auto sessions = must(repository->sessions({}));
    CHECK(sessions.size() == children.size());
    for (const auto& session : sessions)
        CHECK(
            same_rows(must(repository->detail(session.id)).rows.breaths, batch_of(0, 240).breaths));
}

TEST_CASE("Who reads while another writes sees whole batches only")
{
    IN_A_NEW_HISTORY;
    const Id session = must(repository->begin_session(session_of(person, 1)));
    must(repository->append(session, {}, [] {
        auto none = figures_of(0);
        none.breaths = 0;
        return none;
    }()));
    std::atomic<bool> written{false};
    std::atomic<bool> failed{false};
    std::thread writer([&] {
        auto mine = open_history(at.place);
        for (int i = 0; i < 80; ++i) {
            auto figures = figures_of(0);
            figures.breaths = std::uint32_t(5 * (i + 1));
            failed = failed || !mine || !(*mine)->append(session, batch_of(5 * i, 5), figures);
        }
        written = true;
    });
    bool whole = true;
    int seen = 0;
    while (!written) {
        const auto detail = repository->detail(session);
        const auto count = detail ? detail->rows.breaths.size() : 1;
        whole = whole && count % 5 == 0 && detail->session.figures.breaths == count;
        ++seen;
    }
    writer.join();
    CHECK(whole);
    CHECK(seen > 0);
    CHECK_FALSE(failed);
    CHECK(must(repository->detail(session)).rows.breaths.size() == 400);
}

TEST_CASE(
    "A backup is one file for its owner, beside which nothing is left, and none is overwritten")
{
    IN_A_NEW_HISTORY;
    const Id session = must(repository->begin_session(session_of(person, 1)));
    must(repository->append(session, batch_of(0, 50), figures_of(1)));
    const TempFolder folder;
    const auto file = folder / "backup";
    must(repository->backup(file));
    CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::all)
          == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    CHECK(std::filesystem::file_size(file) > 1000);
    const auto written = std::filesystem::last_write_time(file);
    CHECK_THAT(refused(repository->backup(file)), Contains("exists already"));
    CHECK(std::filesystem::last_write_time(file) == written);
    CHECK_THAT(refused(repository->backup(folder / "nowhere" / "x")), Contains("nowhere"));
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}
