// The sound of the real program for minutes, at small buffers on a machine whose processors are all
// busy: how often did it run out of sound, and whose doing was it?
//     soak [MINUTES = 10] [FRAMES = 256] [SOUNDSCAPE.toml]
#include "audio/audio_out.hpp"
#include "audio/levelling.hpp"
#include "core/snapshot.hpp"
#include "support/jack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

using namespace crura;
using namespace std::chrono_literals;

namespace {

// Keeps one processor as busy as a program without priority can.
void spin(const std::stop_token& stop)
{
    for (volatile std::uint64_t turns = 0; !stop.stop_requested();)
        turns = turns + 1;
}

// Ticks as the engine does.
void breathe(audio::AudioOut& audio, Duration length)
{
    const auto start = host_now();
    Snapshot snapshot;
    for (auto due = start; due < start + length; due += 10ms) {
        std::this_thread::sleep_until(due);
        ++snapshot.tick;
        snapshot.cues.audio = audio::reference_cue(to_seconds(due - start));
        snapshot.cues.audio.tick = snapshot.tick;
        snapshot.cues.sensed_at = host_now();
        audio.accept(snapshot, {});
    }
}

} // namespace

int main(int count, char** words)
{
    const double minutes = count > 1 ? std::atof(words[1]) : 10;
    const auto frames = std::size_t(count > 2 ? std::atoi(words[2]) : 256);
    const test::JackServer server({.period_frames = frames});
    const auto audio =
        audio::AudioOut::open({.soundscape = count > 3 ? words[3] : "", .program = CRURA_OUTLET});
    if (!audio || !(*audio)->problem().empty()) {
        fmt::print(stderr, "{}\n", audio ? (*audio)->problem() : audio.error().message);
        return 1;
    }
    test::JackCapture capture("", "");
    std::vector<std::jthread> load;
    for (unsigned i = 0; i < std::max(2u, std::thread::hardware_concurrency()); ++i)
        load.emplace_back(spin);
    breathe(**audio, from_seconds(60 * minutes));
    load.clear();
    capture.stop();
    const auto latency = (*audio)->latency();
    fmt::print("{:g} minutes at {} frames, {} processors busy\n"
               "periods missed by the program {}, by a machine that stood still {}\n"
               "the program itself saw {}; from a cue to the ear {:.1f} / {:.1f} / {:.1f} ms "
               "(p50 / p95 / p99)\n",
               minutes, frames, std::max(2u, std::thread::hardware_concurrency()),
               capture.xruns().by_program, capture.xruns().by_machine, (*audio)->missed_periods(),
               latency.p50_ms, latency.p95_ms, latency.p99_ms);
    return 0;
}
