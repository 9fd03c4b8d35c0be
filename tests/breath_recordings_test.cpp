#include "support/correlation.hpp"
#include "support/hearing.hpp"
#include "support/labelled_recordings.hpp"
#include "support/labels.hpp"
#include "support/shared_data.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::test;

namespace {

const std::string kChest = "hexoskin_dualrip__record_288129__respiration_thoracic";
const std::string kBelly = "hexoskin_dualrip__record_288129__respiration_abdominal";

void check_promises(const Score& score, double rate_mae_bpm)
{
    for (const EventScore* kind : {&score.inspiration, &score.expiration}) {
        CHECK(kind->hits >= 35);
        CHECK(kind->f1() >= 0.99);
        CHECK(percentile(magnitudes(kind->error_s), 50) < 0.05);
    }
    CHECK(percentile(score.inspiration.latency_s, 50) < 0.25);
    CHECK(percentile(score.inspiration.latency_s, 90) < 0.35);
    CHECK(percentile(score.expiration.latency_s, 50) < 1);
    CHECK(score.rate_mae_bpm() < rate_mae_bpm);
    CHECK(score.windows_without_rate == 0);
}

Breath found_breath(double inspiration_s, double expiration_s, double known_after_s)
{
    Breath breath;
    breath.inspiration_onset = time_from_seconds(inspiration_s);
    breath.expiration_onset = time_from_seconds(expiration_s);
    breath.inspiration_known_at = time_from_seconds(inspiration_s + known_after_s);
    breath.expiration_known_at = time_from_seconds(expiration_s + known_after_s);
    return breath;
}

Labels even_labels(int breaths)
{
    Labels labels;
    for (int i = 0; i < breaths; ++i) {
        labels.inspiration.time_s.push_back(10 + 5. * i);
        labels.expiration.time_s.push_back(12 + 5. * i);
    }
    labels.last_s = labels.expiration.time_s.back();
    return labels;
}

} // namespace

TEST_CASE("The score of breaths against labels is that of the rules")
{
    auto labels = even_labels(20);
    std::vector<Breath> found;
    for (int i = 0; i < 20; ++i)
        found.push_back(found_breath(10.1 + 5 * i, 11.7 + 5 * i, 0.5));

    SECTION("every breath, a little off")
    {
        const auto result = score(labels, found);
        CHECK(result.inspiration.f1() == 1);
        CHECK(percentile(result.inspiration.error_s, 50) == Approx(0.1));
        CHECK(percentile(result.expiration.error_s, 50) == Approx(-0.3));
        CHECK(percentile(result.inspiration.latency_s, 90) == Approx(0.6));
        CHECK(result.rate_mae_bpm() == Approx(0).margin(1e-9));
    }
    SECTION("half a second off is near enough, more is a miss and a false alarm")
    {
        found[3] = found_breath(25.5, 27, 0);
        found[4] = found_breath(30.51, 32, 0);
        const auto result = score(labels, found);
        CHECK(result.inspiration.hits == 19);
        CHECK(result.inspiration.missed == 1);
        CHECK(result.inspiration.false_alarms == 1);
    }
    SECTION("every second one missed, or every one twice")
    {
        std::vector<Breath> half, twice;
        for (std::size_t i = 0; i < 20; ++i) {
            if (i % 2)
                half.push_back(found[i]);
            twice.push_back(found[i]);
            twice.push_back(found_breath(12.5 + 5 * double(i), 14 + 5 * double(i), 0));
        }
        CHECK(score(labels, half).inspiration.missed == 10);
        CHECK(score(labels, half).inspiration.f1() == Approx(2. / 3));
        CHECK(score(labels, twice).inspiration.false_alarms >= 19);
        CHECK(score(labels, half).rate_mae_bpm() == Approx(6).margin(0.5));
    }
    SECTION("neither the start, nor excluded spans, nor holes, nor what comes after the end count")
    {
        labels.excluded.push_back({33, 43});
        labels.inspiration.holes.push_back({52, 57});
        labels.inspiration.time_s.erase(labels.inspiration.time_s.begin() + 9); // at 55 s
        found.push_back(found_breath(3, 4, 0));
        found.push_back(found_breath(37, 38, 0));
        found.push_back(found_breath(200, 201, 0));
        std::sort(found.begin(), found.end(), [](const Breath& a, const Breath& b) {
            return a.inspiration_onset < b.inspiration_onset;
        });
        const auto result = score(labels, found);
        CHECK(result.inspiration.false_alarms == 0);
        CHECK(result.inspiration.missed == 0);
        CHECK(result.inspiration.hits == 17);
    }
    SECTION("no breath found")
    {
        const auto result = score(labels, {});
        CHECK(result.inspiration.f1() == 0);
        CHECK(result.inspiration.missed == 20);
        CHECK(result.windows_without_rate > 0);
    }
}

TEST_CASE("Every onset of the chest band, the belly band and the belts at rest is heard")
{
    const auto data = shared_data();
    if (!data) {
        WARN("skipped: the recordings are not here; set CRURA_DATA to their folder");
        return;
    }
    const auto name =
        GENERATE(values<std::string>({kChest, kBelly, "neurokit_rsp__bio_resting_5min_100hz__RSP",
                                      "neurokit_rsp__bio_resting_8min_100hz__RSP",
                                      "neurokit_rsp__bio_eventrelated_100hz__RSP"}));
    CAPTURE(name);
    const auto recording = labelled_recording(name);
    const auto samples = read_samples(*data, recording);
    Hearing hearing;
    hearing(samples, samples.back().time);
    check_promises(score(read_labels(*data / "labels", name), hearing.all_breaths()), 0.05);

    const bool hexoskin = name == kChest || name == kBelly; // whose signal falls on inspiration
    CHECK(hearing.state()[recording.channel.band].polarity == (hexoskin ? -1 : 1));
    CHECK(hearing.state().partition == Partition::none);
}

TEST_CASE("Airflow is heard when it begins, whichever way the sensor faces")
{
    const auto data = shared_data();
    if (!data) {
        WARN("skipped: the recordings are not here; set CRURA_DATA to their folder");
        return;
    }
    const auto name =
        GENERATE(values<std::string>({"physio_examples__resp1_airflow_100hz__airflow",
                                      "physio_examples__resp2_airflow_100hz__airflow"}));
    const int faces = GENERATE(1, -1); // as it was recorded, inspiration is negative
    CAPTURE(name, faces);
    auto samples = read_samples(*data, labelled_recording(name));
    for (auto& sample : samples)
        sample.value *= faces;
    Hearing hearing;
    hearing(samples, samples.back().time);
    CHECK(hearing.state()[Band::thoracic].polarity == -faces);

    const auto result = score(read_labels(*data / "labels", name), hearing.all_breaths());
    CHECK(result.inspiration.f1() >= 0.94); // of resp1, the first breaths may be missed
    CHECK(percentile(magnitudes(result.inspiration.error_s), 50) < 0.05);
    CHECK(percentile(result.inspiration.latency_s, 50) < 0.25);
    if (result.expiration.hits > 0) { // resp1 has no label of one
        CHECK(result.expiration.f1() >= 0.97);
        CHECK(percentile(magnitudes(result.expiration.error_s), 50) < 0.05);
        CHECK(percentile(result.expiration.latency_s, 50) < 0.25);
    }
}

TEST_CASE("Chest and belly band together are heard as one breath, and told apart")
{
    const auto data = shared_data();
    if (!data) {
        WARN("skipped: the recordings are not here; set CRURA_DATA to their folder");
        return;
    }
    auto samples = read_samples(*data, labelled_recording(kChest));
    const auto belly = read_samples(*data, labelled_recording(kBelly));
    samples.insert(samples.end(), belly.begin(), belly.end());
    std::stable_sort(samples.begin(), samples.end(),
                     [](const Sample& a, const Sample& b) { return a.time < b.time; });
    Hearing hearing;
    hearing(samples, samples.back().time);
    for (const auto& name : {kChest, kBelly}) {
        CAPTURE(name);
        const auto result = score(read_labels(*data / "labels", name), hearing.all_breaths());
        CHECK(result.inspiration.f1() >= 0.99);
        CHECK(result.expiration.f1() >= 0.99);
    }
    check_promises(score(read_labels(*data / "labels", kChest), hearing.all_breaths()), 0.1);
    CHECK(hearing.state()[Band::thoracic].polarity == -1);
    CHECK(hearing.state()[Band::abdominal].polarity == -1);

    // Adults at rest breathe nearly in phase, and these bands move too much alike to be calibrated.
    REQUIRE(hearing.breaths().size() >= 40);
    std::vector<double> angles;
    for (const auto& breath : hearing.breaths()) {
        REQUIRE(breath.phase_angle_deg.known);
        angles.push_back(breath.phase_angle_deg.value);
        CHECK(breath.partition == Partition::uncalibrated);
    }
    CHECK(std::fabs(percentile(angles, 50)) < 10);
    CHECK(hearing.state().calibration_progress == 1);
}

TEST_CASE("What the person sees follows the recorded belly within 250 ms")
{
    const auto data = shared_data();
    if (!data) {
        WARN("skipped: the recordings are not here; set CRURA_DATA to their folder");
        return;
    }
    const auto recording = labelled_recording(kBelly);
    const auto samples = read_samples(*data, recording);
    std::vector<double> shown, measured;
    std::size_t next = 0;
    const double lag_s = 0.2;
    Hearing hearing;
    hearing(samples, samples.back().time, [&](Time now, const BreathState& state) {
        const double then_s = to_seconds(now) - lag_s;
        while (next < samples.size() && to_seconds(samples[next].time) < then_s)
            ++next;
        if (to_seconds(now) < 20)
            return;
        shown.push_back(state[Band::abdominal].displacement);
        measured.push_back(-samples[next].value);
    });
    CHECK(test::correlation(shown, measured) > 0.9);
}
