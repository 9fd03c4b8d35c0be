#include "breath/aligner.hpp"
#include "breath/events/tremor.hpp"
#include "breath/events/tremor_filter.hpp"
#include "breath/sensors/send_rate.hpp"
#include "support/observing.hpp"
#include "support/shaking.hpp"
#include "support/shared_data.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::test;
using breath::TremorDetector;
using devices::Random;

namespace {

struct Heard {
    std::vector<Event> events;
    int ticks = 0, on = 0;
    Tremor last_on;
};

using Watch = std::function<void(double time_s, const BreathState&)>;

Heard hear(const std::vector<Sample>& samples, const Watch& watch = {},
           const TremorDetector::Params& params = {}, Posture posture = Posture::unknown)
{
    auto aligner = std::make_unique<breath::Aligner>(breath::Aligner::Params{});
    TremorDetector detect(params);
    BreathState state;
    state.posture = posture;
    Heard heard;
    std::size_t given = 0;
    for (Time now{}; now <= samples.back().time + std::chrono::seconds(2); now += kFrameStep) {
        std::size_t due = given;
        while (due < samples.size() && samples[due].time <= now)
            ++due;
        aligner->add(std::span(samples).subspan(given, due - given));
        given = due;
        state.events.clear();
        while (const auto frame = aligner->next(now))
            detect(*frame, now, state);
        heard.events.insert(heard.events.end(), state.events.begin(), state.events.end());
        ++heard.ticks;
        heard.on += state.tremor.on;
        if (state.tremor.on)
            heard.last_on = state.tremor;
        if (watch)
            watch(to_seconds(now), state);
    }
    return heard;
}

// A chest that trembles from 10 to 22 s.
std::vector<Sample> trembling(double frequency_hz, double rms_g, double rate_hz,
                              double raggedness = 0.2, unsigned seed = 1)
{
    Random random(seed);
    return ShakenTrunk{.rate_hz = rate_hz, .seed = seed}(
        {{heartbeat(70, 0.01, rate_hz, random.fork())},
         {tremor(frequency_hz, rms_g, raggedness, rate_hz, random.fork()), 10, 22}},
        30);
}

} // namespace

TEST_CASE("Tremor is told with its pace and strength, within four seconds, and its end as well")
{
    const double frequency_hz = GENERATE(1.7, 2.6, 4.2, 6.3, 9, 12.5);
    const double rate_hz = GENERATE(50., 100., 200.);
    const double rms_g = GENERATE(0.02, 0.1);
    const auto heard = hear(trembling(frequency_hz, rms_g, rate_hz));
    CAPTURE(frequency_hz, rate_hz, rms_g);
    REQUIRE(heard.events.size() == 2);
    const auto& begin = heard.events[0];
    const auto& end = heard.events[1];
    CHECK(begin.kind == EventKind::tremor);
    CHECK_FALSE(begin.over);
    CHECK(to_seconds(begin.start) == Approx(10).margin(0.8));
    CHECK(to_seconds(begin.known_at) < 14);
    CHECK(begin.evidence == Approx(frequency_hz).epsilon(0.03).margin(0.1));
    CHECK(end.over);
    CHECK(end.start == begin.start);
    CHECK(to_seconds(end.end) == Approx(22).margin(0.8));
    CHECK(to_seconds(end.known_at) < 26.5);

    const auto& tremor = heard.last_on;
    CHECK(std::fabs(tremor.frequency_hz.value - frequency_hz) < tremor.frequency_hz.plus_minus);
    CHECK(tremor.frequency_hz.plus_minus < 0.4);
    CHECK(tremor.rhythmicity > 0.6);
}

TEST_CASE("Tremor says how strong it is, in mg")
{
    const double rms_g = GENERATE(0.01, 0.05, 0.2);
    double sum_mg = 0, plus_minus_mg = 0;
    int ticks = 0;
    hear(trembling(6, rms_g, 100), [&](double t, const BreathState& state) {
        if (t < 16 || t > 22)
            return;
        ++ticks;
        REQUIRE(state.tremor.strength_mg.known);
        sum_mg += state.tremor.strength_mg.value;
        plus_minus_mg += state.tremor.strength_mg.plus_minus;
    });
    CHECK(sum_mg / ticks == Approx(1e3 * rms_g).epsilon(0.15));
    CHECK(std::fabs(sum_mg / ticks - 1e3 * rms_g) < plus_minus_mg / ticks);
}

TEST_CASE("Tremor in fits is told fit by fit")
{
    const unsigned seed = GENERATE(1u, 2u, 3u);
    Random random(seed);
    std::vector<ShakenTrunk::Part> fits;
    for (const double from_s : {10., 30., 50.})
        fits.push_back(
            {tremor(random.uniform(4, 9), 0.04, 0.5, 100, random.fork()), from_s, from_s + 9});
    const auto events = hear(ShakenTrunk{.seed = seed}(fits, 68)).events;
    REQUIRE(events.size() == 6);
    for (std::size_t i = 0; i < 6; ++i) {
        CHECK(events[i].over == (i % 2 == 1));
        CHECK(to_seconds(events[i].start) == Approx(10 + 20. * double(i / 2)).margin(1.5));
    }
}

TEST_CASE("Breath, heart, voice and steps are no tremor")
{
    const unsigned seed = GENERATE(range(1u, 7u));
    Random random(seed);
    const double rate_hz = 100;
    const ShakenTrunk lying{
        .breath_bpm = random.uniform(6, 20), .tilt_deg = random.uniform(0.5, 4), .seed = seed};
    ShakenTrunk upright = lying;
    upright.upright = true;
    const auto never = [](const std::vector<Sample>& samples) {
        const auto heard = hear(samples);
        return heard.on == 0 && heard.events.empty();
    };
    constexpr double kUntilS = 40;
    CHECK(never(lying({}, kUntilS)));
    const auto over_breathing = ShakenTrunk{
        .breath_bpm = random.uniform(40, 77), .tilt_deg = random.uniform(2, 6), .seed = seed};
    CHECK(never(over_breathing({}, kUntilS)));
    CHECK(never(
        lying({{heartbeat(random.uniform(45, 130), 0.05, rate_hz, random.fork())}}, kUntilS)));
    CHECK(never(lying({{strikes(random.uniform(0.8, 2.2), random.uniform(4, 12), 0.15, 0.05,
                                rate_hz, random.fork())}},
                      kUntilS)));
    CHECK(never(
        lying({{bursts(random.uniform(3, 6), 0.12, 0.3, 0.06, rate_hz, random.fork())}}, kUntilS)));
    CHECK(never(
        lying({{bursts(random.uniform(1, 3), 0.25, 1, 0.4, rate_hz, random.fork())}}, kUntilS)));
    CHECK(never(upright(
        {{gait(random.uniform(1.4, 2.3), random.uniform(0.1, 0.5), false, rate_hz, random.fork())}},
        kUntilS)));
    CHECK(never(upright(
        {{gait(random.uniform(2.2, 3.2), random.uniform(0.6, 1.4), true, rate_hz, random.fork())}},
        kUntilS)));
}

TEST_CASE("Large shaking at the pace of steps is a tremor of a body that lies, and of no other")
{
    const double frequency_hz = GENERATE(1.8, 2.4, 3.);
    const auto samples = trembling(frequency_hz, 0.3, 100);
    CAPTURE(frequency_hz);
    CHECK(hear(samples).events.empty());
    const auto lying = hear(samples, {}, {}, Posture::supine);
    REQUIRE(lying.events.size() == 2);
    CHECK(to_seconds(lying.events[0].start) == Approx(10).margin(0.8));
    CHECK(to_seconds(lying.events[1].end) == Approx(22).margin(0.8));
}

TEST_CASE("A tremor that comes in wild swells is one, dated to its first and last")
{
    const unsigned seed = GENERATE(1u, 2u, 3u, 4u, 5u, 6u);
    const auto heard = hear(trembling(6, 0.06, 100, 1.6, seed), {}, {}, Posture::supine);
    CAPTURE(seed);
    REQUIRE(heard.events.size() == 2);
    CHECK(to_seconds(heard.events[0].start) == Approx(10).margin(1.5));
    CHECK(to_seconds(heard.events[1].end) == Approx(22).margin(1.5));
}

TEST_CASE("A sensor that sends too seldom says nothing of tremor")
{
    const double rate_hz = GENERATE(10., 20., 25.);
    const double frequency_hz = GENERATE(3., 4.7, 8.3);
    const auto heard = hear(trembling(frequency_hz, 0.1, rate_hz));
    CHECK(heard.on == 0);
    CHECK(heard.events.empty());
}

TEST_CASE("A gyro alone tells a tremor, but not how strong it is in mg")
{
    auto samples = trembling(6, 0.1, 100);
    for (auto& sample : samples) { // a tenth of a g shakes as 20 degrees a second would
        sample.channel.quantity = Quantity::angular_rate_x
            + (index_of(sample.channel)
               - index_of({sample.channel.band, Quantity::acceleration_x}));
        sample.value *= 200;
    }
    const auto heard = hear(samples);
    CHECK(heard.events.size() == 2);
    CHECK(heard.last_on.frequency_hz.value == Approx(6).margin(0.3));
    CHECK_FALSE(heard.last_on.strength_mg.known);
}

TEST_CASE("A tremor of any site is told, once")
{
    auto samples = trembling(6, 0.03, 100);
    auto others = trembling(6, 0.06, 100, 0.2, 2);
    for (auto& sample : others)
        sample.channel.band = Band::sacral;
    samples.insert(samples.end(), others.begin(), others.end());
    std::stable_sort(samples.begin(), samples.end(),
                     [](const Sample& a, const Sample& b) { return a.time < b.time; });
    const auto heard = hear(samples);
    CHECK(heard.events.size() == 2);
    CHECK(heard.last_on.strength_mg.value > 40); // the stronger one speaks
}

TEST_CASE("A tremor whose sensor falls silent is over")
{
    auto samples = trembling(6, 0.05, 100);
    std::erase_if(samples, [](const Sample& sample) {
        const double t = to_seconds(sample.time);
        return t > 17 && t < 25;
    });
    const auto heard = hear(samples, [](double t, const BreathState& state) {
        if (t > 18 && t < 25) {
            REQUIRE_FALSE(state.tremor.on);
            REQUIRE_FALSE(state.tremor.frequency_hz.known);
        }
    });
    REQUIRE(heard.events.size() == 2);
    CHECK(heard.events[1].over);
}

TEST_CASE("A belt alone tells no tremor")
{
    std::vector<Sample> samples;
    for (double t = 0; t < 30; t += 0.01)
        samples.push_back({time_from_seconds(t),
                           std::sin(kTurn * 0.2 * t) + std::sin(kTurn * 6 * t),
                           {Band::thoracic, Quantity::displacement}});
    CHECK(hear(samples).on == 0);
}

TEST_CASE("TremorDetector goes on from a copy as it would have gone on itself")
{
    TremorDetector one({});
    BreathState state, other_state;
    const auto frame = [](int i) {
        Frame f;
        f.time = Time(i * kFrameStep);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const auto channel = index_of({Band::thoracic, Quantity::acceleration_x + axis});
            f.valid[channel] = true;
            f.value[channel] = 0.05 * std::sin(0.35 * i + double(axis));
        }
        return f;
    };
    for (int i = 0; i < 777; ++i)
        one(frame(i), frame(i).time, state);
    TremorDetector other = one;
    other_state = state;
    for (int i = 777; i < 1500; ++i) {
        one(frame(i), frame(i).time, state);
        other(frame(i), frame(i).time, other_state);
        REQUIRE(state.tremor.on == other_state.tremor.on);
        REQUIRE(state.tremor.frequency_hz.value == other_state.tremor.frequency_hz.value);
    }
    CHECK(state.tremor.on);
}

TEST_CASE("SendRate tells a sensor of 30 Hz from one of 25, wherever its samples fall")
{
    const double rate_hz = GENERATE(10., 20., 25., 30., 33., 40., 50., 64., 100., 200.);
    const double offset_s = GENERATE(0., 0.0037);
    CAPTURE(rate_hz, offset_s);
    Random random(3);
    std::vector<Sample> samples;
    for (double t = offset_s; t < 10; t += 1 / rate_hz)
        for (std::size_t axis = 0; axis < 3; ++axis)
            samples.push_back({time_from_seconds(t),
                               0.002 * random.normal(),
                               {Band::thoracic, Quantity::acceleration_x + axis}});
    auto aligner = std::make_unique<breath::Aligner>(breath::Aligner::Params{});
    breath::SendRate rate({});
    std::size_t given = 0;
    for (Time now{}; now <= time_from_seconds(10); now += kFrameStep) {
        std::size_t due = given;
        while (due < samples.size() && samples[due].time <= now)
            ++due;
        aligner->add(std::span(samples).subspan(given, due - given));
        given = due;
        while (const auto frame = aligner->next(now))
            rate({(*frame)[{Band::thoracic, Quantity::acceleration_x}],
                  (*frame)[{Band::thoracic, Quantity::acceleration_y}],
                  (*frame)[{Band::thoracic, Quantity::acceleration_z}]});
        if (now > time_from_seconds(6))
            REQUIRE(rate.enough() == (rate_hz >= 30));
    }
}

TEST_CASE("TremorFilter leaves less than a tenth of a tremor and nearly all of a breath")
{
    const double tremor_hz = GENERATE(1.8, 3., 5., 9.);
    const double heard_hz = tremor_hz * GENERATE(0.97, 1., 1.03);
    const auto gain_at = [&](double frequency_hz) {
        breath::TremorFilter filter({});
        double most = 0;
        for (int i = 0; i < 4000; ++i) {
            Frame frame;
            const auto channel = index_of({Band::abdominal, Quantity::acceleration_y});
            frame.valid[channel] = true;
            frame.value[channel] = std::sin(kTurn * frequency_hz * i / kFrameRateHz);
            const auto filtered = filter(frame, heard_hz);
            if (i > 2000)
                most = std::max(most, std::fabs(filtered.value[channel]));
        }
        return most;
    };
    CHECK(gain_at(tremor_hz) < 0.1);
    CHECK(gain_at(0.25) > 0.9);
}

TEST_CASE("TremorFilter leaves belts alone, and everything where there is no tremor")
{
    breath::TremorFilter filter({});
    Frame frame;
    frame.valid.set();
    for (int i = 0; i < 100; ++i) {
        for (std::size_t channel = 0; channel < kChannels; ++channel)
            frame.value[channel] = std::sin(i * double(channel));
        REQUIRE(filter(frame, 0).value == frame.value);
        CHECK(filter.delay_s() == 0);
    }
    const auto filtered = filter(frame, 5);
    for (std::size_t channel = 0; channel < kChannels; ++channel) {
        const auto quantity = channel_at(channel).quantity;
        if (quantity < Quantity::acceleration_x || quantity > Quantity::angular_rate_z)
            CHECK(filtered.value[channel] == frame.value[channel]);
    }
    CHECK(filter.delay_s() == Approx(0.09).margin(0.005));
}

TEST_CASE("The rate of the breath is heard through a tremor of five times its acceleration")
{
    const double tremor_hz = GENERATE(3., 5., 8., 11.);
    const ShakenTrunk trunk{.breath_bpm = 12, .tilt_deg = 2};
    const double breath_g = trunk.tilt_deg / 360 * kTurn / 2;
    const auto samples =
        trunk({{tremor(tremor_hz, 5 * breath_g / std::sqrt(2.), 0.5, 100, Random(5)), 30, 75}}, 75);
    int ticks = 0, known = 0;
    double error = 0;
    Observing observe;
    observe(samples, samples.back().time, [&](Time now, const BreathState& state) {
        if (now < time_from_seconds(50))
            return;
        ++ticks;
        known += state.breath_rate_bpm.known;
        if (state.breath_rate_bpm.known)
            error += std::fabs(state.breath_rate_bpm.value - trunk.breath_bpm);
    });
    CAPTURE(tremor_hz);
    CHECK(known > 0.95 * ticks);
    CHECK(error / known < 0.5);
}

TEST_CASE("Two hearts that shake a sternum for a minute are no tremor")
{
    const auto data = shared_data();
    if (!data) {
        WARN("skipped: the recordings are not here");
        return;
    }
    const auto [name, rate_hz] = GENERATE(
        table<std::string, double>({{"center_sternum.tsv", 200}, {"4_Chest_sweater.tsv", 100}}));
    std::ifstream file(*data / "muse_sternum_imu" / name);
    std::vector<Sample> samples;
    std::string line;
    std::getline(file, line);
    for (int i = 0; std::getline(file, line); ++i) {
        std::istringstream fields(line);
        double value = 0;
        for (int field = 0; field < 6 && fields >> value; ++field)
            if (field >= 3)
                samples.push_back(
                    {time_from_seconds(i / rate_hz),
                     1e-3 * value,
                     {Band::thoracic, Quantity::acceleration_x + std::size_t(field - 3)}});
    }
    REQUIRE(samples.size() > 30000);
    const auto heard = hear(samples);
    CHECK(heard.on == 0);
}
