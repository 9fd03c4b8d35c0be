#include "app/summary.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using Catch::Matchers::Contains;

namespace {

struct Session {
    app::Summary summary;
    Snapshot now;

    void breathe(double rate_bpm, Partition partition, double share, double plus_minus)
    {
        Breath breath;
        breath.breath_rate_bpm = rate_bpm;
        breath.partition = partition;
        breath.abdominal_share = {share, plus_minus, partition != Partition::none};
        now.breath.breaths.clear();
        now.breath.breaths.push_back(breath);
        tick();
        now.breath.breaths.clear();
    }
    void tick()
    {
        now.time += std::chrono::milliseconds(10);
        summary.accept(now, {});
    }
};

} // namespace

TEST_CASE("The summary says the time, the middle rate and the calibrated share with its doubt")
{
    Session session;
    session.now.session.elapsed = std::chrono::seconds(95);
    session.breathe(5, Partition::uncalibrated, 0.2, 0.3);
    session.breathe(6, Partition::calibrated, 0.6, 0.04);
    session.breathe(30, Partition::calibrated, 0.7, 0.06);
    CHECK(session.summary.text()
          == "1 min 35 s, 3 breaths, 6.0 per minute in the middle, belly share 65 % +-5 "
             "(calibrated, over 2 breaths).");
}

TEST_CASE("A share that was never calibrated is a trend only, and one sensor has none")
{
    Session session;
    session.breathe(6, Partition::none, 0, 0);
    CHECK_THAT(session.summary.text(), !Contains("share"));
    session.breathe(6, Partition::uncalibrated, 0.58, 0.3);
    CHECK_THAT(session.summary.text(), Contains("belly share ~58 % (trend only"));
}

TEST_CASE(
    "Sighs are counted once each and tremor in minutes, and what was not there is not mentioned")
{
    Session session;
    session.tick();
    CHECK(session.summary.text() == "0 min 00 s, no breath was understood.");
    for (int i = 0; i < 9000; ++i) {
        session.now.breath.tremor.on = i % 5 < 2;
        session.now.breath.events.clear();
        if (i == 100 || i == 200)
            session.now.breath.events.push_back({.kind = EventKind::sigh, .over = true});
        if (i == 300)
            session.now.breath.events.push_back({.kind = EventKind::hold, .over = true});
        session.tick();
    }
    CHECK_THAT(session.summary.text(),
               Contains("1 min 30 s") && Contains("2 sighs") && Contains("tremor for 0.6 min"));
}

TEST_CASE("What went missing on the way is said")
{
    Session session;
    session.now.health.sources.push_back({.rejected = 2, .lost = 3});
    session.tick();
    CHECK_THAT(session.summary.text(), Contains("5 sensor packets"));
}

TEST_CASE("The summary says how long it took to be heard and sent, where that was measured")
{
    Session session;
    session.now.health.sound_latency = {true, 11.6f, 15, 17.8f};
    session.now.health.osc_latency = {true, 5.2f, 9, 10.1f};
    session.tick();
    CHECK_THAT(session.summary.text(),
               Contains("From the sensor to sound 12 ms (99 of 100 within 18 ms), "
                        "OSC 5 ms (99 of 100 within 10 ms)."));
    CHECK_THAT(session.summary.text(), !Contains("MIDI"));
}

TEST_CASE("The summary says what stayed of a slower pace, and the ease before and after")
{
    app::Summary summary;
    Snapshot snapshot;
    snapshot.target.carry_over = {0.62, 0.1, true};
    const auto answer = [&](Question question, CheckInTime when, std::uint8_t choice,
                            AnsweredBy by = AnsweredBy::hand) {
        snapshot.check_in.answers.push_back({question, when, by, choice, {}});
        summary.accept(snapshot, {});
        snapshot.check_in.answers.clear();
    };
    answer(Question::ease, CheckInTime::before, 1);
    answer(Question::ease, CheckInTime::after, 3);
    answer(Question::ease, CheckInTime::after, 0, AnsweredBy::nobody); // let pass
    answer(Question::difference, CheckInTime::standing, 2);
    CHECK_THAT(summary.text(), Contains("Unguided, 62 % +-10 of the slower pace stayed."));
    CHECK_THAT(summary.text(), Contains("Ease before: a little; after: much."));
    CHECK_THAT(summary.text(), Contains("On standing: a clear difference."));
}

TEST_CASE("The summary says nothing of a guide or of answers that were not there")
{
    app::Summary summary;
    summary.accept(Snapshot{}, {});
    CHECK_THAT(summary.text(), !Contains("Unguided") && !Contains("Ease") && !Contains("standing"));
}
