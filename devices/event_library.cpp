#include "devices/event_library.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace crura::devices {

namespace {

using enum BodyEventKind;

constexpr double kListensS = 100; // to the breath alone, before the first event

constexpr double kEven = 0.03;

double between(Random& random, double low, double high) // evenly in proportions
{
    return low * std::pow(high / low, random.uniform());
}

BodyModel::Params adult(Random& random, double breath_rate_bpm)
{
    const bool slow = breath_rate_bpm < 8;
    return {.breath_rate_bpm = breath_rate_bpm,
            .inspiratory_share = random.uniform(0.34, 0.42),
            .expiratory_pause_share = random.uniform(0.05, 0.15),
            .abdominal_share = random.uniform(0.35, 0.7),
            .phase_angle_deg = random.uniform(0, 20),
            .time_variability = slow ? 0.05 : random.uniform(0.05, 0.12),
            .amplitude_variability = slow ? 0.08 : random.uniform(0.06, 0.14),
            .share_variability = 0.04,
            .following = 0.5,
            .heart_rate_bpm = random.uniform(50, 80),
            .heartbeat_ripple = random.uniform(0.005, 0.02),
            .drift = 0.05,
            .gain = {360, 480},
            .rest_level = {1800, 2100},
            .noise = 0.8,
            .quantisation_step = 1};
}

BodyEvent a_tremor(Random& random, double weakest, double strongest, double longest_s)
{
    BodyEvent event{.kind = tremor,
                    .length_s = between(random, 5, longest_s),
                    .strength = between(random, weakest, strongest),
                    .frequency_hz = random.uniform(3, 12),
                    .wildness = random.uniform(0, 0.5)};
    event.end_hz = std::clamp(event.frequency_hz + random.uniform(-2, 2), 3., 12.);
    const double manner = random.uniform();
    if (manner < 0.15)
        event.wildness = random.uniform(0.8, 1);
    else if (manner < 0.4)
        event.burst_s = random.uniform(1, 2.4);
    return event;
}

// With the lengths of docs/event-library.md. A hold at the bottom lasts at least 0.8 of a breath
// longer than usual, a pause at most 0.4: what lies between is neither.
BodyEvent one(BodyEventKind kind, double breath_s, Random& random)
{
    const auto event = [&](double length_s, double strength) {
        return BodyEvent{.kind = kind, .length_s = length_s, .strength = strength};
    };
    switch (kind) {
    case quiet_hold:
        return event(between(random, 4, 30), random.uniform(0.4, 0.55));
    case isovolume_hold:
        return event(between(random, 4, 30), random.uniform(0.3, 0.9));
    case inspiratory_hold:
        return event(between(random, 4, 30), random.uniform(0.9, 1.3));
    case expiratory_hold:
        return event(between(random, std::max(4., 0.8 * breath_s), 30), 1);
    case expiratory_pause:
        return event(random.uniform(0.15, 0.4) * breath_s, 1);
    case sigh:
        return event(0, random.uniform(2.2, 3));
    case gasp:
        return event(0, random.uniform(1.8, 2.6));
    case short_breaths:
        return event(0, random.uniform(0.6, 1));
    case freeze:
        return event(random.uniform(45, 120), random.uniform(0.2, 0.32));
    case tremor:
        return a_tremor(random, 0.6, 5, 60);
    case talking:
        return event(random.uniform(8, 40), random.uniform(0.7, 1.3));
    case laughing:
        return event(random.uniform(4, 12), random.uniform(0.7, 1.3));
    case coughing:
        return event(random.uniform(2, 6), random.uniform(0.7, 1.3));
    case posture_shift:
        return event(random.uniform(1.5, 4), random.uniform(3, 15));
    case getting_up:
        return event(random.uniform(20, 35), 1);
    case lying_down:
        return event(random.uniform(15, 25), 1);
    }
    return {};
}

// Puts one event after the other.
class Line {
public:
    Line(double breath_s, double from_s, Random random)
        : at_s_(from_s), breath_s_(breath_s), random_(random)
    {
    }

    double at_s() const { return at_s_; }
    Random& random() { return random_; }
    EventScript script() && { return std::move(script_); }

    // `gap_s` is kept free after it, beside the breath that it may wait for.
    void add(BodyEvent event, double gap_s)
    {
        event.start_s = at_s_;
        at_s_ += event.length_s + gap_s;
        script_.push_back(event);
    }
    void add(BodyEventKind kind, double gap_s) { add(one(kind, breath_s_, random_), gap_s); }
    void add(BodyEventKind kind) { add(kind, gap_s()); }

    double gap_s() { return std::max(20., 4 * breath_s_) + random_.uniform(0, 15); }

private:
    double at_s_, breath_s_;
    Random random_;
    EventScript script_;
};

// A tremor, and then nothing moves and hardly a breath.
void tremor_and_freeze(Line& line)
{
    auto before = one(tremor, 5, line.random());
    before.length_s = std::max(before.length_s, 10.);
    line.add(before, line.random().uniform(0.5, 3));
    line.add(freeze);
}

void up_and_down(Line& line)
{
    line.add(getting_up, line.random().uniform(40, 80));
    line.add(lying_down, 45);
}

template <std::size_t N>
void shuffle(std::array<BodyEventKind, N>& kinds, Random& random)
{
    for (std::size_t i = N; i > 1; --i)
        std::swap(kinds[i - 1], kinds[std::size_t(random.uniform() * double(i))]);
}

void practise_rest(Line& line, bool trembles)
{
    const double what = line.random().uniform();
    const double gap_s = line.gap_s() + line.random().uniform(0, 60);
    if (trembles && what < 0.3)
        line.add(a_tremor(line.random(), 0.6, 2, 40), gap_s);
    else if (what < 0.45)
        line.add(sigh, gap_s);
    else if (what < 0.65)
        line.add(posture_shift, gap_s);
    else if (what < 0.85)
        line.add(expiratory_pause, gap_s);
    else if (what < 0.93)
        line.add(talking, gap_s);
    else if (what < 0.98)
        line.add(coughing, gap_s);
    else
        line.add(laughing, gap_s);
}

} // namespace

Scene event_library(std::uint64_t seed, double length_s)
{
    Random random(seed);
    Scene scene{adult(random, between(random, 5, 18)), {}, length_s};
    std::array bag{quiet_hold,
                   quiet_hold,
                   isovolume_hold,
                   isovolume_hold,
                   inspiratory_hold,
                   inspiratory_hold,
                   expiratory_hold,
                   expiratory_hold,
                   expiratory_pause,
                   expiratory_pause,
                   sigh,
                   gasp,
                   short_breaths,
                   freeze,
                   tremor,
                   tremor,
                   tremor,
                   tremor,
                   talking,
                   laughing,
                   coughing,
                   posture_shift,
                   getting_up};
    Line line(60 / scene.body.breath_rate_bpm, kListensS, random.fork());
    std::size_t next = bag.size();
    while (true) {
        if (next == bag.size()) {
            shuffle(bag, line.random());
            next = 0;
        }
        constexpr double kLongestS = 280; // a tremor and a freeze
        if (line.at_s() + kLongestS > length_s)
            break;
        const auto kind = bag[next++];
        if (kind == freeze)
            tremor_and_freeze(line);
        else if (kind == getting_up)
            up_and_down(line);
        else
            line.add(kind);
    }
    scene.script = std::move(line).script();
    return scene;
}

std::vector<Scene> ordinary_practice(std::uint64_t seed, double hours)
{
    Random random(seed);
    std::vector<Scene> scenes;
    double left_s = 3600 * hours;
    for (int i = 0; left_s > 0; ++i) {
        const bool slow = i % 2 == 1;
        const double bpm = slow ? random.uniform(5, 7) : random.uniform(9, 16);
        Scene scene{adult(random, bpm), {}, 0};
        const double lies_s = random.uniform(600, 1200);
        const bool trembles = !slow && random.uniform() < 0.4;
        Line line(60 / bpm, kListensS, random.fork());
        while (line.at_s() < lies_s)
            practise_rest(line, trembles);
        line.add(getting_up, random.uniform(30, 60));
        scene.length_s = line.at_s();
        scene.script = std::move(line).script();
        left_s -= scene.length_s;
        scenes.push_back(std::move(scene));
    }
    return scenes;
}

Scene trembling_throughout(std::uint64_t seed, double start_s, double length_s, double strength)
{
    Random random(seed);
    Scene scene{adult(random, random.uniform(5, 18)), {}, length_s};
    scene.body.time_variability = kEven;
    BodyEvent event = a_tremor(random, 1, 1, 10);
    event.strength = strength;
    event.start_s = start_s;
    event.length_s = length_s - start_s;
    scene.script = {event};
    return scene;
}

EventScript trembling_script(std::uint64_t seed, double length_s)
{
    Line line(5, 60, Random(seed));
    while (line.at_s() < length_s) {
        if (line.random().uniform() < 0.2)
            tremor_and_freeze(line);
        else
            line.add(tremor);
    }
    return std::move(line).script();
}

EventScript holding_script(std::uint64_t seed, double breath_s, double length_s)
{
    std::array holds{quiet_hold, isovolume_hold, inspiratory_hold, expiratory_hold};
    Line line(breath_s, 60, Random(seed));
    while (line.at_s() < length_s) {
        shuffle(holds, line.random());
        for (const auto hold : holds)
            line.add(hold);
    }
    return std::move(line).script();
}

} // namespace crura::devices
