#include "breath/ventilation.hpp"
#include "devices/body_model.hpp"
#include "support/observing.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

using namespace crura;
using namespace crura::test;
using breath::Gains;
using breath::Ventilation;

namespace {

const Gains kEqual{1, 1, 0.2, true};

BreathState calibrated()
{
    BreathState state;
    state.band[0].valid = state.band[1].valid = true;
    state.partition = Partition::calibrated;
    return state;
}

// Breaths as they are told, each known 2 s after its end; seconds between them tick by.
class Teller {
public:
    void breathe(int times, double breath_s = 4, double depth = 10, double share = 0.5)
    {
        for (int i = 0; i < times; ++i) {
            Breath breath;
            breath.inspiration_onset = time_from_seconds(now_s);
            breath.end = time_from_seconds(now_s + breath_s);
            breath.breath_rate_bpm = 60 / breath_s;
            breath.confidence = confidence;
            if (chest)
                breath.amplitude[0] = {depth * (1 - share), 0, true};
            breath.amplitude[1] = {depth * share, 0, true};
            wait(breath_s);
            state.breaths.push_back(breath);
            look();
            state.breaths.clear();
        }
    }

    void wait(double seconds)
    {
        for (double until_s = now_s + seconds; now_s < until_s - 1e-9; now_s += 0.5)
            look();
    }

    void tell(EventKind kind, bool over)
    {
        Event event;
        event.kind = kind;
        event.over = over;
        state.events.push_back(event);
        look();
        state.events.clear();
    }

    void look() { ventilation(gains, time_from_seconds(now_s + 2), state); }
    double value() const { return state.ventilation.value; }
    bool known() const { return state.ventilation.known; }

    Ventilation ventilation{{}};
    Gains gains = kEqual;
    bool chest = true;
    double confidence = 0.9;
    double now_s = 0;
    BreathState state = calibrated();
};

// f (a - d) / (f0 (1 - d))
double alveolar(double rate_ratio, double depth)
{
    return rate_ratio * (depth - 0.3) / 0.7;
}

} // namespace

TEST_CASE("Ventilation is rate times what each breath has beyond the dead space")
{
    const double rate_ratio = GENERATE(0.45, 0.7, 1., 1.5, 2.);
    const double depth = GENERATE(0.6, 1., 1.5, 2.);
    Teller teller;
    teller.breathe(20);
    CHECK(teller.value() == Approx(1).margin(0.001));
    teller.breathe(12, 4 / rate_ratio, 10 * depth);
    REQUIRE(teller.known());
    CHECK(teller.value() == Approx(alveolar(rate_ratio, depth)).margin(0.005));
}

TEST_CASE("As deep as a slower pace needs is as usual, deeper is not")
{
    Teller teller;
    teller.breathe(20, 60. / 14);
    teller.breathe(8, 10, 10 * ((14. / 6) * 0.7 + 0.3));
    CHECK(teller.value() == Approx(1).margin(0.01));
    teller.breathe(8, 10, 10 * 14. / 6 * 1.3);
    CHECK(teller.value() > 1.5);
}

TEST_CASE("Ventilation is unknown until eight good breaths were heard, and once it is stale")
{
    Teller teller;
    teller.confidence = 0.4;
    teller.breathe(10);
    teller.confidence = 0.9;
    teller.breathe(7);
    CHECK_FALSE(teller.known());
    teller.breathe(1);
    CHECK(teller.known());

    SECTION("no breath came for long")
    {
        teller.wait(20);
        CHECK(teller.known());
        teller.wait(6);
        CHECK_FALSE(teller.known());
        teller.breathe(2);
        CHECK(teller.known());
    }
    SECTION("no band is heard")
    {
        teller.state.band[0].valid = teller.state.band[1].valid = false;
        teller.look();
        CHECK_FALSE(teller.known());
    }
    SECTION("among much movement")
    {
        teller.state.motion.level = 0.9;
        teller.breathe(10);
        CHECK_FALSE(teller.known());
    }
}

TEST_CASE("One sigh hardly counts, three deep breaths do")
{
    Teller teller;
    teller.breathe(20);
    teller.breathe(1, 5, 28);
    teller.breathe(1);
    CHECK(teller.value() > 1);
    CHECK(teller.value() < 1.2);
    teller.breathe(10);
    CHECK(teller.value() == Approx(1).margin(0.001));
    teller.breathe(3, 4, 20);
    CHECK(teller.value() > 2);
}

TEST_CASE("A sigh, speech and a low confidence do not spoil what is usual")
{
    Teller teller;
    teller.breathe(5);
    teller.breathe(1, 6, 30);
    teller.tell(EventKind::speech, false);
    teller.breathe(10, 7, 14);
    teller.tell(EventKind::speech, true);
    teller.confidence = 0.2;
    teller.breathe(5, 2, 3);
    teller.confidence = 0.9;
    teller.breathe(18);
    CHECK(teller.value() == Approx(1).margin(0.06));
}

TEST_CASE("A push against a belt is no breath, wherever the level comes to rest after it")
{
    Teller teller;
    for (auto& band : teller.state.band)
        band.tidal_amplitude = 5;
    teller.breathe(20);
    for (const double level : {4., 1., 6., 3.}) {
        teller.state.band[1].end_expiratory_level = level;
        teller.breathe(1, 1.2, 25);
    }
    teller.breathe(2);
    CHECK(teller.value() == Approx(1).margin(0.001));

    teller.breathe(1, 1.2, 25); // where the level stays, it may be one
    CHECK(teller.value() > 1.1);
}

TEST_CASE("A guide that slows and deepens the breath does not become what is usual")
{
    Teller teller;
    teller.breathe(20);
    double breath_s = 4, depth = 10;
    for (; breath_s < 10; breath_s *= 1.01, depth *= 1.011)
        teller.breathe(1, breath_s, depth);
    teller.breathe(40, breath_s, depth);
    CHECK(teller.value() == Approx(alveolar(4 / breath_s, depth / 10)).epsilon(0.06));
}

TEST_CASE("What is usual is surer with every quiet breath")
{
    Teller teller;
    devices::Random random(3);
    double before = 1;
    for (int i = 0; i < 3; ++i) {
        for (int breath = 0; breath < 10; ++breath)
            teller.breathe(1, 4 + 0.2 * random.normal(), 10 + 0.5 * random.normal());
        CHECK(teller.state.ventilation.plus_minus < before);
        before = teller.state.ventilation.plus_minus;
    }
}

TEST_CASE("Gains that are found meanwhile weigh the breaths that were heard before, too")
{
    Teller teller;
    teller.gains = {};
    teller.breathe(20, 4, 10, 0.7);
    teller.gains = {2, 1, 0.2, true};
    teller.breathe(3, 4, 10, 0.7);
    CHECK(teller.value() == Approx(1).margin(0.001));
}

TEST_CASE("A share that shifts between bands makes the ventilation doubtful as far as gains are")
{
    Teller sure, unsure;
    unsure.gains.log_ratio_plus_minus = 1;
    for (auto* teller : {&sure, &unsure}) {
        teller->breathe(20, 4, 10, 0.7);
        teller->breathe(8, 4, 10, 0.4);
    }
    CHECK(sure.state.ventilation.plus_minus < 0.12);
    CHECK(unsure.state.ventilation.plus_minus > 0.28);
}

TEST_CASE("One band alone says how much, with much doubt")
{
    Teller teller;
    teller.chest = false;
    teller.state.partition = Partition::none;
    teller.breathe(20);
    REQUIRE(teller.known());
    CHECK(teller.state.ventilation.plus_minus >= 0.3);
}

TEST_CASE("A band that comes or goes is not taken for breathing")
{
    Teller teller;
    teller.breathe(20);
    teller.chest = false;
    teller.state.partition = Partition::none;
    teller.breathe(7);
    CHECK_FALSE(teller.known());
    teller.breathe(8); // of this band alone: they are the usual now
    CHECK(teller.value() == Approx(1).margin(0.001));
}

TEST_CASE("What is usual is learnt anew when the belts, the body or a person ask for it")
{
    Teller teller;
    teller.breathe(20);
    teller.breathe(8, 4, 13);
    const double before = teller.value();
    REQUIRE(before > 1.4);

    SECTION("recalibration: as it is now is usual")
    {
        teller.ventilation.obey(Command::recalibrate);
        teller.look();
        CHECK_FALSE(teller.known());
        teller.breathe(8, 4, 13);
        CHECK(teller.value() == Approx(1).margin(0.001));
    }
    SECTION("moved belts: the breath goes on as it was")
    {
        teller.tell(EventKind::recalibration_wanted, false);
        CHECK_FALSE(teller.known());
        teller.breathe(8, 4, 77);
        CHECK(teller.value() == Approx(before).margin(0.01));
        teller.tell(EventKind::recalibration_wanted, true); // over: nothing new
        CHECK(teller.known());
    }
    SECTION("another posture: the breath goes on as it was")
    {
        teller.state.posture = Posture::supine;
        teller.look();
        CHECK(teller.known()); // it is only known now
        teller.state.posture = Posture::unknown;
        teller.look();
        CHECK(teller.known());
        teller.state.posture = Posture::left_side;
        teller.look();
        CHECK_FALSE(teller.known());
        teller.breathe(8, 4, 5);
        CHECK(teller.value() == Approx(before).margin(0.01));
    }
    SECTION("upright, seen more closely, is no other posture")
    {
        teller.state.posture = Posture::upright;
        teller.look();
        teller.state.posture = Posture::sitting;
        teller.look();
        CHECK(teller.known());
        teller.state.posture = Posture::standing;
        teller.look();
        CHECK_FALSE(teller.known());
    }
}

TEST_CASE("What is breathed on request during a calibration does not count")
{
    Teller teller;
    teller.breathe(20);
    teller.state.calibration.outcome = CalibrationOutcome::under_way;
    teller.state.calibration.manoeuvre = Manoeuvre::chest;
    teller.breathe(6, 4, 30);
    teller.state.calibration.outcome = CalibrationOutcome::separated;
    teller.breathe(2);
    CHECK(teller.value() == Approx(1).margin(0.001));
}

TEST_CASE("A copy of Ventilation goes on as the original does")
{
    Teller one;
    one.breathe(15);
    Teller other = one;
    one.breathe(9, 6, 21);
    other.breathe(9, 6, 21);
    CHECK(one.value() == other.value());
    CHECK(one.state.ventilation.plus_minus == other.state.ventilation.plus_minus);
}

// The simulated body deepens a slower breath by as much as the dead space asks for.
TEST_CASE("From belts, a body that is led to half its pace and deepens as it must stays near 1")
{
    devices::BodyModel body({.breath_rate_bpm = 13,
                             .abdominal_share = 0.6,
                             .phase_angle_deg = 10,
                             .time_variability = 0.05,
                             .amplitude_variability = 0.06,
                             .following = 1,
                             .noise = 0.01},
                            4);
    std::vector<Sample> samples;
    constexpr double kLedFrom = 120, kUntil = 420;
    for (auto reading = body.next(); reading.time_s <= kUntil; reading = body.next()) {
        Target guide;
        if (reading.time_s > kLedFrom) {
            const double period_s = 60 / 6.5;
            guide.level = 1;
            guide.breath_rate_bpm = 6.5;
            guide.inspiratory_time_s = 0.4 * period_s;
            guide.expiratory_time_s = 0.6 * period_s;
            guide.cycle_position = std::fmod(reading.time_s, period_s) / period_s;
        }
        body.hear(guide);
        for (const Band band : {Band::thoracic, Band::abdominal})
            samples.push_back({time_from_seconds(reading.time_s),
                               reading.level[std::size_t(band)],
                               {band, Quantity::displacement}});
    }
    Observing hear;
    int slow = 0, known = 0;
    double sum = 0, most = 0, rate_bpm = 0;
    hear(samples, samples.back().time, [&](Time now, const BreathState& state) {
        if (to_seconds(now) < 240)
            return;
        ++slow;
        if (!state.ventilation.known)
            return;
        ++known;
        sum += state.ventilation.value;
        most = std::max(most, std::fabs(state.ventilation.value - 1));
        rate_bpm = state.breath_rate_bpm.value;
    });
    CHECK(rate_bpm == Approx(6.5).margin(0.4)); // it was led
    CHECK(known > 0.98 * slow);
    CHECK(sum / known == Approx(1).margin(0.1));
    CHECK(most < 0.25);
}
