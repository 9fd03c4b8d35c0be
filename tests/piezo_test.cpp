#include "breath/sensors/sensor_timing.hpp"
#include "support/breather.hpp"
#include "support/hearing.hpp"
#include "support/high_pass.hpp"
#include "support/labelled_recordings.hpp"
#include "support/labels.hpp"
#include "support/shared_data.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace crura;
using breath::SensorClass;

namespace {

constexpr double kCornerHz = 0.1; // what is assumed of a belt that nobody knows
constexpr Channel kPiezo{Band::thoracic, Quantity::displacement_ac};
constexpr Channel kDisplacement{Band::thoracic, Quantity::displacement};

struct Errors {
    std::vector<double> inspiration_s, expiration_s;
    std::size_t missed = 0;
};

// What is heard of a belt with this corner, against the truth; of the time after 60 s.
Errors heard(test::Breather breather, double corner_hz, Channel channel)
{
    const double until_s = std::max(180., 16 * breather.period_s());
    const auto truth = breather.breaths(until_s);
    test::HighPass belt(corner_hz, 100);
    devices::Random random(2);
    std::vector<Sample> samples;
    for (double t = 0; t < until_s; t += 0.01)
        samples.push_back({time_from_seconds(t),
                           32768 + 5000 * (belt(breather.level(t)) + 0.005 * random.normal()),
                           channel});
    test::Hearing hearing;
    hearing(samples, samples.back().time);

    Errors errors;
    for (const auto& breath : truth) {
        if (breath.inspiration_onset_s < 60 || breath.end_s > until_s - breather.period_s())
            continue;
        const Breath* nearest = nullptr;
        const auto away_s = [&](const Breath& found) {
            return to_seconds(found.inspiration_onset) - breath.inspiration_onset_s;
        };
        for (const Breath& found : hearing.breaths())
            if (!nearest || std::fabs(away_s(found)) < std::fabs(away_s(*nearest)))
                nearest = &found;
        if (!nearest || std::fabs(away_s(*nearest)) > 0.25 * breather.period_s()) {
            ++errors.missed;
            continue;
        }
        errors.inspiration_s.push_back(away_s(*nearest));
        errors.expiration_s.push_back(to_seconds(nearest->expiration_onset)
                                      - breath.expiration_onset_s);
    }
    return errors;
}

} // namespace

TEST_CASE("A piezo belt's turns are not early, from 4 to 30 breaths a minute")
{
    const double rate_bpm = GENERATE(4., 6., 10., 15., 20., 30.);
    CAPTURE(rate_bpm);
    const auto errors = heard({.rate_bpm = rate_bpm, .variability = 0.05}, kCornerHz, kPiezo);
    CHECK(errors.missed == 0);
    CHECK(std::fabs(test::percentile(errors.inspiration_s, 50)) < 0.06);
    CHECK(std::fabs(test::percentile(errors.expiration_s, 50)) < 0.06);
}

TEST_CASE("A piezo belt taken for a displacement belt is early")
{
    const auto errors = heard({.rate_bpm = 15, .variability = 0.05}, kCornerHz, kDisplacement);
    CHECK(test::percentile(errors.inspiration_s, 50) < -0.25);
}

TEST_CASE("A recorded piezo belt's turns come later than the belt shows them, none is lost")
{
    const auto data = test::shared_data();
    if (!data) {
        WARN("skipped: the recordings are not here; set CRURA_DATA to their folder");
        return;
    }
    auto recording = test::labelled_recording("plux_resp__plux_pzt_100hz__pzt_counts16");
    const auto labels = test::read_labels(*data / "labels", recording.name);
    const auto turns = [&](Channel channel) {
        recording.channel = channel;
        const auto samples = test::read_samples(*data, recording);
        test::Hearing hearing;
        hearing(samples, samples.back().time);
        return test::score(labels, hearing.all_breaths());
    };
    const auto as_is = turns(kDisplacement), restored = turns(kPiezo);
    CHECK(restored.inspiration.hits + restored.inspiration.missed
          == as_is.inspiration.hits + as_is.inspiration.missed);
    CHECK(restored.expiration.missed == 0);
    const double later_s = test::percentile(restored.expiration.error_s, 50)
        - test::percentile(as_is.expiration.error_s, 50);
    CHECK(later_s > 0.05);
    CHECK(later_s < 0.5);
}

TEST_CASE("A cue aims at the airflow: a belt leads it a little, flow does not")
{
    const Time onset = time_from_seconds(100);
    CHECK(breath::airflow_time(onset, Phase::inspiration, SensorClass::displacement)
          == time_from_seconds(100.04));
    CHECK(breath::airflow_time(onset, Phase::expiration, SensorClass::piezo)
          == time_from_seconds(100.05));
    CHECK(breath::airflow_time(onset, Phase::inspiration, SensorClass::flow) == onset);
}
