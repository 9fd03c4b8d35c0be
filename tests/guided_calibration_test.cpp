#include "breath/separation/guided_calibration.hpp"

#include "breath/separation/calibration_words.hpp"
#include "support/compartments.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace crura;
using namespace crura::breath;
using test::Compartments;

namespace {

// Breaths of given amplitudes, 5 s each, straight into the state machine.
struct Leading {
    GuidedCalibration guided{{}};
    double now_s = 0;

    Time now() const { return time_from_seconds(now_s); }
    void begin(Manoeuvre manoeuvre) { guided.begin(manoeuvre, now(), {1, 1}); }
    BreathVerdict breathe(double chest, double belly, double confidence = 0.9)
    {
        Breath breath;
        breath.inspiration_onset = time_from_seconds(now_s + 0.1);
        breath.expiration_onset = time_from_seconds(now_s + 2);
        breath.end = time_from_seconds(now_s + 5.1);
        breath.amplitude = {Estimate{chest, 0, true}, Estimate{belly, 0, true}};
        breath.confidence = confidence;
        now_s += 5;
        guided(now(), Levels{0, 0});
        guided.add_breath(breath);
        return guided.guidance().last;
    }
    void breathe_often(double chest, double belly)
    {
        for (int i = 0; i < 6; ++i)
            breathe(chest * (1 + 0.02 * (i % 3)), belly * (1 + 0.02 * (i % 2)));
    }
    std::optional<Calibration::Result> finish()
    {
        guided.finish(now());
        breathe(1, 1);
        return guided.take_result();
    }
};

} // namespace

TEST_CASE("A guided calibration finds the share within 3 points on average, and knows its doubt")
{
    Compartments body;
    body.seed = GENERATE(range(1u, 5u));
    body.gain = {2, 0.6};
    const auto scene = body.make();
    test::Hearing hearing;
    hear(hearing, body, scene);
    REQUIRE(hearing.tracker().guidance().outcome == CalibrationOutcome::separated);
    double off = 0;
    int breaths = 0, covered = 0;
    for (const auto& truth : scene.breaths)
        for (const Breath& breath : hearing.breaths())
            if (truth.way == Compartments::Way::wandering
                && breath.partition == Partition::calibrated
                && std::fabs(to_seconds(breath.expiration_onset) - truth.peak_s()) < 1) {
                const double error = std::fabs(breath.abdominal_share.value - truth.share);
                off += error;
                ++breaths;
                covered += error <= breath.abdominal_share.plus_minus;
            }
    REQUIRE(breaths > 20);
    CHECK(off / breaths < 0.03);
    CHECK(covered >= 0.85 * breaths);
}

TEST_CASE("Manoeuvres that were all alike separate nothing, and say so")
{
    Leading leading;
    leading.begin(Manoeuvre::natural);
    leading.breathe_often(1, 1);
    leading.begin(Manoeuvre::belly);
    CHECK(leading.breathe(1, 1) == BreathVerdict::chest_moved);
    leading.begin(Manoeuvre::chest);
    CHECK(leading.breathe(1, 1) == BreathVerdict::belly_moved);
    const auto result = leading.finish();
    REQUIRE(result);
    CHECK_FALSE(result->gains.calibrated);
    CHECK(leading.guided.guidance().outcome == CalibrationOutcome::alike);
}

TEST_CASE("Each breath of a manoeuvre is judged")
{
    Leading leading;
    leading.begin(Manoeuvre::natural);
    CHECK(leading.breathe(1, 1) == BreathVerdict::counted);
    CHECK(leading.breathe(1, 1, 0.1) == BreathVerdict::faint);
    CHECK(leading.breathe(2.5, 2.5) == BreathVerdict::unlike);
    CHECK(leading.breathe(1, 1) == BreathVerdict::counted);
    leading.begin(Manoeuvre::belly);
    CHECK(leading.guided.guidance().counted == 0);
    CHECK(leading.breathe(0.1, 2) == BreathVerdict::counted);
    CHECK(leading.breathe(-0.1, 2) == BreathVerdict::counted);
    CHECK(leading.breathe(0.1, 4) == BreathVerdict::unlike);
    CHECK(leading.guided.guidance().heard == 3);
    CHECK(leading.guided.guidance().counted == 2);
    CHECK(leading.guided.guidance().wanted == 6);
}

TEST_CASE(
    "Chest and belly breaths give the ratio of the gains, and too few or the wrong way do not")
{
    Leading leading;
    leading.begin(Manoeuvre::natural);
    leading.breathe_often(0.5, 1);
    leading.begin(Manoeuvre::belly);
    leading.breathe_often(0.02, 2);
    SECTION("three times as sensitive")
    {
        leading.begin(Manoeuvre::chest);
        leading.breathe_often(1, 0.05);
        const auto result = leading.finish();
        REQUIRE(result);
        REQUIRE(result->separable == Separable::yes);
        CHECK(result->gains.thoracic / result->gains.abdominal == Approx(2).epsilon(0.1));
        CHECK(result->condition < 5);
        CHECK_FALSE(leading.guided.take_result()); // only once
    }
    SECTION("no chest breath")
    {
        const auto result = leading.finish();
        REQUIRE(result);
        CHECK(result->separable == Separable::too_few);
    }
    SECTION("the posture changed")
    {
        leading.guided.abandon();
        CHECK_FALSE(leading.finish());
        CHECK(leading.guided.guidance().outcome == CalibrationOutcome::moved);
    }
}

TEST_CASE("Isovolume swings give the ratio, and no swings say that they were none")
{
    const bool clear = GENERATE(true, false);
    Leading leading;
    leading.begin(Manoeuvre::natural);
    leading.breathe_often(1, 1);
    leading.begin(Manoeuvre::isovolume);
    for (double t = 0; t < 12; t += 0.02) {
        const double shift = std::sin(2 * std::numbers::pi * t / 2);
        // The chest counts twice: for each unit of it the belly moves two.
        const double chest = clear ? 0.5 * shift : 0.2 * std::sin(t);
        leading.guided(time_from_seconds(leading.now_s + t), Levels{chest, -shift});
    }
    leading.now_s += 12;
    const auto result = leading.finish();
    REQUIRE(result);
    if (clear) {
        REQUIRE(result->separable == Separable::yes);
        CHECK(result->gains.thoracic / result->gains.abdominal == Approx(2).epsilon(0.05));
    } else
        CHECK(result->separable == Separable::unclear);
}

TEST_CASE("A guided calibration that nobody finishes ends by itself")
{
    Leading leading;
    leading.begin(Manoeuvre::natural);
    for (double t = 0; t < 300; t += 0.5)
        leading.guided(time_from_seconds(t), std::nullopt);
    CHECK_FALSE(leading.guided.under_way());
    CHECK(leading.guided.guidance().outcome == CalibrationOutcome::too_few);
}

TEST_CASE("Every step, verdict and outcome has words, and none of them asks for more")
{
    std::vector<std::string_view> all;
    for (int i = 0; i <= int(Manoeuvre::isovolume); ++i)
        all.push_back(words(Manoeuvre(i)));
    for (int i = 0; i <= int(BreathVerdict::belly_moved); ++i)
        all.push_back(words(BreathVerdict(i)));
    for (int i = 0; i <= int(CalibrationOutcome::moved); ++i)
        all.push_back(words(CalibrationOutcome(i)));
    for (const auto text : all) {
        CHECK_FALSE(text.empty());
        for (const auto* word : {"deep", "push", "try", "hold", "wrong", "good", "bad", "fail"})
            CHECK(text.find(word) == std::string_view::npos);
    }
}
