#include "engine/engine.hpp"

#include "devices/body_model.hpp"
#include "record/digest.hpp"
#include "sessions/loader.hpp"
#include "sessions/runner.hpp"
#include "support/finite.hpp"
#include "support/given.hpp"
#include "support/shared_data.hpp"
#include "support/wav.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>

using namespace crura;
using namespace std::chrono_literals;

namespace {

constexpr Channel kChest{Band::thoracic, Quantity::displacement};
constexpr Channel kBelly{Band::abdominal, Quantity::displacement};

// Two belts on a restless body, one of them upside-down.
std::vector<Sample> simulated(double seconds)
{
    devices::BodyModel body({.breath_rate_bpm = 11,
                             .abdominal_share = 0.6,
                             .time_variability = 0.1,
                             .amplitude_variability = 0.1,
                             .sighs_per_hour = 30,
                             .heartbeat_ripple = 0.02,
                             .drift = 0.2,
                             .gain = {20, -35},
                             .noise = 0.1},
                            7);
    std::vector<Sample> samples;
    for (auto reading = body.next(); reading.time_s < seconds; reading = body.next())
        for (const Channel channel : {kChest, kBelly})
            samples.push_back({time_from_seconds(reading.time_s),
                               reading.level[std::size_t(channel.band)], channel});
    return samples;
}

// The Hexoskin recording, where it can be had.
std::vector<Sample> recorded()
{
    const auto data = test::shared_data();
    if (!data) {
        WARN("skipped: the recordings of ../shared/data are not here");
        return {};
    }
    const auto folder = *data / "hexoskin_dualrip" / "record_288129";
    const auto chest = test::read_wav(folder / "respiration_thoracic.wav");
    const auto belly = test::read_wav(folder / "respiration_abdominal.wav");
    return test::by_time(test::samples_on(kChest, chest.values, chest.rate_hz),
                         test::samples_on(kBelly, belly.values, belly.rate_hz));
}

constexpr Duration kSessionTime = std::chrono::minutes(2);

sessions::Session rest_and_invite()
{
    const auto session = sessions::load_session(CRURA_ROOT "/tests/programs/rest-and-invite.toml");
    REQUIRE(session);
    return *session;
}

engine::Engine in_a_session()
{
    return engine::Engine(
        {std::make_shared<const sessions::Session>(rest_and_invite()), kSessionTime});
}

// A digest of every bit of each snapshot.
std::vector<std::uint64_t> run(engine::Engine& engine, const std::vector<Sample>& samples,
                               double from_s, double to_s)
{
    std::vector<std::uint64_t> all;
    test::tick_through(engine, samples, time_from_seconds(from_s), time_from_seconds(to_s),
                       [&all](const Snapshot& snapshot) {
                           record::SnapshotDigest digest;
                           digest.add(snapshot);
                           all.push_back(digest.bits());
                       });
    return all;
}

} // namespace

TEST_CASE("The same samples give the same snapshots, bit for bit")
{
    const auto samples = GENERATE(simulated(150), recorded());
    auto first = in_a_session();
    auto second = in_a_session();
    CHECK(run(first, samples, 0, 120) == run(second, samples, 0, 120));
}

TEST_CASE("An engine saved in mid-session goes on bit for bit as the one that was not")
{
    const auto samples = GENERATE(simulated(150), recorded());
    const double saved_at_s = GENERATE(3., 41.37, 77.);
    auto whole = in_a_session();
    const auto expected = run(whole, samples, 0, 120);

    auto engine = std::make_unique<engine::Engine>(in_a_session());
    auto halves = run(*engine, samples, 0, saved_at_s);
    auto saved = std::make_unique<engine::Engine>(*engine);
    engine.reset();
    const auto rest = run(*saved, samples, saved_at_s, 120);
    halves.insert(halves.end(), rest.begin(), rest.end());
    CHECK(halves == expected);
}

TEST_CASE("Whatever a sensor sends, every number of a snapshot is finite")
{
    auto samples = simulated(60);
    const double bad[] = {std::numeric_limits<double>::quiet_NaN(),
                          std::numeric_limits<double>::infinity(),
                          -std::numeric_limits<double>::infinity(),
                          1e300,
                          -1e300,
                          0};
    for (std::size_t i = 0; i < samples.size(); i += 37)
        samples[i].value = bad[i % std::size(bad)];
    for (std::size_t i = 1; i < samples.size(); i += 101)
        samples[i].time -= std::chrono::seconds(3);
    auto engine = in_a_session();
    std::size_t infinite = 0;
    for (Time now{}; now < time_from_seconds(60); now += engine::kTick) {
        std::vector<Sample> due;
        for (const auto& sample : samples)
            if (sample.time <= now && sample.time > now - engine::kTick)
                due.push_back(sample);
        infinite += !test::finite(engine.tick(now, due));
    }
    CHECK(infinite == 0);
}

TEST_CASE("When the sensor falls silent every number is unknown within a second, and comes back")
{
    auto samples = simulated(150);
    std::erase_if(samples, [](const Sample& sample) {
        return sample.time > time_from_seconds(60) && sample.time < time_from_seconds(70);
    });
    engine::Engine engine;
    const auto known = [](const Snapshot& s) {
        const auto& b = s.breath;
        return b.breath_rate_bpm.known || b.abdominal_share.known || b.phase_angle_deg.known
            || b.next_inspiration_s.known || b.inspiratory_time_s.known;
    };
    test::tick_through(engine, samples, Time{}, time_from_seconds(130),
                       [&](const Snapshot& snapshot) {
                           const double time_s = to_seconds(snapshot.time);
                           if (time_s > 30 && time_s < 60)
                               REQUIRE(known(snapshot));
                           if (time_s > 61 && time_s < 70) {
                               REQUIRE_FALSE(known(snapshot));
                               REQUIRE(snapshot.breath.confidence == 0);
                               REQUIRE(snapshot.breath.phase == Phase::unknown);
                           }
                           if (time_s > 62.5 && time_s < 70)
                               REQUIRE(snapshot.cues.audio.presence == 0);
                           if (time_s > 85)
                               REQUIRE(known(snapshot));
                       });
}

TEST_CASE("A session gives each of its sentences once and ends in silence")
{
    const auto samples = simulated(150);
    auto engine = in_a_session();
    std::vector<std::pair<std::int16_t, std::int16_t>> expected;
    for (const auto& prompt : sessions::plan_prompts(rest_and_invite(), kSessionTime))
        expected.push_back({prompt.step, prompt.prompt});
    REQUIRE(expected.size() >= 3);
    std::vector<std::pair<std::int16_t, std::int16_t>> given;
    Snapshot last;
    test::tick_through(engine, samples, Time{}, time_from_seconds(125),
                       [&](const Snapshot& snapshot) {
                           const auto& state = snapshot.session;
                           if (state.prompt != SessionState::kNone)
                               given.push_back({state.step, state.prompt});
                           last = snapshot;
                       });
    CHECK(given == expected);
    CHECK(last.session.finished);
    CHECK(last.cues.audio.presence == 0);
    CHECK_FALSE(last.cues.midi.sounding);
}

TEST_CASE("A session learns the body for as long as its program says")
{
    const auto learnt_after_s = [](const std::string& seconds) {
        const auto session = sessions::parse_session(
            "format = 1\n[session]\nname = \"n\"\nsummary = \"s\"\noffered_minutes = [5]\n"
            "calibration_seconds = "
                + seconds
                + "\nchecklist = [\"c\"]\n[[step]]\nid = \"a\"\nname = \"a\"\n"
                  "intent = \"witness\"\nminutes = 5\n",
            "test.toml");
        REQUIRE(session);
        engine::Engine engine({std::make_shared<const sessions::Session>(*session), 5min});
        double learnt_s = 0;
        test::tick_through(engine, simulated(150), Time{}, time_from_seconds(150),
                           [&](const Snapshot& snapshot) {
                               if (learnt_s == 0 && snapshot.breath.calibration_progress == 1)
                                   learnt_s = to_seconds(snapshot.time);
                           });
        return learnt_s;
    };
    const double quick_s = learnt_after_s("30"), slow_s = learnt_after_s("90");
    CHECK(quick_s > 30);
    CHECK(slow_s - quick_s == Approx(60).margin(10));
}

TEST_CASE("One sensor claims no belly share and no phase angle, however long it is worn")
{
    const Channel worn = GENERATE(kChest, kBelly);
    auto samples = simulated(120);
    std::erase_if(samples, [worn](const Sample& sample) { return !(sample.channel == worn); });
    engine::Engine engine;
    std::size_t breaths = 0;
    test::tick_through(engine, samples, Time{}, time_from_seconds(120),
                       [&](const Snapshot& snapshot) {
                           REQUIRE(snapshot.breath.partition == Partition::none);
                           REQUIRE_FALSE(snapshot.breath.abdominal_share.known);
                           REQUIRE_FALSE(snapshot.breath.phase_angle_deg.known);
                           REQUIRE(snapshot.cues.midi.abdominal_share == MidiCue::kUnknown);
                           for (const auto& breath : snapshot.breath.breaths)
                               REQUIRE_FALSE(breath.abdominal_share.known);
                           breaths += snapshot.breath.breaths.size();
                       });
    CHECK(breaths > 15);
}

TEST_CASE("Every snapshot says where a guided calibration stands, whoever looks")
{
    const auto samples = simulated(150);
    auto engine = std::make_unique<engine::Engine>();
    CalibrationGuidance seen;
    std::size_t infinite = 0, given = 0;
    std::vector<Sample> due;
    const auto run_to = [&](double until_s, std::vector<Command> commands) {
        static_assert(engine::kTick == 10ms);
        for (Time now = time_from_seconds(to_seconds(samples[given].time));
             now < time_from_seconds(until_s); now += engine::kTick) {
            due.clear();
            while (given < samples.size() && samples[given].time <= now)
                due.push_back(samples[given++]);
            const auto snapshot = engine->tick(now, due, commands);
            commands.clear();
            seen = snapshot.breath.calibration;
            infinite += !test::finite(snapshot);
        }
    };
    run_to(30, {});
    CHECK(seen.outcome == CalibrationOutcome::none);
    run_to(60, {Command::calibrate_natural});
    CHECK(seen.under_way());
    CHECK(seen.manoeuvre == Manoeuvre::natural);
    CHECK(seen.wanted == 8);
    CHECK(seen.counted >= 2);
    CHECK(seen.heard >= seen.counted);
    run_to(60.5, {Command::calibrate_belly});
    CHECK(seen.manoeuvre == Manoeuvre::belly);
    CHECK(seen.heard == 0);

    SECTION("until it is finished: natural breaths alone moved too much alike")
    {
        run_to(61, {Command::calibrate_finish});
        CHECK(seen.finishing);
        run_to(90, {});
        CHECK(seen.outcome == CalibrationOutcome::alike);
        CHECK(seen.condition > 30);
        CHECK_FALSE(seen.finishing);
    }
    SECTION("until it is left")
    {
        const auto how = GENERATE(Command::calibrate_leave, Command::recalibrate);
        run_to(61, {how});
        CHECK(seen.outcome == CalibrationOutcome::none);
    }
    CHECK(infinite == 0);
}

TEST_CASE("Whoever leaves a guided calibration is in the natural minute again where it was")
{
    const auto samples = simulated(200);
    const auto learnt_at_s = [&samples](double leave_s) {
        engine::Engine engine;
        double learnt_s = 0;
        std::size_t given = 0;
        for (Time now{}; now < time_from_seconds(200); now += engine::kTick) {
            std::vector<Sample> due;
            while (given < samples.size() && samples[given].time <= now)
                due.push_back(samples[given++]);
            std::vector<Command> commands;
            if (now == time_from_seconds(40))
                commands.push_back(Command::calibrate_natural);
            if (now == time_from_seconds(leave_s))
                commands.push_back(Command::calibrate_leave);
            const auto snapshot = engine.tick(now, due, commands);
            if (learnt_s == 0 && snapshot.breath.calibration_progress == 1)
                learnt_s = to_seconds(now);
        }
        return learnt_s;
    };
    const double soon_s = learnt_at_s(40.01), late_s = learnt_at_s(70);
    CHECK(soon_s > 60);
    CHECK(late_s - soon_s == Approx(30).margin(10));
}

TEST_CASE(
    "How far a group breathes together is heard in the room and changes nothing of the breath")
{
    const auto alone = simulated(60);
    auto together = alone;
    for (int second = 0; second < 60; ++second)
        together.push_back(
            {time_from_seconds(second + 0.005), 0.7, {Band::thoracic, Quantity::togetherness}});
    std::stable_sort(together.begin(), together.end(),
                     [](const Sample& a, const Sample& b) { return a.time < b.time; });
    std::vector<double> displacement[2];
    float room = 0;
    for (const auto* samples :
         std::initializer_list<const std::vector<Sample>*>{&alone, &together}) {
        auto engine = std::make_unique<engine::Engine>();
        test::tick_through(*engine, *samples, Time{}, time_from_seconds(50), [&](const auto& now) {
            displacement[samples == &together].push_back(now.breath.displacement);
            room = now.cues.audio.room;
        });
    }
    CHECK(displacement[0] == displacement[1]);
    CHECK(room == Approx(0.7));
}

TEST_CASE("Each turn of a restless body has one moment, near when it happened")
{
    constexpr double kFrom_s = 60, kTo_s = 240;
    const auto samples = simulated(kTo_s);
    auto engine = std::make_unique<engine::Engine>();
    std::vector<double> told, happened;
    std::uint32_t count = 0;
    test::tick_through(*engine, samples, Time{}, time_from_seconds(kTo_s), [&](const auto& now) {
        const Moment& moment = now.cues.audio.inspiration;
        if (std::exchange(count, moment.count) != moment.count)
            told.push_back(to_seconds(moment.due));
        for (const Breath& breath : now.breath.breaths)
            happened.push_back(to_seconds(breath.inspiration_onset));
    });
    int checked = 0;
    for (std::size_t i = 1; i + 1 < happened.size(); ++i) {
        if (happened[i] < kFrom_s)
            continue;
        const double from = (happened[i - 1] + happened[i]) / 2;
        const double to = (happened[i] + happened[i + 1]) / 2;
        CHECK(std::count_if(told.begin(), told.end(),
                            [&](double due) { return from <= due && due < to; })
              == 1);
        ++checked;
    }
    CHECK(checked > 25);
}

TEST_CASE("A tick as soon as a sample comes says the same breaths as one every ten milliseconds")
{
    const auto samples = simulated(90);
    const auto breaths_with = [&samples](auto next_tick) {
        auto engine = std::make_unique<engine::Engine>();
        std::vector<double> said;
        std::size_t given = 0;
        for (Time now{}; now < time_from_seconds(90); now = next_tick(now, given)) {
            const std::size_t first = given;
            while (given < samples.size() && samples[given].time <= now)
                ++given;
            const auto& snapshot =
                engine->tick(now, std::span(samples).subspan(first, given - first));
            for (const Breath& breath : snapshot.breath.breaths)
                said.insert(said.end(),
                            {to_seconds(breath.inspiration_onset),
                             to_seconds(breath.expiration_onset), breath.amplitude[0].value,
                             breath.amplitude[1].value});
        }
        return said;
    };
    const auto evenly = breaths_with([](Time now, std::size_t) { return now + engine::kTick; });
    const auto at_once = breaths_with([&samples](Time now, std::size_t given) {
        const Time latest = now + engine::kTick + 1ms;
        return given < samples.size() ? std::min(latest, samples[given].time + 300us) : latest;
    });
    CHECK(evenly.size() > 40);
    CHECK(at_once == evenly);
}

TEST_CASE("Without a program the brake and the pause are obeyed all the same")
{
    engine::Engine engine;
    auto tell = [&engine, tick = 0](Command command) mutable {
        return engine.tick(time_from_seconds(0.01 * ++tick), {}, std::span(&command, 1));
    };
    CHECK(tell(Command::mark).session.running);
    const auto braked = tell(Command::brake);
    CHECK(braked.session.braked);
    CHECK(braked.cues.audio.panic);
    CHECK_FALSE(braked.session.running);
    CHECK(tell(Command::resume).session.running);
    CHECK_FALSE(tell(Command::pause).session.braked);
}
