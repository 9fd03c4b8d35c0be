// What the release guard does in ordinary practice, where it should stay silent, and with bodies
// that hold, tremble and freeze. Somebody answers 4 s after each question, but when frozen.
//     usage: guard [SEED] [HOURS OF PRACTICE] [HOURS OF THE LIBRARY] [list]
#include "support/event_score.hpp"
#include "support/watched_session.hpp"

#include "sessions/guard/release_guard.hpp"

#include <fmt/core.h>

#include <array>
#include <cstdlib>
#include <functional>
#include <string>

using namespace crura;
using namespace crura::test;
using namespace std::chrono_literals;

namespace {

constexpr std::array kWorn{Worn::belts, Worn::two_imus, Worn::three_imus};
constexpr std::array kWornNames{"two belts", "two IMUs", "three IMUs"};

struct Count {
    double hours = 0;
    std::array<int, kDecisionKinds> decisions{};
    std::array<int, kGrounds> brakes{};
    double act_s = 0, look_s = 0;
    int unfounded = 0; // brakes without a hold or a freeze
    int long_holds = 0, braked_holds = 0;
};

constexpr double kLongS = 25; // a hold that should be braked whatever its kind, or nearly so

// The part of a scene that a program would have as a step that moves: from getting up on.
double gets_up_s(const devices::Scene& scene)
{
    for (const auto& event : scene.script)
        if (event.kind == devices::BodyEventKind::getting_up)
            return event.start_s;
    return scene.length_s;
}

// One session under guard. After a brake it is resumed, so that there may be another.
class Guarded {
public:
    Guarded(Count& count, double moves_from_s, bool list)
        : count_(count), moves_from_s_(moves_from_s), list_(list)
    {
    }

    void operator()(Time now, const BreathState& breath)
    {
        std::vector<Command> commands;
        if (session_.state.phrase == Phrase::are_you_here
            || session_.state.phrase == Phrase::still_here)
            answer_at_ = now + 4s;
        if (answer_at_ && now >= *answer_at_ && !frozen(breath)) {
            commands.push_back(Command::here);
            answer_at_.reset();
        }
        if (session_.state.braked && now - braked_at_ > 30s)
            commands.push_back(Command::resume);
        sessions::Wishes wishes;
        step_.moves = to_seconds(now) >= moves_from_s_;
        const auto state =
            guard_(now, {true, 5min, 15min}, &step_, session_.state, breath, commands, wishes);
        session_(now, commands, wishes);
        note(now, state, wishes);
    }

    std::vector<double> brakes; // [s]

private:
    bool frozen(const BreathState& breath)
    {
        for (const Event& event : breath.events)
            if (event.kind == EventKind::freeze)
                frozen_ = !event.over;
        return frozen_;
    }

    void note(Time now, const GuardState& state, const sessions::Wishes& wishes)
    {
        const double tick_s = last_ ? to_seconds(now - *last_) : 0;
        last_ = now;
        count_.hours += tick_s / 3600;
        count_.act_s += state.alert == Alert::act ? tick_s : 0;
        count_.look_s += state.alert == Alert::look ? tick_s : 0;
        for (const Decision& decision : wishes.decisions) {
            ++count_.decisions[std::size_t(decision.kind)];
            if (decision.kind == DecisionKind::brake) {
                ++count_.brakes[std::size_t(decision.ground)];
                braked_at_ = now;
                brakes.push_back(to_seconds(now));
            }
            if (list_)
                fmt::print("{:7.1f} {} {} {:.1f} of {:.1f}\n", to_seconds(now),
                           name_of(decision.kind), name_of(decision.ground), decision.value,
                           decision.limit);
        }
    }

    Count& count_;
    double moves_from_s_;
    bool list_;
    sessions::Step step_;
    sessions::ReleaseGuard guard_{{}};
    WatchedSession session_;
    std::optional<Time> answer_at_, last_;
    Time braked_at_{};
    bool frozen_ = false;
};

void print(const char* what, const Count& count)
{
    if (count.hours == 0)
        return;
    fmt::print(
        "\n{}, {:.1f} h: act {:.0f} s, look {:.0f} s an hour; {} brakes without a reason; {} of "
        "{} holds of {:.0f} s braked\n",
        what, count.hours, count.act_s / count.hours, count.look_s / count.hours, count.unfounded,
        count.braked_holds, count.long_holds, kLongS);
    for (std::size_t kind = 0; kind < kDecisionKinds; ++kind)
        if (count.decisions[kind] > 0)
            fmt::print("  {} {}\n", name_of(DecisionKind(kind)), count.decisions[kind]);
    for (std::size_t ground = 0; ground < kGrounds; ++ground)
        if (count.brakes[ground] > 0)
            fmt::print("  brakes by {}: {}\n", name_of(Ground(ground)), count.brakes[ground]);
}

} // namespace

// Was there a reason for each brake, and a brake for each reason?
void judge(const Heard& heard, const std::vector<double>& brakes, bool list, Count& count)
{
    using devices::BodyEventKind;
    const auto within = [](double brake_s, const devices::TrueEvent& truth) {
        return truth.start_s < brake_s && brake_s < truth.end_s + 2;
    };
    for (const double brake_s : brakes)
        count.unfounded += std::none_of(heard.truth.begin(), heard.truth.end(), [&](const auto& t) {
            return (devices::is_hold(t.kind) || t.kind == BodyEventKind::freeze)
                && within(brake_s, t);
        });
    for (const auto& truth : heard.truth) {
        if (list)
            fmt::print("{:7.1f} {:5.1f} s truly {}\n", truth.start_s, truth.end_s - truth.start_s,
                       name_of(truth.kind));
        if (!devices::is_hold(truth.kind) || truth.end_s - truth.start_s < kLongS)
            continue;
        ++count.long_holds;
        count.braked_holds += std::any_of(brakes.begin(), brakes.end(),
                                          [&](double brake_s) { return within(brake_s, truth); });
    }
}

void watch(const devices::Scene& scene, double moves_from_s, Worn worn, unsigned seed, bool list,
           Count& count)
{
    Guarded guarded(count, moves_from_s, list);
    const auto heard = hear(scene, worn, seed, std::ref(guarded));
    judge(heard, guarded.brakes, list, count);
}

int main(int argc, char** argv)
{
    const auto number = [&](int at, unsigned otherwise) {
        return argc > at ? unsigned(std::strtoul(argv[at], nullptr, 10)) : otherwise;
    };
    const unsigned seed = number(1, 1), practice_h = number(2, 10), library_h = number(3, 4);
    const bool list = argc > 4 && std::string(argv[4]) == "list";
    for (std::size_t way = 0; way < kWorn.size(); ++way) {
        Count practice, library;
        for (const auto& scene : devices::ordinary_practice(seed, practice_h))
            watch(scene, gets_up_s(scene), kWorn[way], seed, list, practice);
        for (unsigned hour = 0; hour < library_h; ++hour)
            watch(devices::event_library(seed + hour, 3600), 3600, kWorn[way], seed + hour, list,
                  library);
        print(fmt::format("{}: ordinary practice", kWornNames[way]).c_str(), practice);
        print(fmt::format("{}: the library", kWornNames[way]).c_str(), library);
    }
}
