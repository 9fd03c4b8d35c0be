#include "app/latency.hpp"

#include "app/outputs.hpp"
#include "app/runtime.hpp"
#include "app/terminal.hpp"
#include "core/latest.hpp"

#include <fmt/format.h>

#include <array>

namespace crura::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 100ms;

// Keeps what the runtime said last of the outputs.
class LastHealth : public Sink {
public:
    // [engine]
    void accept(const Snapshot& snapshot, std::span<const Sample>) noexcept override
    {
        newest_.write(snapshot.health);
    }

    // [main]
    const Health& read() { return newest_.read(); }

private:
    Latest<Health> newest_;
};

std::string row(const char* name, Output output, const Latency& took)
{
    if (output == Output::off)
        return "";
    if (!took.known)
        return fmt::format("  {:<8}{}\n", name,
                           output == Output::lost ? "the output is gone" : "nothing was measured");
    return fmt::format("  {:<8}{:>12.1f}{:>16.1f}{:>16.1f}\n", name, took.p50_ms, took.p95_ms,
                       took.p99_ms);
}

} // namespace

std::string latency_table(const Health& health, double sound_card_s)
{
    const std::string rows = row("sound", health.audio, health.sound_latency)
        + row("MIDI", health.midi, health.midi_latency) + row("OSC", health.osc, health.osc_latency)
        + row("touch", health.touch, health.touch_latency);
    if (rows.empty())
        return "No output is open, so there is nothing to measure; name one with --audio, --midi, "
               "--osc or --touch.\n";
    std::string table = "From the sensor's measurement to where it leaves Crura, milliseconds:\n\n"
                        "          half within    95 of 100 in    99 of 100 in\n"
        + rows + "\nThese Crura has measured itself, by the computer's clock.";
    if (health.sound_latency.known && sound_card_s > 0)
        table += fmt::format(" Of the sound's figures {:.1f} ms are what the system says that its "
                             "sound card takes: a claim, not measured.",
                             1e3 * sound_card_s);
    else if (health.sound_latency.known)
        table += " The system does not say how long its sound card takes: add that to the sound's.";
    return table
        + " What a wireless headphone, a synthesizer, a network or a motor needs afterwards is not "
          "in them, nor how far the filters are behind (docs/latency.md).\n";
}

Result<std::string> measure_latency(LatencyRun run)
{
    Terminal terminal;
    Outputs outputs;
    if (const auto opened = outputs.open(run.output, nullptr, run.sources.sources); !opened)
        return opened.error();
    OutputStates states = outputs.states();
    const auto sound_card_s = states.sound_card_s;
    LastHealth last;
    auto sinks = outputs.sinks();
    sinks.push_back(&last);
    for (const auto& listener : run.sources.listeners)
        sinks.push_back(listener.get());

    Runtime runtime(engine::Engine(), run.sources.sources, sinks, std::move(states));
    if (const auto started = runtime.start(); !started)
        return started.error();
    for (const Time end = host_now() + run.lasts; host_now() < end;)
        if (const auto asked = terminal.wait(kLook);
            asked == Request::end || asked == Request::quit)
            break;
    const Health health = last.read();
    const double claimed_s = sound_card_s();
    outputs.close();
    runtime.stop();
    return latency_table(health, claimed_s);
}

} // namespace crura::app
