#include "support/machine_watch.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <pthread.h>
#include <sched.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace crura::test {

using namespace std::chrono_literals;

namespace {

constexpr Duration kLook = 1ms;
constexpr Duration kWorthKeeping = 1ms; // beyond the sleep that was asked for

void take_highest_priority_on(int processor)
{
    cpu_set_t processors;
    CPU_ZERO(&processors);
    CPU_SET(processor, &processors);
    pthread_setaffinity_np(pthread_self(), sizeof processors, &processors);
    const sched_param priority{.sched_priority = sched_get_priority_max(SCHED_FIFO)};
    pthread_setschedparam(pthread_self(), SCHED_FIFO, &priority);
}

} // namespace

struct MachineWatch::Watch {
    struct Standstill {
        Time from, until;
    };

    void run(const std::stop_token& stop, int processor)
    {
        take_highest_priority_on(processor);
        for (Time looked = host_now(); !stop.stop_requested();) {
            std::this_thread::sleep_for(kLook);
            const Time now = host_now();
            if (now - looked - kLook > kWorthKeeping) {
                const std::lock_guard lock(mutex);
                standstills.push_back({looked + kLook, now});
            }
            looked = now;
        }
    }

    std::mutex mutex;
    std::vector<Standstill> standstills;
    std::vector<std::jthread> threads;
};

MachineWatch::MachineWatch() : watch_(std::make_unique<Watch>())
{
    const auto processors = int(::sysconf(_SC_NPROCESSORS_ONLN));
    for (int each = 0; each < processors; ++each)
        watch_->threads.emplace_back(
            [&watch = *watch_, each](const std::stop_token& stop) { watch.run(stop, each); });
}

MachineWatch::~MachineWatch() = default;

double MachineWatch::standstill_s(Time from, Time until) const
{
    const std::lock_guard lock(watch_->mutex);
    double longest_s = 0;
    for (const auto& each : watch_->standstills)
        if (each.from < until && each.until > from)
            longest_s = std::max(longest_s, to_seconds(each.until - each.from));
    return longest_s;
}

int MachineWatch::standstills(double longer_than_s) const
{
    const std::lock_guard lock(watch_->mutex);
    return int(std::count_if(
        watch_->standstills.begin(), watch_->standstills.end(),
        [&](const auto& each) { return to_seconds(each.until - each.from) >= longer_than_s; }));
}

} // namespace crura::test
