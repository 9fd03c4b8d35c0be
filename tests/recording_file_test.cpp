#include "app/recording_file.hpp"

#include "engine/engine.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <fstream>

using namespace crura;
using namespace std::chrono_literals;

namespace {

constexpr Channel kChest{Band::thoracic, Quantity::displacement};

// Ten samples a second of fifteen breaths a minute.
void breathe(std::vector<Sample>& samples, Duration from, Duration to)
{
    for (Duration at = from; at < to; at += 100ms)
        samples.push_back({Time(at), std::sin(0.5 * 3.1416 * to_seconds(at)), kChest});
}

std::size_t samples_in(const std::vector<record::RecordedTick>& ticks)
{
    std::size_t count = 0;
    for (const auto& tick : ticks)
        count += tick.samples.size();
    return count;
}

} // namespace

TEST_CASE("A time column that leaps by a day makes no ticks for most of it, and no sample is lost")
{
    const Duration gap = GENERATE(Duration(30s), Duration(64s), Duration(66s), Duration(24h));
    std::vector<Sample> samples;
    breathe(samples, 0s, 20s);
    breathe(samples, 20s + gap, 60s + gap);
    const auto ticks = app::ticks_of(samples);
    CHECK(samples_in(ticks) == samples.size());
    CHECK(ticks.size() <= std::size_t((60s + std::min(gap, Duration(66s))) / engine::kTick));

    engine::Engine engine;
    std::size_t breaths_after = 0, number = 0;
    Time last = ticks.front().time - engine::kTick;
    double first_level = 0;
    for (const auto& tick : ticks) {
        REQUIRE(tick.number == ++number);
        REQUIRE(tick.time > last);
        REQUIRE((tick.time - Time{}) % engine::kTick == Duration(0));
        last = tick.time;
        for (const Sample& sample : tick.samples) {
            REQUIRE(sample.time <= tick.time);
            REQUIRE(tick.time - sample.time < engine::kTick);
        }
        const Snapshot& snapshot = engine.tick(tick.time, tick.samples);
        for (const Breath& breath : snapshot.breath.breaths)
            breaths_after += breath.inspiration_onset > Time(20s + gap);
        if (first_level == 0 && tick.time > Time(20s + gap) && snapshot.breath.band[0].valid)
            first_level = to_seconds(tick.time - Time(20s + gap));
    }
    CHECK(breaths_after >= 7);
    CHECK(first_level > 0); // the first sample after the gap is heard at once
    CHECK(first_level < 0.25);
}

TEST_CASE("Rows that were stamped a packet at a time are replayed when they were measured")
{
    const test::TempFolder folder;
    const int in_a_packet = GENERATE(1, 5);
    constexpr int kRows = 200;
    {
        std::ofstream out(folder / "packets.csv");
        out << "t,chest,belly\n";
        for (int i = 0; i < kRows; ++i)
            out << 0.1 * double((i / in_a_packet + 1) * in_a_packet - 1) << ',' << i << ','
                << 1000 + i << '\n';
    }
    app::AnalyzeOptions options;
    options.file = folder / "packets.csv";
    options.time_column = "t";
    options.thoracic = "chest";
    options.abdominal = "belly";
    const auto replay = app::load_replay(options);
    REQUIRE(replay);
    REQUIRE(samples_in(replay->ticks) == 2 * kRows);
    for (const auto& tick : replay->ticks)
        for (const Sample& sample : tick.samples) {
            const double row = std::fmod(sample.value, 1000);
            REQUIRE(to_seconds(sample.time) == Approx(0.1 * row).margin(0.01));
            REQUIRE(to_seconds(tick.time) == Approx(0.1 * row).margin(0.02));
        }
}
