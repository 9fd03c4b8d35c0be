#include "sessions/guide/guide.hpp"

#include "core/frame.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <random>
#include <span>
#include <vector>

using namespace crura;
using namespace crura::sessions;
using namespace std::chrono_literals;

namespace {

// A person who breathes by themselves and comes some of the way along with what they are shown;
// seen by a detector that knows each onset `delay_s` late.
struct Person {
    double inspiratory_time_s = 1.8;
    double expiratory_time_s = 2.7;
    double follows = 1;  // 0 not at all .. 1 exactly
    double longest = 10; // breath, as a multiple of the natural one
    double noise = 0;    // of each time, as a share
    double delay_s = 0.4;
    double confidence = 0.9;
    bool breathing = true;

    explicit Person(unsigned seed = 1) : random_(seed) {}

    // What happened at `now`; the target is the one shown until now.
    BreathState operator()(Time now, const Target& target)
    {
        BreathState state;
        state.confidence = confidence;
        while (breathing && now >= end_) {
            seen_.push_back(begin_breath(target));
            ++breaths_begun;
        }
        while (!seen_.empty() && now >= seen_.front().inspiration_known_at) {
            const Breath& begun = seen_.front();
            state.onsets.push_back({Phase::inspiration, begun.inspiration_onset, now});
            last_.confidence = confidence;
            if (has_last_)
                state.breaths.push_back(last_);
            last_ = begun;
            has_last_ = true;
            seen_.pop_front();
        }
        return state;
    }

    Time onset() const { return onset_; }
    int breaths_begun = 0;

private:
    Breath begin_breath(const Target& target)
    {
        const auto come_along = [&](double own_s, double shown_s) {
            return own_s + follows * target.level * (shown_s - own_s);
        };
        const double limit = longest * (inspiratory_time_s + expiratory_time_s);
        double in_s = come_along(inspiratory_time_s, target.inspiratory_time_s);
        double out_s = come_along(expiratory_time_s, target.expiratory_time_s);
        const double fits = std::min(1., limit / (in_s + out_s));
        in_s *= fits * (1 + noise * normal_(random_));
        out_s *= fits * (1 + noise * normal_(random_));

        onset_ = end_;
        end_ += from_seconds(std::max(0.5, in_s)) + from_seconds(std::max(0.5, out_s));
        Breath breath;
        breath.inspiration_onset = onset_;
        breath.expiration_onset = onset_ + from_seconds(std::max(0.5, in_s));
        breath.end = end_;
        breath.inspiration_known_at = onset_ + from_seconds(delay_s);
        breath.inspiratory_time_s = std::max(0.5, in_s);
        breath.expiratory_time_s = std::max(0.5, out_s);
        return breath;
    }

    std::mt19937 random_;
    std::normal_distribution<double> normal_;
    Time onset_{};
    Time end_ = time_from_seconds(100);
    std::deque<Breath> seen_;
    Breath last_;
    bool has_last_ = false;
};

// A person before the guide.
struct Room {
    Person person;
    Guide guide{Guide::Params{}};
    Time now = time_from_seconds(100);
    Target target{};

    GuidePlan plan{};
    AirAdvice air = AirAdvice::none;
    std::vector<Decision> decided{};

    const Target& tick(Intent intent, std::span<const Command> commands = {})
    {
        return show(intent, person(now += kFrameStep, target), commands);
    }

    const Target& show(Intent intent, const BreathState& breath,
                       std::span<const Command> commands = {})
    {
        plan.intent = intent;
        Decisions decisions;
        target = guide(now, plan, breath, air, commands, decisions);
        decided.insert(decided.end(), decisions.begin(), decisions.end());
        return target;
    }

    template <class Check>
    void run(Duration time, Intent intent, Check check)
    {
        for (const Time until = now + time; now < until;) {
            tick(intent);
            check();
        }
    }

    void run(Duration time, Intent intent)
    {
        run(time, intent, [] {});
    }
};

bool same(const Target& a, const Target& b)
{
    return a.intent == b.intent && a.level == b.level && a.phase == b.phase
        && a.displacement == b.displacement && a.cycle_position == b.cycle_position
        && a.breath_rate_bpm == b.breath_rate_bpm && a.inspiratory_time_s == b.inspiratory_time_s
        && a.expiratory_time_s == b.expiratory_time_s && a.stage == b.stage
        && a.carry_over.value == b.carry_over.value && a.carry_over.known == b.carry_over.known;
}

} // namespace

TEST_CASE("Witness shows nothing")
{
    Room room;
    room.run(5min, Intent::witness, [&] {
        REQUIRE(room.target.intent == Intent::witness);
        REQUIRE(room.target.level == 0);
        REQUIRE(room.target.displacement == 0);
        REQUIRE(room.target.phase == Phase::unknown);
    });
}

TEST_CASE("A target appears after eight good breaths, and fades in over about two")
{
    Room room;
    double seen_s = 0;
    double full_s = 0;
    room.run(90s, Intent::invite, [&] {
        const double time_s = to_seconds(room.now) - 100;
        if (seen_s == 0 && room.target.level > 0)
            seen_s = time_s;
        if (full_s == 0 && room.target.level == 1)
            full_s = time_s;
    });
    CHECK(seen_s == Approx(8 * 4.5 + 0.4).margin(0.05));
    CHECK(full_s - seen_s == Approx(2 * 4.5).margin(0.5));
}

TEST_CASE("Breaths that are half trusted bring no target")
{
    Room room;
    room.person.confidence = 0.5;
    room.run(2min, Intent::guide);
    CHECK(room.target.level == 0);
}

TEST_CASE("A gap counts though no breath that spans it is ever reported")
{
    Room room;
    room.run(12 * 4500ms + 1s, Intent::invite); // recognised
    REQUIRE(room.target.level > 0);
    room.person.confidence = 0;
    room.run(10s, Intent::invite);
    REQUIRE(room.target.level == 0);
    room.person.confidence = 0.9;
    const auto next = [&] {
        auto breath = room.person(room.now += kFrameStep, room.target);
        const bool spans = !breath.breaths.empty();
        breath.breaths.clear();
        room.show(Intent::invite, breath);
        return spans;
    };
    while (!next())
        ;
    room.run(2 * 4500ms, Intent::invite);
    CHECK(room.target.level == 0);
    room.run(4500ms, Intent::invite);
    CHECK(room.target.level > 0);
}

TEST_CASE("Invite lengthens the expiration slowly to at most a tenth beyond the natural one")
{
    const double follows = GENERATE(0., 0.5, 1.);
    Room room;
    room.person.follows = follows;
    double longest_s = 0;
    double at_two_minutes_s = 0;
    room.run(10min, Intent::invite, [&] {
        if (room.target.level == 0)
            return;
        const double shown_s = room.target.expiratory_time_s;
        REQUIRE(shown_s <= 1.10 * room.person.expiratory_time_s + 1e-6);
        REQUIRE(shown_s >= room.person.expiratory_time_s - 1e-6);
        REQUIRE(room.target.inspiratory_time_s == Approx(room.person.inspiratory_time_s));
        longest_s = std::max(longest_s, shown_s);
        if (room.now < time_from_seconds(160))
            at_two_minutes_s = shown_s;
    });
    CHECK(at_two_minutes_s < 1.05 * room.person.expiratory_time_s);
    CHECK(longest_s > 1.05 * room.person.expiratory_time_s);
    if (follows == 1)
        CHECK(longest_s > 1.08 * room.person.expiratory_time_s);
}

TEST_CASE("Invite does not creep beyond a tenth with a noisy breather, for an hour")
{
    const unsigned seed = GENERATE(1u, 2u, 3u);
    Room room;
    room.person = Person(seed);
    room.person.noise = 0.1;
    room.run(2min, Intent::witness);
    double longest_s = 0;
    room.run(60min, Intent::invite,
             [&] { longest_s = std::max(longest_s, room.target.expiratory_time_s); });
    // The natural breath is known from five: 10 % noise leaves its median 5.6 % uncertain.
    CHECK(longest_s < 1.10 * (1 + 3 * 0.056) * room.person.expiratory_time_s);
}

TEST_CASE("Invite begins no breath before the person does, and one for each of theirs")
{
    const double noise = GENERATE(0., 0.2);
    const double delay_s = GENERATE(0.05, 0.4, 1.0);
    Room room;
    room.person.noise = noise;
    room.person.delay_s = delay_s;
    room.person.follows = 0.5;
    auto phase = Phase::unknown;
    int shown = 0;
    int last_breath = 0;
    room.run(10min, Intent::invite, [&] {
        const bool begins = room.target.phase == Phase::inspiration && phase != Phase::inspiration;
        phase = room.target.phase;
        if (!begins)
            return;
        ++shown;
        const double since_onset_s = to_seconds(room.now - room.person.onset());
        REQUIRE(room.person.breaths_begun > last_breath);
        REQUIRE(since_onset_s >= 0);
        REQUIRE(since_onset_s <= delay_s + 0.02);
        last_breath = room.person.breaths_begun;
    });
    CHECK(shown > 90);
}

TEST_CASE("Invite is in step with the person half an inspiration after it knew of the onset")
{
    Room room;
    room.run(3min, Intent::invite);
    room.run(1min, Intent::invite, [&] {
        const double since_s = to_seconds(room.now - room.person.onset());
        if (room.person.delay_s + 0.95 < since_s && since_s < 1.8)
            CHECK(room.target.displacement
                  == Approx((1 - std::cos(M_PI * since_s / 1.8)) / 2).margin(0.01));
    });
}

TEST_CASE("Guide leads a person who follows to its floor, slowly, and never below")
{
    const double follows = GENERATE(0.7, 1.);
    Room room;
    room.person.follows = follows;
    double slowest_bpm = 60;
    double below_ten_at_s = 0;
    room.run(15min, Intent::guide, [&] {
        if (room.target.level == 0)
            return;
        REQUIRE(room.target.breath_rate_bpm >= 5.5 - 1e-9);
        slowest_bpm = std::min(slowest_bpm, room.target.breath_rate_bpm);
        if (below_ten_at_s == 0 && room.target.breath_rate_bpm < 10)
            below_ten_at_s = to_seconds(room.now) - 100;
    });
    CHECK(slowest_bpm < (follows == 1 ? 5.7 : 11));
    if (follows == 1) {
        CHECK(below_ten_at_s > 120);
        CHECK(below_ten_at_s < 360);
    }
}

TEST_CASE("Guide never begins two breaths by itself, and none to hurry a slow breather")
{
    Room room;
    SECTION("a person who stops breathing is shown one more breath")
    {
        room.run(3min, Intent::guide);
        while (room.target.phase != Phase::expiration) // theirs is known by now
            room.tick(Intent::guide);
        room.person.breathing = false;
        int shown = 0;
        auto phase = room.target.phase;
        room.run(60s, Intent::guide, [&] {
            shown += room.target.phase == Phase::inspiration && phase != Phase::inspiration;
            phase = room.target.phase;
        });
        CHECK(shown == 1);
        CHECK(room.target.level == 0);
    }
    SECTION("a person at 4 breaths a minute is never ahead of")
    {
        room.person.inspiratory_time_s = 5;
        room.person.expiratory_time_s = 10;
        room.person.follows = 0;
        auto phase = Phase::unknown;
        room.run(10min, Intent::guide, [&] {
            if (room.target.phase == Phase::inspiration && phase != Phase::inspiration)
                CHECK(to_seconds(room.now - room.person.onset()) < 0.5);
            phase = room.target.phase;
        });
        CHECK(phase != Phase::unknown);
    }
}

TEST_CASE("In a gap the pace freezes, the target fades within two breaths, and nothing new begins")
{
    const auto intent = GENERATE(Intent::invite, Intent::guide);
    const bool silent = GENERATE(false, true); // confidence stays, but no breath comes
    Room room;
    room.run(4min, intent);
    REQUIRE(room.target.level == 1);
    room.run(100ms, intent);
    const auto before = room.target;
    const auto period = from_seconds(60 / before.breath_rate_bpm);

    if (silent)
        room.person.breathing = false;
    else
        room.person.confidence = 0.1;
    const auto noticed = silent ? 3 * period : Duration{};
    int begun = 0;
    auto phase = before.phase;
    room.run(noticed + 2 * period + 1s, intent, [&] {
        begun += room.target.phase == Phase::inspiration && phase != Phase::inspiration;
        phase = room.target.phase;
        if (room.target.level > 0 && !silent)
            CHECK(room.target.breath_rate_bpm == before.breath_rate_bpm);
    });
    CHECK(begun <= (silent ? 2 : 0));
    CHECK(room.target.level == 0);
    CHECK(room.target.displacement == 0);

    SECTION("three good breaths bring it back")
    {
        room.run(30s, intent);
        CHECK(room.target.level == 0);
        if (silent) {
            room.run(30s, intent);
            CHECK(room.target.level == 0);
            return;
        }
        room.person.confidence = 0.9;
        const int already = room.person.breaths_begun;
        while (room.target.level == 0 && room.person.breaths_begun < already + 20)
            room.tick(intent);
        CHECK(room.person.breaths_begun - already >= 4); // three whole ones after the gap
        CHECK(room.person.breaths_begun - already <= 6);
    }
}

TEST_CASE("A second onset within an inspiration changes nothing")
{
    const auto intent = GENERATE(Intent::invite, Intent::guide);
    Room room;
    room.run(2min, intent);
    while (room.target.phase != Phase::inspiration || room.target.cycle_position < 0.2)
        room.tick(intent);
    Room other = room;
    const auto twice = [&] {
        auto breath = other.person(other.now += kFrameStep, other.target);
        breath.onsets.push_back({Phase::inspiration, other.now - 100ms, other.now});
        return other.show(intent, breath);
    }();
    CHECK(same(room.tick(intent), twice));
    room.run(500ms, intent, [&] { REQUIRE(same(room.target, other.tick(intent))); });
}

TEST_CASE("A short loss of confidence neither jumps nor forgets the pace")
{
    Room room;
    room.run(5min, Intent::invite);
    const double asked_s = room.target.expiratory_time_s;
    room.person.confidence = 0.2;
    room.run(500ms, Intent::invite);
    CHECK(room.target.level > 0.9);
    room.person.confidence = 0.9;
    room.run(8s, Intent::invite);
    CHECK(room.target.level < 0.5); // three good breaths take longer than that
    room.run(60s, Intent::invite);
    CHECK(room.target.level == 1);
    CHECK(room.target.expiratory_time_s >= room.person.expiratory_time_s);
    CHECK(room.target.expiratory_time_s <= asked_s + 1e-9);
}

TEST_CASE("A change to Witness lets the target fade over two breaths")
{
    Room room;
    room.run(3min, Intent::invite);
    REQUIRE(room.target.level == 1);
    room.run(4s, Intent::witness);
    CHECK(room.target.level > 0.4);
    CHECK(room.target.intent == Intent::witness);
    room.run(6s, Intent::witness);
    CHECK(room.target.level == 0);
}

TEST_CASE("Neither displacement nor level ever jumps, whatever the world does")
{
    const unsigned seed = GENERATE(range(1u, 11u));
    const bool garbage = GENERATE(false, true);
    std::mt19937 random{seed};
    const auto chance = [&](double per_second) {
        return std::uniform_real_distribution<>()(random) < per_second * to_seconds(kFrameStep);
    };
    const auto any_of = [&](auto... values) {
        const std::common_type_t<decltype(values)...> all[] = {values...};
        return all[random() % std::size(all)];
    };
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    const double endless = std::numeric_limits<double>::infinity();
    Guide guide{Guide::Params{}};
    Person person(seed);
    person.noise = 0.25;
    Time now = time_from_seconds(100);
    Target before;
    GuidePlan plan{.intent = Intent::guide};
    auto air = AirAdvice::none;
    double shown_s = 0;
    for (int tick = 0; tick < 60'000; ++tick) {
        Duration step = kFrameStep;
        if (chance(0.02))
            step = any_of(Duration(1s), Duration(10min), Duration(-5s), Duration(0s));
        now += step;
        if (chance(0.05)) {
            plan.intent = any_of(Intent::witness, Intent::invite, Intent::guide, Intent::guide);
            plan.style = any_of(GuideStyle::lead, GuideStyle::lead, GuideStyle::mirror,
                                GuideStyle::fixed, GuideStyle::personal_tempo);
            plan.manner = any_of(GuideManner::gentle, GuideManner::training);
            plan.unguided = any_of(false, false, false, true);
            plan.slowest_bpm = any_of(5.5, 4.5, 8., 3., nothing, -1., endless);
            plan.breath_rate_bpm = any_of(6., 5., 12., 0., nothing, -3., endless);
        }
        if (chance(0.05))
            person.confidence = any_of(0., 0.5, 0.9, 0.95, 1.);
        if (chance(0.02))
            air = any_of(AirAdvice::none, AirAdvice::softer, AirAdvice::yield);
        person.follows = any_of(0., 1.);
        auto breath = person(now, before);
        if (chance(0.1)) // an onset that was none
            breath.onsets.push_back({Phase::inspiration, now - 700ms, now});
        breath.displacement = any_of(0.2, 0.8);
        if (garbage && chance(0.1)) {
            breath.confidence = any_of(nothing, endless, 0.9, 0.9, 0.9, 0.9);
            breath.displacement = any_of(nothing, endless, -1e9);
            breath.cycle_position = any_of(nothing, 7., -1.);
            breath.motion.level = any_of(nothing, -1.);
            breath.onsets.push_back({Phase::inspiration, now + 1h, now});
            Breath absurd;
            absurd.inspiration_onset = any_of(now, now + 1h, now - 1h);
            absurd.inspiratory_time_s = any_of(nothing, endless, -3., 0., 0.31, 29.);
            absurd.expiratory_time_s = any_of(nothing, endless, -3., 0., 0.31, 0.9);
            absurd.confidence = any_of(nothing, 2., 0.9);
            absurd.abdominal_share = {any_of(nothing, endless, 5.), 0, true};
            breath.breaths.push_back(absurd);
            breath.events.push_back({.kind = EventKind::sigh, .start = now});
        }

        Decisions decisions;
        const auto target = guide(now, plan, breath, air, {}, decisions);

        // The steepest: a blend over half an inspiration beside the curve's own slope.
        const double seconds = std::clamp(to_seconds(step), 0., to_seconds(Guide::kLongestTick));
        const double in_s =
            std::max(0.3, std::min(before.inspiratory_time_s, target.inspiratory_time_s));
        if (before.level > 0 && target.level > 0)
            REQUIRE(std::fabs(target.displacement - before.displacement)
                    <= std::max(M_PI / 2 * (1 + 2) / in_s, 3.) * seconds + 1e-9);
        REQUIRE(std::fabs(target.level - before.level) <= seconds / (2 * 0.6) + 1e-9);
        REQUIRE((0 <= target.displacement && target.displacement <= 1));
        REQUIRE((0 <= target.level && target.level <= 1));
        REQUIRE((0 <= target.cycle_position && target.cycle_position <= 1));
        const bool leads = target.stage == GuideStage::lead || target.stage == GuideStage::yield;
        if (target.level > 0 && leads)
            REQUIRE(target.breath_rate_bpm >= kSlowestUnlockedBpm - 1e-9);
        for (const Decision& each : decisions)
            REQUIRE((std::isfinite(each.value) && std::isfinite(each.limit)));
        shown_s += target.level > 0 ? seconds : 0;
        before = target;
    }
    CHECK(shown_s > (garbage ? 5 : 30)); // it was not silent all the time
}

TEST_CASE("A copy of the guide goes on exactly as the original")
{
    const auto intent = GENERATE(Intent::invite, Intent::guide);
    Room original;
    original.person.noise = 0.1;
    original.run(97s, intent);
    Room copy = original;
    for (int tick = 0; tick < 30'000; ++tick)
        REQUIRE(same(original.tick(intent), copy.tick(intent)));
}
