#include "breath/sensors/posture.hpp"
#include "breath/sensors/motion.hpp"
#include "breath/sensors/pelvic_drift.hpp"
#include "support/lying_pelvis.hpp"
#include "support/rising_trunk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

// How well sitting is told from standing, and a drift of the pelvis from breathing, on made-up
// people whose truth is known: bench/posture [first seed] [people].

using namespace crura;

namespace {

struct Scene {
    std::string name;
    std::function<void(test::RisingTrunk&)> happens;
};

Posture told(test::RisingTrunk& person, double rate_hz)
{
    breath::PostureWatch::Params params;
    params.head = person.head();
    breath::PostureWatch watch(params);
    breath::MotionIndex motion({});
    BreathState state;
    for (const Frame& frame : person.frames(rate_hz)) {
        state.events.clear();
        motion(frame, frame.time, state);
        watch(frame, person.side(), frame.time, state);
    }
    return state.posture;
}

void from_lying(test::RisingTrunk& person, double sits_up_s)
{
    person.lie_down(2);
    person.rest(20);
    person.sit_up(sits_up_s);
    person.rest(10);
}

void seats(std::uint64_t first, int people)
{
    std::vector<Scene> scenes{
        {"upright from the start", [](auto& p) { p.rest(30); }},
        {"lies, sits up in 2.5 s", [](auto& p) { from_lying(p, 2.5); }},
        {"lies, sits up in 6 s", [](auto& p) { from_lying(p, 6); }},
        {"stands up from a chair", [](auto& p) { p.rest(10), p.stand_up(), p.rest(5); }},
        {"sits down on a chair", [](auto& p) { p.rest(10), p.sit_down(), p.rest(5); }},
        {"sat up, leans 40 deg",
         [](auto& p) { from_lying(p, 2.5), p.lean_and_return(40), p.rest(5); }},
        {"walks 12 s", [](auto& p) { p.rest(5), p.walk(12, 1.8, 0.25); }},
        {"laughs 20 s", [](auto& p) { p.rest(5), p.walk(20, 4, 0.09), p.rest(5); }},
        {"stood up, bows, comes up",
         [](auto& p) {
             p.rest(5), p.stand_up(), p.rest(5), p.bow(3), p.rest(20), p.sit_up(3), p.rest(5);
         }},
    };
    for (const double takes_s : {3., 4., 6., 9., 12.})
        scenes.push_back(
            {fmt::format("sat up, then stands up in {} s", takes_s),
             [takes_s](auto& p) { from_lying(p, 2.5), p.stand_up_slowly(takes_s), p.rest(5); }});
    fmt::print("{:34} {:>6} {:>9} {:>9} {:>9}\n", "", "rate", "sitting", "standing", "not told");
    for (const Scene& scene : scenes)
        for (const double rate_hz : {100., 25.}) {
            std::array<int, 3> count{};
            for (int i = 0; i < people; ++i) {
                test::RisingTrunk person(first + std::uint64_t(i));
                scene.happens(person);
                const Posture posture = told(person, rate_hz);
                ++count[posture == Posture::sitting ? 0 : posture == Posture::standing ? 1 : 2];
            }
            const auto share = [&](int of) { return 100. * of / people; };
            fmt::print("{:34} {:3.0f} Hz {:7.1f} % {:7.1f} % {:7.1f} %\n", scene.name, rate_hz,
                       share(count[0]), share(count[1]), share(count[2]));
        }
}

struct Heard {
    bool any = false;
    double deg = 0, after_s = 0;
};

Heard heard(test::LyingPelvis& person, double for_s, double drift_s)
{
    breath::PelvicDrift drift({});
    BreathState state;
    state.posture = Posture::supine;
    Heard heard;
    for (double t = 0; t < for_s; t += 0.01) {
        const Frame frame = person.at(t);
        state.events.clear();
        drift(frame, frame.time, state);
        for (const Event& event : state.events) {
            if (!heard.any)
                heard.after_s = to_seconds(event.known_at) - drift_s;
            heard.any = true;
            heard.deg = std::max(heard.deg, event.evidence);
        }
    }
    return heard;
}

void drifts(std::uint64_t first, int people)
{
    fmt::print("\n{:34} {:>9} {:>9} {:>9}\n", "pelvis turns at 120 s, in 10 s", "heard", "after",
               "angle");
    for (const double deg : {1.5, 3., 4., 5., 6., 8., 10.}) {
        int found = 0;
        double sum_s = 0, sum_deg = 0;
        for (int i = 0; i < people; ++i) {
            test::LyingPelvis person(first + std::uint64_t(i));
            person.belly_deg = test::goes_to(i % 2 ? deg : -deg, 120, 130);
            const Heard what = heard(person, 240, 120);
            found += what.any;
            sum_s += what.after_s, sum_deg += what.deg;
        }
        fmt::print("{:30.1f} deg {:7.1f} % {:7.1f} s {:5.1f} deg\n", deg, 100. * found / people,
                   found ? sum_s / found : 0, found ? sum_deg / found : 0);
    }
    const auto falsely = [&](const char* name, double for_s, auto made) {
        int found = 0;
        for (int i = 0; i < people; ++i) {
            test::LyingPelvis person(first + std::uint64_t(i));
            made(person);
            found += heard(person, for_s, 0).any;
        }
        fmt::print("{:34} {:5} of {}, {:.1f} h\n", name, found, people, people * for_s / 3600);
    };
    falsely("breath alone", 1200, [](auto&) {});
    falsely("breath twice as deep", 300, [](auto& p) { p.depth = test::goes_to(2, 120, 130); });
    falsely("breath three times, at once", 300,
            [](auto& p) { p.depth = [](double t) { return t < 120 ? 1. : 3.; }; });
    falsely("settles 5 deg in 10 min", 720,
            [](auto& p) { p.belly_deg = test::goes_to(5, 60, 660); });
    falsely("settles 5 deg in 5 min", 420,
            [](auto& p) { p.belly_deg = test::goes_to(5, 60, 360); });
    falsely("the whole body 10 deg in 1 min", 300,
            [](auto& p) { p.body_deg = test::goes_to(10, 120, 180); });
}

} // namespace

int main(int argc, char** argv)
{
    const auto first = std::uint64_t(argc > 1 ? std::atoi(argv[1]) : 1000);
    const int people = argc > 2 ? std::atoi(argv[2]) : 200;
    fmt::print("{} people, seeds from {}\n", people, first);
    seats(first, people);
    drifts(first, people);
}
