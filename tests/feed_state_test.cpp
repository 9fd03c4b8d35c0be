#include "feed/state.hpp"

#include "feed/numbers.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace crura;
using json::Json;

namespace {

// The member at the end of these names.
const Json& at(const Json& json, const std::vector<std::string>& names)
{
    const Json* found = &json;
    for (const auto& name : names) {
        const auto* members = std::get_if<Json::Object>(&found->value);
        INFO(name);
        REQUIRE(members);
        const auto member = std::find_if(members->begin(), members->end(),
                                         [&](const auto& each) { return each.first == name; });
        REQUIRE(member != members->end());
        found = &member->second;
    }
    return *found;
}

std::string line(const Json& json, const std::vector<std::string>& names)
{
    return json::to_line(at(json, names));
}

} // namespace

TEST_CASE("A person's numbers have four digits that count, and at most three decimals")
{
    CHECK(json::to_line(feed::number(0.123456)) == "0.123");
    CHECK(json::to_line(feed::number(-0.0004)) == "0");
    CHECK(json::to_line(feed::number(6.24961)) == "6.25");
    CHECK(json::to_line(feed::number(62.4961)) == "62.5");
    CHECK(json::to_line(feed::number(-179.96)) == "-180");
    CHECK(json::to_line(feed::number(4711.3)) == "4711");
    CHECK(json::to_line(feed::moment(Time(std::chrono::nanoseconds(86'412'345'678'901))))
          == "86412.346");
    CHECK(json::to_line(feed::whole(std::uint64_t(1) << 52)) == "4503599627370496");
}

TEST_CASE("A number that is not finite is null, and so is an estimate with such a doubt")
{
    const double wrong = GENERATE(std::nan(""), std::numeric_limits<double>::infinity(),
                                  -std::numeric_limits<double>::infinity());
    CHECK(feed::number(wrong) == Json());
    CHECK(feed::seconds(wrong) == Json());
    CHECK(feed::estimate({wrong, 1, true}) == Json());
    CHECK(feed::estimate({1, wrong, true}) == Json());
    CHECK(feed::estimate({1, 1, false}) == Json());
    CHECK(json::to_line(feed::estimate({6.2, 0.31, true})) == "[6.2,0.31]");

    Snapshot snapshot;
    snapshot.breath.displacement = wrong;
    snapshot.breath.hold.held_s = wrong;
    snapshot.target.breath_rate_bpm = wrong;
    snapshot.guard.held_s = wrong;
    const auto text =
        json::to_line(feed::state_of(1, snapshot)) + json::to_line(feed::care_of(snapshot));
    CHECK(text.find("nan") == std::string::npos);
    CHECK(text.find("inf") == std::string::npos);
    CHECK(line(feed::state_of(1, snapshot), {"displacement"}) == "null");
}

TEST_CASE("A state says what the snapshot knows")
{
    Snapshot now;
    now.tick = 1230;
    now.time = time_from_seconds(512.27);
    now.breath.phase = Phase::inspiration;
    now.breath.partition = Partition::calibrated;
    now.breath.breath_rate_bpm = {6.2, 0.3, true};
    now.breath.abdominal_share = {0.64, 0.05, true};
    now.breath.calibration.outcome = CalibrationOutcome::moved;
    now.breath.calibration.last = BreathVerdict::belly_moved;
    now.session.left = from_seconds(10'234.56);
    now.session.step = 2;
    now.target.stage = GuideStage::lead;
    now.check_in = {Question::ease, CheckInTime::before, 3, {}};
    now.health.sources.push_back({true, false, 1200, 3, 2, 1});
    now.health.audio = Output::working;
    now.health.osc = Output::lost;
    now.health.sound_latency = {true, 21.04f, 35.f, 40.f};
    const Json state = feed::state_of(3, now);
    CHECK(line(state, {"mat"}) == "3");
    CHECK(line(state, {"tick"}) == "1230");
    CHECK(line(state, {"time_s"}) == "512.27");
    CHECK(line(state, {"phase"}) == "\"inspiration\"");
    CHECK(line(state, {"breath_rate_bpm"}) == "[6.2,0.3]");
    CHECK(line(state, {"inspiratory_time_s"}) == "null");
    CHECK(line(state, {"abdominal_share"}) == "[0.64,0.05]");
    CHECK(line(state, {"calibration", "outcome"}) == "\"moved\"");
    CHECK(line(state, {"calibration", "last"}) == "\"belly_moved\"");
    CHECK(line(state, {"session", "left_s"}) == "10234.6");
    CHECK(line(state, {"session", "step"}) == "2");
    CHECK(line(state, {"target", "stage"}) == "\"lead\"");
    CHECK(line(state, {"check_in", "question"}) == "\"ease\"");
    CHECK(line(state, {"check_in", "offered"}) == "3");
    CHECK(line(state, {"sources"})
          == R"([{"online":true,"finished":false,"samples":1200,"rejected":3,"lost":2}])");
    CHECK(line(state, {"outputs", "audio"}) == "\"working\"");
    CHECK(line(state, {"outputs", "osc"}) == "\"lost\"");
    CHECK(line(state, {"sound_latency_ms"}) == "[21.04,35]");
}

TEST_CASE("One sensor claims neither a belly share nor a phase angle, whatever is in the snapshot")
{
    Snapshot now;
    now.breath[Band::abdominal].valid = true;
    now.breath.abdominal_share = {0.64, 0.05, true};
    now.breath.phase_angle_deg = {10, 2, true};
    const Json state = feed::state_of(1, now);
    CHECK(line(state, {"abdominal_share"}) == "null");
    CHECK(line(state, {"phase_angle_deg"}) == "null");
    const auto& bands = std::get<Json::Array>(at(state, {"bands"}).value);
    REQUIRE(bands.size() == 1);
    CHECK(line(bands[0], {"band"}) == "\"abdominal\"");
}

TEST_CASE("A band that was heard and is silent now is still there, as one that is not valid")
{
    Snapshot now;
    now.breath[Band::thoracic].level = 3.2;
    now.breath[Band::thoracic].fault = SensorFault::silent;
    const Json state = feed::state_of(1, now);
    const auto& bands = std::get<Json::Array>(at(state, {"bands"}).value);
    REQUIRE(bands.size() == 1);
    CHECK(line(bands[0], {"valid"}) == "false");
    CHECK(line(bands[0], {"fault"}) == "\"silent\"");
}

TEST_CASE("The guard is in the care and in nothing else")
{
    Snapshot now;
    now.guard.on = true;
    now.guard.alert = Alert::act;
    now.guard.tremor_time = std::chrono::seconds(12);
    now.guard.freeze_suspected = true;
    now.air.advice = AirAdvice::yield;
    const Json care = feed::care_of(now);
    CHECK(line(care, {"guard", "alert"}) == "\"act\"");
    CHECK(line(care, {"guard", "tremor_s"}) == "12");
    CHECK(line(care, {"air", "advice"}) == "\"yield\"");
    const auto common = json::to_line(feed::state_of(1, now));
    for (const char* word : {"guard", "alert", "freeze", "advice", "care", "tremor_s"})
        CHECK(common.find(word) == std::string::npos);
}
