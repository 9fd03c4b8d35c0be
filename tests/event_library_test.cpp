#include "support/event_score.hpp"
#include "support/guarded.hpp"
#include "support/rate_score.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace crura;
using namespace crura::test;

namespace {

constexpr double kHourS = 3600;

EventScores scores_of(Worn worn, std::initializer_list<std::uint64_t> seeds)
{
    EventScores scores{};
    for (const auto seed : seeds)
        add_to(scores, hear(devices::event_library(seed, kHourS), worn, seed));
    return scores;
}

EventScore holds_of(const EventScores& scores)
{
    EventScore all;
    for (const auto kind : {EventKind::hold, EventKind::isovolume_hold, EventKind::inspiratory_hold,
                            EventKind::expiratory_hold}) {
        const auto& score = scores[std::size_t(kind)];
        all.true_events += score.true_events;
        all.found += score.found;
        all.told += score.told;
    }
    return all;
}

} // namespace

TEST_CASE("Held breaths of four types are told from pauses, talk, coughs and tremor, by belts")
{
    const auto holds = holds_of(scores_of(Worn::belts, {101, 102, 103}));
    REQUIRE(holds.true_events > 40);
    CHECK(holds.recall() >= 0.95);
    CHECK(holds.precision() >= 0.95);
}

TEST_CASE("Held breaths and tremor are told by two IMUs")
{
    const auto scores = scores_of(Worn::two_imus, {101, 102, 103});
    const auto holds = holds_of(scores);
    CHECK(holds.recall() >= 0.95);
    CHECK(holds.precision() >= 0.9); // 0.95 is missed: docs/event-library.md says by what
    const auto& tremor = scores[std::size_t(EventKind::tremor)];
    REQUIRE(tremor.true_events > 20);
    CHECK(tremor.recall() >= 0.95);
    CHECK(tremor.precision() >= 0.95);
    const auto& freezes = scores[std::size_t(EventKind::freeze)];
    CHECK(freezes.found == freezes.true_events);
}

TEST_CASE("The rate of the breath is off by less than half a breath a minute in a strong tremor")
{
    const auto worn = GENERATE(Worn::belts, Worn::two_imus, Worn::three_imus);
    RateScore score;
    for (const std::uint64_t seed : {1, 2, 3})
        add_to(score, 5, worn, seed);
    CHECK(score.mean() <= 0.5);
    CHECK(score.unknown() < 0.05);
    CHECK((worn == Worn::belts || score.trembling() > 0.9));
}

TEST_CASE("The release guard brakes for nobody in an hour of ordinary practice")
{
    const auto worn = GENERATE(Worn::belts, Worn::two_imus);
    for (const auto& scene : devices::ordinary_practice(3, 1)) {
        Guarded guarded(scene, Guarded::Program::gets_up, 3);
        hear(scene, worn, 3, std::ref(guarded));
        CHECK_FALSE(guarded.decided(DecisionKind::brake, 0, kHourS));
    }
}

TEST_CASE("The release guard suspects a freeze, and brakes for somebody who no longer answers")
{
    const auto scene = devices::event_library(1, kHourS);
    Guarded guarded(scene, Guarded::Program::lies_still, 1);
    const auto heard = hear(scene, Worn::two_imus, 1, std::ref(guarded));
    int freezes = 0;
    for (const auto& event : heard.truth) {
        if (event.kind != devices::BodyEventKind::freeze)
            continue;
        ++freezes;
        const double length_s = event.end_s - event.start_s;
        if (length_s > 60)
            CHECK(guarded.decided(DecisionKind::suspect_freeze, event.start_s, event.end_s));
        if (length_s > 90) // two questions take half a minute
            CHECK(guarded.decided(DecisionKind::brake, event.start_s, event.end_s + 5));
    }
    CHECK(freezes > 1);
}
