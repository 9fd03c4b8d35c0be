// How long it takes from a cue to the byte that a motor is told it with, over a pseudo-terminal in
// real time: an engine's tick every 10 ms, a level that changes with each.
//     build/release/bench/touch [SECONDS]

#include "devices/touch/motor.hpp"
#include "support/line_emulator.hpp"
#include "support/within.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

using namespace crura;
using namespace std::chrono_literals;

int main(int count, char** words)
{
    const double length_s = count > 1 ? std::atof(words[1]) : 20;
    test::LineEmulator board({}, {});
    devices::Motor motor(board.port_name(), {.strongest = 1, .weakest = 0});
    if (!test::within(3s, [&] { return motor.state() == Output::working; })) {
        fmt::print("{}\n", motor.problem());
        return 1;
    }
    // Every 50 ms another level, so that the limit of 50 changes a second holds none of them up.
    std::vector<Time> changed;
    const auto start = host_now();
    for (std::uint64_t tick = 1; to_seconds(host_now() - start) < length_s; ++tick) {
        Snapshot snapshot;
        snapshot.tick = tick;
        snapshot.cues.sensed_at = host_now();
        const auto step = tick / 5;
        snapshot.cues.touch.level = step % 2 ? 0.4f : 0.8f;
        if (tick % 5 == 0)
            changed.push_back(snapshot.cues.sensed_at);
        motor.accept(snapshot, {});
        std::this_thread::sleep_until(start + 10ms * tick);
    }
    std::vector<double> took_ms;
    auto next = changed.begin();
    int level = -1;
    const auto heard = board.heard();
    for (const auto& told : heard.told()) {
        if (std::exchange(level, told.level) == told.level || told.level == 0)
            continue;
        const auto after = std::upper_bound(next, changed.end(), told.time);
        if (after == changed.begin())
            continue;
        took_ms.push_back(to_seconds(told.time - *(after - 1)) * 1e3);
    }
    std::sort(took_ms.begin(), took_ms.end());
    const auto share = [&](double p) {
        return took_ms[std::size_t(p * double(took_ms.size() - 1))];
    };
    fmt::print("cue -> motor byte received: {} changes, p50 {:.2f} p95 {:.2f} p99 {:.2f} max "
               "{:.2f} ms\n",
               took_ms.size(), share(0.5), share(0.95), share(0.99), took_ms.back());
    const auto own = motor.latency();
    fmt::print("by the meter, to the write:  p50 {:.2f} p95 {:.2f} p99 {:.2f} ms\n", own.p50_ms,
               own.p95_ms, own.p99_ms);
}
