#include "breath/separation/calibration.hpp"
#include "devices/body_random.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace crura;
using breath::Calibration;
using breath::Gains;

namespace {

// A minute and more of a person whose sensors have these gains [volume / sensor unit], who takes
// breaths of about the same volume and varies how much of it is belly.
struct Person {
    double thoracic_gain = 1;
    double abdominal_gain = 1;
    double abdominal_share = 0.6;
    double share_sd = 0.1;
    double volume_sd = 0.03;
    double noise = 0; // of each amplitude, of the mean one

    Gains measured(unsigned seed) const
    {
        devices::Random random(seed);
        Calibration calibration{{}};
        while (!calibration.done()) {
            const double volume = 1 + volume_sd * random.normal();
            const double share = abdominal_share + share_sd * random.normal();
            const double chest = volume * (1 - share) / thoracic_gain;
            const double belly = volume * share / abdominal_gain;
            calibration.add_breath(chest * (1 + noise * random.normal()),
                                   belly * (1 + noise * random.normal()), 4);
        }
        return calibration.gains();
    }
};

} // namespace

TEST_CASE("Calibration recovers the ratio of the gains, whatever the units")
{
    const double ratio = GENERATE(0.2, 0.5, 1., 2., 5.);
    const double unit = GENERATE(1e-3, 1., 1e3);
    const unsigned seed = GENERATE(range(1u, 6u));
    const Person person{.thoracic_gain = ratio * unit, .abdominal_gain = unit};
    const Gains gains = person.measured(seed);
    REQUIRE(gains.calibrated);
    CHECK(std::log(gains.thoracic / gains.abdominal) == Approx(std::log(ratio)).margin(0.2));
}

TEST_CASE("A calibrated share of the abdomen is right within 5 points")
{
    const double ratio = GENERATE(0.3, 1., 3.);
    const Person person{.thoracic_gain = ratio, .abdominal_gain = 1};
    const Gains gains = person.measured(GENERATE(range(1u, 11u)));
    REQUIRE(gains.calibrated);
    for (const double share : {0.1, 0.3, 0.5, 0.7, 0.9}) {
        const auto estimate = gains.abdominal_share((1 - share) / ratio, share);
        REQUIRE(estimate.known);
        CHECK(estimate.value == Approx(share).margin(0.05));
    }
}

TEST_CASE("The interval of a calibrated ratio covers the truth nine times of ten")
{
    const Person person{.thoracic_gain = 2, .volume_sd = GENERATE(0.03, 0.05)};
    int covered = 0, calibrated = 0;
    for (unsigned seed = 1; seed <= 200; ++seed) {
        const Gains gains = person.measured(seed);
        calibrated += gains.calibrated;
        const double off = std::log(gains.thoracic / gains.abdominal) - std::log(2);
        covered += gains.calibrated && std::fabs(off) <= gains.log_ratio_plus_minus;
    }
    CHECK(calibrated >= 150);
    CHECK(covered >= 0.85 * calibrated);
}

TEST_CASE("Bands that move alike stay uncalibrated")
{
    SECTION("when nothing but the depth of the breath varies")
    {
        const Person person{.share_sd = 0, .volume_sd = GENERATE(0., 0.1, 0.3)};
        CHECK_FALSE(person.measured(GENERATE(range(1u, 11u))).calibrated);
    }
    SECTION("when what varies between them is mostly measurement noise, not always")
    {
        int calibrated = 0;
        for (unsigned seed = 1; seed <= 50; ++seed)
            calibrated +=
                Person{.share_sd = 0.01, .volume_sd = 0.2, .noise = 0.02}.measured(seed).calibrated;
        CHECK(calibrated <= 2);
    }
}

TEST_CASE("Uncalibrated gains say that they know little")
{
    const Gains gains;
    CHECK_FALSE(gains.calibrated);
    const auto share = gains.abdominal_share(1, 1);
    CHECK(share.value == 0.5);
    CHECK(share.plus_minus >= 0.2);
}

TEST_CASE("Gains know no share of a breath in which nothing moved, and keep within 0 and 1")
{
    const Gains gains{.thoracic = 2, .abdominal = 3, .log_ratio_plus_minus = 0.1};
    CHECK_FALSE(gains.abdominal_share(0, 0).known);
    CHECK_FALSE(gains.abdominal_share(-1, -1).known);
    CHECK(gains.abdominal_share(-0.2, 1).value == 1); // the chest went in: paradox
    CHECK(gains.abdominal_share(1, -0.2).value == 0);
    CHECK(gains.abdominal_share(3, 2).value == 0.5);
}

TEST_CASE("Calibration takes a minute of breathing and at least five breaths")
{
    const double breath_time_s = GENERATE(2., 5., 20., 30.);
    Calibration calibration{{}};
    CHECK(calibration.progress() == 0);
    int breaths = 0;
    double before = 0;
    while (!calibration.done()) {
        calibration.add_breath(1, 1, breath_time_s);
        ++breaths;
        REQUIRE(calibration.progress() >= before);
        before = calibration.progress();
        REQUIRE(breaths < 100);
    }
    CHECK(breaths >= 5);
    CHECK(breaths * breath_time_s >= 60);
    CHECK(calibration.progress() == 1);
}

TEST_CASE("Calibration says the same about the same breaths")
{
    const Gains one = Person{}.measured(3), other = Person{}.measured(3);
    CHECK(one.thoracic == other.thoracic);
    CHECK(one.abdominal == other.abdominal);
    CHECK(one.log_ratio_plus_minus == other.log_ratio_plus_minus);
}

TEST_CASE("Calibration of bands that did not move, or moved the wrong way, stays uncalibrated")
{
    const double chest = GENERATE(0., -1.);
    Calibration calibration{{}};
    for (int i = 0; i < 20; ++i)
        calibration.add_breath(chest, 1 + 0.1 * (i % 3), 4);
    CHECK_FALSE(calibration.gains().calibrated);
    CHECK_FALSE(Calibration({}).gains().calibrated);
}
