#include "osc/osc_out.hpp"

#include <chrono>
#include <utility>

namespace crura::osc {
namespace {

constexpr std::size_t kWaiting = 64; // snapshots: 0.6 s

// What, added to host time, gives the wall's: looked up anew each time, for the wall clock is set.
Duration host_to_wall()
{
    return std::chrono::system_clock::now().time_since_epoch() - host_now().time_since_epoch();
}

bool is_prefix(const std::string& text)
{
    return text.empty()
        || (text.front() == '/' && text.back() != '/'
            && text.find_first_of(" #*,?[]{}") == std::string::npos);
}

} // namespace

Result<std::unique_ptr<OscOut>> OscOut::open(OscOptions options)
{
    if (!is_prefix(options.prefix))
        return Error{"\"" + options.prefix
                     + "\" cannot begin an OSC address; write it as /name, without spaces."};
    auto socket = Udp::towards(options.to);
    if (!socket)
        return socket.error();
    return std::unique_ptr<OscOut>(new OscOut(std::move(options), std::move(*socket)));
}

OscOut::OscOut(OscOptions options, Udp socket)
    : socket_(std::move(socket)), encode_({.prefix = std::move(options.prefix)}),
      waiting_(kWaiting), thread_([this] { run(); })
{
}

void OscOut::accept(const Snapshot& snapshot, std::span<const Sample>) noexcept
{
    if (waiting_.push(snapshot))
        work_.release();
}

void OscOut::close()
{
    if (stopping_.exchange(true))
        return;
    work_.release();
    thread_.join();
    state_ = Output::off;
}

void OscOut::run()
{
    Snapshot snapshot;
    do {
        work_.acquire();
        while (waiting_.pop(snapshot))
            send(snapshot);
    } while (!stopping_);
}

void OscOut::send(const Snapshot& snapshot)
{
    const auto bundles = encode_(snapshot, host_to_wall());
    for (const auto& bundle : bundles)
        state_ = socket_.send(encode(bundle)) ? Output::working : Output::lost;
    if (!bundles.empty())
        meter_->note(snapshot.cues.sensed_at, host_now());
}

} // namespace crura::osc
