// The page's server and the live protocol under load: a real engine at 100 Hz on a simulated body,
// the hub and the server in this process; up to 200 pages, stalled ones and such as never read in
// another. Prints the tables that docs/live-protocol.md quotes.
//     usage: page [SECONDS [REPETITIONS [watch] [press] [stall] [hoard]]]
#include "page/house.hpp"
#include "page/load.hpp"
#include "sessions/loader.hpp"

#include <fmt/core.h>

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace crura;
using namespace crura::bench;
using namespace std::chrono_literals;

namespace {

constexpr int kMany = 200;
constexpr double kPingS = 20;
constexpr double kLieS = 150; // until the system holds no more for them

double share(std::vector<double> values, double part)
{
    if (values.empty())
        return 0;
    const auto at = values.begin() + std::ptrdiff_t(part * double(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

double resident_mb()
{
    std::ifstream file("/proc/self/statm");
    long all = 0;
    long resident = 0;
    file >> all >> resident;
    return double(resident) * double(::sysconf(_SC_PAGESIZE)) / 1e6;
}

double processor_s()
{
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) {
        return double(time.tv_sec) + 1e-6 * double(time.tv_usec);
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// One stretch of time with so many pages.
struct Stretch {
    Found found;
    LiveMat::Ticks ticks;
    double processor_percent = 0;
    double resident = 0;
};

Stretch watched(const Load& load, LiveMat& mat, int port, int pages, double seconds)
{
    load.begin({.kind = Order::watch, .port = port, .pages = pages, .seconds = seconds});
    mat.take_ticks();
    const double used_s = processor_s();
    const Time began = host_now();
    std::this_thread::sleep_for(from_seconds(seconds));
    Stretch stretch;
    stretch.ticks = mat.take_ticks();
    stretch.processor_percent = 100 * (processor_s() - used_s) / to_seconds(host_now() - began);
    stretch.resident = resident_mb();
    stretch.found = load.found();
    return stretch;
}

using Stretches = std::vector<Stretch>;

template <class Of>
double median(const Stretches& stretches, Of of)
{
    std::vector<double> values;
    for (const Stretch& stretch : stretches)
        values.push_back(of(stretch));
    return share(values, 0.5);
}

void print_delivery(int pages, const Stretches& all)
{
    double most = 0;
    for (const Stretch& stretch : all)
        most = std::max(most, stretch.found.most);
    fmt::print("| {} | {:.1f} | {:.1f} | {:.1f} | {:.1f} | {:.1f} | {:.1f} | {:.1f} |\n", pages,
               median(all, [](auto& s) { return s.found.messages_per_s; }),
               median(all, [](auto& s) { return s.found.kilobytes_per_s; }),
               median(all, [](auto& s) { return s.found.p50; }),
               median(all, [](auto& s) { return s.found.p99; }), most,
               median(all, [](auto& s) { return s.processor_percent; }),
               median(all, [](auto& s) { return s.resident; }));
}

// The engine's ticks: medians of the stretches, and of each against the one without pages beside
// it.
void print_ticks(int pages, const Stretches& all, const Stretches& without)
{
    using Values = std::vector<double> LiveMat::Ticks::*;
    const auto part = [&](Values of, double p) {
        return median(all, [=](auto& s) { return share(s.ticks.*of, p); });
    };
    const auto ratio = [&](Values of, double p) {
        std::vector<double> ratios;
        for (std::size_t i = 0; i < all.size(); ++i)
            ratios.push_back(share(all[i].ticks.*of, p) / share(without[i].ticks.*of, p));
        return share(ratios, 0.5);
    };
    const auto took = &LiveMat::Ticks::took_us;
    const auto processor = &LiveMat::Ticks::processor_us;
    fmt::print("| {} | {:.1f} | {:.1f} | {:.2f} | {:.1f} | {:.1f} | {:.2f} | {:.0f} |\n", pages,
               part(took, 0.5), part(took, 0.99), ratio(took, 0.99), part(processor, 0.5),
               part(processor, 0.99), ratio(processor, 0.99), part(&LiveMat::Ticks::late_us, 0.99));
}

// Stretches with none, 20 and 200 pages in turn, so that whatever else the machine does meets all.
void print_pages(const Load& load, LiveMat& mat, int port, double seconds, int repetitions)
{
    const std::vector<int> counts = {0, 20, kMany};
    std::vector<Stretches> all(counts.size());
    for (int i = 0; i < repetitions; ++i)
        for (std::size_t k = 0; k < counts.size(); ++k)
            all[k].push_back(watched(load, mat, port, counts[k], seconds));
    fmt::print("medians of {} stretches of {:.0f} s each, in turn\n\n", repetitions, seconds);
    fmt::print("| pages | frames/s each | KB/s each | delivery p50 ms | p99 | max | processor % | "
               "RSS MB |\n|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    for (std::size_t k = 1; k < counts.size(); ++k)
        print_delivery(counts[k], all[k]);
    fmt::print("\n| pages | tick p50 us | p99 | of none | processor p50 us | p99 | of none | began "
               "late p99 us |\n|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    for (std::size_t k = 0; k < counts.size(); ++k)
        print_ticks(counts[k], all[k], all[0]);
}

void print_stall(const Load& load, int port)
{
    fmt::print(
        "\n| asleep s | frames in the 2 s before | stale frames after | oldest s | live again "
        "after ms |\n|--:|--:|--:|--:|--:|\n");
    for (const double seconds : {5., 20.}) {
        load.begin({.kind = Order::stall, .port = port, .seconds = seconds});
        const Found found = load.found();
        fmt::print("| {:.0f} | {} | {} | {:.1f} | {:.0f} |\n", seconds, found.fresh_before,
                   found.stale, found.most / 1e3, found.live_again);
    }
}

void print_hoard(const Load& load, int port)
{
    fmt::print("\n| pages that never read | RSS before MB | most | after | closed by the server "
               "|\n|---|--:|--:|--:|--:|\n");
    for (const bool lies : {false, true}) {
        const double before = resident_mb();
        load.begin({.kind = Order::hoard,
                    .port = port,
                    .pages = 20,
                    .seconds = lies ? kLieS : kPingS,
                    .lies = lies});
        double most = 0;
        for (int i = 0; i < 10 * int(lies ? kLieS : kPingS); ++i) {
            most = std::max(most, resident_mb());
            std::this_thread::sleep_for(100ms);
        }
        const Found found = load.found();
        std::this_thread::sleep_for(1s);
        fmt::print("| 20, {} | {:.1f} | {:.1f} | {:.1f} | {} |\n",
                   lies ? "that say they had shown all" : "that only ping", before, most,
                   resident_mb(), found.left);
    }
}

void print_press(const Load& load, int port, int commands)
{
    fmt::print("\n| pages | commands | answered with 200 | ack p50 ms | p99 | max "
               "|\n|--:|--:|--:|--:|--:|--:|\n");
    for (const int pages : {20, kMany}) {
        load.begin({.kind = Order::press, .port = port, .pages = pages, .commands = commands});
        const Found found = load.found();
        fmt::print("| {} | {} | {} | {:.1f} | {:.1f} | {:.1f} |\n", pages, commands, found.answered,
                   found.p50, found.p99, found.most);
    }
}

} // namespace

int main(int argc, char** argv)
try {
    const double seconds = argc > 1 ? std::strtod(argv[1], nullptr) : 5;
    const int repetitions = argc > 2 ? int(std::strtol(argv[2], nullptr, 10)) : 12;
    const Load load; // before there is any thread
    const auto session =
        sessions::load_session(CRURA_ROOT "/sessions/programs/constructive-rest.toml");
    if (!session)
        throw std::runtime_error(session.error().message);
    LiveMat mat(engine::Engine({std::make_shared<const sessions::Session>(*session), 20min}));
    House house(mat);
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    std::this_thread::sleep_for(2s);
    const std::vector<std::string> parts(argv + std::min(argc, 3), argv + argc);
    const auto wanted = [&](const char* part) {
        return parts.empty() || std::find(parts.begin(), parts.end(), part) != parts.end();
    };
    if (wanted("watch"))
        print_pages(load, mat, house.port(), seconds, repetitions);
    if (wanted("press"))
        print_press(load, house.port(), 500);
    if (wanted("stall"))
        print_stall(load, house.port());
    if (wanted("hoard"))
        print_hoard(load, house.port());
} catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
}
