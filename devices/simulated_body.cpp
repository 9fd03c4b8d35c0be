#include "devices/simulated_body.hpp"

#include "devices/event_library.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace crura::devices {

namespace {

using namespace std::chrono_literals;

constexpr Duration kNap = 20ms;          // the longest wait for the next sample
constexpr Duration kGuideForgotten = 1s; // an engine that says nothing for so long is not heard

constexpr double kScriptS = 8 * 3600; // then it only breathes

EventScript trembling(std::uint64_t seed)
{
    return trembling_script(seed, kScriptS);
}

EventScript holding(std::uint64_t seed)
{
    return holding_script(seed, 5, kScriptS);
}

// Every kind with its parameters. What is not set stays as BodyModel::Params has it: clean.
std::vector<BodyKind> all_kinds()
{
    const BodyModel::Params calm{.breath_rate_bpm = 12,
                                 .inspiratory_share = 0.36,
                                 .expiratory_pause_share = 0.12,
                                 .abdominal_share = 0.65,
                                 .phase_angle_deg = 12,
                                 .time_variability = 0.1,
                                 .amplitude_variability = 0.12,
                                 .share_variability = 0.04,
                                 .sighs_per_hour = 12,
                                 .following = 0.7,
                                 .slowest_rate_bpm = 5,
                                 .heart_rate_bpm = 62,
                                 .heartbeat_ripple = 0.012,
                                 .drift = 0.05,
                                 .movements_per_hour = 4,
                                 .gain = {360, 480},
                                 .rest_level = {1800, 2100},
                                 .noise = 0.8,
                                 .quantisation_step = 1,
                                 .sample_rate_hz = 50};

    auto chest = calm;
    chest.breath_rate_bpm = 16;
    chest.abdominal_share = 0.3;
    chest.phase_angle_deg = 20;
    chest.expiratory_pause_share = 0.08;
    chest.heart_rate_bpm = 70;

    auto slow = calm;
    slow.breath_rate_bpm = 6;
    slow.inspiratory_share = 0.4;
    slow.tidal_amplitude = 1.6;
    slow.phase_angle_deg = 8;
    slow.time_variability = 0.05;
    slow.amplitude_variability = 0.08;
    slow.sighs_per_hour = 2;
    slow.slowest_rate_bpm = 4;
    slow.heart_rate_bpm = 58;

    auto anxious = chest;
    anxious.breath_rate_bpm = 20;
    anxious.inspiratory_share = 0.42;
    anxious.expiratory_pause_share = 0.03;
    anxious.tidal_amplitude = 0.8;
    anxious.time_variability = 0.2;
    anxious.amplitude_variability = 0.22;
    anxious.sighs_per_hour = 40;
    anxious.holds_per_hour = 6;
    anxious.hold_time_s = 5;
    anxious.following = 0.4;
    anxious.slowest_rate_bpm = 9;
    anxious.heart_rate_bpm = 88;
    anxious.movements_per_hour = 20;

    auto restless = calm;
    restless.breath_rate_bpm = 14;
    restless.time_variability = 0.2;
    restless.amplitude_variability = 0.2;
    restless.speech_share = 0.35;
    restless.following = 0.3;
    restless.slowest_rate_bpm = 8;
    restless.heart_rate_bpm = 72;
    restless.movements_per_hour = 90;
    restless.drift = 0.15;

    auto paradox = calm;
    paradox.breath_rate_bpm = 15;
    paradox.phase_angle_deg = 150;
    paradox.expiratory_pause_share = 0.05;

    auto imu = calm;
    imu.sample_rate_hz = 100;

    constexpr std::array<BodyImu::Params, kBands> kImus{
        {{.tilt_deg = 2, .mounting_deg = {4, -3, 6}, .heartbeat_g = 0.012},
         {.tilt_deg = 4, .mounting_deg = {-6, 5, -10}, .heartbeat_g = 0.004}}};

    // What people do about a guide: docs/guide.md.
    auto cooperative = calm;
    cooperative.breath_rate_bpm = 14;
    cooperative.traits = {.tiring = 0.005};

    auto limited = cooperative;
    limited.traits = {.longest_stretch = 1.5, .tiring = 0.01, .sighs_led = 20};

    auto distracted = cooperative;
    distracted.movements_per_hour = 30;
    distracted.traits = {.lapses_per_hour = 20, .lapse_s = 60};

    auto sleeping = cooperative;
    sleeping.movements_per_hour = 0;
    sleeping.traits = {.asleep_after_s = 300};

    anxious.traits = {.over_breathing = 0.4, .sighs_led = 60};

    using enum BodyKind::Sensors;
    return {
        {"calm", "an adult at rest on the back: 12 breaths a minute, mostly belly", calm, belts},
        {"chest", "16 breaths a minute, mostly chest", chest, belts},
        {"slow", "a practised 6 breaths a minute, deep and even", slow, belts},
        {"anxious", "20 breaths a minute, chest, irregular, sighing", anxious, belts},
        {"restless", "calm, but shifting and talking", restless, belts},
        {"paradox", "chest and belly move against each other", paradox, belts},
        {"imu", "calm, measured by two motion sensors", imu, imus, kImus},
        {"trembling",
         "spells of tremor, and now and then stillness after one, by two motion sensors", imu, imus,
         kImus, trembling},
        {"holding", "calm, but holding the breath in every way", calm, belts, {}, holding},
        {"cooperative", "14 breaths a minute, goes along with a guide", cooperative, belts},
        {"limited", "goes along, but no breath longer than one and a half of its own", limited,
         belts},
        {"distracted", "goes along, but for a minute now and then", distracted, belts},
        {"sleeping", "goes along for five minutes, then falls asleep", sleeping, belts},
    };
}

} // namespace

std::vector<std::string> SimulatedBody::kinds()
{
    std::vector<std::string> names;
    for (const auto& kind : all_kinds())
        names.push_back(kind.name);
    return names;
}

Result<BodyKind> SimulatedBody::find(std::string_view name)
{
    std::string choice;
    for (const auto& kind : all_kinds()) {
        if (kind.name == name)
            return kind;
        choice += (choice.empty() ? "" : ", ") + kind.name;
    }
    return Error{"There is no simulated body \"" + std::string(name) + "\"; choose one of " + choice
                 + ", as in simulator:calm."};
}

SimulatedBody::SimulatedBody(BodyKind kind, std::uint64_t seed, Clock clock)
    : kind_(std::move(kind)), clock_(std::move(clock)), body_(kind_, seed)
{
}

SimulatedBody::~SimulatedBody()
{
    stop();
}

Result<void> SimulatedBody::start(SampleRing& out)
{
    stop();
    online_ = true;
    thread_ = std::jthread([this, &out](std::stop_token stop) { run(stop, out); });
    return {};
}

void SimulatedBody::stop()
{
    thread_ = {}; // asks it to stop and waits
    online_ = false;
}

SourceHealth SimulatedBody::health() const
{
    return {.online = online_, .samples = samples_, .refused = refused_};
}

void SimulatedBody::accept(const Snapshot& snapshot, std::span<const Sample>) noexcept
{
    heard_.write({snapshot.tick, snapshot.target});
}

void SimulatedBody::run(std::stop_token stop, SampleRing& out)
{
    std::mutex mutex;
    std::condition_variable_any nap;
    const Time began = clock_();
    for (std::uint64_t sample = 0; !stop.stop_requested();) {
        const Time due = began + from_seconds(double(sample) / body_.sample_rate_hz());
        const Duration early = due - clock_();
        if (early > 0ns) {
            std::unique_lock lock(mutex);
            nap.wait_for(lock, stop, std::min(early, kNap), [] { return false; });
            continue;
        }
        listen(due);
        measure(due, out);
        ++sample;
    }
}

void SimulatedBody::listen(Time now)
{
    const Heard& heard = heard_.read();
    if (heard.tick != tick_heard_) {
        tick_heard_ = heard.tick;
        heard_at_ = now;
        body_.hear(heard.target);
    } else if (now - heard_at_ > kGuideForgotten) {
        body_.hear({});
    }
}

void SimulatedBody::measure(Time time, SampleRing& out)
{
    for (const Sample& sample : body_.next(time))
        ++(out.push(sample) ? samples_ : refused_);
}

} // namespace crura::devices
