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

TEST_CASE("Heard by belts, a cooperative body is led below 10 breaths a minute, and told so little")
{
    Practice practice("cooperative", GENERATE(1u, 2u, 3u));
    practice.plan.manner = GENERATE(GuideManner::gentle, GuideManner::training);
    const auto minutes = practice.run(10, 10);
    REQUIRE(minutes);
    CHECK(*minutes < 6); // the belts are calibrated meanwhile
    CHECK(practice.decided.size() <= 3);
}

TEST_CASE("Heard by belts, a body that falls asleep is left alone within 2 minutes")
{
    Practice practice("sleeping", GENERATE(1u, 2u, 3u));
    practice.run(5 + 2); // it does so after five minutes
    CHECK(practice.target.level == 0);
}
