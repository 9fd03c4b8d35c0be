#include "support/labelled_recordings.hpp"
#include "support/shared_data.hpp"
#include "support/worn_sensors.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <string>

using namespace crura;
using test::WornSensors;
using Body = devices::BodyModel::Params;

namespace {

constexpr Band kChest = Band::thoracic, kBelly = Band::abdominal;

const Body kUsual{.time_variability = 0.08,
                  .amplitude_variability = 0.15,
                  .heartbeat_ripple = 0.02,
                  .drift = 0.1,
                  .noise = 0.003};

// The share of the time from 30 s on for which the band's quality has this reason.
struct Shares {
    std::array<double, 9> by_reason{};
    double lowest = 1, highest = 0;

    double operator[](QualityReason reason) const { return by_reason[std::size_t(reason)]; }
};

Shares judged(const std::vector<Sample>& samples, Band band, double from_s = 30, Motion motion = {})
{
    WornSensors sensors;
    sensors.motion = motion;
    Shares shares;
    double frames = 0;
    sensors(samples, [&](Time now, const BreathState& state) {
        if (to_seconds(now) < from_s)
            return;
        ++frames;
        ++shares.by_reason[std::size_t(state[band].quality_reason)];
        shares.lowest = std::min(shares.lowest, state[band].quality);
        shares.highest = std::max(shares.highest, state[band].quality);
    });
    for (auto& each : shares.by_reason)
        each /= frames;
    return shares;
}

test::Sensor chest_only(test::Sensor other = {})
{
    return [other](Band band, double time_s, double level) -> std::optional<double> {
        if (band == kBelly)
            return std::nullopt;
        return other ? other(band, time_s, level) : level;
    };
}

} // namespace

TEST_CASE("A belt worn well is good, at any rate and of either polarity")
{
    Body body = kUsual;
    body.breath_rate_bpm = GENERATE(4., 12., 25.);
    body.gain = {GENERATE(1., -1.), 1};
    CAPTURE(body.breath_rate_bpm, body.gain[0]);
    const auto shares = judged(test::worn(body, 120), kChest, 60);
    CHECK(shares[QualityReason::good] > 0.98);
    CHECK(shares.lowest > 0.6);
}

TEST_CASE("Breathing at an uneven pace is good signal")
{
    Body body = kUsual;
    body.time_variability = 0.25;
    body.amplitude_variability = 0.25;
    const unsigned seed = GENERATE(1u, 2u, 3u);
    CHECK(judged(test::worn(body, 180, {}, seed), kChest)[QualityReason::good] > 0.95);
}

TEST_CASE("Paradox is good signal")
{
    Body body = kUsual;
    body.phase_angle_deg = GENERATE(60., 90., 120., 150.);
    const auto samples = test::worn(body, 120);
    CHECK(judged(samples, kChest)[QualityReason::good] > 0.95);
    CHECK(judged(samples, kBelly)[QualityReason::good] > 0.95);
}

TEST_CASE("What keeps the quality down is named")
{
    SECTION("too little was heard")
    {
        CHECK(judged(test::worn(kUsual, 6), kChest, 2)[QualityReason::starting] == 1);
    }
    SECTION("no signal")
    {
        const auto cut = [](Band, double time_s, double level) {
            return time_s < 60 ? std::optional(level) : std::nullopt;
        };
        auto samples = test::worn(kUsual, 80, cut);
        samples.push_back({time_from_seconds(80), 0, {kBelly, Quantity::flow}}); // time goes on
        const auto shares = judged(samples, kChest, 61);
        CHECK(shares[QualityReason::no_signal] == 1);
        CHECK(shares.highest == 0);
    }
    SECTION("noise")
    {
        Body body = kUsual;
        body.noise = 0.1; // the chest breathes 0.5
        const auto shares = judged(test::worn(body, 90), kChest, 40);
        CHECK(shares[QualityReason::weak] > 0.95);
    }
    SECTION("the end of the range")
    {
        const auto clip =
            chest_only([](Band, double, double level) { return std::min(level, 0.3); });
        CHECK(judged(test::worn(kUsual, 120, clip), kChest, 60)[QualityReason::saturated] > 0.8);
    }
    SECTION("motion")
    {
        Motion motion;
        motion.level = 0.8;
        const auto shares = judged(test::worn(kUsual, 60), kChest, 30, motion);
        CHECK(shares[QualityReason::moving] == 1);
        CHECK(shares.highest < 0.3);
    }
    SECTION("losses of 0.2 s, bridged")
    {
        const auto holed = chest_only([](Band, double time_s, double level) {
            return std::fmod(time_s, 1.) < 0.2 ? std::nullopt : std::optional(level);
        });
        CHECK(judged(test::worn(kUsual, 90, holed), kChest, 50)[QualityReason::losing] > 0.9);
    }
    SECTION("breaths unlike each other")
    {
        // What a belt sends that rubs: wandering, as smooth as a breath.
        devices::Random random(4);
        double wandering = 0, smooth = 0;
        const auto rubs = chest_only([&](Band, double, double) {
            wandering += -0.01 * wandering + random.normal();
            smooth += 0.02 * (wandering - smooth);
            return smooth;
        });
        const auto shares = judged(test::worn(kUsual, 240, rubs), kChest, 60);
        CHECK(shares[QualityReason::irregular] > 0.25);
    }
    SECTION("the bands go each its own way")
    {
        Body other = kUsual;
        other.breath_rate_bpm = 17;
        auto samples = test::worn(kUsual, 180, chest_only());
        for (const Sample& sample : test::worn(other, 180, {}, 9))
            if (sample.channel.band == kBelly)
                samples.push_back(sample);
        std::stable_sort(samples.begin(), samples.end(),
                         [](auto& a, auto& b) { return a.time < b.time; });
        const auto shares = judged(samples, kBelly, 60);
        CHECK(shares[QualityReason::apart] + shares[QualityReason::irregular] > 0.7);
        CHECK(shares[QualityReason::apart] > 0.2);
    }
}

TEST_CASE("Quality stays between 0 and 1 whatever comes")
{
    devices::Random random(11);
    const auto wild = [&](Band, double time_s, double level) -> std::optional<double> {
        if (random.uniform() < 0.2)
            return std::nullopt;
        if (random.uniform() < 0.01)
            return 1e12 * random.normal();
        return time_s < 20 ? 0 : level;
    };
    WornSensors sensors;
    bool inside = true;
    sensors(test::worn(kUsual, 60, wild), [&](Time, const BreathState& state) {
        for (const BandState& band : state.band)
            inside = inside && band.quality >= 0 && band.quality <= 1;
    });
    CHECK(inside);
}

TEST_CASE("Belts at rest are good signal, a belt whose breaths cannot be told apart is not")
{
    const auto data = test::shared_data();
    if (!data) {
        WARN("skipped: the recordings are not here; set CRURA_DATA to their folder");
        return;
    }
    for (const auto* name :
         {"neurokit_rsp__bio_resting_8min_100hz__RSP", "respy_belts__Listener_HpSp__Headphones",
          "hexoskin_dualrip__record_288129__respiration_abdominal"}) {
        CAPTURE(name);
        const auto recording = test::labelled_recording(name);
        const auto shares = judged(test::read_samples(*data, recording), recording.channel.band);
        CHECK(shares[QualityReason::good] > 0.97);
    }
    const auto unreadable = test::read_samples(
        *data,
        {.name = "P1", .file = "physiokit_arduino_belt/P1_S1_baseline.csv", .column = "Resp"});
    CHECK(judged(unreadable, kChest)[QualityReason::good] < 0.5);
}
