#include "devices/witmotion.hpp"

#include "devices/clock_fit.hpp"
#include "devices/listen.hpp"
#include "devices/witmotion_protocol.hpp"

#include <array>
#include <chrono>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

namespace crura::devices {

namespace {

using namespace std::chrono_literals;

constexpr std::array kBauds{115200, 9600, 230400, 57600, 38400, 19200, 460800, 921600, 4800};
constexpr int kFastBaud = 115200;
constexpr Duration kListen = 350ms; // 3 frames of a sensor as it leaves the factory (10 Hz)
constexpr int kFramesToBelieve = 2;
constexpr Duration kBetweenCommands = 110ms; // the maker's own program waits 100 ms
constexpr Duration kMeasure = 1s;
constexpr double kSlowestHz = 4.5;
constexpr int kBitsPerWiredSample = 2 * 11 * 10; // two frames, 8 data bits in 10
constexpr double kBusShare = 0.8;                // of the bus that may be filled
constexpr Duration kCheckEvery = 2s;
constexpr Duration kReadWait = 50ms;
constexpr double kMaxDelayS = 0.5; // for ClockFit: a longer pause means lost samples

bool has_acceleration(const WitFrame& frame)
{
    return frame.kind == WitFrame::Kind::acceleration || frame.kind == WitFrame::Kind::motion;
}

// The sensor while it is being set up.
struct Setup {
    SerialPort port;
    int baud;
    bool wired = true; // 11-byte frames

    Result<bool> finds_frames();
    Result<bool> finds_frames_at(int new_baud);
    Result<void> find_baud();
    Result<void> write(WitRegister which, std::uint16_t value);
    Result<void> make_room();
    Result<void> configure();
    Result<double> measure_rate_hz();
};

Result<bool> Setup::finds_frames()
{
    WitParser parse;
    int found = 0;
    return listen(port, kListen, [&](auto bytes) {
        for (const auto byte : bytes)
            if (const auto frame = parse(byte)) {
                wired = frame->kind != WitFrame::Kind::motion;
                ++found;
            }
        return found >= kFramesToBelieve;
    });
}

Result<bool> Setup::finds_frames_at(int new_baud)
{
    if (const auto set = port.set_baud(new_baud); !set)
        return false; // an adapter that cannot; the sensor may be slower
    baud = new_baud;
    return finds_frames();
}

Result<void> Setup::find_baud()
{
    const int first = baud;
    auto found = finds_frames_at(first);
    for (const int each : kBauds) {
        if (!found)
            return found.error();
        if (*found)
            return {};
        if (each != first)
            found = finds_frames_at(each);
    }
    if (found && *found)
        return {};
    return Error{
        "no WitMotion sensor answers there, at any speed; check that it is switched on, "
        "that TX and RX are crossed, and that this is its port (crura devices lists them)"};
}

Result<void> Setup::write(WitRegister which, std::uint16_t value)
{
    if (const auto written = port.write(wit_write(which, value)); !written)
        return written;
    const auto waited = listen(port, kBetweenCommands, [](auto) { return false; });
    return waited ? Result<void>() : waited.error();
}

// A wired sensor leaves the factory at 9600 baud, too slow for 100 samples a second; what does not
// fit is silently lost.
Result<void> Setup::make_room()
{
    if (baud * kBusShare >= 100 * kBitsPerWiredSample)
        return {};
    const int slow = baud;
    if (const auto done = write(WitRegister::baud, kWitBaud115200); !done)
        return done;
    auto found = finds_frames_at(kFastBaud);
    if (found && !*found)
        found = finds_frames_at(slow);
    return found ? Result<void>() : found.error();
}

// The registers are set for as long as the sensor has power, and never saved.
Result<void> Setup::configure()
{
    if (const auto done = write(WitRegister::unlock, kWitUnlock); !done)
        return done;
    if (wired) {
        if (const auto done = make_room(); !done)
            return done;
        if (const auto done = write(WitRegister::unlock, kWitUnlock); !done)
            return done;
        if (const auto done = write(WitRegister::content, kWitContentMotion); !done)
            return done;
    }
    for (const auto& [hz, code] : kWitRates)
        if (hz <= 100 && hz * kBitsPerWiredSample <= baud * kBusShare)
            return write(WitRegister::rate, code);
    return {};
}

// What the sensor really does, whatever it was asked for.
Result<double> Setup::measure_rate_hz()
{
    WitParser parse;
    int count = 0;
    Time first{};
    Time last{};
    const auto listened = listen(port, kMeasure, [&](auto bytes) {
        for (const auto byte : bytes)
            if (const auto frame = parse(byte); frame && has_acceleration(*frame)) {
                last = host_now();
                first = count++ ? first : last;
            }
        return false;
    });
    if (!listened)
        return listened.error();

    const double rate_hz = count > 1 ? (count - 1) / to_seconds(last - first) : 0;
    if (!(rate_hz >= kSlowestHz))
        return Error{"the WitMotion sensor sends no acceleration, or less than 5 times a second; "
                     "set its return rate to 100 Hz with its maker's program"};
    for (const auto& [hz, code] : kWitRates)
        if (std::fabs(rate_hz / hz - 1) < 0.1)
            return double(hz);
    return rate_hz;
}

// From bytes to samples.
class Stream {
public:
    Stream(Band band, double rate_hz, SourceCounters& counters)
        : band_(band), period_(from_seconds(1 / rate_hz)), counters_(counters),
          host_time_({.tick_s = 1 / rate_hz, .max_delay_s = kMaxDelayS})
    {
    }

    void take(std::span<const std::uint8_t> bytes, Time arrived, SampleRing& out)
    {
        const auto rejected = parse_.rejected();
        for (const auto byte : bytes)
            if (const auto frame = parse_(byte))
                take(*frame, arrived, out);
        counters_.reject(parse_.rejected() - rejected);
    }

    // Whether at least half of what was due in `elapsed` came since the last call. A sensor that
    // lost its power comes back as it left the factory.
    bool keeps_its_rate(Duration elapsed)
    {
        const auto came = count_ - std::exchange(checked_count_, count_);
        return double(came) * 2 >= to_seconds(elapsed) / to_seconds(period_);
    }

private:
    void take(const WitFrame& frame, Time arrived, SampleRing& out)
    {
        using Kind = WitFrame::Kind;
        if (has_acceleration(frame)) {
            time_ = host_time_(count_++, arrived);
            if (frame.kind == Kind::motion) // it waited for the beginning of the next one
                time_ -= period_;
            push(Quantity::acceleration_x, frame.acceleration_g, out);
            rate_pending_ = true;
        }
        // A wired angular rate belongs to the acceleration that came just before it.
        const bool has_rate = frame.kind == Kind::motion || frame.kind == Kind::angular_rate;
        if (has_rate && std::exchange(rate_pending_, false))
            push(Quantity::angular_rate_x, frame.angular_rate_dps, out);
    }

    void push(Quantity x, const std::array<double, 3>& vector, SampleRing& out)
    {
        for (std::size_t axis = 0; axis < vector.size(); ++axis)
            counters_.push({time_, vector[axis], {band_, x + axis}}, out);
    }

    Band band_;
    Duration period_;
    SourceCounters& counters_;
    WitParser parse_;
    ClockFit host_time_;
    std::uint64_t count_ = 0;         // accelerations so far
    std::uint64_t checked_count_ = 0; // at the last check
    Time time_{};                     // of the last acceleration
    bool rate_pending_ = false;
};

// Until told to stop, or the port is gone, or the sensor has fallen silent or slow.
void read_on(std::stop_token stop, SerialPort& port, Stream& stream, const Clock& clock,
             SampleRing& out)
{
    std::array<std::uint8_t, 256> buffer;
    auto checked = host_now();
    while (!stop.stop_requested()) {
        const auto bytes = port.read(buffer, kReadWait);
        if (!bytes)
            return;
        stream.take(*bytes, clock(), out);
        const auto elapsed = host_now() - checked;
        if (elapsed < kCheckEvery)
            continue;
        if (!stream.keeps_its_rate(elapsed))
            return;
        checked += elapsed;
    }
}

} // namespace

WitMotion::WitMotion(Band band, std::string port_name, Clock clock)
    : band_(band), port_(std::move(port_name)), clock_(std::move(clock))
{
}

std::string WitMotion::name() const
{
    return "witmotion:" + port_.name() + (band_ == Band::thoracic ? " (chest)" : " (belly)");
}

Result<void> WitMotion::start(SampleRing& out)
{
    stop();
    auto port = port_.open(baud_);
    if (!port)
        return port.error();
    const auto failed = [this](const Error& why) { return Error{name() + ": " + why.message}; };
    Setup setup{std::move(*port), baud_};
    if (const auto found = setup.find_baud(); !found)
        return failed(found.error());
    if (const auto configured = setup.configure(); !configured)
        return failed(configured.error());
    const auto rate_hz = setup.measure_rate_hz();
    if (!rate_hz)
        return failed(rate_hz.error());

    baud_ = setup.baud;
    counters_.set_online(true);
    thread_ =
        std::jthread([this, &out, port = std::move(setup.port),
                      stream = Stream(band_, *rate_hz, counters_)](std::stop_token stop) mutable {
            read_on(stop, port, stream, clock_, out);
            counters_.set_online(false);
        });
    return {};
}

} // namespace crura::devices
