// The guide before a whole simulated body: belts, everything that hears them, and back.
#include "breath/observer.hpp"
#include "devices/simulated_body.hpp"
#include "sessions/guide/guide.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

using namespace crura;
using namespace crura::sessions;

namespace {

// A body that hears the guide that hears the body.
struct Practice {
    devices::BodyModel body;
    GuidePlan plan{.intent = Intent::guide};
    std::unique_ptr<breath::Observer> observer =
        std::make_unique<breath::Observer>(breath::Observer::Params{});
    Guide guide{GuideParams{}};
    BreathState state{};
    Target target{};
    std::vector<Decision> decided{};

    explicit Practice(const char* kind, std::uint64_t seed = 1)
        : body(devices::SimulatedBody::find(kind)->body, seed)
    {
    }

    // For so many minutes, or until the measured rate of five breaths is below `rate_bpm`, of
    // which it returns the minute.
    std::optional<double> run(double minutes, double rate_bpm = 0)
    {
        std::vector<double> last;
        for (double time_s = 0; time_s < 60 * minutes;) {
            const auto reading = body.next();
            time_s = reading.time_s;
            const Time now = time_from_seconds(time_s);
            const Sample samples[] = {
                {now, reading.level[0], {Band::thoracic, Quantity::displacement}},
                {now, reading.level[1], {Band::abdominal, Quantity::displacement}}};
            (*observer)(now, samples, state);
            Decisions decisions;
            target = guide(now, plan, state, AirAdvice::none, {}, decisions);
            decided.insert(decided.end(), decisions.begin(), decisions.end());
            body.hear(target);
            for (const Breath& breath : state.breaths) {
                last.push_back(breath.breath_rate_bpm);
                if (last.size() > 5)
                    last.erase(last.begin());
                auto five = last;
                std::sort(five.begin(), five.end());
                if (five.size() == 5 && five[2] < rate_bpm)
                    return time_s / 60;
            }
        }
        return std::nullopt;
    }
};

} // namespace

TEST_CASE("Heard by belts, half of the cooperative bodies are below 10 a minute within 4.5 minutes")
{
    constexpr std::size_t kBodies = 24;
    const auto manner = GENERATE(GuideManner::gentle, GuideManner::training);
    std::vector<double> minutes;
    std::size_t decisions = 0;
    for (std::uint64_t seed = 1; seed <= kBodies; ++seed) {
        Practice practice("cooperative", seed);
        practice.plan.manner = manner;
        const auto reached = practice.run(15, 10);
        REQUIRE(reached);
        minutes.push_back(*reached);
        decisions += practice.decided.size();
        CHECK(practice.decided.size() <= 3);
    }
    std::sort(minutes.begin(), minutes.end());
    CHECK(minutes[kBodies / 2] < 4.5); // the belts are calibrated meanwhile
    CHECK(decisions < kBodies / 2);
}

TEST_CASE("Heard by belts, a body that falls asleep is left alone within 2 minutes")
{
    Practice practice("sleeping", GENERATE(1u, 2u, 3u));
    practice.run(5 + 2); // it does so after five minutes
    CHECK(practice.target.level == 0);
}
