#include "app/try_out.hpp"

#include "app/commands.hpp"
#include "app/outputs.hpp"
#include "app/told.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <thread>

namespace crura::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 10ms;
constexpr double kBreath_s = 6;
constexpr double kInhale_s = 2.5;
constexpr double kSoftly = 0.4; // of what a session may be

// What a calm breath makes heard and felt, `t` seconds after the first began.
Snapshot breath_at(double t, Time began)
{
    const double at = std::fmod(t, kBreath_s);
    const bool inhales = at < kInhale_s;
    const double part = inhales ? at / kInhale_s : (at - kInhale_s) / (kBreath_s - kInhale_s);
    const double height = (1 - std::cos(std::numbers::pi * (inhales ? part : 1 - part))) / 2;
    const auto breaths = std::uint32_t(t / kBreath_s);
    const Time inhaled = began + from_seconds(breaths * kBreath_s);

    Snapshot snapshot;
    snapshot.time = began + from_seconds(t);
    snapshot.tick = std::uint64_t(t * 100) + 1;
    snapshot.session.running = true;
    auto& audio = snapshot.cues.audio;
    audio.tick = snapshot.tick;
    audio.presence = 1;
    audio.own_level = audio.guide_level = float(kSoftly);
    audio.opening = audio.guide = float(height);
    audio.movement = float(std::sin(std::numbers::pi * part));
    audio.falling = audio.guide_falling = inhales ? 0 : float(1 - part);
    audio.warmth = 0.5f;
    audio.inspiration = audio.guide_inspiration = {breaths + 1, inhaled};
    audio.expiration =
        audio.guide_expiration = {breaths + !inhales, inhaled + from_seconds(kInhale_s)};
    audio.touch = float(inhales ? kSoftly * height : 0);
    snapshot.cues.touch.level = audio.touch;
    auto& midi = snapshot.cues.midi;
    midi.sounding = true;
    midi.breath = midi.abdominal = float(height);
    midi.inspiration = audio.inspiration;
    midi.expiration = audio.expiration;
    midi.cycle_position = float(at / kBreath_s);
    midi.breath_time_s = float(kBreath_s);
    return snapshot;
}

void add(std::string& text, const char* name, Output is)
{
    if (is != Output::off)
        text += fmt::format("{}  {}: {}", text.empty() ? "" : "\n", name,
                            is == Output::working ? "working" : "not there");
}

} // namespace

Result<std::string> breathe_softly(const OutputOptions& options, int breaths,
                                   const std::function<bool()>& enough)
{
    Outputs outputs;
    if (const auto opened = outputs.open(options, nullptr, {}); !opened)
        return opened.error();
    const auto sinks = outputs.sinks();
    if (sinks.empty())
        return std::string();
    const Time began = host_now();
    const Time end = began + from_seconds(breaths * kBreath_s);
    for (auto due = began; due < end && !enough(); due += kTick) {
        std::this_thread::sleep_until(due);
        const auto snapshot = breath_at(to_seconds(due - began), began);
        for (Sink* sink : sinks)
            sink->accept(snapshot, {});
    }
    const auto states = outputs.states();
    std::string text;
    add(text, "sound", states.audio());
    add(text, "MIDI", states.midi());
    add(text, "OSC", states.osc());
    add(text, "touch", states.touch());
    outputs.close();
    return text;
}

int perform(const TryOptions& options)
{
    fmt::print("Three calm breaths, softly: sound rises and falls with each, what is felt swells "
               "on the inhale.\n");
    std::fflush(stdout);
    return told(breathe_softly(options.output, 3));
}

} // namespace crura::app
