#include "devices/line_sensor.hpp"

#include "devices/clock_fit.hpp"
#include "devices/line_protocol.hpp"
#include "devices/listen.hpp"
#include "devices/recognise.hpp"

#include <array>
#include <chrono>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace crura::devices {

namespace {

using namespace std::chrono_literals;

constexpr int kBaud = 115200;
constexpr Duration kAskEvery = 500ms; // for the header
constexpr int kAsk = 5;
constexpr Duration kBeginLimit = 500ms; // for the first measurement
constexpr Duration kListenElsewhere = 400ms;
constexpr Duration kSilenceLimit = 3s;
constexpr Duration kReadWait = 50ms;     // also how long stop() may have to wait
constexpr Duration kCompanionWait = 5ms; // also how long a command to it may have to wait
constexpr Duration kLastWords = 300ms;   // for them to be obeyed
constexpr ClockFit::Params kMicros{.tick_s = 1e-6, .wrap_ticks = std::uint64_t(1) << 32};

Result<void> send(SerialPort& port, std::string_view command)
{
    if (command.empty())
        return {};
    return port.write({reinterpret_cast<const std::uint8_t*>(command.data()), command.size()});
}

// What is known of the board since the port was opened.
class Conversation {
public:
    Conversation(SourceCounters& counters, LineCompanion* companion)
        : counters_(counters), companion_(companion)
    {
    }

    void take(std::span<const std::uint8_t> bytes, Time arrived, SampleRing& out)
    {
        for (const auto byte : bytes)
            if (const auto message = parse_(byte)) {
                std::visit([&](const auto& it) { take(it, arrived, out); }, *message);
                if (companion_)
                    companion_->take(*message, arrived);
            }
    }

    // What the other parts of the board are to be told.
    std::string asides(Time now) { return companion_ ? companion_->due(now) : ""; }
    std::string last_words() { return companion_ ? companion_->last_words() : ""; }
    bool obeyed_last_words() const { return companion_->obeyed_last_words(); }
    Duration patience() const { return companion_ ? kCompanionWait : kReadWait; }

    bool introduced() const { return !channels_.empty() || !refusal_.empty(); }
    const std::string& refusal() const { return refusal_; } // why its data cannot be used
    const std::string& trouble() const { return trouble_; } // what the board last complained of

    // Since the last call: did it hand on a measurement; did it say that it waits?
    bool measured() { return std::exchange(measured_, false); }
    bool idle() { return std::exchange(idle_, false); }

private:
    void take(const LineHeader& header, Time, SampleRing&)
    {
        auto channels = channels_of(header);
        refusal_ = channels ? "" : channels.error().message;
        channels_ = channels ? std::move(*channels) : decltype(channels_){};
    }

    void take(const LineData& data, Time arrived, SampleRing& out)
    {
        if (channels_.size() != data.values.size()) // before the header, nobody knows what it is
            return;
        counters_.lose(data.lost_before);
        if (data.restarted)
            host_time_.restart();
        const auto time = host_time_(data.micros, arrived);
        for (std::size_t i = 0; i < channels_.size(); ++i)
            if (channels_[i] && std::isfinite(data.values[i])) {
                counters_.push({time, data.values[i], *channels_[i]}, out);
                measured_ = true;
            }
    }

    void take(const LineTrouble& trouble, Time, SampleRing&) { trouble_ = trouble.text; }
    void take(const LineIdle&, Time, SampleRing&) { idle_ = true; }
    void take(const LineAnswer&, Time, SampleRing&) {}
    void take(const LineRejected&, Time, SampleRing&) { counters_.reject(1); }

    SourceCounters& counters_;
    LineCompanion* companion_; // null: there is none
    LineParser parse_;
    ClockFit host_time_{kMicros};
    std::vector<std::optional<Channel>> channels_;
    std::string refusal_;
    std::string trouble_;
    bool measured_ = false;
    bool idle_ = false;
};

// Why nobody introduced itself, for a person.
std::string explain(SerialPort& port, Recogniser& heard, const std::string& trouble)
{
    if (!trouble.empty())
        return "the board reports: " + trouble;
    if (heard.silent())
        return "nothing arrives; load a sketch from devices/firmware onto the board, and check its "
               "cable";
    if (heard.kind() == PortKind::unknown && heard.sends_text())
        return "it sends text, but not the Crura line protocol; load a sketch from "
               "devices/firmware onto the board";
    if (heard.kind() == PortKind::unknown && port.set_baud(9600))
        (void)listen(port, kListenElsewhere, [&](auto bytes) { return heard(bytes); });
    if (heard.kind() == PortKind::witmotion)
        return "this looks like a WitMotion sensor; use witmotion:CHEST_PORT,BELLY_PORT instead";
    return "what arrives makes no sense at 115200 baud; let the sketch call Serial.begin(115200), "
           "or choose another port (crura devices lists them)";
}

// Asks until the board says what it measures. Error: it does not, or it is of no use.
Result<void> introduce(SerialPort& port, Conversation& board, const Clock& clock, SampleRing& out)
{
    Recogniser heard;
    for (int i = 0; i < kAsk && !board.introduced(); ++i) {
        if (const auto asked = send(port, board.asides(clock()) + "?\n"); !asked)
            return asked;
        const auto listened = listen(port, kAskEvery, [&](auto bytes) {
            board.take(bytes, clock(), out);
            heard(bytes);
            return board.introduced();
        });
        if (!listened)
            return listened.error();
    }
    if (!board.introduced())
        return Error{explain(port, heard, board.trouble())};
    return board.refusal().empty() ? Result<void>() : Error{board.refusal()};
}

// Asks the board to measure, and waits for its first measurement.
Result<void> begin(SerialPort& port, Conversation& board, const Clock& clock, SampleRing& out)
{
    if (const auto asked = send(port, "+\n"); !asked)
        return asked;
    const auto measures = listen(port, kBeginLimit, [&](auto bytes) {
        board.take(bytes, clock(), out);
        return board.measured();
    });
    if (!measures)
        return measures.error();
    if (*measures)
        return {};
    return Error{board.trouble().empty()
                     ? "the board is there but measures nothing; check the wiring of its sensors"
                     : "the board reports: " + board.trouble()};
}

// Until told to stop. Error: the port is gone, or the board has fallen silent or is of no use now.
Result<void> read_on(std::stop_token stop, SerialPort& port, Conversation& board,
                     const Clock& clock, SampleRing& out)
{
    std::array<std::uint8_t, 256> buffer;
    auto last_measured = host_now();
    while (!stop.stop_requested()) {
        if (!board.refusal().empty())
            return Error{board.refusal()};
        if (host_now() - last_measured >= kSilenceLimit)
            return Error{"the board has fallen silent"};
        if (const auto sent = send(port, board.asides(clock())); !sent)
            return sent;
        const auto bytes = port.read(buffer, board.patience());
        if (!bytes)
            return bytes.error();
        board.take(*bytes, clock(), out);
        if (board.measured())
            last_measured = host_now();
        if (!board.idle())
            continue;
        if (const auto asked = send(port, "+\n"); !asked) // it was restarted
            return asked;
    }
    return {};
}

// Leaves the other parts of the board as they should be left.
void part(SerialPort& port, Conversation& board, const Clock& clock, SampleRing& out)
{
    const auto words = board.last_words();
    if (words.empty() || !send(port, words))
        return;
    (void)listen(port, kLastWords, [&](auto bytes) {
        board.take(bytes, clock(), out);
        return board.obeyed_last_words();
    });
}

} // namespace

LineSensor::LineSensor(std::string port_name, Clock clock)
    : port_(std::move(port_name)), clock_(std::move(clock))
{
}

void LineSensor::share_port_with(std::shared_ptr<LineCompanion> companion)
{
    companion_ = std::move(companion);
}

Result<void> LineSensor::start(SampleRing& out)
{
    stop();
    auto opened = open(out);
    if (!opened && companion_)
        companion_->port_closed(opened.error().message);
    return opened;
}

Result<void> LineSensor::open(SampleRing& out)
{
    auto port = port_.open(kBaud);
    if (!port)
        return port.error();
    if (companion_)
        companion_->port_opened(clock_());
    Conversation board(counters_, companion_.get());
    auto ready = introduce(*port, board, clock_, out);
    if (ready)
        ready = begin(*port, board, clock_, out);
    if (!ready)
        return Error{name() + ": " + ready.error().message};

    counters_.set_online(true);
    thread_ = std::jthread([this, &out, port = std::move(*port),
                            board = std::move(board)](std::stop_token stop) mutable {
        const auto ended = read_on(stop, port, board, clock_, out);
        part(port, board, clock_, out);
        if (companion_)
            companion_->port_closed(ended ? "" : name() + ": " + ended.error().message);
        counters_.set_online(false);
    });
    return {};
}

} // namespace crura::devices
