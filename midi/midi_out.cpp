#include "midi/midi_out.hpp"

#include "core/snapshot.hpp"
#include "core/spsc_ring.hpp"
#include "midi/midi_encoder.hpp"
#include "sound/jack_watch.hpp"
#include "sound/quiet.hpp"

#include <RtMidi.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <chrono>
#include <future>
#include <iostream>
#include <optional>
#include <semaphore>
#include <thread>
#include <utility>

namespace crura::midi {

using namespace std::chrono_literals;

namespace {

const char kName[] = "Crura"; // of the virtual port, and of us

constexpr std::size_t kRingCues = 512; // 5 s
constexpr Duration kClosePatience = 3s;
constexpr Duration kLastWords = 100ms; // a port that is closed takes along what JACK still holds

// RtMidi's constructors write what they did not find to std::cerr before they can be told not to.
class QuietErrors {
public:
    QuietErrors() : before_(std::cerr.rdbuf(nullptr)) {}
    ~QuietErrors() { std::cerr.rdbuf(before_); }
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;

private:
    std::streambuf* before_;
};

RtMidi::Api choose_api(bool jack_runs)
{
    if (jack_runs)
        return RtMidi::UNIX_JACK;
    std::vector<RtMidi::Api> compiled;
    RtMidi::getCompiledApi(compiled);
    const auto fits = [](auto api) {
        return api != RtMidi::UNIX_JACK && api != RtMidi::RTMIDI_DUMMY;
    };
    const auto api = std::find_if(compiled.begin(), compiled.end(), fits);
    return api == compiled.end() ? RtMidi::UNSPECIFIED : *api;
}

std::string lower(std::string text)
{
    for (char& letter : text)
        letter = char(std::tolower(static_cast<unsigned char>(letter)));
    return text;
}

std::vector<std::string> port_names(RtMidiOut& midi)
{
    std::vector<std::string> names(midi.getPortCount());
    for (unsigned index = 0; index < names.size(); ++index)
        names[index] = midi.getPortName(index);
    return names;
}

// The one that is called so, else the first that has this in its name.
std::optional<unsigned> choose_port(const std::vector<std::string>& names,
                                    const std::string& wanted)
{
    auto found = std::find(names.begin(), names.end(), wanted);
    if (found == names.end())
        found = std::find_if(names.begin(), names.end(), [part = lower(wanted)](const auto& name) {
            return lower(name).find(part) != std::string::npos;
        });
    if (found == names.end())
        return std::nullopt;
    return unsigned(found - names.begin());
}

Error no_port(const std::string& wanted, const std::vector<std::string>& names)
{
    std::string all;
    for (const auto& name : names)
        all += (all.empty() ? "" : ", ") + name;
    return {"No MIDI port is called \"" + wanted + "\"; the session runs without MIDI. There "
            + (all.empty() ? "is none" : "is: " + all) + "."};
}

Error no_midi(const std::string& reason)
{
    return {"MIDI cannot be used (" + reason
            + "); the session runs without MIDI. Start a JACK "
              "server, or load the sequencer with \"modprobe snd-seq\"."};
}

// A cue, and when it was due.
struct DueCue {
    Time time{};
    MidiCue cue;
};

} // namespace

// What the sending thread needs; it is left behind with it when a library does not return.
struct MidiOut::Port {
    static void note_error(RtMidiError::Type type, const std::string& text, void* user)
    {
        auto& port = *static_cast<Port*>(user);
        if (type == RtMidiError::WARNING || type == RtMidiError::DEBUG_WARNING)
            return;
        port.error = text;
        port.failed = true;
    }

    bool lost() const { return failed || (watch && watch->server_gone()); }

    void send(const MidiMessages& messages)
    {
        for (const auto& message : messages)
            if (!lost())
                midi->sendMessage(message.data(), message.size());
    }

    std::string name;
    std::unique_ptr<sound::JackWatch> watch; // null when not over JACK
    std::unique_ptr<RtMidiOut> midi;
    std::string error; // while opening
    std::atomic<bool> failed{false};
    std::atomic<bool> stopping{false};
    SpscRing<DueCue> cues{kRingCues};
    std::counting_semaphore<> work{0}; // one for each cue, one to stop
};

// The calls that would end a client of a dead JACK server may wait for ever: not even at exit.
void MidiOut::leave_behind(std::shared_ptr<Port> port)
{
    static auto* const left = new std::vector<std::shared_ptr<Port>>;
    left->push_back(std::move(port));
}

// [midi] Sends until told to stop.
void MidiOut::send_cues(const std::shared_ptr<Port>& port)
{
    MidiEncoder encode{{}};
    while (port->work.acquire(), !port->stopping) {
        DueCue due;
        if (port->cues.pop(due))
            port->send(encode(due.time, due.cue));
    }
    port->send(encode.all_off());
    std::this_thread::sleep_for(kLastWords);
    if (port->lost())
        leave_behind(port);
    else
        port->midi.reset();
}

std::vector<std::string> list_midi_outputs()
{
    sound::quieten_sound_libraries();
    const auto watch = sound::JackWatch::open();
    const QuietErrors quiet;
    try {
        RtMidiOut midi(choose_api(watch != nullptr), kName);
        return port_names(midi);
    } catch (const RtMidiError&) {
        return {};
    }
}

Result<std::unique_ptr<MidiOut>> MidiOut::open(const MidiOptions& options)
{
    sound::quieten_sound_libraries();
    auto port = std::make_shared<Port>();
    port->watch = sound::JackWatch::open();
    try {
        const QuietErrors quiet;
        port->midi = std::make_unique<RtMidiOut>(choose_api(port->watch != nullptr), kName);
    } catch (const RtMidiError& error) {
        return no_midi(error.getMessage());
    }
    port->midi->setErrorCallback(&Port::note_error, port.get());

    port->name = kName;
    if (options.port.empty()) {
        port->midi->openVirtualPort(kName);
    } else {
        const auto names = port_names(*port->midi);
        const auto index = choose_port(names, options.port);
        if (!index)
            return no_port(options.port, names);
        port->name = names[*index];
        port->midi->openPort(*index, kName);
    }
    if (port->failed)
        return no_midi(port->error);
    return std::unique_ptr<MidiOut>(new MidiOut(std::move(port)));
}

MidiOut::MidiOut(std::shared_ptr<Port> port) : port_(std::move(port))
{
    std::packaged_task<void()> task([port = port_] { send_cues(port); });
    ended_ = task.get_future();
    std::thread(std::move(task)).detach();
}

MidiOut::~MidiOut()
{
    close();
}

void MidiOut::accept(const Snapshot& snapshot, std::span<const Sample>) noexcept
{
    if (port_->cues.push({snapshot.time, snapshot.cues.midi}))
        port_->work.release();
}

void MidiOut::close()
{
    if (port_->stopping.exchange(true))
        return;
    port_->work.release();
    ended_.wait_for(kClosePatience);
}

Output MidiOut::state() const
{
    if (port_->stopping)
        return Output::off;
    return port_->lost() ? Output::lost : Output::working;
}

const std::string& MidiOut::name() const
{
    return port_->name;
}

std::uint64_t MidiOut::refused() const
{
    return port_->cues.refused();
}

} // namespace crura::midi
