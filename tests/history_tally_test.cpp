#include "history/collector.hpp"
#include "history/rate_spread.hpp"
#include "history/tally.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace crura;
using namespace crura::history;
using namespace std::chrono_literals;

namespace {

Estimate spread_of(const std::vector<double>& rates)
{
    RateSpread spread;
    for (const double rate : rates)
        spread.add(rate);
    return spread.median();
}

// A session that is fed by hand.
struct Session {
    Tally tally;
    Snapshot now;

    void run(Duration length, Duration tick = 10ms)
    {
        now.session.running = true;
        for (Duration passed{}; passed < length; passed += tick) {
            now.time += tick;
            now.session.elapsed += tick;
            take();
        }
    }
    void take()
    {
        tally.accept(now);
        now.breath.breaths.clear();
        now.breath.events.clear();
        now.check_in.answers.clear();
        now.commands.clear();
    }
    void breathe(double rate_bpm, Partition partition, double share, double doubt)
    {
        Breath breath;
        breath.breath_rate_bpm = rate_bpm;
        breath.partition = partition;
        breath.abdominal_share = {share, doubt, partition != Partition::none};
        now.breath.breaths.push_back(breath);
        run(10ms);
    }
    void answer(Question question, CheckInTime when, int choice, AnsweredBy by = AnsweredBy::hand)
    {
        now.check_in.answers.push_back({question, when, by, std::uint8_t(choice), now.time});
        run(10ms);
    }
};

} // namespace

TEST_CASE("The middle rate is that of the sorted rates, and its doubt holds the true one")
{
    std::mt19937 random(3);
    std::normal_distribution<double> bell(0, 1);
    const double alike = GENERATE(0., 0.5, 0.8); // to the breath before
    const int breaths = GENERATE(30, 200);
    int right = 0;
    double widths = 0;
    for (int run = 0; run < 400; ++run) {
        std::vector<double> rates;
        double off = bell(random);
        for (int i = 0; i < breaths; ++i) {
            off = alike * off + std::sqrt(1 - alike * alike) * bell(random);
            rates.push_back(12 + 1.5 * off);
        }
        const auto median = spread_of(rates);
        REQUIRE(median.known);
        std::sort(rates.begin(), rates.end());
        const auto middle = rates.size() / 2;
        CHECK(std::fabs(median.value - (rates[middle - 1] + rates[middle]) / 2)
              < (rates[middle] - rates[middle - 1]) / 2 + 0.03);
        right += std::fabs(median.value - 12) <= median.plus_minus;
        widths += median.plus_minus / 400;
    }
    INFO(alike << " alike, " << breaths << " breaths: " << right / 4. << " % right, +-" << widths);
    CHECK(right >= (alike > 0.6 && breaths < 100 ? 0.88 : 0.92) * 400);
    CHECK(widths < 4 * 1.5 * 1.96 * 1.25 / std::sqrt(double(breaths))); // and is no excuse
}

TEST_CASE("Few breaths have no middle rate, and a session that slowed down has a wide one")
{
    CHECK_FALSE(spread_of({6, 6, 6, 6, 6}).known);
    CHECK(spread_of({6, 6, 6, 6, 6, 6}).value == Approx(6).margin(0.02));
    CHECK(spread_of({6, 6, 6, 6, 6, 6}).plus_minus > 0);
    std::vector<double> slowing;
    for (int i = 0; i < 200; ++i)
        slowing.push_back(14 - i * 0.04);
    CHECK(spread_of(slowing).value == Approx(10).margin(0.1));
    CHECK(spread_of(slowing).plus_minus > 3);
    CHECK(spread_of(std::vector<double>(10, 1e9)).value == Approx(60).margin(0.02));
}

TEST_CASE("A session's length and what was heard of it leave out pauses")
{
    Session session;
    session.now.breath.confidence = 0.9;
    session.run(30s);
    session.now.session.running = false; // paused: the clock of the session stands
    for (int i = 0; i < 1000; ++i) {
        session.now.time += 10ms;
        session.take();
    }
    session.now.breath.confidence = 0.2;
    session.run(10s);
    const auto figures = session.tally.figures();
    CHECK(figures.length_s == Approx(40));
    CHECK(figures.heard_s == Approx(30).margin(0.02));
}

TEST_CASE("Without a session the time counts, and a snapshot that comes late stands for little")
{
    Session session;
    session.now.breath.confidence = 0.9;
    session.take();
    session.now.time += 60s; // a laptop that slept
    session.take();
    CHECK(session.tally.figures().length_s == Approx(60));
    CHECK(session.tally.figures().heard_s == Approx(0.5));
}

TEST_CASE("Slow minutes are those below ten a minute, give or take the rate's own doubt")
{
    Session session;
    session.run(60s);
    CHECK_FALSE(session.tally.figures().slow_minutes.known);
    session.now.breath.breath_rate_bpm = {14, 1, true};
    session.run(120s);
    session.now.breath.breath_rate_bpm = {6, 1, true};
    session.run(180s);
    CHECK(session.tally.figures().slow_minutes.value == Approx(3).margin(0.01));
    CHECK(session.tally.figures().slow_minutes.plus_minus == Approx(0).margin(0.001));
    session.now.breath.breath_rate_bpm = {9.5, 1, true};
    session.run(60s);
    session.now.breath.breath_rate_bpm = {10.5, 1, true};
    session.run(90s);
    CHECK(session.tally.figures().slow_minutes.value == Approx(4).margin(0.01));
    CHECK(session.tally.figures().slow_minutes.plus_minus == Approx(1.5).margin(0.01));
}

TEST_CASE("The share's doubt is that of a breath: it does not melt away in the mean")
{
    Session session;
    for (int i = 0; i < 400; ++i)
        session.breathe(6, Partition::uncalibrated, 0.2, 0.3);
    auto figures = session.tally.figures();
    CHECK(figures.partition == Partition::uncalibrated);
    CHECK(figures.abdominal_share.value == Approx(0.2));
    CHECK(figures.abdominal_share.plus_minus == Approx(0.3));
    session.breathe(6, Partition::calibrated, 0.6, 0.04);
    session.breathe(30, Partition::calibrated, 0.7, 0.06);
    figures = session.tally.figures();
    CHECK(figures.partition == Partition::calibrated);
    CHECK(figures.abdominal_share.value == Approx(0.65));
    CHECK(figures.abdominal_share.plus_minus == Approx(0.05));
    CHECK(figures.breaths == 402);

    Session one_sensor;
    one_sensor.breathe(6, Partition::none, 0.5, 0.1);
    CHECK_FALSE(one_sensor.tally.figures().abdominal_share.known);
    CHECK(one_sensor.tally.figures().partition == Partition::none);
}

TEST_CASE("Answers are those last given, and one that was let pass is none")
{
    Session session;
    session.answer(Question::ease, CheckInTime::before, 1);
    session.answer(Question::comfort, CheckInTime::pace, 4);
    session.answer(Question::comfort, CheckInTime::pace, 2);
    session.answer(Question::ease, CheckInTime::after, 3);
    session.answer(Question::ease, CheckInTime::after, 0, AnsweredBy::nobody);
    session.answer(Question::difference, CheckInTime::standing, 0, AnsweredBy::nobody);
    const auto figures = session.tally.figures();
    CHECK(figures.ease_before == std::uint8_t(1));
    CHECK(figures.ease_after == std::uint8_t(3));
    CHECK(figures.comfort == std::uint8_t(2));
    CHECK_FALSE(figures.difference);
}

TEST_CASE("Sighs, brakes, tremor and what stayed are counted once")
{
    Session session;
    for (const bool over : {false, true, true}) {
        session.now.breath.events.push_back({.kind = EventKind::sigh, .over = over});
        session.run(1s);
    }
    for (const bool braked : {true, false, true}) {
        session.now.session.braked = braked;
        session.run(2s);
    }
    session.now.breath.tremor.on = true;
    session.run(5s);
    session.now.breath.tremor.on = false;
    session.now.target.carry_over = {0.6, 0.2, true};
    session.run(1s);
    session.now.target.carry_over = {};
    session.run(1s);
    const auto figures = session.tally.figures();
    CHECK(figures.sighs == 2);
    CHECK(figures.brakes == 2);
    CHECK(figures.tremor_s == Approx(5).margin(0.02));
    CHECK(figures.carry_over.value == 0.6);
}

TEST_CASE("A session that was ended by hand did not come to its own end")
{
    Session session;
    session.run(1s);
    CHECK_FALSE(session.tally.finished());
    const bool by_hand = GENERATE(false, true);
    if (by_hand)
        session.now.commands.push_back(Command::end);
    session.run(1s);
    session.now.session.finished = true;
    session.run(1s);
    CHECK(session.tally.finished() != by_hand);
}

TEST_CASE("What is worth finding again becomes one marker each, at its time, with what was seen")
{
    const Time began = time_from_seconds(100);
    Collector collector(began);
    Snapshot now;
    now.session.running = true;
    const auto tick = [&] {
        now.time += 1s;
        collector.accept(now, {});
        now.decisions.clear();
        now.breath.events.clear();
        now.commands.clear();
    };
    now.time = began;
    tick();
    now.commands.push_back(Command::mark);
    tick(); // 2
    Event event{.kind = EventKind::hold, .start = began + 1500ms, .evidence = 9.25};
    now.breath.events.push_back(event);
    tick();
    event.over = true;
    now.breath.events.push_back(event);
    tick(); // 4: the same one
    event.start += 10s;
    now.breath.events.push_back(event);
    now.session.running = false;
    tick(); // 5: a pause, and one that is over at once
    now.session.running = true;
    tick();
    now.session.running = false;
    now.session.braked = true;
    tick(); // 7: a person's brake
    now.session.braked = false;
    now.session.running = true;
    tick();
    now.decisions.push_back({DecisionKind::brake, Ground::hold_s, began + 9s, 31.06, 30});
    tick();
    now.session.running = false;
    now.session.braked = true;
    tick(); // 10: the guard's, which said so
    collector.note(began + 20s, "seen \xFF");

    std::vector<std::string> said;
    for (const auto& marker : collector.rows().markers) {
        std::string at = std::to_string(marker.at_s);
        at.resize(at.find('.') + 2);
        said.push_back(at + " " + marker.kind + " " + marker.text);
    }
    CHECK(said
          == std::vector<std::string>{"2.0 mark ", "1.5 hold 9.25", "5.0 pause ", "11.5 hold 9.25",
                                      "7.0 brake ", "9.0 brake hold_s 31.1, limit 30",
                                      "20.0 note seen ?"});
}

TEST_CASE("A breath with a number that is not finite is none")
{
    Collector collector(Time{});
    Snapshot now;
    Breath breath;
    breath.breath_rate_bpm = 6;
    breath.confidence = 0.5;
    now.breath.breaths.push_back(breath);
    breath.inspiratory_time_s = std::numeric_limits<double>::quiet_NaN();
    now.breath.breaths.push_back(breath);
    breath.inspiratory_time_s = 2;
    breath.breath_rate_bpm = std::numeric_limits<double>::infinity();
    now.breath.breaths.push_back(breath);
    collector.accept(now, {});
    CHECK(collector.rows().breaths.size() == 1);
}

TEST_CASE("A recording's row ends when its last snapshot was, whatever the clock on the wall says")
{
    Collector collector(time_from_seconds(50));
    Snapshot now;
    now.time = time_from_seconds(50 + 61.2346);
    now.session.elapsed = 60s;
    now.session.finished = true;
    collector.accept(now, {});
    SessionRow row;
    row.began = WallTime(5000ms);
    collector.fill(row);
    CHECK(*row.ended == WallTime(5000ms + 61235ms));
    CHECK(row.finished);
    CHECK(row.figures.length_s == 60);
}
