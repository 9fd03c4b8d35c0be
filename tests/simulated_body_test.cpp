#include "devices/simulated_body.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <thread>
#include <vector>

using namespace crura;
using namespace crura::devices;
using namespace std::chrono_literals;

namespace {

std::vector<Sample> drained(SampleRing& ring)
{
    std::vector<Sample> samples;
    for (Sample sample; ring.pop(sample);)
        samples.push_back(sample);
    return samples;
}

bool wait_for_samples(const SampleRing& ring, std::size_t count)
{
    for (int i = 0; i < 1000 && ring.size() < count; ++i)
        std::this_thread::sleep_for(10ms);
    return ring.size() >= count;
}

// Runs faster than the world.
Clock hurried(int times)
{
    return [times, began = host_now()] { return began + times * (host_now() - began); };
}

} // namespace

TEST_CASE("SimulatedBody is found by each of its names, and helps with a wrong one")
{
    const auto kinds = SimulatedBody::kinds();
    CHECK(kinds.front() == "calm");
    for (const auto& name : kinds) {
        const auto kind = SimulatedBody::find(name);
        REQUIRE(kind);
        CHECK(kind->name == name);
        CHECK_FALSE(kind->description.empty());
        CHECK(SimulatedBody(*kind).name() == "simulator:" + name);
    }
    const auto wrong = SimulatedBody::find("sleepy");
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().message.find("\"sleepy\"") != std::string::npos);
    for (const auto& name : kinds)
        CHECK(wrong.error().message.find(name) != std::string::npos);
}

TEST_CASE("SimulatedBody's kinds breathe as their descriptions say")
{
    const auto about = [](const std::string& name) {
        const auto kind = SimulatedBody::find(name);
        BodyModel body(kind->body, 1);
        body.foresee(3600);
        const auto breaths = body.truth();
        double share = 0;
        for (const auto& breath : breaths)
            share += breath.abdominal_share / double(breaths.size());
        const double last_s = breaths.back().end_s;
        return std::pair(60 * double(breaths.size()) / last_s, share);
    };
    const auto [calm_bpm, calm_share] = about("calm");
    CHECK(calm_bpm == Approx(12).margin(0.8));
    CHECK(calm_share == Approx(0.65).margin(0.03));
    const auto [chest_bpm, chest_share] = about("chest");
    CHECK(chest_bpm == Approx(16).margin(1));
    CHECK(chest_share == Approx(0.3).margin(0.03));
    CHECK(about("slow").first == Approx(6).margin(0.4));
    CHECK(about("anxious").first == Approx(19.5).margin(2));
}

TEST_CASE("SimulatedBody pushes what its model says, stamped with when it was due")
{
    const auto kind = *SimulatedBody::find("calm");
    SampleRing ring(4096);
    SimulatedBody body(kind, 5);
    CHECK_FALSE(body.health().online);

    const Time before = host_now();
    REQUIRE(body.start(ring));
    CHECK(body.health().online);
    REQUIRE(wait_for_samples(ring, 30));
    body.stop();
    const Time after = host_now();
    const auto samples = drained(ring);

    CHECK_FALSE(body.health().online);
    CHECK(body.health().samples == samples.size());
    CHECK(samples.front().time >= before);
    CHECK(samples.back().time <= after);
    CHECK(after - samples.back().time < 500ms); // generous: the machine may be busy
    BodyModel model(kind.body, 5);
    for (std::size_t i = 0; i + 1 < samples.size(); i += 2) {
        const auto reading = model.next();
        REQUIRE(samples[i].time == samples[0].time + 20ms * (i / 2));
        REQUIRE(samples[i + 1].time == samples[i].time);
        REQUIRE(samples[i].channel == Channel{Band::thoracic, Quantity::displacement});
        REQUIRE(samples[i + 1].channel == Channel{Band::abdominal, Quantity::displacement});
        REQUIRE(samples[i].value == reading.level[0]);
        REQUIRE(samples[i + 1].value == reading.level[1]);
    }
}

TEST_CASE("SimulatedBody stopped pushes nothing, and started again goes on from where it was")
{
    const auto kind = *SimulatedBody::find("calm");
    SampleRing ring(4096);
    SimulatedBody body(kind, 5);
    REQUIRE(body.start(ring));
    REQUIRE(wait_for_samples(ring, 10));
    body.stop();
    body.stop();
    const auto first = drained(ring);
    std::this_thread::sleep_for(60ms);
    CHECK(ring.size() == 0);

    REQUIRE(body.start(ring));
    REQUIRE(body.start(ring)); // the runtime may be impatient
    REQUIRE(wait_for_samples(ring, 10));
    body.stop();
    const auto second = drained(ring);
    CHECK(second.front().time > first.back().time + 40ms);
    CHECK(body.health().samples == first.size() + second.size());

    BodyModel model(kind.body, 5);
    for (std::size_t i = 0; i < first.size(); i += 2)
        model.next();
    CHECK(second.front().value == model.next().level[0]);
}

TEST_CASE("SimulatedBody counts what finds the ring full")
{
    SampleRing ring(8);
    SimulatedBody body(*SimulatedBody::find("calm"), 1, hurried(20));
    REQUIRE(body.start(ring));
    for (int i = 0; i < 1000 && body.health().refused < 10; ++i)
        std::this_thread::sleep_for(10ms);
    body.stop();
    CHECK(body.health().samples == 8);
    CHECK(body.health().refused >= 10);
    CHECK(body.health().refused == ring.refused());
}

TEST_CASE("SimulatedBody as a pair of IMUs gives six axes a band at 100 Hz, upright in gravity")
{
    SampleRing ring(1 << 16);
    SimulatedBody body(*SimulatedBody::find("imu"), 1, hurried(20));
    REQUIRE(body.start(ring));
    REQUIRE(wait_for_samples(ring, 12 * 1000)); // 10 s
    body.stop();

    const auto samples = drained(ring);
    std::map<std::size_t, std::vector<double>> values;
    for (const auto& sample : samples)
        values[index_of(sample.channel)].push_back(sample.value);
    CHECK(values.size() == 12);
    CHECK(samples[12].time - samples[0].time == 10ms);
    for (const Band band : {Band::thoracic, Band::abdominal}) {
        const auto& y = values[index_of({band, Quantity::acceleration_y})];
        const auto& z = values[index_of({band, Quantity::acceleration_z})];
        CHECK(z[500] == Approx(1).margin(0.05));
        const auto [low, high] = std::minmax_element(y.begin(), y.end());
        CHECK(*high - *low > 0.01); // breath tilts it by more than its noise
        CHECK(*high - *low < 0.2);
    }
}

TEST_CASE("SimulatedBody slows with the guide it hears, and is itself again when the engine stalls")
{
    auto kind = *SimulatedBody::find("calm");
    kind.body.movements_per_hour = 0;
    kind.body.sighs_per_hour = 0;
    SampleRing ring(1 << 17);
    const Clock clock = hurried(100);
    const Time began = clock();
    SimulatedBody body(kind, 2, clock);
    REQUIRE(body.start(ring));

    constexpr double kGuideS = 10;
    constexpr double kGuidedS = 200;
    constexpr double kAllS = 400;
    for (std::uint64_t tick = 1; to_seconds(clock() - began) < kAllS; ++tick) {
        const double cycles = to_seconds(clock() - began) / kGuideS;
        Snapshot snapshot;
        snapshot.tick = tick;
        snapshot.target = {.intent = Intent::guide,
                           .level = 1,
                           .cycle_position = cycles - std::floor(cycles),
                           .breath_rate_bpm = 60 / kGuideS,
                           .inspiratory_time_s = 4,
                           .expiratory_time_s = 6};
        if (cycles * kGuideS < kGuidedS)
            body.accept(snapshot, {});
        std::this_thread::sleep_for(1ms);
    }
    body.stop();

    std::vector<double> breaths_s; // the belly passes half of a small breath, upwards
    bool high = false;
    for (const auto& sample : drained(ring))
        if (sample.channel.band == Band::abdominal) {
            const double level = (sample.value - kind.body.rest_level[1]) / kind.body.gain[1];
            if (!high && level > 0.3)
                breaths_s.push_back(to_seconds(sample.time - began));
            high = high ? level > 0.15 : level > 0.3;
        }
    const auto rate_bpm = [&breaths_s](double from_s, double to_s) {
        const auto count = std::count_if(breaths_s.begin(), breaths_s.end(),
                                         [=](double t) { return t >= from_s && t < to_s; });
        return 60 * double(count) / (to_s - from_s);
    };
    CHECK(rate_bpm(80, 200) == Approx(6).margin(0.8));
    CHECK(rate_bpm(260, 400) == Approx(12).margin(2));
}
