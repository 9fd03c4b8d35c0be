#include "sessions/guard/air_guard.hpp"
#include "support/over_breathing.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

using namespace crura;
using namespace crura::test;
using sessions::AirGuard;

namespace {

BreathState calibrated()
{
    BreathState state;
    state.band[0].valid = state.band[1].valid = true;
    state.partition = Partition::calibrated;
    return state;
}

// A guard that is told what the ventilation is.
class Watch {
public:
    // For so many seconds, ten ticks each.
    void of(double value, double seconds, double plus_minus = 0.05)
    {
        state.ventilation = {value, plus_minus, true};
        run(seconds);
    }
    void unknown(double seconds)
    {
        state.ventilation = {};
        run(seconds);
    }
    void run(double seconds)
    {
        for (double until_s = now_s + seconds; now_s < until_s - 1e-9; now_s += 0.1)
            tick({});
    }
    void tell(EventKind kind, bool over)
    {
        Event event;
        event.kind = kind;
        event.over = over;
        state.events.push_back(event);
        tick({});
        state.events.clear();
    }
    void tick(std::vector<Command> commands)
    {
        sessions::Wishes wishes;
        air = guard(time_from_seconds(now_s), state, commands, wishes);
        decisions.insert(decisions.end(), wishes.decisions.begin(), wishes.decisions.end());
        phrases.insert(phrases.end(), wishes.phrases.begin(), wishes.phrases.end());
        CHECK(wishes.commands.empty());
    }

    std::size_t count(DecisionKind kind) const
    {
        return std::size_t(
            std::count_if(decisions.begin(), decisions.end(),
                          [kind](const Decision& each) { return each.kind == kind; }));
    }
    std::size_t count(Phrase phrase) const
    {
        return std::size_t(std::count(phrases.begin(), phrases.end(), phrase));
    }

    AirGuard guard{{}};
    BreathState state = calibrated();
    double now_s = 0;
    AirState air;
    std::vector<Decision> decisions;
    std::vector<Phrase> phrases;
};

} // namespace

TEST_CASE("AirGuard says and does nothing while the air is as usual")
{
    Watch watch;
    for (int i = 0; i < 60; ++i)
        watch.of(i % 2 ? 1.1 : 0.9, 10);
    CHECK(watch.air.advice == AirAdvice::none);
    CHECK_FALSE(watch.air.trend_only);
    CHECK(watch.decisions.empty());
    CHECK(watch.phrases.empty());
}

TEST_CASE("A little more air than usual has the guide come back, then asks for a softer breath")
{
    Watch watch;
    watch.of(1.2, 4.5);
    CHECK(watch.air.advice == AirAdvice::none);
    watch.of(1.2, 1);
    CHECK(watch.air.advice == AirAdvice::yield);
    CHECK(watch.phrases.empty());
    watch.of(1.2, 53);
    CHECK(watch.phrases.empty());
    watch.of(1.2, 3);
    CHECK(watch.phrases == std::vector{Phrase::softer});
    CHECK(watch.air.above_s == Approx(61.5).margin(0.5));

    REQUIRE(watch.decisions.size() == 2);
    CHECK(watch.decisions[0].kind == DecisionKind::yield);
    CHECK(watch.decisions[0].ground == Ground::ventilation);
    CHECK(watch.decisions[0].value == 1.2);
    CHECK(watch.decisions[0].limit == 1.15);
    CHECK(watch.decisions[1].kind == DecisionKind::softer);

    SECTION("words come once in three minutes")
    {
        watch.of(1.2, 170);
        CHECK(watch.count(Phrase::softer) == 1);
        watch.of(1.2, 10);
        CHECK(watch.count(Phrase::softer) == 2);
    }
    SECTION("it lasts until it has been calm for half a minute")
    {
        watch.of(1.0, 29);
        CHECK(watch.air.advice == AirAdvice::yield);
        watch.of(1.0, 2);
        CHECK(watch.air.advice == AirAdvice::none);
    }
}

TEST_CASE("Much more air: the guide comes back at once, words follow, then nothing is led")
{
    Watch watch;
    watch.of(1.3, 0.5);
    CHECK(watch.air.advice == AirAdvice::yield);
    CHECK(watch.decisions.back().limit == 1.25);
    watch.of(1.3, 10);
    CHECK(watch.count(Phrase::softer) == 1);
    watch.of(1.3, 9);
    CHECK(watch.air.advice == AirAdvice::yield);
    watch.of(1.3, 1);
    CHECK(watch.air.advice == AirAdvice::rest);
    CHECK(watch.count(Phrase::just_notice) == 1);
    watch.of(1.0, 31);
    CHECK(watch.air.advice == AirAdvice::none);
}

TEST_CASE("Far too much air rests within seconds, and ends all leading when it lasts")
{
    Watch watch;
    watch.of(1.6, 3.5);
    CHECK(watch.air.advice == AirAdvice::rest);
    watch.of(1.6, 26);
    CHECK(watch.air.advice == AirAdvice::rest);
    watch.of(1.6, 2);
    CHECK(watch.air.advice == AirAdvice::mirror);
    watch.of(0.9, 900);
    CHECK(watch.air.advice == AirAdvice::mirror);
    CHECK(watch.count(DecisionKind::mirror) == 1);
}

TEST_CASE("The third rest is for good")
{
    Watch watch;
    for (int i = 0; i < 2; ++i) {
        watch.of(1.45, 5);
        CHECK(watch.air.advice == AirAdvice::rest);
        watch.of(1.0, 60);
        CHECK(watch.air.advice == AirAdvice::none);
    }
    watch.of(1.45, 5);
    CHECK(watch.air.advice == AirAdvice::mirror);
}

TEST_CASE("Who feels dizzy has nothing to follow any more, whatever the sensors say")
{
    Watch watch;
    if (GENERATE(true, false))
        watch.of(1, 10);
    else
        watch.state.partition = Partition::none;
    watch.tick({Command::here, Command::dizzy});
    CHECK(watch.air.advice == AirAdvice::mirror);
    CHECK(watch.phrases == std::vector{Phrase::just_notice});
    REQUIRE(watch.decisions.size() == 1);
    CHECK(watch.decisions[0].kind == DecisionKind::mirror);
    CHECK(watch.decisions[0].ground == Ground::asked);
    watch.unknown(600);
    watch.tick({Command::dizzy});
    CHECK(watch.air.advice == AirAdvice::mirror);
    CHECK(watch.decisions.size() == 1);
}

TEST_CASE("Of a trend nothing is concluded but softer words")
{
    Watch watch;
    watch.state.partition = GENERATE(Partition::none, Partition::uncalibrated);
    watch.of(1.7, 600);
    CHECK(watch.air.trend_only);
    CHECK(watch.air.advice == AirAdvice::softer);
    CHECK(watch.count(DecisionKind::softer) == watch.decisions.size());
    CHECK(watch.count(Phrase::softer) >= 3);
    CHECK(watch.count(Phrase::softer) <= 4);
}

TEST_CASE("What may be as usual is not concluded from")
{
    Watch watch;
    watch.of(1.45, 300, 0.5);
    CHECK(watch.air.advice == AirAdvice::none);
    CHECK(watch.decisions.empty());
}

TEST_CASE("Whoever talks, moves or trembles is left in peace, and half a minute longer")
{
    Watch watch;
    const int what = GENERATE(0, 1, 2);
    watch.of(1, 10);
    if (what == 0)
        watch.tell(EventKind::speech, false);
    if (what == 1)
        watch.state.motion.level = 0.8;
    if (what == 2)
        watch.state.tremor.on = true;
    watch.of(1.6, 100);
    watch.state.motion.level = 0;
    watch.state.tremor.on = false;
    if (what == 0)
        watch.tell(EventKind::speech, true);
    watch.of(1.6, 29);
    CHECK(watch.decisions.empty());
    watch.of(1.6, 10);
    CHECK(watch.count(DecisionKind::rest) == 1);
}

TEST_CASE("Advice that began before nothing was known any more is over after two minutes")
{
    Watch watch;
    watch.of(1.2, 10);
    watch.unknown(115);
    CHECK(watch.air.advice == AirAdvice::yield);
    watch.unknown(10);
    CHECK(watch.air.advice == AirAdvice::none);
}

TEST_CASE("A moment that is unknown neither counts nor begins anew")
{
    Watch watch;
    for (int i = 0; i < 4; ++i) {
        watch.of(1.3, 5.5);
        watch.unknown(20);
    }
    CHECK(watch.air.advice == AirAdvice::rest);
}

TEST_CASE("A jump of the clock is no minute of over-breathing")
{
    Watch watch;
    watch.of(1.3, 1);
    watch.now_s += 3600;
    watch.of(1.3, 1);
    watch.now_s -= 1800;
    watch.of(1.3, 1);
    CHECK(watch.air.advice == AirAdvice::yield);
    CHECK(watch.phrases.empty());
}

TEST_CASE("A copy of AirGuard goes on as the original does")
{
    Watch one;
    one.of(1.3, 15);
    Watch other = one;
    one.of(1.3, 10);
    other.of(1.3, 10);
    CHECK(one.air.advice == AirAdvice::rest);
    CHECK(other.air.advice == one.air.advice);
    CHECK(other.decisions.size() == one.decisions.size());
}

// Bodies that take too much air with a guide, and what they do about it, are assumed in
// support/deep_follower.hpp.
TEST_CASE(
    "With the guard on the index is never above 1.25 for more than a minute, and without it is")
{
    constexpr int kBodies = 240;
    int long_without = 0;
    double lowest_with = 40, lowest_without = 40;
    for (int seed = 1; seed <= kBodies; ++seed) {
        INFO("seed " << seed);
        devices::Random random{std::uint64_t(seed)};
        const auto traits = DeepFollowerTraits::drawn(random);
        const auto with = led_session(traits, std::uint64_t(seed), true);
        const auto without = led_session(traits, std::uint64_t(seed), false);
        CHECK(with.longest_high_s <= 60);
        long_without += without.longest_high_s > 60;
        lowest_with = std::min(lowest_with, with.lowest_pco2_mmhg);
        lowest_without = std::min(lowest_without, without.lowest_pco2_mmhg);
    }
    CHECK(long_without > 0.9 * kBodies);
    CHECK(lowest_without < 25);
    CHECK(lowest_with > lowest_without + 3);
}

TEST_CASE("Who deepens as a slower breath needs is led to the end")
{
    constexpr int kBodies = 60;
    int mirrored = 0, rests = 0, words = 0;
    for (int seed = 1; seed <= kBodies; ++seed) {
        devices::Random random{std::uint64_t(seed)};
        auto traits = DeepFollowerTraits::drawn(random);
        traits.deepening = 0.7;
        traits.sudden = 0;
        const auto outcome = led_session(traits, std::uint64_t(seed), true);
        mirrored += outcome.mirrored;
        rests += outcome.rests;
        words += outcome.softer;
    }
    CHECK(mirrored <= 1);
    CHECK(rests <= 0.25 * kBodies);
    CHECK(words <= 0.6 * kBodies);
}
