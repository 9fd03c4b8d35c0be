#include "trend/change.hpp"
#include "trend/noise.hpp"

#include "support/practising_person.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <vector>

using namespace crura;
using trend::Verdict;

namespace {

const trend::Measure& rate()
{
    return *trend::find_measure("breath_rate");
}

// Sessions day by day; `level` by their number from 0.
template <class Level>
std::vector<trend::Point> practised(std::size_t sessions, Level level, double spread = 1,
                                    double autocorrelation = 0.3, std::uint64_t seed = 1)
{
    std::mt19937_64 random(seed);
    std::normal_distribution<> normal;
    std::vector<trend::Point> series;
    double noise = normal(random);
    for (std::size_t i = 0; i < sessions; ++i) {
        noise = autocorrelation * noise
            + std::sqrt(1 - autocorrelation * autocorrelation) * normal(random);
        series.push_back({history::Id(i) + 1,
                          history::WallTime(std::chrono::hours(24 * i)),
                          {level(i) + spread * noise, 0.3, true}});
    }
    return series;
}

constexpr auto same = [](std::size_t) { return 10.; };

} // namespace

TEST_CASE("Noise is never said to be smaller than it is, on average, and not much larger")
{
    const double autocorrelation = GENERATE(0., 0.3, 0.6);
    double spreads = 0, correlations = 0;
    constexpr int kPeople = 200;
    for (int seed = 1; seed <= kPeople; ++seed) {
        std::vector<double> values;
        for (const auto& point : practised(140, same, 2, autocorrelation, std::uint64_t(seed)))
            values.push_back(point.value.value);
        std::vector<trend::BlockSums> blocks;
        for (std::size_t at = 0; at < values.size(); at += 14)
            blocks.emplace_back(std::span(values).subspan(at, 14));
        const trend::Noise noise(blocks, 0.1, 0);
        spreads += noise.spread() / kPeople;
        correlations += noise.autocorrelation() / kPeople;
        CHECK(trend::Noise(blocks, 0.1, 1).variance_of_mean(blocks[0])
              >= noise.variance_of_mean(blocks[0]));
    }
    INFO("autocorrelation " << autocorrelation);
    CHECK(correlations == Approx(autocorrelation).margin(0.06));
    CHECK(spreads == Approx(2).margin(0.2));
}

TEST_CASE("Sessions that are all the same have the smallest spread that is believed")
{
    const std::vector<double> same_value(14, 3.);
    const std::vector<trend::BlockSums> blocks(3, trend::BlockSums(same_value));
    const trend::Noise noise(blocks, 0.4, 1);
    CHECK(noise.spread() == Approx(0.4));
    CHECK(std::isfinite(noise.variance_of_mean(blocks[0])));
}

TEST_CASE("A change waits for enough sessions and says how many more it takes")
{
    CHECK(change_of(rate(), {}).wanted == 45);
    const auto series = practised(45, same);
    for (std::size_t n = 0; n < series.size(); ++n) {
        const auto change = change_of(rate(), std::span(series).first(n));
        CHECK(change.verdict == Verdict::too_few);
        CHECK(change.wanted == 45 - n);
        CHECK(change.sessions == n);
        CHECK(change.baseline.level.known == (n >= 9)); // 3 to settle, 6 for a level
        CHECK_FALSE(change.recent.level.known);
        CHECK_FALSE(change.difference.known);
    }
    const auto change = change_of(rate(), series);
    CHECK(change.verdict == Verdict::no_clear_change);
    CHECK(change.wanted == 14);
    CHECK(change.baseline.sessions == 28);
    CHECK(change.recent.sessions == 14);
    CHECK(change.baseline.from == series[3].began);
    CHECK(change.recent.to == series.back().began);
}

TEST_CASE("Looking every day finds no more than looking when a block is whole")
{
    const auto series = practised(120, [](std::size_t i) { return i < 60 ? 10. : 8.; });
    Estimate before;
    std::size_t answers = 0;
    for (std::size_t n = 45; n <= series.size(); ++n) {
        const auto now = change_of(rate(), std::span(series).first(n)).difference;
        answers += n == 45 || now.value != before.value || now.plus_minus != before.plus_minus;
        before = now;
    }
    CHECK(answers == (120 - 45) / 14 + 1);
}

TEST_CASE("A clear step is found with its size, its direction and a day on which it was there")
{
    const double step = GENERATE(-4., 4.);
    const auto series = practised(150, [step](std::size_t i) { return i < 60 ? 10. : 10. + step; });
    const auto change = change_of(rate(), series);
    CHECK(change.verdict == (step > 0 ? Verdict::rose : Verdict::fell));
    CHECK(std::fabs(change.difference.value - step) < change.difference.plus_minus);
    CHECK(change.since >= series[45].began); // the first stretch with some of it
    CHECK(change.since <= series[87].began);
    CHECK(change.smallest_seen == change.difference.plus_minus);
    CHECK(change.between_sessions == Approx(1.96 * std::sqrt(2.) * change.spread));
}

TEST_CASE("A change that is over is no longer said")
{
    const auto series =
        practised(200, [](std::size_t i) { return i >= 50 && i < 110 ? 15. : 10.; });
    CHECK(change_of(rate(), std::span(series).first(101)).verdict == Verdict::rose);
    CHECK(change_of(rate(), series).verdict == Verdict::no_clear_change);
}

TEST_CASE("Of answers that were always the same, one other is no change and another level is")
{
    const auto& ease = *trend::find_measure("ease_after");
    const auto of = [](std::size_t sessions, auto level) { return practised(sessions, level, 0); };
    CHECK(change_of(ease, of(100, [](std::size_t i) { return i == 90 ? 4. : 3.; })).verdict
          == Verdict::no_clear_change);
    CHECK(change_of(ease, of(100, [](std::size_t i) { return i >= 50 ? 4. : 3.; })).verdict
          == Verdict::rose);
}

TEST_CASE("The first sessions, in which all is new, do not count")
{
    const auto series = practised(59, [](std::size_t i) { return i < 3 ? 100. : 10.; });
    const auto change = change_of(rate(), series);
    CHECK(change.baseline.level.value == Approx(10).margin(1));
    CHECK(change.spread < 2);
}

// bench/trend has ten times as many people, and more ways of practising.
TEST_CASE("Of people in whom nothing changes at most 5 in 100 hear of a change in a year")
{
    const double autocorrelation = GENERATE(0., 0.3, 0.6);
    int misled = 0;
    constexpr int kPeople = 60;
    for (int seed = 1; seed <= kPeople; ++seed) {
        test::PractisingPerson person({.autocorrelation = autocorrelation}, {},
                                      std::uint64_t(seed));
        std::vector<history::SessionRow> rows;
        for (const auto& each : person.practise(365))
            rows.push_back(each.row);
        bool claimed = false;
        for (const auto& measure : trend::measures()) {
            const auto series = series_of(measure, rows);
            for (std::size_t n = 45; n <= series.size(); n += 14)
                claimed = claimed
                    || change_of(measure, std::span(series).first(n)).verdict
                        != Verdict::no_clear_change;
        }
        misled += claimed;
    }
    INFO("autocorrelation " << autocorrelation);
    CHECK(misled <= kPeople / 20);
}

TEST_CASE("Of those who change by three spreads most hear of it, and the right way")
{
    const double size = GENERATE(-3., 3.);
    int seen = 0, wrong = 0;
    constexpr int kPeople = 30;
    for (int seed = 1; seed <= kPeople; ++seed) {
        test::PractisingPerson person({}, {.size = size}, std::uint64_t(seed));
        std::vector<history::SessionRow> rows;
        for (const auto& each : person.practise(365))
            rows.push_back(each.row);
        const auto verdict = change_of(rate(), series_of(rate(), rows)).verdict;
        seen += verdict == (size > 0 ? Verdict::rose : Verdict::fell);
        wrong += verdict == (size > 0 ? Verdict::fell : Verdict::rose);
    }
    CHECK(seen >= kPeople * 8 / 10);
    CHECK(wrong == 0);
}
