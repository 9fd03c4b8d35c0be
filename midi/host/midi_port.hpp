#pragma once

#include "core/result.hpp"
#include "midi/message.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace crura::midi {

// The computer's MIDI through RtMidi: over JACK when a JACK server runs, else as the system does
// it. Opening does not start a server. Of a JACK server that has died nothing here returns any
// more, so only crura-outlet uses it, which may be killed.
enum class Api { jack, system };

// [outlet] The inputs (or outputs) of other programs and devices; empty when this computer has no
// MIDI.
std::vector<std::string> receivers(Api api);
std::vector<std::string> senders(Api api);

// Sends to one port.
class OutPort {
public:
    // `wanted` is a receiver's name or a part of it; empty: a port of our own, named Crura, to
    // which others connect.
    static Result<std::unique_ptr<OutPort>> open(Api api, const std::string& wanted);
    ~OutPort();

    // False once the system refuses what is sent. One thread.
    bool send(const Message& message);

    // The same thread. Looks whether the receiver is still there.
    bool there() const;

    const std::string& name() const;

private:
    struct Library;
    explicit OutPort(std::unique_ptr<Library> library);
    std::unique_ptr<Library> library_;
};

// Hears one port. System exclusive messages, clock and active sensing are passed over.
class InPort {
public:
    using Heard = std::function<void(const Message&)>;

    // As OutPort; our own is named Crura control. `heard` is called from a thread that must not
    // wait.
    static Result<std::unique_ptr<InPort>> open(Api api, const std::string& wanted, Heard heard);
    ~InPort();

    bool there() const;
    const std::string& name() const;

private:
    struct Library;
    explicit InPort(std::unique_ptr<Library> library);
    std::unique_ptr<Library> library_;
};

} // namespace crura::midi
