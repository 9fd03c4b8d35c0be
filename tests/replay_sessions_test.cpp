#include "app/recorded_session.hpp"
#include "app/replay.hpp"
#include "app/rerun.hpp"
#include "devices/body_imu.hpp"
#include "record/recording.hpp"
#include "support/shipped_programs.hpp"
#include "support/taken_down.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <string>
#include <variant>

using namespace crura;
using namespace std::chrono_literals;
using test::TakenDown;

namespace {

// What a recording of `how` holds, through a file, once it was seen to replay bit for bit.
record::Recording replayed(const TakenDown& how)
{
    const test::TempFolder folder;
    const auto file = folder / "session.crura";
    test::write_file(file, test::taken_down(how));

    const auto said = app::replay({file});
    INFO((said ? said->text : said.error().message));
    REQUIRE(said);
    CHECK(said->identical);
    const auto recording = record::read_recording(file);
    REQUIRE(recording);
    const auto snapshots = std::to_string(recording->ticks.size()) + " snapshots";
    CHECK(said->text.find("bit-identical: " + snapshots) == 0);
    CHECK(said->text.find('\n') == std::string::npos);
    return *recording;
}

template <class What>
std::size_t count(const record::Recording& recording)
{
    return std::size_t(
        std::count_if(recording.said.begin(), recording.said.end(),
                      [](const auto& each) { return std::holds_alternative<What>(each.what); }));
}

void drop(std::vector<Sample>& samples, Band band)
{
    std::erase_if(samples, [band](const Sample& each) { return each.channel.band == band; });
}

// A third motion sensor, on the pelvis: it turns a little and shakes with its own noise.
auto third_imu()
{
    devices::BodyImu imu({.tilt_deg = 0.2}, 5);
    return [imu](double, std::vector<Sample>& samples) mutable {
        std::vector<Time> instants;
        for (const Sample& each : samples)
            if (instants.empty() || instants.back() != each.time)
                instants.push_back(each.time);
        for (const Time time : instants) {
            const auto reading = imu(std::sin(to_seconds(time)), false);
            for (std::size_t axis = 0; axis < 3; ++axis) {
                samples.push_back({time,
                                   reading.acceleration_g[axis],
                                   {Band::sacral, Quantity::acceleration_x + axis}});
                samples.push_back({time,
                                   reading.angular_rate_dps[axis],
                                   {Band::sacral, Quantity::angular_rate_x + axis}});
            }
        }
    };
}

} // namespace

TEST_CASE("What any sensors measured replays bit for bit")
{
    TakenDown how;
    SECTION("two belts") {}
    SECTION("one belt, of any kind")
    {
        const auto quantity =
            GENERATE(Quantity::displacement, Quantity::displacement_ac, Quantity::flow);
        const auto gone = GENERATE(Band::thoracic, Band::abdominal);
        how.sensors = [=](double, std::vector<Sample>& samples) {
            drop(samples, gone);
            for (Sample& each : samples)
                each.channel.quantity = quantity;
        };
    }
    SECTION("two motion sensors")
    {
        how.body = "imu";
    }
    SECTION("three motion sensors, while the body trembles")
    {
        how.body = "trembling";
        how.sensors = third_imu();
    }
    SECTION("and how far a group breathes together")
    {
        how.sensors = [](double time_s, std::vector<Sample>& samples) {
            samples.push_back({test::kTakenAt + from_seconds(time_s),
                               0.5 + 0.5 * std::sin(time_s),
                               {Band::thoracic, Quantity::togetherness}});
        };
    }
    const auto recording = replayed(how);
    CHECK(recording.ticks.size() > 2500);
    CHECK(count<Breath>(recording) > 5);
}

TEST_CASE("A day on which sensors misbehave replays bit for bit")
{
    TakenDown how{.body = GENERATE("restless", "imu"), .length_s = 120};
    how.sensors = [](double time_s, std::vector<Sample>& samples) {
        const auto band = Band(int(time_s / 7) % 2);
        if (time_s > 30 && time_s < 50) // unplugged
            samples.clear();
        if (time_s > 60 && time_s < 75) // one band only
            drop(samples, Band::thoracic);
        for (Sample& each : samples) {
            if (time_s > 80 && time_s < 82 && each.channel.band == band)
                each.value = std::numeric_limits<double>::quiet_NaN();
            if (time_s > 90 && time_s < 90.5)
                each.value = -std::numeric_limits<double>::infinity();
            if (time_s > 95 && time_s < 97) // a clock set back
                each.time -= 3s;
        }
        if (time_s > 100 && time_s < 101)
            samples.insert(samples.end(), samples.begin(), samples.end());
    };
    const auto recording = replayed(how);
    CHECK(count<Event>(recording) > 0);
}

TEST_CASE("Two ticks at the same time replay bit for bit, by their digests and by what was said")
{
    TakenDown how{.body = "restless", .in_pairs = true};
    const auto recording = replayed(how);
    CHECK(recording.ticks[100].time == recording.ticks[101].time);

    auto bare = recording;
    bare.digests.clear();
    const auto rerun = app::run_again(engine::Engine(), bare);
    CHECK(rerun.identical());
    CHECK(rerun.by_digest == 0);
}

TEST_CASE("Whatever a person asks for replays bit for bit, with a session and without")
{
    using enum Command;
    TakenDown how{.total = 2min, .length_s = 150};
    how.pressed = {{5, mark},
                   {8, pause},
                   {14, resume},
                   {20, recalibrate},
                   {30, next},
                   {33, here},
                   {36, calibrate_natural},
                   {60, calibrate_belly},
                   {80, calibrate_chest},
                   {100, calibrate_isovolume},
                   {110, calibrate_finish},
                   {112, dizzy},
                   {114, brake},
                   {125, resume},
                   {126, answer(2)},
                   {127, skip_question},
                   {128, calibrate_natural},
                   {130, calibrate_leave},
                   {140, end}};
    if (GENERATE(true, false))
        how.session = test::shipped_program("constructive-rest-invite");
    const auto recording = replayed(how);
    std::size_t commands = 0;
    for (const auto& tick : recording.ticks)
        commands += tick.commands.size();
    CHECK(commands == how.pressed.size());
}

TEST_CASE("Every shipped program replays bit for bit, within any limits")
{
    const auto programs = test::shipped_programs();
    for (const auto& program : programs) {
        INFO(program.id);
        TakenDown how{.body = "cooperative", .session = program};
        how.total = 4min;
        how.length_s = 240;
        how.answers = true;
        for (double at_s = 40; at_s < how.length_s; at_s += 25) // through all its steps
            how.pressed.push_back({at_s, Command::next});
        how.limits.slowest_bpm = program.slowest_bpm;
        if (!program.levels.empty())
            how.limits.level = program.levels.back().id;
        if (program.guard.on)
            how.limits.response_every_minutes = 2.1;
        const auto recording = replayed(how);
        CHECK(recording.header.program_id == program.id);
        CHECK(count<SessionState>(recording) > 3);
    }
}

TEST_CASE("A release session with its guard replays bit for bit, to the brake and its end")
{
    TakenDown how{.body = "trembling", .session = test::shipped_program("release-session")};
    how.total = 20min;
    how.length_s = 15 * 60;
    how.limits.tremor_minutes = 0.7;
    how.limits.response_every_minutes = 2;
    how.answers = GENERATE(true, false);
    const auto recording = replayed(how);
    CHECK(count<Decision>(recording) > 2);
    CHECK(count<record::Watch>(recording) > 10);
    if (how.answers)
        CHECK(count<Answer>(recording) > 1);
}

TEST_CASE("A rate assessment replays bit for bit, with its result")
{
    TakenDown how{.body = "cooperative", .session = test::shipped_program("rate-assessment")};
    how.total = how.session->duration();
    how.length_s = to_seconds(how.total) + 5;
    how.answers = true;
    const auto recording = replayed(how);
    CHECK(count<Assessment>(recording) > 0);
    CHECK(count<Answer>(recording) > 2);
}

TEST_CASE("A session's settings make the same session again, to the last bit of its limits")
{
    auto session = test::shipped_program("release-session");
    sessions::Limits limits;
    limits.tremor_minutes = 0.1 + 0.7; // no decimal of few digits
    limits.slowest_bpm = 4.7 / 0.9;
    limits.longest_minutes = 59.999999999999993;
    limits.response_every_minutes = 1e-15 + 7. / 3;
    limits.level = session.levels.back().id;
    limits.most = Intent::invite;
    const auto total = Duration(1'234'567'891'011);

    record::RecordingHeader header;
    header.program_id = session.id;
    header.settings = app::settings_of(session, limits, total);
    const auto again = app::recorded_session(header);
    INFO((again ? "" : again.error().message));
    REQUIRE(again);
    const auto limited = sessions::limited(session, limits);
    REQUIRE(limited);
    CHECK(again->total == total);
    CHECK(again->remark.empty());
    CHECK(again->session->id == limited->id);
    CHECK(again->session->text == limited->text);
    CHECK(again->session->slowest_bpm == limited->slowest_bpm);
    CHECK(again->session->longest == limited->longest);
    CHECK(again->session->guard.tremor_limit == limited->guard.tremor_limit);
    CHECK(again->session->guard.response_every == limited->guard.response_every);
    CHECK(again->session->steps.size() == limited->steps.size());

    SECTION("and no folder of whoever recorded it is told")
    {
        for (const auto& setting : header.settings)
            CHECK(setting.value.find(CRURA_ROOT) == std::string::npos);
    }
}
