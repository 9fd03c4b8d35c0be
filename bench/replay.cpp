// What the digest of a snapshot costs a tick, beside the rest of what the recorder's thread does,
// and how fast a recording replays. Prints the figures that docs/replay.md quotes; times are of the
// processor of this machine.
//     usage: replay [MINUTES]
#include "app/rerun.hpp"
#include "devices/measured_body.hpp"
#include "devices/simulated_body.hpp"
#include "engine/engine.hpp"
#include "record/digest.hpp"
#include "record/transcript.hpp"
#include "sessions/loader.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

using namespace crura;

namespace {

class Stopwatch {
public:
    double seconds() const { return double(std::clock() - start_) / CLOCKS_PER_SEC; }

private:
    std::clock_t start_ = std::clock();
};

struct Tape {
    std::vector<Snapshot> snapshots; // a minute of them
    record::Bytes bytes;             // the recording
    std::size_t ticks = 0;
    double transcribe_s = 0;
};

engine::Engine engine_of(const std::shared_ptr<const sessions::Session>& session, Duration total)
{
    return engine::Engine(sessions::Runner(session, total));
}

Tape taken(const std::string& kind, const engine::Engine& begin, Duration total)
{
    Tape tape;
    engine::Engine engine = begin;
    devices::MeasuredBody body(devices::SimulatedBody::find(kind).value(), 1);
    record::Transcript transcript;
    transcript.begin(tape.bytes, {});
    std::vector<Sample> samples;
    for (Time now{}; now.time_since_epoch() < total; ++tape.ticks) {
        now += engine::kTick;
        samples.clear();
        body.measure_until(now, samples);
        const auto& snapshot = engine.tick(now, samples);
        body.hear(snapshot.target);
        if (now > Time(total / 2) && tape.snapshots.size() < 6000)
            tape.snapshots.push_back(snapshot);
        const Stopwatch watch;
        transcript.tick(tape.bytes, snapshot, samples);
        tape.transcribe_s += watch.seconds();
    }
    transcript.end(tape.bytes);
    return tape;
}

double digest_s(const std::vector<Snapshot>& snapshots)
{
    constexpr int kTimes = 20;
    record::SnapshotDigest digest;
    const Stopwatch watch;
    for (int i = 0; i < kTimes; ++i)
        for (const auto& snapshot : snapshots)
            digest.add(snapshot);
    const double each_s = watch.seconds() / double(kTimes * snapshots.size());
    fmt::print(stderr, "{:x}\n", digest.bits()); // so that it is computed
    return each_s;
}

record::Recording read_back(const record::Bytes& bytes)
{
    const auto file = std::filesystem::temp_directory_path() / "crura-bench-replay.crura";
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), std::streamsize(bytes.size()));
    auto recording = record::read_recording(file).value();
    std::filesystem::remove(file);
    return recording;
}

void print(const std::string& name, const std::string& kind, Duration total)
{
    const auto session = std::make_shared<const sessions::Session>(
        sessions::load_session(CRURA_ROOT "/sessions/programs/slow-breath.toml").value());
    const auto begin = engine_of(session, total);
    const auto tape = taken(kind, begin, total);
    const double digested_s = digest_s(tape.snapshots);
    const Stopwatch reading;
    const auto recording = read_back(tape.bytes);
    const double read_s = reading.seconds();
    const Stopwatch running;
    const auto rerun = app::run_again(begin, recording);
    const double run_s = running.seconds();
    fmt::print("| {} | {:.0f} | {:.0f} | {:.1f} | {:.2f} | {:.0f} | {:.2f} | {} |\n", name,
               1e9 * digested_s, 1e9 * tape.transcribe_s / double(tape.ticks),
               double(tape.bytes.size()) / 1e6 * 3600 / to_seconds(total), read_s,
               to_seconds(total) / (run_s + read_s), run_s,
               rerun.identical() && rerun.by_digest == tape.ticks ? "yes" : "NO");
}

} // namespace

int main(int argc, char** argv)
try {
    const double minutes = argc > 1 ? std::strtod(argv[1], nullptr) : 20;
    fmt::print("| {:.0f} min | digest [ns a tick] | all that is written down [ns a tick] | MB an "
               "hour | read [s] | replay, x real time | run [s] | identical |\n"
               "|---|--:|--:|--:|--:|--:|--:|---|\n",
               minutes);
    print("2 belts", "calm", from_seconds(60 * minutes));
    print("2 IMUs", "imu", from_seconds(60 * minutes));
} catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
}
