// How well chest and belly are told apart: a synthetic body of two compartments, led through a
// guided calibration, with seeds that nobody has seen; and infants' bands with labels.
//     usage: compartments [SEED ...]
#include "support/compartments.hpp"
#include "breath/separation/calibration_words.hpp"
#include "support/infants.hpp"
#include "support/labels.hpp"
#include "support/shared_data.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::test;

namespace {

struct Tally {
    std::vector<double> share_error; // points
    std::vector<double> uncalibrated_error;
    std::vector<double> angle_error;
    int covered = 0;
    int calibrated = 0, bodies = 0;

    double mean(const std::vector<double>& all) const
    {
        double sum = 0;
        for (const double each : all)
            sum += each / double(all.size());
        return sum;
    }
};

Compartments body(std::uint64_t seed)
{
    devices::Random random(seed * 7919);
    Compartments body;
    body.seed = seed;
    body.rate_bpm = random.uniform(8, 18);
    body.volume_sd = random.uniform(0.03, 0.12);
    body.share = random.uniform(0.35, 0.75);
    body.gain = {std::exp(random.uniform(-1, 1)), std::exp(random.uniform(-1, 1))};
    body.phase_angle_deg = random.uniform(-25, 25);
    body.ripple = random.uniform(0.01, 0.03);
    body.belly_share = random.uniform(0.85, 0.97);
    body.chest_share = random.uniform(0.05, 0.2);
    return body;
}

const Breath* heard_at(const std::vector<Breath>& breaths, double peak_s, double near_s)
{
    for (const Breath& breath : breaths)
        if (std::fabs(to_seconds(breath.expiration_onset) - peak_s) < near_s)
            return &breath;
    return nullptr;
}

void try_body(const Compartments& body, Tally& tally)
{
    const auto scene = body.make();
    Hearing hearing;
    hear(hearing, body, scene);
    const auto breaths = hearing.breaths();
    ++tally.bodies;
    const auto& guidance = hearing.tracker().guidance();
    const bool calibrated = guidance.outcome == CalibrationOutcome::separated;
    tally.calibrated += calibrated;
    if (std::getenv("CRURA_VERBOSE"))
        fmt::print("seed {}: {} condition {:.1f}\n", body.seed, breath::words(guidance.outcome),
                   guidance.condition);
    for (const auto& truth : scene.breaths) {
        const Breath* breath = heard_at(breaths, truth.peak_s(), 0.25 * truth.time_s);
        if (!breath || truth.start_s < 20)
            continue;
        if (truth.way == Compartments::Way::wandering && breath->phase_angle_deg.known
            && truth.share > 0.25 && truth.share < 0.75)
            tally.angle_error.push_back(std::fabs(
                std::remainder(breath->phase_angle_deg.value - truth.phase_angle_deg, 360)));
        if (!breath->abdominal_share.known)
            continue;
        const double error = std::fabs(breath->abdominal_share.value - truth.share);
        if (breath->partition == Partition::uncalibrated)
            tally.uncalibrated_error.push_back(100 * error);
        else if (truth.way == Compartments::Way::wandering) {
            tally.share_error.push_back(100 * error);
            tally.covered += error <= breath->abdominal_share.plus_minus;
        }
    }
}

void print(const std::string& what, const Tally& tally)
{
    const double all = double(tally.share_error.size());
    fmt::print("| {:<28} | {:>3}/{:<3} | {:>5.1f} | {:>5.1f} | {:>5.1f} | {:>6.1f} | {:>6.1f} |\n",
               what, tally.calibrated, tally.bodies, tally.mean(tally.share_error),
               percentile(tally.share_error, 95), 100 * tally.covered / all,
               tally.mean(tally.uncalibrated_error), percentile(tally.angle_error, 50));
}

void print_shares(const std::vector<std::uint64_t>& seeds)
{
    fmt::print(
        "| body                         | sep.    | error | p95   | cover | uncal. | angle  |\n");
    const auto with = [&](const std::string& what, auto change) {
        Tally tally;
        for (const auto seed : seeds) {
            auto one = body(seed);
            change(one);
            try_body(one, tally);
        }
        print(what, tally);
    };
    with("as drawn", [](Compartments&) {});
    with("10 Hz belts", [](Compartments& one) { one.sample_rate_hz = 10; });
    with("tremor of 10 %", [](Compartments& one) { one.tremor = 0.1; });
    with("phase angle 60", [](Compartments& one) { one.phase_angle_deg = 60; });
    with("half-hearted manoeuvres", [](Compartments& one) {
        one.belly_share = std::min(one.share + 0.2, 0.95);
        one.chest_share = one.share - 0.25;
    });
    with("volumes differ by 25 %", [](Compartments& one) { one.volume_sd = 0.25; });
    with("no difference at all",
         [](Compartments& one) { one.belly_share = one.chest_share = one.share; });
}

// Breaths that are opposed against breaths that are not, by what is said of them.
void print_paradox(const std::vector<std::uint64_t>& seeds)
{
    std::array<std::vector<double>, 2> opposed, path, angle;
    int begun = 0, over = 0, heard = 0, breathed = 0;
    for (const auto seed : seeds) {
        auto one = body(seed);
        one.parts = {{70, Compartments::Way::natural},
                     {130, Compartments::Way::opposed},
                     {200, Compartments::Way::natural}};
        const auto scene = one.make();
        Hearing hearing;
        hear(hearing, one, scene);
        for (const auto& truth : scene.breaths) {
            const bool ill = truth.way == Compartments::Way::opposed;
            breathed += ill;
            for (const Breath& breath : hearing.breaths()) {
                const double middle_s = truth.start_s + 0.5 * truth.time_s;
                if (middle_s < to_seconds(breath.inspiration_onset)
                    || middle_s >= to_seconds(breath.end) || truth.start_s < 20
                    || !breath.opposed_deg.known)
                    continue;
                opposed[ill].push_back(breath.opposed_deg.value);
                path[ill].push_back(breath.path_ratio.value);
                angle[ill].push_back(std::fabs(breath.phase_angle_deg.value));
            }
        }
        for (const Breath& breath : hearing.breaths())
            heard += to_seconds(breath.expiration_onset) > 70
                && to_seconds(breath.expiration_onset) < 130;
        for (const Event& event : hearing.events())
            if (event.kind == EventKind::paradox)
                ++(event.over ? over : begun);
    }
    fmt::print("paradox, synthetic: AUC opposed {:.3f}, path {:.3f}, angle {:.3f}; of {} bodies {} "
               "reported, {} over; {} breaths heard of {}\n",
               auc(opposed[0], opposed[1]), auc(path[0], path[1]), auc(angle[0], angle[1]),
               seeds.size(), begun, over, heard, breathed);
}

void print_infants()
{
    const auto data = shared_data();
    if (!data)
        return fmt::print("infants: the recordings are not here, set CRURA_DATA\n");
    std::array<std::vector<double>, 2> angle, opposed, path, live;
    for (const auto* name : {"test01.csv", "test02.csv"}) {
        const auto recording = read_infants(*data / "mccribs_infant_dualrip" / name);
        const auto said = hear_infants(recording);
        for (const auto& segment : recording.segments) {
            const bool ill = segment.state == 2;
            live[ill].push_back(said.live_angle_deg(segment.span));
            angle[ill].push_back(of_segment(segment.span, said.breaths, 0, [](auto& breath) {
                const Estimate& estimate = breath.phase_angle_deg;
                return Estimate{std::fabs(estimate.value), 0, estimate.known};
            }));
            opposed[ill].push_back(of_segment(segment.span, said.breaths, 0,
                                              [](auto& breath) { return breath.opposed_deg; }));
            path[ill].push_back(of_segment(segment.span, said.breaths, 1,
                                           [](auto& breath) { return breath.path_ratio; }));
        }
    }
    fmt::print("infants, asynchronous against synchronous segments of 2 s and more, AUC: "
               "phase_angle_deg as it goes {:.3f}; of breaths: angle {:.3f}, opposed {:.3f}, "
               "path {:.3f}\n",
               auc(live[0], live[1]), auc(angle[0], angle[1]), auc(opposed[0], opposed[1]),
               auc(path[0], path[1]));
}

} // namespace

int main(int count, char** arguments)
try {
    std::vector<std::uint64_t> seeds;
    for (int i = 1; i < count; ++i)
        seeds.push_back(std::stoull(arguments[i]));
    if (seeds.empty())
        for (std::uint64_t seed = 1; seed <= 20; ++seed)
            seeds.push_back(seed);
    print_shares(seeds);
    print_paradox(seeds);
    print_infants();
} catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
}
