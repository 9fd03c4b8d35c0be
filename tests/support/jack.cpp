#include "support/jack.hpp"

#include "core/spsc_ring.hpp"
#include "core/time.hpp"
#include "support/machine_watch.hpp"
#include "support/within.hpp"

#include <jack/jack.h>
#include <jack/midiport.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <span>
#include <sstream>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace crura::test {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

const fs::path kSharedMemory = "/dev/shm";

// A machine that stood still for so long in this or the two periods before it cannot have kept a
// period of 10.7 ms: the server, the program and whoever listens must all run within it.
constexpr double kStandstillS = 0.004;
constexpr Duration kBefore = 32ms;

void say_nothing(const char*) {}

jack_client_t* open_client(const char* name)
{
    jack_set_error_function(&say_nothing);
    jack_set_info_function(&say_nothing);
    return jack_client_open(name, JackNoStartServer, nullptr);
}

// The files of one server carry its name.
std::vector<fs::path> files_of(const std::string& server)
{
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(kSharedMemory))
        if (entry.path().filename().string().find(server + "_") != std::string::npos)
            found.push_back(entry.path());
    return found;
}

} // namespace

const char* JackServer::why_not()
{
#ifdef __SANITIZE_THREAD__
    return "the thread sanitizer hangs when libjack cancels its threads";
#endif
    const char* path = std::getenv("PATH");
    std::istringstream folders(path ? path : "");
    for (std::string folder; std::getline(folders, folder, ':');)
        if (::access((folder + "/jackd").c_str(), X_OK) == 0)
            return nullptr;
    return "jackd is not installed (package jackd2)";
}

JackServer::JackServer(const Setting& setting) : setting_(setting)
{
    static std::atomic<int> count{0};
    name_ = "crura-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
    ::setenv("JACK_DEFAULT_SERVER", name_.c_str(), 1);
    start();
    const bool ready = within(5s, [] {
        auto* client = open_client("is it ready");
        if (client)
            jack_client_close(client);
        return client != nullptr;
    });
    if (!ready) {
        end(SIGKILL);
        throw std::runtime_error("jackd -d dummy did not start");
    }
}

JackServer::~JackServer()
{
    // A crashed server stays in the registry of servers, which has room for eight, until one of the
    // same name ends in good order.
    if (crashed_) {
        start();
        within(3s, [this] { return !files_of(name_).empty(); });
        std::this_thread::sleep_for(300ms);
    }
    end(SIGTERM);
    for (const auto& file : files_of(name_))
        fs::remove_all(file);
    ::unsetenv("JACK_DEFAULT_SERVER");
}

void JackServer::crash()
{
    end(SIGKILL);
    crashed_ = true;
}

void JackServer::restart()
{
    start();
    crashed_ = false;
}

void JackServer::start()
{
    const auto rate = std::to_string(int(setting_.sample_rate_hz));
    const auto period = std::to_string(setting_.period_frames);
    const auto channels = std::to_string(setting_.channels);
    std::array<const char*, 13> words = {
        "jackd", "-R",           "-n", name_.c_str(),    "-d",   "dummy", "-r", rate.c_str(),
        "-p",    period.c_str(), "-P", channels.c_str(), nullptr};
    process_ = ::fork();
    if (process_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGTERM); // it must not outlive a test that was killed
        const int nowhere = ::open("/dev/null", O_WRONLY);
        ::dup2(nowhere, STDOUT_FILENO);
        ::dup2(nowhere, STDERR_FILENO);
        ::execvp("jackd", const_cast<char**>(words.data()));
        ::_exit(127);
    }
    if (process_ < 0)
        throw std::runtime_error("no process for jackd");
}

void JackServer::end(int signal)
{
    if (process_ == 0)
        return;
    ::kill(process_, signal);
    const auto ended = [this] { return ::waitpid(process_, nullptr, WNOHANG) != 0; };
    if (!within(5s, ended)) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    process_ = 0;
}

struct JackCapture::Client {
    using Frame = std::array<float, kMostChannels>;
    struct Miss {
        Time time;
        std::uint64_t count;
    };
    struct Message {
        std::uint64_t frame;
        std::size_t size;
        std::array<std::uint8_t, 16> bytes;
    };

    // [jack]
    static int process(jack_nframes_t frames, void* user)
    {
        auto& self = *static_cast<Client*>(user);
        const std::uint64_t now = jack_last_frame_time(self.client);
        ++self.periods;
        if (self.audio_connected)
            self.keep_audio(frames, now);
        self.keep_midi(frames, now);
        return 0;
    }

    void keep_audio(jack_nframes_t frames, std::uint64_t now)
    {
        if (!started) {
            first_frame = now;
            first_time = host_now().time_since_epoch().count(); // JACK's own clock is another
        }
        if (started && now != expected_frame)
            miss(now - expected_frame);
        started = true;
        expected_frame = now + frames;
        std::array<const float*, kMostChannels> buffers{};
        for (std::size_t c = 0; c < channels(); ++c)
            buffers[c] = static_cast<const float*>(jack_port_get_buffer(inputs[c], frames));
        float most = loudest;
        for (jack_nframes_t i = 0; i < frames; ++i) {
            Frame frame{};
            for (std::size_t c = 0; c < channels(); ++c) {
                frame[c] = buffers[c][i];
                most = std::max(most, std::fabs(frame[c]));
            }
            if (!sound.push(frame))
                miss(1);
        }
        loudest = most;
    }

    void miss(std::uint64_t frames) { losses.push({host_now(), frames}); }

    void keep_midi(jack_nframes_t frames, std::uint64_t now)
    {
        void* buffer = jack_port_get_buffer(midi_input, frames);
        for (jack_nframes_t i = 0; i < jack_midi_get_event_count(buffer); ++i) {
            jack_midi_event_t event;
            jack_midi_event_get(&event, buffer, i);
            Message message = {now + event.time, std::min<std::size_t>(event.size, 16), {}};
            std::copy_n(event.buffer, message.size, message.bytes.begin());
            messages.push(message);
        }
    }

    // [jack, another thread]
    static int xrun(void* user)
    {
        static_cast<Client*>(user)->xruns.push({host_now(), 1});
        return 0;
    }

    // Whether the machine stood still just before.
    bool excused(Time time) const
    {
        return watch.standstill_s(time - kBefore, time) >= kStandstillS;
    }

    // Sorts what was missed by whose doing it was.
    void judge(SpscRing<Miss>& missed, Misses& sum) const
    {
        for (Miss each; missed.pop(each);)
            (excused(each.time) ? sum.by_machine : sum.by_program) += each.count;
    }

    // Connects the ports to what begins so; true when all are.
    bool connect(const std::string& beginning, const char* type,
                 std::span<jack_port_t* const> ports)
    {
        if (beginning == kWhoeverComes)
            return jack_port_connected(ports[0]) > 0;
        const char** found = beginning.empty()
            ? nullptr
            : jack_get_ports(client, ("^" + beginning).c_str(), type, JackPortIsOutput);
        std::size_t connected = 0;
        for (; found && connected < ports.size() && found[connected]; ++connected)
            jack_connect(client, found[connected], jack_port_name(ports[connected]));
        jack_free(found);
        if (connected < ports.size())
            return false;
        // A connection is heard a few periods after it was made.
        return within(1s, [this, made = periods.load()] { return periods > made + 4; });
    }

    void drain()
    {
        for (Frame frame; sound.pop(frame);)
            for (std::size_t c = 0; c < channels(); ++c)
                heard[c].push_back(frame[c]);
        for (Message message; messages.pop(message);)
            midi.push_back(
                {message.frame, {message.bytes.begin(), message.bytes.begin() + message.size}});
    }

    void run(std::stop_token stop, const std::string& audio_ports, const std::string& midi_ports)
    {
        while (!stop.stop_requested()) {
            if (!audio_connected)
                audio_connected = connect(audio_ports, JACK_DEFAULT_AUDIO_TYPE, inputs);
            if (!midi_connected)
                midi_connected = connect(midi_ports, JACK_DEFAULT_MIDI_TYPE, {&midi_input, 1});
            drain();
            std::this_thread::sleep_for(5ms);
        }
    }

    std::size_t channels() const { return inputs.size(); }

    jack_client_t* client = nullptr;
    std::vector<jack_port_t*> inputs; // one a channel
    jack_port_t* midi_input = nullptr;
    std::atomic<bool> audio_connected{false};
    std::atomic<bool> midi_connected{false};
    SpscRing<Frame> sound{1 << 18};
    SpscRing<Message> messages{4096};
    std::atomic<std::uint64_t> periods{0};
    SpscRing<Miss> losses{1024}; // frames
    SpscRing<Miss> xruns{1024};
    std::atomic<std::uint64_t> first_frame{0};
    std::atomic<Duration::rep> first_time{0};
    std::uint64_t expected_frame = 0; // [jack]
    bool started = false;             // [jack]

    std::atomic<float> loudest{0};
    std::array<std::vector<float>, kMostChannels> heard;
    std::vector<JackMidiEvent> midi;
    Misses lost_frames, missed_periods;
    MachineWatch watch;
    std::jthread thread;
};

JackCapture::JackCapture(const std::string& audio_ports, const std::string& midi_ports,
                         std::size_t channels, const std::string& name)
    : client_(std::make_unique<Client>())
{
    auto& self = *client_;
    within(3s, [&] { return (self.client = open_client(name.c_str())) != nullptr; });
    if (!self.client)
        throw std::runtime_error("no JACK server to capture from");
    const auto input = [&self](const std::string& called, const char* type) {
        return jack_port_register(self.client, called.c_str(), type, JackPortIsInput, 0);
    };
    for (std::size_t c = 0; c < channels; ++c)
        self.inputs.push_back(input("in" + std::to_string(c + 1), JACK_DEFAULT_AUDIO_TYPE));
    self.midi_input = input("midi", JACK_DEFAULT_MIDI_TYPE);
    jack_set_process_callback(self.client, &Client::process, &self);
    jack_set_xrun_callback(self.client, &Client::xrun, &self);
    jack_activate(self.client);
    self.thread = std::jthread([&self, audio_ports, midi_ports](std::stop_token stop) {
        self.run(stop, audio_ports, midi_ports);
    });
}

JackCapture::~JackCapture()
{
    stop();
}

bool JackCapture::wait_for_audio(double at_most_s) const
{
    return within(from_seconds(at_most_s), [this] { return client_->audio_connected.load(); });
}

bool JackCapture::wait_for_midi(double at_most_s) const
{
    return within(from_seconds(at_most_s), [this] { return client_->midi_connected.load(); });
}

void JackCapture::stop()
{
    if (!client_->client)
        return;
    client_->thread.request_stop();
    client_->thread.join();
    jack_client_close(client_->client);
    client_->client = nullptr;
    client_->drain();
    client_->judge(client_->losses, client_->lost_frames);
    client_->judge(client_->xruns, client_->missed_periods);
}

float JackCapture::peak() const
{
    return client_->loudest;
}
const std::vector<float>& JackCapture::channel(std::size_t index) const
{
    return client_->heard.at(index);
}
std::uint64_t JackCapture::first_frame() const
{
    return client_->first_frame;
}
Time JackCapture::first_time() const
{
    return Time(Duration(client_->first_time));
}
const std::vector<JackMidiEvent>& JackCapture::midi() const
{
    return client_->midi;
}
Misses JackCapture::lost_frames() const
{
    return client_->lost_frames;
}
Misses JackCapture::xruns() const
{
    return client_->missed_periods;
}

} // namespace crura::test
