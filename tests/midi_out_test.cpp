#include "midi/midi_out.hpp"

#include "core/snapshot.hpp"
#include "midi/midi_encoder.hpp"
#include "support/child.hpp"
#include "support/jack.hpp"
#include "support/midi_receiver.hpp"
#include "support/sound.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <jack/jack.h>
#include <jack/midiport.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <thread>

using namespace crura;
using namespace crura::test;
using namespace std::chrono_literals;

namespace {

midi::MidiOptions options(const std::string& port = "")
{
    midi::MidiOptions options;
    options.port = port;
    options.program = CRURA_OUTLET;
    return options;
}

Snapshot snapshot_at(Time start, std::uint64_t tick)
{
    Snapshot snapshot;
    snapshot.time = start + tick * 10ms;
    snapshot.tick = tick;
    snapshot.session.running = true;
    snapshot.cues.sensed_at = snapshot.time;
    snapshot.cues.midi = {.breath = float(breath_at(0.01 * double(tick), 2)),
                          .abdominal_share =
                              tick < 50 ? MidiCue::kUnknown : float(tick % 100) / 100,
                          .cycle_position = float(tick % 200) / 200,
                          .breath_time_s = 2,
                          .inspiration_onset = tick % 200 == 1,
                          .expiration_onset = tick % 200 == 90,
                          .sounding = true};
    return snapshot;
}

struct Due {
    double time_s; // since the start
    std::vector<std::uint8_t> bytes;
};

std::vector<Due> expected(Time start, std::uint64_t ticks)
{
    midi::MidiEncoder encode(midi::default_map());
    std::vector<Due> all;
    const auto add = [&all](double time_s, const midi::Messages& messages) {
        for (const auto& message : messages)
            all.push_back({time_s, {message.begin(), message.end()}});
    };
    for (std::uint64_t tick = 1; tick <= ticks; ++tick) {
        const auto snapshot = snapshot_at(start, tick);
        add(to_seconds(snapshot.time - start), encode(snapshot.time, snapshot.cues.midi));
    }
    add(0.01 * double(ticks), encode.all_off());
    return all;
}

// Ticks as the engine's, on the host's clock. Returns when they began.
Time run_ticks(Sink& sink, std::uint64_t ticks)
{
    const auto start = host_now();
    for (std::uint64_t tick = 1; tick <= ticks; ++tick) {
        std::this_thread::sleep_until(start + tick * 10ms);
        sink.accept(snapshot_at(start, tick), {});
    }
    return start;
}

void check_received(const std::vector<JackMidiEvent>& received, const std::vector<Due>& due)
{
    for (std::size_t i = 0; i < std::min(received.size(), due.size()); ++i) {
        INFO("message " << i << ", due at " << due[i].time_s << " s");
        REQUIRE(received[i].bytes == due[i].bytes);
    }
    REQUIRE(received.size() == due.size());
    double earliest_s = 1e9;
    double latest_s = -1e9;
    for (std::size_t i = 0; i < due.size(); ++i) {
        const double late_s = double(received[i].frame) / JackServer::kSampleRateHz - due[i].time_s;
        earliest_s = std::min(earliest_s, late_s);
        latest_s = std::max(latest_s, late_s);
    }
    CHECK(latest_s - earliest_s < 0.05); // a JACK period is 11 ms
}

MidiReceiver heard_by(const JackCapture& capture)
{
    MidiReceiver receiver;
    for (const auto& event : capture.midi())
        receiver.hear(double(event.frame) / JackServer::kSampleRateHz, event.bytes);
    return receiver;
}

// A pedal board at the JACK server: what it is told to send goes out with the next period.
class Pedal {
public:
    Pedal()
    {
        client_ = jack_client_open("pedal", JackNoStartServer, nullptr);
        port_ = jack_port_register(client_, "out", JACK_DEFAULT_MIDI_TYPE, JackPortIsOutput, 0);
        jack_set_process_callback(client_, &Pedal::process, this);
        jack_activate(client_);
    }
    ~Pedal() { jack_client_close(client_); }

    bool connect(const std::string& beginning)
    {
        return within(3s, [&] {
            const char** found = jack_get_ports(client_, ("^" + beginning).c_str(),
                                                JACK_DEFAULT_MIDI_TYPE, JackPortIsInput);
            const bool done = found && jack_connect(client_, "pedal:out", found[0]) == 0;
            jack_free(found);
            return done;
        });
    }
    void send(const std::array<std::uint8_t, 3>& message)
    {
        waiting_.push(message);
        within(1s, [this] { return waiting_.size() == 0; });
    }

private:
    static int process(jack_nframes_t frames, void* user)
    {
        auto& self = *static_cast<Pedal*>(user);
        void* buffer = jack_port_get_buffer(self.port_, frames);
        jack_midi_clear_buffer(buffer);
        for (std::array<std::uint8_t, 3> message; self.waiting_.pop(message);)
            jack_midi_event_write(buffer, 0, message.data(), message.size());
        return 0;
    }

    jack_client_t* client_ = nullptr;
    jack_port_t* port_ = nullptr;
    SpscRing<std::array<std::uint8_t, 3>> waiting_{64};
};

bool skipped()
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return true;
    }
    return false;
}

} // namespace

TEST_CASE("The virtual port Crura says over JACK, byte by byte and in time, what the encoder says")
{
    if (skipped())
        return;
    const JackServer server;
    auto out = midi::MidiOut::open(options());
    REQUIRE(out);
    auto& midi = **out;
    CHECK(midi.name() == "Crura");
    CHECK(midi.problem() == "");
    JackCapture capture("", "Crura:Crura");
    REQUIRE(capture.wait_for_midi(3));

    const auto start = run_ticks(midi, 500);
    CHECK(midi.state() == Output::working);
    midi.close();
    CHECK(midi.state() == Output::off);
    CHECK(midi.refused() == 0);
    CHECK(midi.latency().known);
    CHECK(midi.latency().p50_ms < 10);
    std::this_thread::sleep_for(50ms);
    capture.stop();
    check_received(capture.midi(), expected(start, 500));
}

TEST_CASE("The clock that is captured keeps to the breath, and notes still come in between")
{
    if (skipped())
        return;
    const JackServer server;
    auto with_clock = options();
    with_clock.map.clock = midi::ClockRule{};
    auto out = midi::MidiOut::open(with_clock);
    REQUIRE(out);
    JackCapture capture("", "Crura:Crura");
    REQUIRE(capture.wait_for_midi(3));

    run_ticks(**out, 1000);
    (*out)->close();
    std::this_thread::sleep_for(50ms);
    capture.stop();
    const auto receiver = heard_by(capture);
    CHECK(receiver.complaints == std::vector<std::string>{});
    CHECK(receiver.transport == std::vector<std::string>{"start", "stop"});
    CHECK(receiver.sounding.empty());
    CHECK(receiver.notes.size() == 10);
    REQUIRE(receiver.downbeats_s.size() >= 4);
    for (std::size_t i = 1; i < receiver.downbeats_s.size(); ++i)
        CHECK(receiver.downbeats_s[i] - receiver.downbeats_s[i - 1] == Approx(2).margin(0.05));
    CHECK(receiver.pulses_s.size() == Approx(48 * 10).epsilon(0.01));
}

TEST_CASE("MIDI goes to a port that is named, and an unknown name is answered with those there are")
{
    if (skipped())
        return;
    const JackServer server;
    JackCapture capture("", "");
    CHECK(midi::list_midi_outputs(CRURA_OUTLET) == std::vector<std::string>{"capture:midi"});

    const auto unknown = midi::MidiOut::open(options("theremin"));
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().message
          == "No MIDI port is called \"theremin\"; the session runs without MIDI. There is: "
             "capture:midi.");

    auto out = midi::MidiOut::open(options("Capture"));
    REQUIRE(out);
    CHECK((*out)->name() == "capture:midi");
    const auto start = run_ticks(**out, 100);
    out->reset();
    std::this_thread::sleep_for(50ms);
    capture.stop();
    check_received(capture.midi(), expected(start, 100));
}

TEST_CASE("A pedal's presses come back as commands, and what it means is learnt from a press")
{
    if (skipped())
        return;
    const JackServer server;
    Pedal pedal;
    CHECK(midi::list_midi_inputs(CRURA_OUTLET) == std::vector<std::string>{"pedal:out"});
    SECTION("commands")
    {
        auto both = options();
        both.control = "";
        auto out = midi::MidiOut::open(both);
        REQUIRE(out);
        REQUIRE(pedal.connect("Crura control:"));
        std::vector<Command> commands;
        const auto heard = [&] {
            const bool any = within(1s, [&] {
                Command command;
                const bool got = (*out)->pop(command);
                if (got)
                    commands.push_back(command);
                return got;
            });
            return any;
        };
        pedal.send({0xb0, 64, 127});
        CHECK(heard());
        pedal.send({0xb0, 64, 0}); // let go
        run_ticks(**out, 1);       // the session runs
        pedal.send({0xb2, 66, 90});
        CHECK(heard());
        pedal.send({0xb2, 66, 0});
        Snapshot paused;
        (*out)->accept(paused, {});
        std::this_thread::sleep_for(350ms); // pads bounce
        pedal.send({0xb2, 66, 90});
        CHECK(heard());
        CHECK(commands == std::vector{Command::mark, Command::pause, Command::resume});
    }
    SECTION("learning")
    {
        auto from_pedal = options();
        from_pedal.control = "pedal";
        std::jthread presser([&pedal](std::stop_token stop) {
            while (!stop.stop_requested()) {
                pedal.send({0x99, 36, 100});
                pedal.send({0x89, 36, 0});
                std::this_thread::sleep_for(50ms);
            }
        });
        const auto rule = midi::learn_press(from_pedal, midi::Wish::brake, 5s);
        REQUIRE(rule);
        CHECK(rule->wish == midi::Wish::brake);
        CHECK(rule->kind == midi::PressRule::Kind::note);
        CHECK(rule->number == 36);
        CHECK(rule->channel == 9);
    }
    SECTION("nothing is pressed")
    {
        const auto rule = midi::learn_press(options(), midi::Wish::mark, 100ms);
        REQUIRE_FALSE(rule);
        CHECK_THAT(rule.error().message, Catch::Contains("Nothing was pressed"));
    }
}

TEST_CASE("A computer without MIDI is told so in one sentence, and nothing else is printed")
{
    setenv("JACK_DEFAULT_SERVER", "there-is-none", 1);
    const CapturedErrors printed;
    const auto out = midi::MidiOut::open(options());
    if (out) {
        WARN("skipped: this computer has an ALSA sequencer");
        return;
    }
    CHECK_THAT(out.error().message, Catch::StartsWith("MIDI cannot be used ("));
    CHECK_THAT(out.error().message, Catch::Contains("the session runs without MIDI"));
    for (const char* word : {"RtMidi", "Midi", "ALSA", "--", "modprobe"}) // a page's reader too
        CHECK_THAT(out.error().message, !Catch::Contains(word));
    CHECK(midi::list_midi_outputs(CRURA_OUTLET).empty());
    CHECK(midi::list_midi_inputs(CRURA_OUTLET).empty());
    CHECK(printed.text() == "");
}

TEST_CASE("When JACK dies MIDI is lost within 1 s, and is back within 3 s of JACK's return")
{
    if (skipped())
        return;
    std::optional<JackServer> first(std::in_place);
    auto out = midi::MidiOut::open(options());
    REQUIRE(out);
    auto& midi = **out;
    run_ticks(midi, 50);
    REQUIRE(midi.state() == Output::working);
    first->crash();
    CHECK(within(1s, [&] {
        run_ticks(midi, 1);
        return midi.state() == Output::lost;
    }));
    for (int i = 0; i < 10000; ++i) // more than any buffer holds
        midi.accept(snapshot_at(host_now(), std::uint64_t(i)), {});
    CHECK(midi.refused() > 0);

    const JackServer second;
    CHECK(within(3s, [&] {
        run_ticks(midi, 1);
        return midi.state() == Output::working;
    }));
    const auto refused_while_lost = midi.refused();
    JackCapture capture("", "Crura:Crura");
    REQUIRE(capture.wait_for_midi(3));
    run_ticks(midi, 300);
    midi.close();
    std::this_thread::sleep_for(50ms);
    capture.stop();
    const auto receiver = heard_by(capture);
    CHECK(receiver.notes.size() >= 3);
    CHECK(receiver.sounding.empty());
    CHECK(midi.refused() == refused_while_lost);
}

// Run by the next test in a process of its own.
TEST_CASE("child: says MIDI until it is killed", "[.child]")
{
    auto with_clock = options();
    with_clock.map.clock = midi::ClockRule{};
    auto out = midi::MidiOut::open(with_clock);
    REQUIRE(out);
    say("open");
    for (int i = 0; i < 100; ++i) {
        run_ticks(**out, 1000);
        say("playing");
    }
}

TEST_CASE("When the program is killed every note ends, controllers rest and the clock stops")
{
    if (skipped())
        return;
    const JackServer server;
    Child child("child: says MIDI until it is killed");
    REQUIRE(child.says("open", 10));
    JackCapture capture("", "Crura:Crura");
    REQUIRE(capture.wait_for_midi(3));
    std::this_thread::sleep_for(5330ms); // in the middle of a note, and of a breath
    ::kill(child.process(), SIGKILL);
    std::this_thread::sleep_for(1s);
    capture.stop();

    const auto& events = capture.midi();
    const auto receiver = heard_by(capture);
    CHECK(receiver.notes.size() >= 4);
    CHECK(receiver.sounding.empty());
    CHECK_FALSE(receiver.clock_runs);
    CHECK(receiver.transport.back() == "stop");
    CHECK(receiver.controller(1, 2) == 0);
    REQUIRE(events.size() > 10);
    bool all_notes_off = false;
    for (auto event = events.end() - 5; event != events.end(); ++event)
        all_notes_off |= event->bytes == std::vector<std::uint8_t>{0xb0, 123, 0};
    CHECK(all_notes_off);
}
