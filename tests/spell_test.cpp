#include "breath/events/spell.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using breath::Spell;

namespace {

Time at(double time_s)
{
    return time_from_seconds(time_s);
}

} // namespace

TEST_CASE("Spell is told when it is known and once more when it is over, and not in between")
{
    Spell spell(EventKind::tremor);
    BreathState state;
    spell.begin(at(3), at(5), 4.5, state);
    REQUIRE(state.events.size() == 1);
    CHECK(state.events[0].kind == EventKind::tremor);
    CHECK(state.events[0].start == at(3));
    CHECK(state.events[0].known_at == at(5));
    CHECK_FALSE(state.events[0].over);

    spell.seen(at(8), 5);
    CHECK(spell.on());
    CHECK(state.events.size() == 1);

    spell.finish(at(9), state);
    CHECK_FALSE(spell.on());
    REQUIRE(state.events.size() == 2);
    CHECK(state.events[1].start == at(3));
    CHECK(state.events[1].end == at(8));
    CHECK(state.events[1].known_at == at(9));
    CHECK(state.events[1].evidence == 5);
    CHECK(state.events[1].over);

    spell.begin(at(20), at(21), 6, state);
    CHECK_FALSE(state.events[2].over);
}

TEST_CASE("Spell waits for room rather than begin or end untold")
{
    Spell spell(EventKind::hold);
    BreathState full;
    while (!full.events.full())
        full.events.push_back({});
    BreathState empty;

    spell.begin(at(1), at(2), 0, full);
    CHECK_FALSE(spell.on());
    spell.begin(at(1), at(2), 0, empty);
    CHECK(spell.on());
    spell.finish(at(4), full);
    CHECK(spell.on());
    spell.finish(at(4), empty);
    CHECK_FALSE(spell.on());
    CHECK(empty.events.size() == 2);
}
