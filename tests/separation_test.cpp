#include "breath/separation/paradox.hpp"
#include "breath/separation/rewear_watch.hpp"
#include "breath/separation/separation.hpp"
#include "support/compartments.hpp"
#include "support/infants.hpp"
#include "support/shared_data.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::breath;
using test::Compartments;

namespace {

Breath breath_of(double chest, double belly, double opposed_deg = 5)
{
    Breath breath;
    breath.amplitude = {Estimate{chest, 0, true}, Estimate{belly, 0, true}};
    breath.opposed_deg = {opposed_deg, 10, true};
    breath.partition = Partition::uncalibrated;
    breath.breath_rate_bpm = 12;
    breath.confidence = 1;
    return breath;
}

int count(const std::vector<Event>& events, EventKind kind, bool over)
{
    return int(std::count_if(events.begin(), events.end(), [=](const Event& event) {
        return event.kind == kind && event.over == over;
    }));
}

} // namespace

TEST_CASE("Paradox begins with two breaths in succession and ends with two that are not")
{
    Paradox paradox{{}};
    std::vector<Event> events;
    for (const double opposed : {5., 120., 20., 110., 130., 100., 70., 50., 80., 40., 30., 5.}) {
        BreathState state;
        paradox(breath_of(1, 1, opposed), {}, state);
        events.insert(events.end(), state.events.begin(), state.events.end());
    }
    REQUIRE(events.size() == 2);
    CHECK_FALSE(events[0].over);
    CHECK(events[0].evidence == 130);
    CHECK(events[1].over);
    CHECK(events[1].start == events[0].start);
}

TEST_CASE("A body in paradox is reported, breath for breath, and when it is over")
{
    Compartments body;
    body.seed = GENERATE(1u, 2u, 3u);
    body.parts = {{70, Compartments::Way::natural},
                  {130, Compartments::Way::opposed},
                  {190, Compartments::Way::natural}};
    const auto scene = body.make();
    test::Hearing hearing;
    hear(hearing, body, scene);
    CHECK(count(hearing.events(), EventKind::paradox, false) == 1);
    CHECK(count(hearing.events(), EventKind::paradox, true) == 1);
    const auto within = [](double time_s) { return time_s > 75 && time_s < 125; };
    int breathed = 0, heard = 0;
    for (const auto& truth : scene.breaths)
        breathed += within(truth.start_s);
    for (const Breath& breath : hearing.breaths()) {
        const double begun_s = to_seconds(breath.inspiration_onset);
        heard += within(begun_s);
        if (within(begun_s) && begun_s > 80 && begun_s < 118 && breath.phase_angle_deg.known)
            CHECK(std::fabs(breath.phase_angle_deg.value) > 120);
    }
    CHECK(std::abs(heard - breathed) <= 2); // neither twice nor not at all
}

TEST_CASE("Gains of sitting are neither those of standing nor of upright")
{
    Separation separation({});
    BreathState state;
    state.posture = Posture::sitting;
    separation.add_frame({}, {0, 0}, 3, {}, state);
    for (int i = 0; i < 40; ++i) {
        auto breath = breath_of(1 + 0.3 * (i % 3), 1 - 0.3 * (i % 3) + 0.01 * (i % 2));
        separation.add_breath(breath, {{2, 2}, {0, 0}, {0, 0}}, {}, state);
    }
    REQUIRE(separation.gains().calibrated);
    for (const Posture other : {Posture::standing, Posture::upright}) {
        state.posture = other;
        separation.add_frame({}, {0, 0}, 3, {}, state);
        CHECK_FALSE(separation.gains().calibrated);
    }
    state.posture = Posture::sitting;
    separation.add_frame({}, {0, 0}, 3, {}, state);
    CHECK(separation.gains().calibrated);
}

TEST_CASE("Gains belong to their posture")
{
    Separation separation({});
    BreathState state;
    state.posture = Posture::supine;
    separation.add_frame({}, {0, 0}, 3, {}, state);
    for (int i = 0; i < 40; ++i) {
        auto breath = breath_of(1 + 0.3 * (i % 3), 1 - 0.3 * (i % 3) + 0.01 * (i % 2));
        separation.add_breath(breath, {{2, 2}, {0, 0}, {0, 0}}, {}, state);
    }
    REQUIRE(separation.gains().calibrated);
    const double ratio = separation.gains().thoracic / separation.gains().abdominal;
    CHECK(state.events.empty());

    state.posture = Posture::upright;
    separation.add_frame({}, {0, 0}, 3, {}, state);
    CHECK_FALSE(separation.gains().calibrated);
    REQUIRE(state.events.size() == 1);
    CHECK(state.events[0].kind == EventKind::recalibration_wanted);
    CHECK_FALSE(state.events[0].over);
    for (int i = 0; i < 3; ++i) { // held for two breaths
        auto breath = breath_of(1, 1, 120);
        separation.add_breath(breath, {{1, 1}, {0, 0}, {0, 0}}, {}, state);
        CHECK(breath.abdominal_share.known == (i == 2));
        CHECK(breath.partition == Partition::uncalibrated);
    }

    state.posture = Posture::supine;
    separation.add_frame({}, {0, 0}, 3, {}, state);
    REQUIRE(separation.gains().calibrated);
    CHECK(separation.gains().thoracic / separation.gains().abdominal == ratio);
    REQUIRE(state.events.size() == 2);
    CHECK(state.events[1].over);
}

TEST_CASE("RewearWatch notices a step that stays and a band that jumps, and nothing else")
{
    RewearWatch fit{{}};
    for (int i = 0; i < 10; ++i)
        fit.add_breath(breath_of(1, 1), {0, 0});
    const auto held = [&fit](double level, double from_s, double to_s) {
        bool step = false;
        for (double t = from_s; t < to_s; t += 0.02)
            step = step || fit(t, {level, 0.5}) == RewearWatch::Finding::step;
        return step;
    };
    REQUIRE_FALSE(held(0.5, 0, 10));
    SECTION("a deep breath, even one that lasts, is no step")
    {
        CHECK_FALSE(held(2.3, 10, 30));
    }
    SECTION("a short push is none")
    {
        CHECK_FALSE(held(4, 10, 13.5));
    }
    SECTION("a belt that has moved is one")
    {
        CHECK(held(4, 10, 14.5));
    }
    const auto jumps = [&fit](double chest, double belly, int breaths) {
        bool jump = false;
        for (int i = 0; i < breaths; ++i)
            jump = jump
                || fit.add_breath(breath_of(chest, belly), {0, 0}) == RewearWatch::Finding::jump;
        return jump;
    };
    SECTION("one band at half its height")
    {
        CHECK(jumps(0.45, 1, 6));
    }
    SECTION("one band twice as high for four breaths only")
    {
        CHECK_FALSE(jumps(2.5, 1, 4));
    }
    SECTION("breath that moves to the belly")
    {
        CHECK_FALSE(jumps(0.4, 1.6, 12));
    }
    SECTION("breath that grows everywhere")
    {
        CHECK_FALSE(jumps(2.4, 2.4, 12));
    }
}

TEST_CASE("What is said of infants' breaths tells asynchronous from synchronous")
{
    const auto data = test::shared_data();
    if (!data) {
        WARN("skipped: the shared recordings are not here");
        return;
    }
    std::array<std::vector<double>, 2> live, angle, opposed, path;
    for (const auto* name : {"test01.csv", "test02.csv"}) {
        const auto recording = test::read_infants(*data / "mccribs_infant_dualrip" / name);
        const auto heard = test::hear_infants(recording);
        for (const auto& [span, state] : recording.segments) {
            const bool ill = state == 2;
            live[ill].push_back(heard.live_angle_deg(span));
            angle[ill].push_back(test::of_segment(span, heard.breaths, 0, [](auto& breath) {
                const Estimate& estimate = breath.phase_angle_deg;
                return Estimate{std::fabs(estimate.value), 0, estimate.known};
            }));
            opposed[ill].push_back(test::of_segment(
                span, heard.breaths, 0, [](auto& breath) { return breath.opposed_deg; }));
            path[ill].push_back(test::of_segment(span, heard.breaths, 1,
                                                 [](auto& breath) { return breath.path_ratio; }));
        }
    }
    CHECK(test::auc(live[0], live[1]) > 0.95);
    CHECK(test::auc(angle[0], angle[1]) > 0.93);
    CHECK(test::auc(opposed[0], opposed[1]) > 0.93);
    CHECK(test::auc(path[0], path[1]) > 0.93);
}
