#pragma once

#include "core/sample.hpp"
#include "core/snapshot.hpp"
#include "engine/engine.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace crura::test {

// Samples on one band, evenly spaced from time 0.
inline std::vector<Sample> samples_on(Channel channel, const std::vector<double>& values,
                                      double rate_hz)
{
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < values.size(); ++i)
        samples.push_back({time_from_seconds(double(i) / rate_hz), values[i], channel});
    return samples;
}

inline std::vector<Sample> by_time(std::vector<Sample> a, const std::vector<Sample>& b)
{
    a.insert(a.end(), b.begin(), b.end());
    std::stable_sort(a.begin(), a.end(),
                     [](const Sample& x, const Sample& y) { return x.time < y.time; });
    return a;
}

// A live engine's day: hands it what has come, tick by tick, and gives every snapshot to `look`.
template <class Look>
void tick_through(engine::Engine& engine, std::span<const Sample> samples, Time from, Time to,
                  Look look)
{
    auto next =
        std::lower_bound(samples.begin(), samples.end(), from, [](const Sample& sample, Time time) {
            return sample.time <= time - engine::kTick;
        });
    for (Time now = from; now < to; now += engine::kTick) {
        const auto first = next;
        while (next != samples.end() && next->time <= now)
            ++next;
        look(engine.tick(now, {first, next}));
    }
}

} // namespace crura::test
