#include "app/live.hpp"

#include "app/runtime.hpp"
#include "app/status.hpp"
#include "app/summary.hpp"
#include "app/terminal.hpp"
#include "audio/audio_out.hpp"
#include "midi/midi_out.hpp"
#include "record/recorder.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace crura::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 100ms; // how often the screen is brought up to date

template <class Opened>
std::unique_ptr<Opened> or_warn(Result<std::unique_ptr<Opened>> opened)
{
    if (opened)
        return std::move(*opened);
    fmt::print(stderr, "{}\n", opened.error().message);
    return nullptr;
}

record::RecordingHeader header_of(const Live& live)
{
    record::RecordingHeader header;
    header.crura_version = CRURA_VERSION;
    header.started_at = std::chrono::system_clock::now();
    header.started = host_now();
    header.bands = live.sources.bands;
    for (const auto& source : live.sources.sources)
        header.sources.push_back(source->name());
    if (live.session) {
        header.program_id = live.session->id;
        header.program_name = live.session->name;
        header.settings.push_back({"session_s", fmt::format("{}", to_seconds(live.total))});
    }
    return header;
}

// The outputs that could be opened, and everybody who listens to the engine.
struct Outputs {
    std::unique_ptr<audio::AudioOut> audio;
    std::unique_ptr<midi::MidiOut> midi;
    std::unique_ptr<record::Recorder> recorder;
    Summary summary;

    Result<void> open(const Live& live)
    {
        if (live.output.audio != kNone)
            audio = or_warn(audio::AudioOut::open({.device = live.output.audio}));
        if (live.output.midi != kNone)
            midi = or_warn(midi::MidiOut::open({.port = live.output.midi}));
        if (!live.record)
            return {};
        auto opened = record::Recorder::open(*live.record, header_of(live));
        if (!opened)
            return opened.error();
        recorder = std::move(*opened);
        fmt::print("Recording into {}\n", live.record->string());
        return {};
    }

    OutputStates states() const
    {
        OutputStates states;
        if (audio)
            states.audio = [this] { return audio->state(); };
        if (midi)
            states.midi = [this] { return midi->state(); };
        if (recorder)
            states.recorder = [this] { return recorder->state(); };
        return states;
    }

    std::vector<Sink*> sinks()
    {
        std::vector<Sink*> sinks{&summary};
        for (Sink* each : std::initializer_list<Sink*>{audio.get(), midi.get(), recorder.get()})
            if (each)
                sinks.push_back(each);
        return sinks;
    }

    // Sound first, and while the engine still runs: it fades.
    void close_sound()
    {
        if (audio) {
            audio->close();
            if (const auto missed = audio->missed_periods(); missed > 0)
                fmt::print("\nThe sound device ran out of sound {} times; larger buffers in its "
                           "settings help.\n",
                           missed);
        }
        if (midi)
            midi->close();
    }

    void close_recording() const
    {
        if (!recorder)
            return;
        recorder->close();
        if (const auto problem = recorder->problem(); !problem.empty())
            fmt::print(stderr, "{}\n", problem);
    }
};

Command next_step(const CalibrationGuidance& calibration)
{
    if (!calibration.under_way())
        return Command::calibrate_natural;
    switch (calibration.manoeuvre) {
    case Manoeuvre::natural:
        return Command::calibrate_belly;
    case Manoeuvre::belly:
        return Command::calibrate_chest;
    default:
        return Command::calibrate_finish;
    }
}

Command command_for(Request request, const Snapshot& shown, bool paused)
{
    switch (request) {
    case Request::pause_or_resume:
        return paused ? Command::resume : Command::pause;
    case Request::mark:
        return Command::mark;
    case Request::recalibrate:
        return Command::recalibrate;
    case Request::guide:
        return next_step(shown.breath.calibration);
    case Request::leave:
        return Command::calibrate_leave;
    case Request::end:
        break;
    }
    return Command::end;
}

void obey(Request request, const Snapshot& shown, bool& paused, Runtime& runtime)
{
    if (!runtime.send(command_for(request, shown, paused)))
        fmt::print(stderr, "Busy; please press the key again.\n");
    else if (request == Request::pause_or_resume)
        paused = !paused;
}

engine::Engine engine_for(const Live& live)
{
    return live.session ? engine::Engine(sessions::Runner(live.session, live.total))
                        : engine::Engine();
}

bool all_finished(const Runtime& runtime)
{
    for (const auto& source : runtime.sources())
        if (!source->health().finished)
            return false;
    return true;
}

// Until the session is over; without one, until the sources are or a person ends it.
void watch(Runtime& runtime, Status& status, Terminal& terminal, bool has_session)
{
    bool paused = false;
    while (!runtime.finished() && (has_session || !all_finished(runtime))) {
        if (const auto request = terminal.wait(kLook)) {
            if (*request == Request::end && !has_session)
                return;
            obey(*request, status.latest(), paused, runtime);
        }
        status.show(terminal.columns());
    }
}

} // namespace

Result<void> run_live(Live live)
{
    Terminal terminal;
    Outputs outputs;
    if (const auto opened = outputs.open(live); !opened)
        return opened.error();

    Runtime* running = nullptr;
    Status status(live.session, terminal.is_live(),
                  [&running](std::size_t source) { return running->sources()[source]->problem(); });
    auto sinks = outputs.sinks();
    sinks.push_back(&status);
    for (const auto& listener : live.sources.listeners)
        sinks.push_back(listener.get());

    Runtime runtime(engine_for(live), live.sources.sources, sinks, outputs.states());
    running = &runtime;
    if (const auto started = runtime.start(); !started) {
        outputs.close_recording();
        if (live.record)
            std::filesystem::remove(*live.record); // nothing is in it
        return started.error();
    }
    if (terminal.has_keys())
        fmt::print("Keys: space pause, m mark, g guided calibration, c calibrate again, q end.\n");
    watch(runtime, status, terminal, live.session != nullptr);

    outputs.close_sound();
    runtime.stop();
    outputs.close_recording();
    status.end();
    fmt::print("{}\n", outputs.summary.text());
    return {};
}

} // namespace crura::app
