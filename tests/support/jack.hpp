#pragma once

#include "core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

namespace crura::test {

// A JACK server of our own with a paced sound card that nobody hears (jackd -d dummy), under a name
// that is ours alone. While it lives, JACK_DEFAULT_SERVER of this process names it, so whatever is
// opened or started from here finds it. It and its clients' audio threads run with real-time
// priority where that is allowed: without it a busy machine makes them miss periods.
class JackServer {
public:
    static constexpr double kSampleRateHz = 48000;
    static constexpr std::size_t kPeriodFrames = 512;

    struct Setting {
        double sample_rate_hz = kSampleRateHz;
        std::size_t period_frames = kPeriodFrames;
        std::size_t channels = 2; // of its sound card
    };

    // Why no server can be used here; null when one can.
    static const char* why_not();

    // Returns when it is ready; throws std::runtime_error when it is not within 5 s.
    JackServer() : JackServer(Setting{}) {}
    explicit JackServer(const Setting& setting);
    ~JackServer();
    JackServer(const JackServer&) = delete;
    JackServer& operator=(const JackServer&) = delete;

    const std::string& name() const { return name_; }

    // Ends it as a crash would. Do this to clients in another process only: libjack does not
    // recover within the one that lost its server.
    void crash();

    // Starts it again after that, and does not wait until it is ready.
    void restart();

private:
    void start();
    void end(int signal);

    const Setting setting_;
    std::string name_;
    pid_t process_ = 0;
    bool crashed_ = false;
};

struct JackMidiEvent {
    std::uint64_t frame; // on the server's clock, as JackCapture::first_frame()
    std::vector<std::uint8_t> bytes;
};

// What was missed while the machine ran, and what while the machine itself stood still
// (MachineWatch): no program could have kept that.
struct Misses {
    std::uint64_t by_program = 0;
    std::uint64_t by_machine = 0;
};

// Records sample by sample what other clients play and say. It connects itself to the first audio
// outputs and the first MIDI output whose names begin as given ("PortAudio:", "Crura:"), as soon as
// they appear; an empty beginning means none. To other programs it is a sound output of this name.
class JackCapture {
public:
    static constexpr std::size_t kMostChannels = 8;
    static inline const std::string kWhoeverComes = "*"; // connects itself to us

    JackCapture(const std::string& audio_ports, const std::string& midi_ports,
                std::size_t channels = 2, const std::string& name = "capture");
    ~JackCapture();

    // Both return false when the ports do not appear in time.
    bool wait_for_audio(double at_most_s) const;
    bool wait_for_midi(double at_most_s) const;

    // Ends the capture; what follows may be called afterwards.
    void stop();

    // The loudest sample so far, of all channels. [any time]
    float peak() const;

    // From the moment of connection. All channels have the same length.
    const std::vector<float>& channel(std::size_t index) const;
    const std::vector<float>& left() const { return channel(0); }
    const std::vector<float>& right() const { return channel(1); }
    std::uint64_t first_frame() const; // server's time of the first sample
    Time first_time() const;           // the same, in host time
    const std::vector<JackMidiEvent>& midi() const;

    Misses lost_frames() const; // that the capture could not keep or was never given
    Misses xruns() const;       // periods that the server says it missed

private:
    struct Client;
    std::unique_ptr<Client> client_;
};

} // namespace crura::test
