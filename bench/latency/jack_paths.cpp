#include "latency/path.hpp"

#include "core/spsc_ring.hpp"
#include "support/within.hpp"

#include <jack/jack.h>
#include <jack/midiport.h>

#include <cmath>
#include <fstream>
#include <stdexcept>

namespace crura::bench {
namespace {

using namespace std::chrono_literals;

constexpr int kController = 70;

// A client of the JACK server that connects itself to the program's first output of a kind.
class Listener {
public:
    Listener(const char* name, const char* type) : type_(type)
    {
        client_ = jack_client_open(name, JackNoStartServer, nullptr);
        if (!client_)
            throw std::runtime_error("no JACK server");
        port_ = jack_port_register(client_, "in", type, JackPortIsInput, 0);
        jack_set_process_callback(client_, &Listener::process, this);
        jack_activate(client_);
    }
    virtual ~Listener() { close(); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    bool connect()
    {
        return test::within(5s, [this] {
            const char** ports = jack_get_ports(client_, "^(?!system:)", type_, JackPortIsOutput);
            const bool there = ports && jack_connect(client_, ports[0], jack_port_name(port_)) == 0;
            jack_free(ports);
            return there;
        });
    }

    std::vector<Seen> seen()
    {
        for (Seen each; ring_.pop(each);)
            all_.push_back(each);
        return all_;
    }

protected:
    void close() // before what process() uses goes
    {
        if (client_)
            jack_client_close(client_);
        client_ = nullptr;
    }

    // [jack] A frame of this cycle, in host time.
    static Time at(Time cycle, jack_nframes_t frame, double rate_hz)
    {
        return cycle + from_seconds(frame / rate_hz);
    }

    virtual void listen(void* buffer, jack_nframes_t frames, Time now,
                        double rate_hz) = 0; // [jack]

    SpscRing<Seen> ring_{1 << 16};

private:
    static int process(jack_nframes_t frames, void* user)
    {
        auto& self = *static_cast<Listener*>(user);
        self.listen(jack_port_get_buffer(self.port_, frames), frames, host_now(),
                    jack_get_sample_rate(self.client_));
        return 0;
    }

    const char* type_;
    jack_client_t* client_ = nullptr;
    jack_port_t* port_ = nullptr;
    std::vector<Seen> all_;
};

// Every new level in the sound.
class SoundListener : public Listener {
public:
    SoundListener() : Listener("latency-sound", JACK_DEFAULT_AUDIO_TYPE) {}
    ~SoundListener() override { close(); }

private:
    void listen(void* buffer, jack_nframes_t frames, Time now, double rate_hz) override
    {
        const auto* level = static_cast<const float*>(buffer);
        for (jack_nframes_t i = 0; i < frames; ++i)
            if (std::fabs(level[i] - last_) > 0.01f) {
                last_ = level[i];
                ring_.push({last_, at(now, i, rate_hz)});
            }
    }

    float last_ = 0;
};

// Every value of our controller.
class MidiListener : public Listener {
public:
    MidiListener() : Listener("latency-midi", JACK_DEFAULT_MIDI_TYPE) {}
    ~MidiListener() override { close(); }

private:
    void listen(void* buffer, jack_nframes_t, Time now, double rate_hz) override
    {
        for (jack_nframes_t i = 0; i < jack_midi_get_event_count(buffer); ++i) {
            jack_midi_event_t event;
            if (jack_midi_event_get(&event, buffer, i) == 0 && event.size == 3
                && event.buffer[0] >> 4 == 0xB && event.buffer[1] == kController)
                ring_.push({event.buffer[2] / 127., at(now, event.time, rate_hz)});
        }
    }
};

template <class SomeListener>
class JackPath : public Path {
public:
    JackPath(std::string name, std::vector<std::string> arguments, double tolerance)
        : name_(std::move(name)), arguments_(std::move(arguments)), tolerance_(tolerance)
    {
    }

    std::string name() const override { return name_; }
    std::vector<std::string> arguments() const override { return arguments_; }
    bool appears() override { return listener_.connect(); }
    std::vector<Seen> seen() override { return listener_.seen(); }
    double tolerance() const override { return tolerance_; }

private:
    std::string name_;
    std::vector<std::string> arguments_;
    double tolerance_;
    SomeListener listener_;
};

std::string file(const std::string& folder, const char* name, const char* text)
{
    const auto path = folder + "/" + name;
    std::ofstream(path) << text;
    return path;
}

} // namespace

std::unique_ptr<Path> make_sound_path(const std::string& folder)
{
    const auto soundscape =
        file(folder, "probe.toml",
             "format = 1\n[soundscape]\nname = \"Probe\"\n[probe]\nfull_scale = 1\n");
    return std::make_unique<JackPath<SoundListener>>(
        "captured sound", std::vector<std::string>{"--soundscape", soundscape}, 0.015);
}

std::unique_ptr<Path> make_midi_path(const std::string& folder)
{
    static_assert(kController == 70);
    const auto map = file(folder, "probe-midi.toml",
                          "format = 1\n[[controller]]\nlevel = \"raw\"\nnumber = 70\n");
    return std::make_unique<JackPath<MidiListener>>(
        "MIDI byte", std::vector<std::string>{"--midi-map", map}, 0.02);
}

} // namespace crura::bench
