// What a tick costs: of one body, by part and by block, and of 1 to 10,000 bodies on one core.
// Prints three tables that docs/breath/speed.md quotes. Times are of this machine, and of nothing
// else running on it.
//     usage: tick [BODIES ...]
#include "allocations.hpp"
#include "breath/aligner.hpp"
#include "breath/observer.hpp"
#include "breath/tracker.hpp"
#include "devices/body_imu.hpp"
#include "devices/simulated_body.hpp"
#include "engine/engine.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

using namespace crura;

namespace {

// Of the processor, so that what else runs here counts little.
class Stopwatch {
public:
    double seconds() const { return double(std::clock() - start_) / CLOCKS_PER_SEC; }

private:
    std::clock_t start_ = std::clock();
};

// What a body's sensors say, instant by instant: the same samples for every part that is measured.
class Tape {
public:
    Tape(const std::string& kind_name, double rate_hz, double length_s) : rate_hz_(rate_hz)
    {
        auto kind = devices::SimulatedBody::find(kind_name).value();
        kind.body.sample_rate_hz = rate_hz;
        devices::BodyModel body(kind.body, 1);
        const bool belts = kind.sensors == devices::BodyKind::Sensors::belts;
        std::vector<devices::BodyImu> imus;
        for (std::size_t band = 0; band < kBands; ++band) {
            kind.imu[band].sample_rate_hz = rate_hz;
            imus.emplace_back(kind.imu[band], 2 + band);
        }
        for (std::size_t i = 0; double(i) < length_s * rate_hz; ++i) {
            const auto reading = body.next();
            for (std::size_t band = 0; band < kBands; ++band)
                if (belts)
                    add(Band(band), Quantity::displacement, reading.level[band]);
                else
                    add(Band(band), imus[band](reading.displacement[band], reading.heartbeat));
            if (i == 0)
                channels_ = samples_.size();
        }
    }

    double rate_hz() const { return rate_hz_; }
    std::size_t instants() const { return samples_.size() / channels_; }

    // The samples of an instant, stamped with `now`. Valid until the next call.
    std::span<const Sample> at(std::size_t instant, Time now)
    {
        const auto found = std::span(samples_).subspan(instant * channels_, channels_);
        for (auto& sample : found)
            sample.time = now;
        return found;
    }

private:
    void add(Band band, Quantity quantity, double value)
    {
        samples_.push_back({{}, value, {band, quantity}});
    }

    void add(Band band, const devices::ImuReading& reading)
    {
        for (std::size_t axis = 0; axis < 3; ++axis) {
            add(band, Quantity::acceleration_x + axis, reading.acceleration_g[axis]);
            add(band, Quantity::angular_rate_x + axis, reading.angular_rate_dps[axis]);
        }
    }

    double rate_hz_;
    std::vector<Sample> samples_;
    std::size_t channels_ = 0;
};

// The parts, each with those before it.
struct Aligned {
    breath::Aligner align{{}};
    std::size_t frames = 0;

    void operator()(Time now, std::span<const Sample> samples)
    {
        align.add(samples);
        while (align.next(now))
            ++frames;
    }
};

struct Tracked {
    breath::Aligner align{{}};
    breath::Tracker track{{}};
    BreathState state{};

    void operator()(Time now, std::span<const Sample> samples)
    {
        state.onsets.clear();
        state.breaths.clear();
        align.add(samples);
        while (const auto frame = align.next(now))
            track(*frame, now, state);
    }
};

struct Observed { // everything that is heard
    breath::Observer observe{{}};
    BreathState state{};

    void operator()(Time now, std::span<const Sample> samples) { observe(now, samples, state); }
};

struct Ticked { // and what is made of it
    engine::Engine engine{};
    std::uint64_t ticks = 0;

    void operator()(Time now, std::span<const Sample> samples)
    {
        ticks += engine.tick(now, samples).tick;
    }
};

// The blocks of breath::Observer, in its order.
enum class Block {
    aligner,
    motion,
    tremor,
    tracker,
    posture,
    imu_rate,
    phase,
    heart,
    signals,
    quality,
    fit,
    events
};

// Observer, but for what comes after one of its blocks.
template <Block kLast>
struct Through {
    breath::Aligner align{{}};
    breath::MotionIndex motion{{}};
    breath::TremorDetector tremor{{}};
    breath::TremorFilter without_tremor{{}};
    breath::Tracker track{{}};
    breath::PostureWatch posture{{}};
    breath::ImuRate imu_rate{{}};
    breath::CyclePhase phase{{}};
    breath::Heart heart{{}};
    std::array<breath::SensorSignal, kBands> signals{breath::SensorSignal(Band::thoracic),
                                                     breath::SensorSignal(Band::abdominal)};
    breath::SignalQuality quality;
    breath::Fit fit;
    breath::BreathEvents events{{}};
    BreathState state{};

    void operator()(Time now, std::span<const Sample> samples)
    {
        state.onsets.clear();
        state.breaths.clear();
        state.events.clear();
        align.add(samples);
        const bool belts = samples.front().channel.quantity == Quantity::displacement;
        while (const auto* frame = align.next(now))
            look(*frame, now, !belts);
    }

    void look(const Frame& frame, Time now, bool inertial)
    {
        if (kLast >= Block::motion && inertial)
            motion(frame, now, state);
        if (kLast >= Block::tremor && inertial)
            tremor(frame, now, state);
        if (kLast >= Block::tracker)
            track(inertial ? without_tremor(frame, tremor.rhythm_hz()) : frame, now, state);
        const auto& chest = track.conditioner(Band::thoracic);
        const auto& belly = track.conditioner(Band::abdominal);
        if (kLast >= Block::posture && inertial)
            posture(frame, chest.breathing_axis(), now, state);
        if (kLast >= Block::imu_rate && inertial)
            imu_rate({chest.up(), belly.up(), chest.reference_up()});
        if (kLast >= Block::phase)
            phase(frame, track.delay_s(), state);
        if (kLast >= Block::heart && inertial)
            heart(frame, state);
        if (kLast >= Block::signals)
            for (auto& signal : signals)
                signal(frame);
        if (kLast >= Block::quality)
            quality(frame, signals, state);
        if (kLast >= Block::fit)
            fit(signals, now, state);
        if (kLast >= Block::events)
            events(now, state);
    }
};

struct Cost {
    double median_s = 0; // of a tick, in the middle run and ...
    double p99_s = 0;    // ... in the 99th of a hundred
    std::size_t allocations = 0;
};

constexpr double kRunS = 5; // of the tape

template <class Part>
Cost cost_of_one(Tape& tape)
{
    const auto a_run = std::size_t(kRunS * tape.rate_hz());
    const std::size_t runs = tape.instants() / a_run;
    auto part = std::make_unique<Part>();
    std::vector<double> tick_s;
    tick_s.reserve(runs);
    const auto before = bench::allocations();
    for (std::size_t run = 0; run < runs; ++run) {
        const Stopwatch watch;
        for (std::size_t i = run * a_run; i < (run + 1) * a_run; ++i) {
            const auto now = time_from_seconds(double(i) / tape.rate_hz());
            (*part)(now, tape.at(i, now));
        }
        if (run >= runs / 10) // warmed up, and the way up of the sensors is known
            tick_s.push_back(watch.seconds() / double(a_run));
    }
    const auto allocated = bench::allocations() - before;
    std::sort(tick_s.begin(), tick_s.end());
    return {tick_s[tick_s.size() / 2], tick_s[tick_s.size() * 99 / 100], allocated};
}

template <class Part>
void print_part(const std::string& name, const std::string& sensors, Tape& tape)
{
    const Cost cost = cost_of_one<Part>(tape);
    fmt::print("| {:<21} | {:<18} | {:>6.0f} | {:>6.0f} | {:>11.0f} | {:>9.1f} | {:>11} |\n", name,
               sensors, 1e9 * cost.median_s, 1e9 * cost.p99_s, 1 / (cost.median_s * tape.rate_hz()),
               double(sizeof(Part)) / 1024, cost.allocations);
}

void print_parts()
{
    fmt::print("| {:<21} | {:<18} | {:>6} | {:>6} | {:>11} | {:>9} | {:>11} |\n",
               "a tick of one body", "100 Hz", "median", "p99", "x real time", "KB a body",
               "allocations");
    fmt::print("|{:-<23}|{:-<20}|{:-<7}:|{:-<7}:|{:-<12}:|{:-<10}:|{:-<12}:|\n", "", "", "", "", "",
               "", "");
    constexpr double kLengthS = 1000;
    for (const std::string kind : {"restless", "imu"}) {
        Tape tape(kind, 100, kLengthS);
        const std::string sensors = kind == "imu" ? "2 IMUs, 12 numbers" : "2 belts";
        print_part<Aligned>("aligner", sensors, tape);
        print_part<Tracked>("aligner and tracker", sensors, tape);
        print_part<Observed>("everything heard", sensors, tape);
        print_part<Ticked>("engine", sensors, tape);
    }
}

constexpr std::array kBlockNames{"aligner", "motion", "tremor",  "tracker", "posture", "rate (IMU)",
                                 "phase",   "heart",  "signals", "quality", "fit",     "events"};

// Each block costs what it adds to those before it, give or take what else runs here.
template <std::size_t... kBlocks>
void print_blocks(std::index_sequence<kBlocks...>)
{
    fmt::print("\n| {:<21} | {:>12} | {:>11} |\n|{:-<23}|{:-<13}:|{:-<12}:|\n",
               "a block's part [ns]", "2 belts", "2 IMUs", "", "", "");
    constexpr double kLengthS = 500;
    std::array<std::array<double, sizeof...(kBlocks)>, 2> tick_s;
    for (std::size_t kind = 0; kind < 2; ++kind) {
        Tape tape(kind == 0 ? "restless" : "imu", 100, kLengthS);
        tick_s[kind] = {cost_of_one<Through<Block(kBlocks)>>(tape).median_s...};
    }
    for (std::size_t block = 0; block < sizeof...(kBlocks); ++block) {
        const auto part_ns = [&](std::size_t kind) {
            return 1e9 * (tick_s[kind][block] - (block > 0 ? tick_s[kind][block - 1] : 0));
        };
        fmt::print("| {:<21} | {:>12.0f} | {:>11.0f} |\n", kBlockNames[block], part_ns(0),
                   part_ns(1));
    }
}

// Every body is ticked 50 times a second, in turn; each is at another place of the tape.
void print_bodies(std::size_t count, Tape& tape)
{
    constexpr double kWarmUpS = 20;
    const auto measured_s = std::clamp(2000 / double(count), 10., 1000.);
    std::vector<engine::Engine> bodies(count);
    const auto warm_up = std::size_t(kWarmUpS * tape.rate_hz());
    const auto end = warm_up + std::size_t(measured_s * tape.rate_hz());
    Stopwatch watch;
    auto before = bench::allocations();
    for (std::size_t i = 0; i < end; ++i) {
        if (i == warm_up) {
            watch = {};
            before = bench::allocations();
        }
        const auto now = time_from_seconds(double(i) / tape.rate_hz());
        for (std::size_t body = 0; body < count; ++body)
            bodies[body].tick(now, tape.at((i + 97 * body) % tape.instants(), now));
    }
    const double took_s = watch.seconds();
    const double ticks = double(count) * double(end - warm_up);
    fmt::print("| {:>6} | {:>9.0f} | {:>15.0f} | {:>16.0f} | {:>11} |\n", count,
               1e9 * took_s / ticks, measured_s / took_s, double(count) * measured_s / took_s,
               bench::allocations() - before);
}

void print_scale(std::span<const std::size_t> counts)
{
    fmt::print("\n| {:>6} | {:>9} | {:>15} | {:>16} | {:>11} |\n", "bodies", "ns a tick",
               "all x real time", "live on one core", "allocations");
    fmt::print("|{:-<7}:|{:-<10}:|{:-<16}:|{:-<17}:|{:-<12}:|\n", "", "", "", "", "");
    Tape tape("restless", 50, 200);
    for (const std::size_t count : counts)
        print_bodies(count, tape);
}

} // namespace

int main(int argc, char** argv)
try {
    std::vector<std::size_t> counts;
    for (int i = 1; i < argc; ++i)
        counts.push_back(std::strtoul(argv[i], nullptr, 10));
    if (counts.empty())
        counts = {1, 10, 100, 1000, 10000};
    print_parts();
    print_blocks(std::make_index_sequence<kBlockNames.size()>{});
    print_scale(counts);
} catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
}
