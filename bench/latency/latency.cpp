// How long it takes from a sensor's last byte to captured sound, MIDI, OSC and the motor, with the
// real program, seen from outside; and how far the filters are behind, apart.
//     usage: latency [SECONDS [sound] [midi] [osc] [motor]]
#include "latency/filter_delay.hpp"
#include "latency/path.hpp"
#include "support/jack.hpp"
#include "support/labels.hpp"
#include "support/program.hpp"
#include "support/temp_folder.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <set>
#include <thread>

using namespace crura;
using namespace crura::bench;

namespace {

constexpr std::size_t kPeriodFrames = 128;
constexpr double kSettle_s = 3;     // after the start
constexpr double kLongest_s = 0.25; // less than until a value comes again

// Of each value that was sent, how long until it was first seen [ms]; what was never seen counts.
struct Took {
    std::vector<double> ms{};
    std::size_t sent = 0;
};

Took took(const std::vector<Seen>& sent, const std::vector<Seen>& seen, double tolerance, Time from,
          Time to)
{
    Took took;
    auto next = seen.begin();
    for (const Seen& each : sent) {
        if (each.time < from || each.time > to)
            continue;
        ++took.sent;
        while (next != seen.end() && next->time < each.time - std::chrono::milliseconds(1))
            ++next;
        const Time last = each.time + from_seconds(kLongest_s);
        const auto found = std::find_if(next, seen.end(), [&](const Seen& one) {
            return one.time > last || std::fabs(one.value - each.value) <= tolerance;
        });
        if (found != seen.end() && found->time <= last)
            took.ms.push_back(1e3 * to_seconds(found->time - each.time));
    }
    return took;
}

void print_row(const std::string& name, const Took& took)
{
    using test::percentile;
    fmt::print("| {:<16} | {:>5} | {:>4} | {:>6.1f} | {:>6.1f} | {:>6.1f} | {:>6.1f} |\n", name,
               took.sent, took.sent - took.ms.size(), percentile(took.ms, 50),
               percentile(took.ms, 95), percentile(took.ms, 99), percentile(took.ms, 100));
}

std::vector<std::unique_ptr<Path>> make_paths(const std::set<std::string>& wanted,
                                              const std::string& folder)
{
    std::vector<std::unique_ptr<Path>> paths;
    if (wanted.contains("sound"))
        paths.push_back(make_sound_path(folder));
    if (wanted.contains("midi"))
        paths.push_back(make_midi_path(folder));
    if (wanted.contains("osc"))
        paths.push_back(make_osc_path());
    if (wanted.contains("motor"))
        paths.push_back(make_motor_path());
    return paths;
}

void measure(double seconds, const std::set<std::string>& wanted)
{
    if (const char* why = test::JackServer::why_not())
        throw std::runtime_error(why);
    const test::JackServer jack({.period_frames = kPeriodFrames});
    const test::TempFolder folder;
    ProbeBoard board("ttyPROBE", true);
    const auto paths = make_paths(wanted, folder.path());

    std::vector<std::string> arguments{"run", "--source", "line:" + board.port_name()};
    for (const char* output : {"sound", "midi"})
        if (!wanted.contains(output))
            arguments.insert(arguments.end(),
                             {std::string(output) == "sound" ? "--audio" : "--midi", "none"});
    for (const auto& path : paths)
        for (const auto& argument : path->arguments())
            arguments.push_back(argument);
    test::Program program(arguments, {.preload = {CRURA_PTY_SHIM}, .home = folder.path()});
    for (const auto& path : paths)
        if (!path->appears())
            throw std::runtime_error(path->name() + " never appeared:\n" + program.output());

    std::this_thread::sleep_for(std::chrono::duration<double>(kSettle_s + seconds + 1));
    const Time to = host_now() - std::chrono::milliseconds(500);
    fmt::print("From the sensor's last byte, ms; JACK with {} frames at 48 kHz.\n\n"
               "| to               |  sent | lost |    p50 |    p95 |    p99 |    max |\n"
               "|------------------|-------|------|--------|--------|--------|--------|\n",
               kPeriodFrames);
    for (const auto& path : paths)
        print_row(
            path->name(),
            took(board.sent(), path->seen(), path->tolerance(), to - from_seconds(seconds), to));
    program.signal(SIGINT);
    program.ends(10);
    const auto& said = program.output();
    const auto own = said.find("From the sensor");
    fmt::print("\nThe program itself: {}\n",
               own == said.npos ? "nothing" : said.substr(own, said.find('\n', own) - own));
}

void print_filters()
{
    fmt::print("The filters, in signal time, ms behind a sine:\n\n"
               "| breaths/min | displacement | opening |\n|---|---|---|\n");
    for (const double rate : {6., 12., 24.}) {
        const auto delay = filter_delay(rate);
        fmt::print("| {:>11} | {:>12.0f} | {:>7.0f} |\n", rate, delay.displacement_ms,
                   delay.opening_ms);
    }
    fmt::print("\n");
}

} // namespace

int main(int argc, char** argv)
try {
    const double seconds = argc > 1 ? std::atof(argv[1]) : 60;
    std::set<std::string> wanted(argv + std::min(argc, 2), argv + argc);
    if (wanted.empty())
        wanted = {"sound", "midi", "osc", "motor"};
    print_filters();
    measure(seconds, wanted);
} catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
}
