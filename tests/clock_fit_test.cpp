#include "devices/clock_fit.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace crura;
using devices::ClockFit;

namespace {

constexpr double kHostStartS = 5000; // the host clock has been running for long

// A device and its cable: 2 ms of transport at least, plus an exponential delay of 8 ms on average,
// packets in order, and now and then a jam after which everything comes at once.
struct Cable {
    double rate_hz = 50;
    double clock_error = 0; // of the device: 0.01 is 1 % fast
    double jam_every_s = 0;
    double jam_s = 0;
    unsigned seed = 1;

    struct Packet {
        double measured_s; // host time, since kHostStartS
        double device_s;
        double arrived_s;
    };

    std::vector<Packet> packets(double from_s, double to_s) const
    {
        std::mt19937 random(seed);
        std::exponential_distribution<double> extra_s(1 / 0.008);
        std::vector<Packet> packets;
        double arrived_s = from_s;
        for (double t = from_s; t < to_s; t += 1 / (rate_hz * (1 + clock_error))) {
            arrived_s = std::max(arrived_s, t + 0.002 + extra_s(random));
            if (jam_every_s > 0 && std::fmod(t, jam_every_s) < jam_s)
                arrived_s = std::max(arrived_s, t - std::fmod(t, jam_every_s) + jam_s);
            packets.push_back({t, t * (1 + clock_error), arrived_s});
        }
        return packets;
    }
};

Time host_time(double since_start_s)
{
    return time_from_seconds(kHostStartS + since_start_s);
}

struct Worst {
    double early_s = 0; // the fit said earlier than measured
    double late_s = 0;
    bool monotone = true;
    bool after_arrival = false;
};

// Runs packets through a fit and compares from `from_s` on. `ticks` makes the device's counter.
template <class Ticks>
Worst run(ClockFit& fit, const std::vector<Cable::Packet>& packets, double from_s, Ticks ticks)
{
    Worst worst;
    Time last = Time::min();
    for (std::size_t i = 0; i < packets.size(); ++i) {
        const auto& packet = packets[i];
        const auto time = fit(ticks(i, packet), host_time(packet.arrived_s));
        worst.monotone = worst.monotone && time > last;
        worst.after_arrival =
            worst.after_arrival || time > host_time(packet.arrived_s) + Duration(1000);
        last = time;
        const double error_s = to_seconds(time - host_time(packet.measured_s));
        if (packet.measured_s >= from_s) {
            worst.early_s = std::max(worst.early_s, -error_s);
            worst.late_s = std::max(worst.late_s, error_s);
        }
    }
    return worst;
}

std::uint64_t micros(std::size_t, const Cable::Packet& packet)
{
    return std::uint64_t(std::llround(packet.device_s * 1e6)) & 0xFFFFFFFF;
}

std::uint64_t sample_number(std::size_t i, const Cable::Packet&)
{
    return i;
}

ClockFit micros_fit()
{
    return ClockFit({.tick_s = 1e-6, .wrap_ticks = std::uint64_t(1) << 32});
}

} // namespace

TEST_CASE("ClockFit knows within 6 ms when a sample was measured, after 5 s of jitter and drift")
{
    const auto cable = GENERATE(values<Cable>({
        {.seed = 1},
        {.clock_error = 50e-6, .seed = 2},
        {.clock_error = -50e-6, .seed = 3},
        {.clock_error = 0.005, .seed = 4}, // a ceramic resonator
        {.rate_hz = 100, .jam_every_s = 3, .jam_s = 0.4, .seed = 5},
        {.rate_hz = 25, .clock_error = -50e-6, .jam_every_s = 1.1, .jam_s = 0.2, .seed = 6},
    }));
    CAPTURE(cable.seed);
    auto fit = micros_fit();

    const auto worst = run(fit, cable.packets(0, 600), 5, micros);

    CHECK(worst.early_s < 0.001);
    CHECK(worst.late_s < 0.006);
    CHECK(worst.monotone);
    CHECK_FALSE(worst.after_arrival);
}

TEST_CASE("ClockFit stamps counted samples within 6 ms though the real rate is 1 % off")
{
    const double error = GENERATE(-0.01, -0.003, 0.01);
    CAPTURE(error);
    const Cable cable{.rate_hz = 100, .clock_error = error, .seed = 7};
    ClockFit fit({.tick_s = 0.01, .max_delay_s = 0.5});

    const auto worst = run(fit, cable.packets(0, 300), 5, sample_number);

    CHECK(worst.early_s < 0.006);
    CHECK(worst.late_s < 0.006);
    CHECK(worst.monotone);
}

TEST_CASE("ClockFit does not notice when its counter wraps")
{
    const Cable cable{.seed = 8};
    SECTION("32 bit of microseconds, after 71 minutes")
    {
        auto fit = micros_fit();
        const auto worst = run(fit, cable.packets(4285, 4305), 4290, micros);
        CHECK(worst.late_s < 0.006);
        CHECK(worst.monotone);
    }
    SECTION("16 bit of milliseconds, every 65 s, through a silence of 3 minutes")
    {
        ClockFit fit({.tick_s = 1e-3, .wrap_ticks = 65536});
        const auto millis = [](std::size_t, const Cable::Packet& packet) {
            return std::uint64_t(packet.device_s * 1e3) & 0xFFFF;
        };
        auto packets = cable.packets(0, 400);
        std::erase_if(packets, [](const auto& each) {
            return each.measured_s > 100 && each.measured_s < 280;
        });
        const auto worst = run(fit, packets, 5, millis);
        CHECK(worst.late_s < 0.006);
        CHECK(worst.early_s < 0.003); // one tick, and the shortest delays of 3 minutes ago
        CHECK(worst.monotone);
    }
}

TEST_CASE("ClockFit begins anew when the device was restarted")
{
    // Restarted after 0.4 s, its clock is ahead again when it next sends: only time will tell.
    const double restart_s = GENERATE(0.4, 5., 30., 3000.);
    const bool evident = restart_s > 1;
    CAPTURE(restart_s);
    const Cable cable{.seed = 9};
    const auto ticks = [restart_s](std::size_t i, const Cable::Packet& packet) {
        auto restarted = packet;
        if (packet.measured_s >= restart_s)
            restarted.device_s -= restart_s;
        return micros(i, restarted);
    };
    auto packets = cable.packets(restart_s > 100 ? restart_s - 20 : 0, restart_s + 60);
    std::erase_if(packets, [restart_s](const auto& each) { // it takes 1 s to start
        return each.measured_s >= restart_s - 0.1 && each.measured_s < restart_s + 0.9;
    });
    auto fit = micros_fit();
    auto same_fit = fit;

    const auto at_once = run(fit, packets, restart_s, ticks);
    const auto settled = run(same_fit, packets, restart_s + (evident ? 2 : 8), ticks);

    CHECK((at_once.early_s < 0.001) == evident);
    CHECK(settled.early_s < 0.001);
    CHECK(settled.late_s < 0.006);
    CHECK(settled.monotone);
}

TEST_CASE("ClockFit begins anew when the host slept while the device went on")
{
    auto packets = Cable{.seed = 15}.packets(0, 120);
    for (auto& packet : packets)
        if (packet.measured_s > 60)
            packet.device_s += 3600;
    auto fit = micros_fit();

    const auto worst = run(fit, packets, 62, micros);

    CHECK(worst.late_s < 0.006);
    CHECK(worst.early_s < 0.001);
    CHECK(worst.monotone);
}

TEST_CASE("ClockFit follows at once when the device's clock jumps, however far")
{
    const double jump_s = GENERATE(-3600., -5., -0.3, 0.05, 0.3, 0.9, 5., 3600.);
    const double tick_s = GENERATE(1e-6, 1e-3); // 32 bit of either
    CAPTURE(jump_s, tick_s);
    const auto ticks = [=](std::size_t, const Cable::Packet& packet) {
        const double device_s = 4000 + packet.device_s + (packet.measured_s > 60 ? jump_s : 0);
        return std::uint64_t(std::llround(device_s / tick_s)) & 0xFFFFFFFF;
    };
    ClockFit fit({.tick_s = tick_s, .wrap_ticks = std::uint64_t(1) << 32});

    const auto worst = run(fit, Cable{.clock_error = 0.003, .seed = 17}.packets(0, 90), 5, ticks);

    CHECK(worst.late_s < 0.012); // of the first packets after the jump, all delayed
    CHECK(worst.early_s < 0.001);
    CHECK(worst.monotone);
    CHECK_FALSE(worst.after_arrival);
}

TEST_CASE("ClockFit lets one packet in a hundred bear a senseless time")
{
    const Cable cable{.clock_error = 0.003, .seed = 18};
    std::mt19937 random(19);
    auto fit = micros_fit();
    const auto worst =
        run(fit, cable.packets(0, 120), 5, [&random](std::size_t i, const Cable::Packet& packet) {
            const auto truth = micros(i, packet);
            return random() % 100 == 0 ? std::uint64_t(random()) : truth;
        });
    CHECK(worst.late_s < 0.06); // as long as a packet may travel: it is stamped by its arrival
    CHECK(worst.early_s < 0.001);
    CHECK(worst.monotone);
}

TEST_CASE("ClockFit is as exact after ten hours as after ten seconds")
{
    const Cable cable{.rate_hz = 10, .clock_error = 0.003, .seed = 20};
    ClockFit fit({.tick_s = 1e-3, .wrap_ticks = std::uint64_t(1) << 32});
    const auto millis = [](std::size_t, const Cable::Packet& packet) { // they wrap on the way
        return std::uint64_t(packet.device_s * 1e3 + 4.28e9) & 0xFFFFFFFF;
    };

    const auto worst = run(fit, cable.packets(0, 36000), 10, millis);

    CHECK(worst.late_s < 0.006);
    CHECK(worst.early_s < 0.001);
    CHECK(worst.monotone);
}

TEST_CASE("ClockFit learns a new rate when the old one no longer fits")
{
    const double error = GENERATE(-0.018, 0.018);
    CAPTURE(error);
    auto packets = Cable{.rate_hz = 100, .seed = 16}.packets(0, 180);
    for (auto& packet : packets)
        packet.device_s += std::max(0., packet.measured_s - 60) * error;
    auto fit = micros_fit();

    const auto worst = run(fit, packets, 100, micros);

    CHECK(worst.late_s < 0.006);
    CHECK(worst.early_s < 0.001);
    CHECK(worst.monotone);
}

TEST_CASE("ClockFit follows when samples were lost that the counter does not know of")
{
    // A long gap is seen at once, a short one may have been a delay.
    const double gap_s = GENERATE(0.05, 0.3, 4.);
    const double settled_s = gap_s > 1 ? 0 : 2;
    CAPTURE(gap_s);
    const Cable cable{.rate_hz = 100, .clock_error = 0.003, .seed = 10};
    auto packets = cable.packets(0, 90);
    std::erase_if(packets, [gap_s](const auto& each) {
        return each.measured_s > 60 && each.measured_s < 60 + gap_s;
    });
    ClockFit fit({.tick_s = 0.01, .max_delay_s = 0.5});

    const auto worst = run(fit, packets, 60 + gap_s + settled_s, sample_number);

    CHECK(worst.late_s < 0.03);
    CHECK(worst.early_s < 0.008);
    CHECK(worst.monotone);
}

TEST_CASE("ClockFit stays within 30 ms while one sample in a thousand is lost uncounted")
{
    const Cable cable{.rate_hz = 100, .seed = 11};
    auto packets = cable.packets(0, 300);
    std::mt19937 random(12);
    std::erase_if(packets, [&random](const auto&) { return random() % 1000 == 0; });
    ClockFit fit({.tick_s = 0.01, .max_delay_s = 0.5});

    const auto worst = run(fit, packets, 5, sample_number);

    CHECK(worst.late_s < 0.03);
    CHECK(worst.early_s < 0.03);
    CHECK(worst.monotone);
}

TEST_CASE("ClockFit resumes from a copy exactly where the original went on")
{
    const auto packets = Cable{.clock_error = 0.004, .seed = 13}.packets(0, 40);
    auto fit = micros_fit();
    std::size_t i = 0;
    for (; i < packets.size() / 2; ++i)
        fit(micros(i, packets[i]), host_time(packets[i].arrived_s));
    auto copy = fit;
    for (; i < packets.size(); ++i) {
        const auto arrived = host_time(packets[i].arrived_s);
        REQUIRE(fit(micros(i, packets[i]), arrived) == copy(micros(i, packets[i]), arrived));
    }
}

TEST_CASE("ClockFit survives a counter of random numbers, in order and without the future")
{
    std::mt19937 random(14);
    auto fit = micros_fit();
    Time last = Time::min();
    for (int i = 0; i < 20000; ++i) {
        const auto arrived = host_time(i * 0.01);
        const auto time = fit(random(), arrived);
        REQUIRE(time > last);
        REQUIRE(time <= arrived);
        last = time;
    }
}
