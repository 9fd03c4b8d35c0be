#include "breath/aligner.hpp"
#include "devices/body_random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <type_traits>
#include <vector>

using namespace crura;
using breath::Aligner;
using namespace std::chrono_literals;

static_assert(std::is_trivially_copyable_v<Aligner>); // so it owns no memory and allocates none

namespace {

constexpr Channel kChest{Band::thoracic, Quantity::displacement};
constexpr Channel kBelly{Band::abdominal, Quantity::displacement};

// A curve that linear interpolation between near samples follows closely.
double curve(double time_s)
{
    return 1000 + 50 * std::sin(time_s);
}

std::vector<Sample> samples(Channel channel, double rate_hz, double from_s, double to_s,
                            const std::function<double(double)>& value = curve)
{
    std::vector<Sample> all;
    for (int i = 0; from_s + i / rate_hz < to_s; ++i) {
        const double time_s = from_s + i / rate_hz;
        all.push_back({time_from_seconds(time_s), value(time_s), channel});
    }
    return all;
}

std::vector<Sample> merged(std::vector<Sample> some, const std::vector<Sample>& others)
{
    some.insert(some.end(), others.begin(), others.end());
    std::stable_sort(some.begin(), some.end(),
                     [](const Sample& a, const Sample& b) { return a.time < b.time; });
    return some;
}

struct Run {
    std::unique_ptr<Aligner> align = std::make_unique<Aligner>(Aligner::Params{});
    std::vector<Frame> frames;
    std::vector<double> made_at_s;

    // Every 10 ms, what was measured up to then; `latency` later with bursts of `burst`.
    void operator()(const std::vector<Sample>& all, double to_s, Duration burst = kFrameStep)
    {
        std::size_t given = 0;
        for (Time now{}; now <= time_from_seconds(to_s); now += kFrameStep) {
            const Time sent = Time(now.time_since_epoch() / burst * burst);
            std::size_t due = given;
            while (due < all.size() && all[due].time <= sent)
                ++due;
            align->add(std::span(all).subspan(given, due - given));
            given = due;
            while (const auto frame = align->next(now)) {
                frames.push_back(*frame);
                made_at_s.push_back(to_seconds(now));
            }
        }
    }

    const Frame& at(double time_s) const
    {
        const auto found = std::find_if(frames.begin(), frames.end(), [time_s](const Frame& frame) {
            return frame.time == time_from_seconds(time_s);
        });
        REQUIRE(found != frames.end());
        return *found;
    }

    void check_grid() const
    {
        for (std::size_t i = 1; i < frames.size(); ++i)
            REQUIRE(frames[i].time - frames[i - 1].time == kFrameStep);
        for (const auto& frame : frames) {
            REQUIRE(frame.time.time_since_epoch() % kFrameStep == Duration(0));
            for (const double value : frame.value)
                REQUIRE(std::isfinite(value));
            REQUIRE((frame.bridged & ~frame.valid).none());
        }
    }
};

} // namespace

TEST_CASE("Aligner interpolates any sample rate onto the 10 ms grid")
{
    const double rate_hz = GENERATE(4., 10., 50., 128., 275., 1000.);
    Run run;
    run(samples(kChest, rate_hz, 0.0004, 20), 20);
    run.check_grid();
    REQUIRE(run.frames.size() >= 1970);
    CHECK(run.frames.front().time == time_from_seconds(0.01));
    const double coarse = 50 * std::pow(1 / rate_hz, 2) / 8; // of linear interpolation
    for (const auto& frame : run.frames) {
        if (frame.time > time_from_seconds(20 - 1 / rate_hz))
            break;
        REQUIRE(frame.has(kChest));
        REQUIRE_FALSE(frame.bridged[index_of(kChest)]);
        REQUIRE(frame[kChest] == Approx(curve(to_seconds(frame.time))).margin(coarse + 1e-6));
    }
    CHECK(run.align->left_out() == 0);
}

TEST_CASE("Aligner makes a frame as soon as every sensor has sent a sample at or after it")
{
    Run run;
    run(merged(samples(kChest, 50, 0, 10), samples(kBelly, 10, 0.003, 10)), 9.5);
    run.check_grid();
    for (std::size_t i = 0; i < run.frames.size(); ++i) {
        REQUIRE(run.made_at_s[i] - to_seconds(run.frames[i].time) < 0.1 + 0.011);
        REQUIRE(run.frames[i].has(kChest));
    }
    // Two sensors of different rates tell of the same instant.
    for (const auto& frame : run.frames)
        if (frame.has(kBelly))
            REQUIRE(frame[kBelly] == Approx(frame[kChest]).margin(0.1));
    CHECK(run.at(9).has(kBelly));
}

TEST_CASE("Aligner gives the same frames whether samples come one by one or in bursts")
{
    const auto burst = GENERATE(40ms, 100ms, 250ms);
    const auto all = merged(samples(kChest, 100, 0, 20), samples(kBelly, 128, 0, 20));
    Run even, bursty;
    even(all, 19);
    bursty(all, 19, burst);
    bursty.check_grid();
    REQUIRE(bursty.frames.size() >= 1870);
    for (std::size_t i = 0; i < bursty.frames.size(); ++i) {
        REQUIRE(bursty.frames[i].time == even.frames[i].time);
        REQUIRE(bursty.frames[i].value == even.frames[i].value);
        REQUIRE(bursty.frames[i].valid == even.frames[i].valid);
        REQUIRE(bursty.frames[i].bridged == even.frames[i].bridged);
    }
    CHECK(bursty.align->left_out() == 0);
}

TEST_CASE("Aligner keeps two seconds of a stalled engine, even of a sensor at 1000 Hz")
{
    const double rate_hz = GENERATE(100., 1000.);
    const auto quick = [](double t) { return curve(t) + 5 * std::sin(60 * t); };
    const auto all = samples(kChest, rate_hz, 0.0004, 10, quick);
    Run even, stalled;
    even(all, 10);
    const auto half = std::size_t(4 * rate_hz), end = std::size_t(6 * rate_hz);
    const auto take = [&](std::size_t from, std::size_t to, double now_s) {
        stalled.align->add(std::span(all).subspan(from, to - from));
        while (const auto frame = stalled.align->next(time_from_seconds(now_s)))
            stalled.frames.push_back(*frame);
    };
    for (std::size_t i = 0; i < half; ++i)
        take(i, i + 1, to_seconds(all[i].time));
    take(half, end, 6);
    for (std::size_t i = end; i < all.size(); ++i)
        take(i, i + 1, to_seconds(all[i].time));
    CHECK(stalled.align->left_out() == 0);
    stalled.check_grid();
    REQUIRE(stalled.frames.size() >= 990);
    for (std::size_t i = 0; i < stalled.frames.size(); ++i) {
        REQUIRE(stalled.frames[i].value == even.frames[i].value);
        REQUIRE(stalled.frames[i].valid == even.frames[i].valid);
        if (rate_hz > 500)
            REQUIRE(stalled.frames[i][kChest]
                    == Approx(quick(to_seconds(stalled.frames[i].time))).margin(0.01));
    }
}

TEST_CASE("Aligner bridges a hole of up to 0.3 s and says so")
{
    const double hole_s = GENERATE(0.05, 0.2, 0.27);
    auto all = samples(kChest, 50, 0, 5);
    all = merged(all, samples(kChest, 50, 5 + hole_s, 10));
    if (GENERATE(false, true)) // alone, or beside a sensor that goes on
        all = merged(all, samples(kBelly, 50, 0, 10));
    Run run;
    run(all, 9.5);
    run.check_grid();
    for (const auto& frame : run.frames) {
        REQUIRE(frame.has(kChest));
        const double time_s = to_seconds(frame.time);
        if (time_s < 4.97 || time_s > 5 + hole_s + 0.02) {
            REQUIRE_FALSE(frame.bridged[index_of(kChest)]);
            continue;
        }
        REQUIRE(frame[kChest] == Approx(curve(time_s)).margin(16)); // held or interpolated
        if (time_s > 5 && time_s < 5 + hole_s - 0.01)
            REQUIRE(frame.bridged[index_of(kChest)]);
    }
}

TEST_CASE("Aligner makes a longer hole invalid, from 0.3 s on until the next sample")
{
    const double hole_s = GENERATE(0.4, 1., 20.);
    auto all = samples(kChest, 50, 0, 5);
    all = merged(all, samples(kChest, 50, 5 + hole_s, 40));
    Run run;
    run(all, 39);
    run.check_grid(); // and no frame is skipped
    for (const auto& frame : run.frames) {
        const double time_s = to_seconds(frame.time);
        if (time_s < 4.98)
            REQUIRE(frame.has(kChest));
        if (time_s > 5.29 && time_s < 5 + hole_s) {
            REQUIRE_FALSE(frame.has(kChest));
            REQUIRE(frame[kChest] == Approx(curve(4.98))); // the last that was
        }
        if (time_s > 5 + hole_s + 0.001)
            REQUIRE(frame.has(kChest));
    }
    CHECK(run.align->left_out() == 0);
}

TEST_CASE("Aligner goes on with one sensor when the other stops, and waits for it only once")
{
    Run run;
    run(merged(samples(kChest, 100, 0, 20), samples(kBelly, 100, 0, 5)), 19);
    run.check_grid();
    REQUIRE(run.frames.size() >= 1890);
    for (std::size_t i = 0; i < run.frames.size(); ++i) {
        const double time_s = to_seconds(run.frames[i].time);
        REQUIRE(run.frames[i].has(kChest));
        REQUIRE(run.frames[i][kChest] == Approx(curve(time_s)).margin(0.1));
        if (time_s > 5.31)
            REQUIRE_FALSE(run.frames[i].has(kBelly));
        REQUIRE(run.made_at_s[i] - time_s < 0.33);
        if (time_s > 5.35)
            REQUIRE(run.made_at_s[i] - time_s < 0.021);
    }
}

TEST_CASE("Aligner takes in a sensor that begins later, or comes back")
{
    const auto belly = merged(samples(kBelly, 50, 4, 8), samples(kBelly, 50, 12, 20));
    Run run;
    run(merged(samples(kChest, 100, 0, 20), belly), 19);
    run.check_grid();
    CHECK_FALSE(run.at(3.99).has(kBelly));
    CHECK(run.at(3.99)[kBelly] == 0);
    CHECK(run.at(4.01).has(kBelly));
    CHECK(run.at(8.5).has(kChest));
    CHECK_FALSE(run.at(8.5).has(kBelly));
    CHECK(run.at(12.01).has(kBelly));
    CHECK(run.at(12.01)[kBelly] == Approx(curve(12.01)).margin(0.01));
}

TEST_CASE("Aligner leaves out and counts what is not finite, out of order or double")
{
    auto all = samples(kChest, 100, 0, 10);
    const auto clean = all;
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    std::vector<Sample> dirty;
    std::size_t bad = 0;
    devices::Random random(7);
    for (const auto& sample : all) {
        dirty.push_back(sample);
        if (random.uniform() > 0.2)
            continue;
        const std::vector<Sample> kinds{{sample.time + 3ms, kNan, kChest},
                                        {sample.time + 3ms, kInfinity, kChest},
                                        {sample.time, 1e9, kChest},
                                        {sample.time - 25ms, -1e9, kChest}};
        dirty.push_back(kinds[std::size_t(4 * random.uniform())]);
        ++bad;
    }
    REQUIRE(bad > 100);
    const auto frames = [](const std::vector<Sample>& given, Aligner& align) {
        std::vector<Frame> made;
        for (const auto& sample : given) {
            align.add(std::span(&sample, 1));
            while (const auto frame = align.next(sample.time))
                made.push_back(*frame);
        }
        return made;
    };
    Aligner with{{}}, without{{}};
    const auto a = frames(dirty, with), b = frames(clean, without);
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        REQUIRE(a[i].value == b[i].value);
    CHECK(with.left_out() == bad);
    CHECK(without.left_out() == 0);
}

TEST_CASE("Aligner begins with the first grid time at or after the first sample")
{
    const double start_s = GENERATE(0., 0.001, 5.5, 5.509, 98765.4321, -15., -14.995);
    Aligner align{{}};
    const auto all = samples(kChest, 200, start_s, start_s + 1);
    align.add(all);
    const auto frame = align.next(time_from_seconds(start_s + 2));
    REQUIRE(frame);
    CHECK(frame->time >= all[0].time);
    CHECK(frame->time - all[0].time < kFrameStep);
    CHECK(frame->has(kChest));
}

TEST_CASE("Aligner makes no frame before its time, nor before the first sample")
{
    Aligner align{{}};
    CHECK_FALSE(align.next(time_from_seconds(100)));
    CHECK(align.seen().none());
    const Sample good{time_from_seconds(5), 1, kBelly};
    const Sample bad{time_from_seconds(3), std::numeric_limits<double>::quiet_NaN(), kChest};
    align.add(std::span(&bad, 1));
    CHECK_FALSE(align.next(time_from_seconds(100)));
    align.add(std::span(&good, 1));
    CHECK(align.seen().count() == 1);
    CHECK_FALSE(align.next(time_from_seconds(4.99)));
    CHECK(align.next(time_from_seconds(5)));
    CHECK_FALSE(align.next(time_from_seconds(5.005)));
}

TEST_CASE("Aligner bridges one lost sample of a 10 Hz sensor, but not of a 4 Hz one")
{
    const double rate_hz = GENERATE(10., 4.);
    auto all = samples(kChest, rate_hz, 0, 20);
    const double lost_s = to_seconds(all[all.size() / 2].time);
    all.erase(all.begin() + std::ptrdiff_t(all.size() / 2));
    Run run;
    run(all, 19);
    run.check_grid();
    for (const auto& frame : run.frames) {
        const bool in_hole = std::fabs(to_seconds(frame.time) - lost_s) < 1 / rate_hz - 1e-9;
        REQUIRE(frame.has(kChest) == (!in_hole || rate_hz > 4 || frame.bridged.any()));
        if (rate_hz > 4)
            REQUIRE(frame.bridged.any() == in_hole);
    }
    CHECK(run.at(lost_s + 0.07).has(kChest) == (rate_hz > 4)); // 0.32 s after the one before
}

TEST_CASE(
    "Aligner makes no more frames after a minute of silence, and goes on with the next sample")
{
    const double silence_s = GENERATE(100., 86400., 1e7);
    Aligner align{{}};
    std::vector<Time> times;
    const auto hear = [&](const std::vector<Sample>& all) {
        for (const auto& sample : all) {
            align.add(std::span(&sample, 1));
            while (const auto frame = align.next(sample.time))
                times.push_back(frame->time);
        }
    };
    hear(samples(kChest, 50, 0, 10));
    const auto before = times.size();
    for (double wait_s = 10; wait_s < 90; wait_s += 0.01)
        while (const auto frame = align.next(time_from_seconds(wait_s)))
            times.push_back(frame->time);
    CHECK(times.size() - before == Approx(60 * kFrameRateHz).margin(2));
    const auto empty = times.size();
    hear(samples(kChest, 50, silence_s, silence_s + 10));
    CHECK(times.size() - empty == Approx(10 * kFrameRateHz).margin(2));
    CHECK(to_seconds(times[empty]) == Approx(silence_s).margin(0.01));
    CHECK(std::is_sorted(times.begin(), times.end()));
    CHECK(align.left_out() == 0);
}

TEST_CASE("Aligner loses only what bears a time from the future, not what comes after it")
{
    const double ahead_s = GENERATE(3., 3600., 86400. * 365);
    const auto clean = samples(kChest, 50, 0, 20);
    auto dirty = clean;
    for (std::size_t i = 50; i < dirty.size(); i += 100)
        dirty[i].time += from_seconds(ahead_s);
    Aligner align{{}};
    std::size_t frames = 0;
    for (std::size_t i = 0; i < dirty.size(); ++i) {
        align.add(std::span(dirty).subspan(i, 1));
        while (const auto frame = align.next(clean[i].time)) {
            REQUIRE(frame->has(kChest));
            REQUIRE((*frame)[kChest] == Approx(curve(to_seconds(frame->time))).margin(0.02));
            ++frames;
        }
    }
    CHECK(frames >= 1990);
    CHECK(align.left_out() == 10);
}

TEST_CASE("Aligner keeps what two whole IMUs send through a stalled second")
{
    constexpr std::size_t kSensors = 20;
    constexpr auto kGroup = std::size_t(Quantity::togetherness); // is no sensor
    const auto channel = [](std::size_t i) { return i < kGroup ? i : i + 1; };
    std::vector<Sample> all;
    for (std::size_t i = 0; i < kSensors; ++i)
        all = merged(all, samples(channel_at(channel(i)), 100, 0.0003, 10, [i](double t) {
                         return double(i) + std::sin(t);
                     }));
    Aligner align{{}};
    align.add(std::span(all).first(5 * 100 * kSensors));
    CHECK(align.left_out() > 0); // five seconds are too much
    std::size_t given = 5 * 100 * kSensors, lost = align.left_out();
    while (align.next(time_from_seconds(5)))
        ;
    for (double now_s = 6; now_s < 10; now_s += 1) { // once a second
        std::size_t due = given;
        while (due < all.size() && all[due].time <= time_from_seconds(now_s))
            ++due;
        align.add(std::span(all).subspan(given, due - given));
        given = due;
        while (const auto frame = align.next(time_from_seconds(now_s)))
            if (to_seconds(frame->time) > 5.02)
                for (std::size_t i = 0; i < kSensors; ++i)
                    REQUIRE(frame->value[channel(i)] - double(i)
                            == Approx(std::sin(to_seconds(frame->time))).margin(1e-4));
    }
    CHECK(align.left_out() == lost);
}

TEST_CASE("Aligner does not wait for how far a group breathes together, which is of no body")
{
    Aligner align{{}};
    const Sample group{time_from_seconds(0), 0.5, {Band::thoracic, Quantity::togetherness}};
    align.add({&group, 1});
    CHECK(align.next(time_from_seconds(1)) == nullptr);

    const std::vector<Sample> belt =
        samples(channel_at(0), 100, 0, 0.1, [](double t) { return t; });
    align.add(belt);
    align.add({&group, 1});
    CHECK(align.next(belt.front().time) != nullptr);
    CHECK(align.left_out() == 0);
    CHECK(align.seen().count() == 1);
}
