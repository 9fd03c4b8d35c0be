#include "app/findings.hpp"
#include "support/told.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace crura;
using namespace crura::test;
using json::Json;

namespace {

const Json& at(const Json& json, const std::string& name)
{
    for (const auto& [key, member] : std::get<Json::Object>(json.value))
        if (key == name)
            return member;
    throw std::out_of_range(name);
}
double number(const Json& json)
{
    return std::get<double>(json.value);
}
std::string text(const Json& json)
{
    return std::get<std::string>(json.value);
}
bool is_null(const Json& json)
{
    return std::holds_alternative<std::nullptr_t>(json.value);
}

void tell(app::Findings& findings, const Breath& breath)
{
    auto snapshot = told_at(to_seconds(breath.end));
    snapshot.breath.breaths.push_back(breath);
    findings.add(snapshot, {});
}

Breath with_share(Partition partition, double share, double plus_minus)
{
    auto breath = breath_at(0);
    breath.partition = partition;
    breath.abdominal_share = known(share, plus_minus);
    return breath;
}

// Both bands are heard for ten seconds, at 25 samples a second.
void hear_both(app::Findings& findings)
{
    for (int i = 0; i <= 250; ++i) {
        const std::vector<Sample> samples = {
            {at_s(i / 25.), 1., {Band::thoracic, Quantity::displacement}},
            {at_s(i / 25.), 1., {Band::abdominal, Quantity::acceleration_x}},
            {at_s(i / 25.), 1., {Band::abdominal, Quantity::acceleration_y}}};
        findings.add(told_at(i / 25.), samples);
    }
}

} // namespace

TEST_CASE("A summary of nothing is valid, and everything in it is null or none")
{
    const app::Findings findings;
    const auto json = findings.json({});
    REQUIRE(json::parse_json(json::to_text(json)));
    for (const char* name : {"duration_s", "breath_rate_bpm", "inspiratory_time_s",
                             "expiratory_time_s", "minutes_below_10_per_minute", "phase_angle_deg"})
        CHECK(is_null(at(json, name)));
    CHECK(number(at(json, "breaths")) == 0);
    CHECK(is_null(at(at(json, "abdominal_share"), "median")));
    CHECK(is_null(at(at(json, "quality"), "thoracic")));
    CHECK(std::get<Json::Object>(at(json, "events").value).size() == kEventKinds);
}

TEST_CASE(
    "The summary's medians and quartiles are those of the breaths, and the unended one has none")
{
    app::Findings findings;
    for (const double expiratory_time_s : {8., 1., 4., 3., 2.})
        tell(findings, breath_at(0, expiratory_time_s));
    findings.add_unfinished(breath_at(50));
    const auto json = findings.json({});
    CHECK(number(at(json, "breaths")) == 6);
    CHECK(number(at(at(json, "breath_rate_bpm"), "median")) == 12);
    CHECK(number(at(at(json, "expiratory_time_s"), "median")) == 3);
    CHECK(number(at(at(json, "expiratory_time_s"), "lower_quartile")) == 2);
    CHECK(number(at(at(json, "expiratory_time_s"), "upper_quartile")) == 4);
}

TEST_CASE("The summary's share rests on the calibrated breaths where there are any")
{
    app::Findings findings;
    tell(findings, with_share(Partition::uncalibrated, 0.3, 0.2));
    auto share = at(findings.json({}), "abdominal_share");
    CHECK(text(at(share, "rests_on")) == "trend only");
    CHECK(number(at(share, "median")) == 0.3);

    tell(findings, with_share(Partition::calibrated, 0.7, 0.04));
    tell(findings, with_share(Partition::calibrated, 0.8, 0.06));
    share = at(findings.json({}), "abdominal_share");
    CHECK(text(at(share, "rests_on")) == "calibrated");
    CHECK(number(at(share, "median")) == 0.75);
    CHECK(number(at(share, "plus_minus")) == 0.05);
    CHECK(number(at(share, "breaths")) == 2);
}

TEST_CASE("Without a share the summary says why")
{
    app::Findings one;
    const std::vector<Sample> samples = {{at_s(0), 1., {Band::thoracic, Quantity::displacement}}};
    one.add(told_at(0), samples);
    CHECK(text(at(at(one.json({}), "abdominal_share"), "rests_on"))
          == "none: one sensor tells no share");
    app::Findings both;
    hear_both(both);
    CHECK(text(at(at(both.json({}), "abdominal_share"), "rests_on"))
          == "none: not known of any breath");
}

TEST_CASE("The summary's phase angle is right around paradox, where 180 is -180")
{
    app::Findings findings;
    for (const double angle : {170., -175., 178., -170., 176.}) {
        auto breath = breath_at(0);
        breath.phase_angle_deg = known(angle);
        tell(findings, breath);
    }
    CHECK(number(at(findings.json({}), "phase_angle_deg")) == 178);
}

TEST_CASE("Minutes below ten count while the rate is known and below, and not over a standstill")
{
    app::Findings findings;
    BreathState slow, fast;
    slow.breath_rate_bpm = known(6);
    fast.breath_rate_bpm = known(12);
    for (int i = 0; i < 600; ++i)
        findings.add(told_at(0.1 * i, i < 300 ? slow : fast), {});
    CHECK(number(at(findings.json({}), "minutes_below_10_per_minute")) == Approx(0.5).margin(0.01));
    findings.add(told_at(10'000, slow), {});
    CHECK(number(at(findings.json({}), "minutes_below_10_per_minute")) < 0.53);
}

TEST_CASE("The summary lists a sensor of several axes once, with its rate")
{
    app::Findings findings;
    hear_both(findings);
    const auto json = findings.json({});
    const auto& sensors = std::get<Json::Array>(at(json, "sensors").value);
    REQUIRE(sensors.size() == 2);
    CHECK(text(at(sensors[0], "band")) == "thoracic");
    CHECK(text(at(sensors[0], "measures")) == "displacement");
    CHECK(number(at(sensors[0], "rate_hz")) == 25);
    CHECK(text(at(sensors[1], "measures")) == "acceleration");
    CHECK(number(at(json, "duration_s")) == 10);
}

TEST_CASE("The summary counts events by kind, with their seconds")
{
    const auto json = app::Findings().json({event_of(EventKind::sigh, 0, 3, 2),
                                            event_of(EventKind::sigh, 10, 12.5, 2),
                                            event_of(EventKind::motion, 20, 19, 2)});
    const auto& events = at(json, "events");
    CHECK(number(at(at(events, "sigh"), "count")) == 2);
    CHECK(number(at(at(events, "sigh"), "seconds")) == 5.5);
    CHECK(number(at(at(events, "motion"), "seconds")) == 0);
    CHECK(number(at(at(events, "gap"), "count")) == 0);
}

TEST_CASE("The summary's quality of a band is its mean, with the most frequent reason")
{
    app::Findings findings;
    hear_both(findings);
    CHECK(is_null(at(at(findings.json({}), "quality"), "thoracic"))); // nothing judged it
    BreathState breath;
    auto& band = breath[Band::thoracic];
    for (int i = 0; i < 749; ++i) {
        band.quality = i < 249 ? 0.5 : 1;
        band.quality_reason = i < 249 ? QualityReason::moving : QualityReason::good;
        findings.add(told_at(11 + 0.01 * i, breath), {});
    }
    const auto json = findings.json({});
    const auto& quality = at(at(json, "quality"), "thoracic");
    CHECK(text(at(quality, "most_frequent_reason")) == "good");
    CHECK(number(at(quality, "share_of_time")) == 0.5);
    CHECK(number(at(quality, "mean")) == Approx(0.62).margin(0.01)); // the 251 without count as 0
    CHECK(is_null(at(at(json, "quality"), "abdominal")));
}

TEST_CASE("What is not finite does not reach the summary")
{
    app::Findings findings;
    auto breath = breath_at(0);
    breath.breath_rate_bpm = NAN;
    breath.inspiratory_time_s = INFINITY;
    breath.abdominal_share = known(NAN, NAN);
    breath.phase_angle_deg = known(NAN);
    tell(findings, breath);
    const auto json = findings.json({});
    CHECK(is_null(at(json, "breath_rate_bpm")));
    CHECK(is_null(at(json, "inspiratory_time_s")));
    CHECK(is_null(at(json, "phase_angle_deg")));
}
