#include "app/status.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;

namespace {

Snapshot breathing()
{
    Snapshot snapshot;
    snapshot.tick = 1;
    auto& breath = snapshot.breath;
    breath.phase = Phase::inspiration;
    breath.displacement = 0.5;
    breath.confidence = 0.8;
    breath.breath_rate_bpm = {6.2, 0.3, true};
    breath.abdominal_share = {0.64, 0.05, true};
    breath.partition = Partition::calibrated;
    snapshot.session.running = true;
    snapshot.session.left = std::chrono::seconds(760);
    return snapshot;
}

} // namespace

TEST_CASE("The status line shows the phase, the rate, the share with its doubt and the time left")
{
    CHECK(app::status_line(breathing())
          == "inhale [########........]  rate  6.2 +-0.3/min  belly 64 % +-5  trust ****.  "
             "left 12:40");
}

TEST_CASE("A number that is not known is shown as two dashes")
{
    auto snapshot = breathing();
    snapshot.breath.breath_rate_bpm.known = false;
    snapshot.breath.abdominal_share.known = false;
    snapshot.breath.phase = Phase::unknown;
    snapshot.breath.confidence = 0;
    CHECK(app::status_line(snapshot)
          == "--     [................]  rate   -- /min  belly --  trust .....  left 12:40");
}

TEST_CASE("Without calibration the share is called a trend, and with one sensor there is none")
{
    auto snapshot = breathing();
    snapshot.breath.partition = Partition::uncalibrated;
    CHECK_THAT(app::status_line(snapshot), Contains("belly ~64 % (trend only)"));
    snapshot.breath.partition = Partition::none;
    CHECK_THAT(app::status_line(snapshot), !Contains("belly"));
}

TEST_CASE("A paused session says so")
{
    auto snapshot = breathing();
    snapshot.session.running = false;
    CHECK_THAT(app::status_line(snapshot), Contains("paused"));
}

TEST_CASE("A braked session is called quiet, not paused")
{
    auto snapshot = breathing();
    snapshot.session.running = false;
    snapshot.session.braked = true;
    CHECK_THAT(app::status_line(snapshot), EndsWith("  quiet"));
}

TEST_CASE("The sound's latency is shown once it is known")
{
    auto snapshot = breathing();
    CHECK_THAT(app::status_line(snapshot), !Contains("sound"));
    snapshot.health.sound_latency = {true, 12.4f, 15, 18};
    CHECK_THAT(app::status_line(snapshot), EndsWith("  sound 12 ms"));
}

TEST_CASE("In a guided calibration the line counts the breaths")
{
    auto snapshot = breathing();
    auto& calibration = snapshot.breath.calibration;
    calibration = {.outcome = CalibrationOutcome::under_way,
                   .manoeuvre = Manoeuvre::belly,
                   .wanted = 6,
                   .counted = 3};
    CHECK_THAT(app::status_line(snapshot), Contains("]  3 of 6 belly breaths  rate"));
    calibration.finishing = true;
    CHECK_THAT(app::status_line(snapshot), Contains("]  the last breath  rate"));
    calibration.outcome = CalibrationOutcome::separated;
    CHECK_THAT(app::status_line(snapshot), !Contains("breath"));
}

TEST_CASE("Tremor is shown while it is on")
{
    auto snapshot = breathing();
    snapshot.breath.tremor.on = true;
    snapshot.breath.tremor.frequency_hz = {6.2, 0.3, true};
    CHECK_THAT(app::status_line(snapshot), Contains("tremor 6 Hz"));
    snapshot.breath.tremor.on = false;
    CHECK_THAT(app::status_line(snapshot), !Contains("tremor"));
}

TEST_CASE("A line that is too long for the terminal loses whole parts of its end")
{
    const auto line = app::status_line(breathing()); // 85 letters
    CHECK(app::fitted(line, 0) == line);
    CHECK(app::fitted(line, line.size() + 1) == line);
    CHECK_THAT(app::fitted(line, line.size()), EndsWith("trust ****."));
    CHECK_THAT(app::fitted(line, 60), EndsWith("rate  6.2 +-0.3/min"));
    const auto trust = line.find("  trust"); // a part may not fill the last column
    CHECK(app::fitted(line, trust).size() < trust);
    CHECK(app::fitted("without a gap", 5).size() < 5);
}
