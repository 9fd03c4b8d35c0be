#pragma once

#include "core/event.hpp"
#include "devices/event_library.hpp"
#include "support/observing.hpp"
#include "support/worn_body.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace crura::test {

// What a scripted body did, beside what was told of it.
struct Heard {
    struct Told {
        EventKind kind{};
        double start_s = 0, end_s = 0, known_s = 0;
    };
    std::vector<devices::TrueEvent> truth;
    std::vector<devices::TrueBreath> breaths;
    std::vector<Told> told;
};

// `watch` sees every tick.
inline Heard hear(const devices::Scene& scene, Worn worn, std::uint64_t seed,
                  const Observing::Watch& watch = {})
{
    WornBody body(scene, worn, seed);
    Observing observe;
    Heard heard;
    const auto note = [&](Time now, const BreathState& state) {
        for (const Event& event : state.events) {
            const double start_s = to_seconds(event.start), end_s = to_seconds(event.end);
            const auto begun =
                std::find_if(heard.told.rbegin(), heard.told.rend(), [&](const Heard::Told& told) {
                    return told.kind == event.kind && told.start_s == start_s;
                });
            if (begun != heard.told.rend())
                begun->end_s = end_s;
            else
                heard.told.push_back({event.kind, start_s, event.over ? end_s : scene.length_s,
                                      to_seconds(event.known_at)});
        }
        if (watch)
            watch(now, state);
    };
    for (double until_s = 0; until_s < scene.length_s;) {
        const auto& samples = body.next();
        until_s = to_seconds(samples.front().time);
        observe(samples, samples.front().time, note);
    }
    heard.truth = body.body().events();
    heard.breaths = body.body().truth();
    return heard;
}

// How an event of the library is called when it is told; nothing when it should not be told.
inline std::optional<EventKind> told_as(devices::BodyEventKind kind)
{
    switch (kind) {
    case devices::BodyEventKind::quiet_hold:
        return EventKind::hold;
    case devices::BodyEventKind::isovolume_hold:
        return EventKind::isovolume_hold;
    case devices::BodyEventKind::inspiratory_hold:
        return EventKind::inspiratory_hold;
    case devices::BodyEventKind::expiratory_hold:
        return EventKind::expiratory_hold;
    case devices::BodyEventKind::sigh:
        return EventKind::sigh;
    case devices::BodyEventKind::gasp:
        return EventKind::gasp;
    case devices::BodyEventKind::short_breaths:
        return EventKind::short_breaths;
    case devices::BodyEventKind::freeze:
        return EventKind::freeze;
    case devices::BodyEventKind::tremor:
        return EventKind::tremor;
    case devices::BodyEventKind::talking:
        return EventKind::speech;
    default:
        return std::nullopt;
    }
}

// Holds and tremor are found when start and end are both within this of the truth; single breaths
// when the start is; a freeze and talk when the event lies in the truth, or begins in it.
inline constexpr double kToleranceS = 3;

inline bool matches(const devices::TrueEvent& truth, const Heard::Told& told)
{
    if (told_as(truth.kind) != told.kind)
        return false;
    const bool whole = devices::is_hold(truth.kind) || truth.kind == devices::BodyEventKind::tremor;
    const bool within_truth =
        told.start_s > truth.start_s - kToleranceS && told.start_s < truth.end_s;
    if (truth.kind == devices::BodyEventKind::freeze
        || truth.kind == devices::BodyEventKind::talking)
        return within_truth;
    return std::fabs(told.start_s - truth.start_s) <= kToleranceS
        && (!whole || std::fabs(told.end_s - truth.end_s) <= kToleranceS);
}

// Of one kind.
struct EventScore {
    int true_events = 0, found = 0, told = 0;
    double start_off_s = 0, end_off_s = 0, known_after_s = 0; // sums over those found

    double recall() const { return double(found) / std::max(true_events, 1); }
    double precision() const { return double(found) / std::max(told, 1); }
};
using EventScores = std::array<EventScore, kEventKinds>;

// Each told event matches one true one at most, the first that fits.
inline void add_to(EventScores& scores, const Heard& heard)
{
    std::vector<bool> used(heard.told.size());
    for (const auto& told : heard.told)
        ++scores[std::size_t(told.kind)].told;
    for (const auto& truth : heard.truth) {
        const auto kind = told_as(truth.kind);
        if (!kind)
            continue;
        EventScore& score = scores[std::size_t(*kind)];
        ++score.true_events;
        for (std::size_t i = 0; i < heard.told.size(); ++i) {
            const auto& told = heard.told[i];
            if (used[i] || !matches(truth, told))
                continue;
            used[i] = true;
            ++score.found;
            score.start_off_s += std::fabs(told.start_s - truth.start_s);
            score.end_off_s += std::fabs(told.end_s - truth.end_s);
            score.known_after_s += told.known_s - truth.start_s;
            break;
        }
    }
}

} // namespace crura::test
