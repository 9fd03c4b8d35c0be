#include "midi/host/midi_host.hpp"

#include "midi/host/midi_port.hpp"
#include "midi/midi_block.hpp"
#include "midi/midi_encoder.hpp"
#include "outlet/lifeline_linux.hpp"
#include "outlet/process_linux.hpp"
#include "outlet/shared_block_linux.hpp"
#include "sound/jack_watch.hpp"
#include "sound/quiet.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stop_token>
#include <thread>

namespace crura::midi {

using namespace std::chrono_literals;

namespace {

constexpr Duration kLook = 50ms;       // how often all is looked after
constexpr Duration kPortLook = 1s;     // and whether the ports are still there
constexpr Duration kLastWords = 100ms; // a port that is closed takes along what JACK still holds
constexpr Duration kClosePatience = 2s;

// The ports that were asked for.
struct Ports {
    std::unique_ptr<sound::JackWatch> watch; // null when not over JACK
    std::unique_ptr<OutPort> out;
    std::unique_ptr<InPort> in;

    Result<void> open(MidiBlock& block)
    {
        const Api api = watch ? Api::jack : Api::system;
        if (block.sends) {
            auto opened = OutPort::open(api, block.receiver.read());
            if (!opened)
                return opened.error();
            out = std::move(*opened);
        }
        if (!block.hears)
            return {};
        auto opened = InPort::open(api, block.sender.read(), [&block](const Message& message) {
            block.heard.push({host_now(), message});
        });
        if (!opened)
            return opened.error();
        in = std::move(*opened);
        return {};
    }

    std::string name() const { return out ? out->name() : in ? in->name() : ""; }

    // Null while all is well, else what is not.
    const char* problem(Time now)
    {
        if (watch && watch->server_gone())
            return "The JACK server has gone, and MIDI with it; it comes back when JACK does.";
        if (now - looked_ < kPortLook)
            return nullptr;
        looked_ = now;
        const bool there = (!out || out->there()) && (!in || in->there());
        return there ? nullptr : "A MIDI port has gone; it is used again when it is back.";
    }

private:
    Time looked_ = host_now();
};

// Sends what an encoder says of the cues that come, in a thread of its own.
class Sender {
public:
    Sender(MidiBlock& block, Ports& ports) : block_(block), ports_(ports), encode_(block.map) {}

    void run(const std::stop_token& stop)
    {
        while (!stop.stop_requested() && !problem_) {
            block_.bell.wait(std::clamp(encode_.next() - host_now(), Duration(0), kLook));
            send_cues();
            send(encode_.due(host_now()));
            if (!problem_)
                problem_ = ports_.problem(host_now());
            block_.life.beat();
        }
        send_cues();
        send(encode_.all_off());
    }

    // Why it ended by itself; null when it did not.
    const char* problem() const { return problem_; }

private:
    void send_cues()
    {
        auto* cues = block_.cues.out(block_.life);
        for (TimedCue each; cues && cues->pop(each);)
            if (send(encode_(each.time, each.cue)))
                block_.latency.note(each.sensed_at, host_now());
    }

    // Whether there was anything to send.
    bool send(const Messages& messages)
    {
        for (const Message& message : messages)
            if (ports_.out && !problem_ && !ports_.out->send(message)) // never after it was lost
                problem_ = "The system refuses MIDI; it is tried again.";
        return ports_.out && !messages.empty();
    }

    MidiBlock& block_;
    Ports& ports_;
    MidiEncoder encode_;
    const char* problem_ = nullptr;
};

// Ends at once: what closes a port of a dead JACK server never returns.
[[noreturn]] void give_up(MidiBlock& block, const std::string& problem)
{
    block.life.failed(problem);
    std::_Exit(1);
}

int serve(MidiBlock& block)
{
    Ports ports;
    ports.watch = sound::JackWatch::open();
    if (const auto opened = ports.open(block); !opened)
        give_up(block, opened.error().message);
    block.life.opened(ports.name());

    Sender sender(block, ports);
    std::atomic<bool> ended{false};
    std::jthread thread([&](const std::stop_token& stop) {
        sender.run(stop);
        ended = true;
    });
    while (!ended && outlet::kept(kLook))
        ;
    outlet::end_within(kLastWords + kClosePatience);
    thread.request_stop();
    block.bell.ring();
    thread.join();
    if (sender.problem())
        give_up(block, sender.problem());
    std::this_thread::sleep_for(kLastWords);
    return 0;
}

} // namespace

int host_midi(const std::vector<std::string>&)
{
    sound::quieten_sound_libraries();
    auto shared = outlet::SharedBlock<MidiBlock>::adopt(outlet::kBlock);
    return shared ? serve(**shared) : 1;
}

int list_midi(const std::vector<std::string>& words)
{
    sound::quieten_sound_libraries();
    const auto watch = sound::JackWatch::open();
    const Api api = watch ? Api::jack : Api::system;
    const bool senders_only = !words.empty() && words[0] == "senders";
    for (const auto& name : senders_only ? senders(api) : receivers(api))
        std::printf("%s\n", name.c_str());
    return 0;
}

} // namespace crura::midi
