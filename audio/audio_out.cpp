#include "audio/audio_out.hpp"

#include "audio/mixer.hpp"
#include "core/snapshot.hpp"
#include "sound/patience.hpp"
#include "sound/quiet.hpp"

#include <portaudio.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>

namespace crura::audio {

using namespace std::chrono_literals;

namespace {

constexpr int kChannels = 2;
constexpr Duration kSilentTooLong = 700ms; // without a callback
constexpr Duration kStartTime = 3s;        // some sound servers take their time at first
constexpr Duration kFadePatience = 3500ms;
constexpr Duration kClosePatience = 2s;
constexpr double kBelievableLatencyS = 1;

const char kWithoutSound[] = "the session runs without sound";

// PortAudio counts these.
class Library {
public:
    Library()
    {
        sound::quieten_sound_libraries();
        started_ = Pa_Initialize() == paNoError;
    }
    ~Library()
    {
        if (started_)
            Pa_Terminate();
    }
    Library(Library&& other) noexcept : started_(std::exchange(other.started_, false)) {}
    Library& operator=(Library&&) = delete;

    bool started() const { return started_; }

private:
    bool started_ = false;
};

std::vector<std::pair<PaDeviceIndex, AudioOutput>> outputs()
{
    std::vector<std::pair<PaDeviceIndex, AudioOutput>> found;
    const auto preferred = Pa_GetDefaultOutputDevice();
    for (PaDeviceIndex index = 0; index < Pa_GetDeviceCount(); ++index) {
        const auto* device = Pa_GetDeviceInfo(index);
        if (device && device->maxOutputChannels >= kChannels)
            found.push_back({index,
                             {device->name, Pa_GetHostApiInfo(device->hostApi)->name,
                              device->maxOutputChannels, index == preferred}});
    }
    return found;
}

std::string lower(std::string text)
{
    for (char& letter : text)
        letter = char(std::tolower(static_cast<unsigned char>(letter)));
    return text;
}

// The one that is called so, else the first that has this in its name; without a name the default,
// else the first.
std::optional<PaDeviceIndex> choose(const std::string& wanted)
{
    const auto all = outputs();
    const auto first = [&all](auto&& fits) -> std::optional<PaDeviceIndex> {
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&fits](const auto& each) { return fits(each.second); });
        return found == all.end() ? std::nullopt : std::optional(found->first);
    };
    const auto called = [&wanted](const AudioOutput& each) { return each.name == wanted; };
    const auto similar = [part = lower(wanted)](const AudioOutput& each) {
        return lower(each.name).find(part) != std::string::npos;
    };
    const auto preferred = [](const AudioOutput& each) { return each.is_default; };
    const auto best = wanted.empty() ? first(preferred) : first(called);
    return best ? best : first(similar);
}

Error no_output(const std::string& wanted)
{
    if (wanted.empty())
        return {std::string("No sound output was found; ") + kWithoutSound
                + ". Connect one, or start your sound server, and start again."};
    std::string names;
    for (const auto& [index, output] : outputs())
        names += (names.empty() ? "" : ", ") + output.name;
    return {"No sound output is called \"" + wanted + "\"; " + kWithoutSound + ". There "
            + (names.empty() ? "is none" : "is: " + names) + "."};
}

} // namespace

// What the callback needs, and what is left behind when the stream cannot be ended.
struct AudioOut::Stream {
    explicit Stream(double sample_rate)
        : sample_rate_hz(sample_rate),
          mixer(sample_rate, Soundscape{.pad = Soundscape::Pad{}, .seas = {Soundscape::Sea{}}}, {},
                {})
    {
    }

    static int callback(const void*, void* output, unsigned long frames,
                        const PaStreamCallbackTimeInfo*, PaStreamCallbackFlags flags, void* user)
    {
        auto& stream = *static_cast<Stream*>(user);
        stream.mixer.render({static_cast<float*>(output), frames * kChannels},
                            ChannelMap::usual(kChannels),
                            host_now() + from_seconds(stream.latency_s));
        if (flags & paOutputUnderflow)
            stream.missed_periods.fetch_add(1, std::memory_order_relaxed);
        stream.asked_at.store(host_now(), std::memory_order_relaxed);
        return paContinue;
    }

    bool lost() const
    {
        const auto now = host_now();
        return now - opened_at > kStartTime
            && now - asked_at.load(std::memory_order_relaxed) > kSilentTooLong;
    }

    void end()
    {
        Pa_StopStream(handle);
        Pa_CloseStream(handle);
        library.reset();
    }

    const double sample_rate_hz;
    double latency_s = 0;
    std::string device;
    Mixer mixer;
    std::optional<Library> library;
    PaStream* handle = nullptr;
    std::atomic<std::uint64_t> missed_periods{0};
    const Time opened_at = host_now();
    std::atomic<Time> asked_at{opened_at}; // for sound, the last time
};

// Streams that must not be destroyed, not even at exit: that would terminate PortAudio.
std::vector<std::shared_ptr<AudioOut::Stream>>& AudioOut::left_behind()
{
    static auto* const streams = new std::vector<std::shared_ptr<Stream>>;
    return *streams;
}

std::vector<AudioOutput> list_audio_outputs()
{
    const Library library;
    std::vector<AudioOutput> all;
    if (library.started())
        for (auto& [index, output] : outputs())
            all.push_back(std::move(output));
    return all;
}

Result<std::unique_ptr<AudioOut>> AudioOut::open(const AudioOptions& options)
{
    if (!left_behind().empty())
        return Error{std::string("The sound system failed and has not come back; ") + kWithoutSound
                     + ". End the program and start it again."};
    Library library;
    const auto index = library.started() ? choose(options.device) : std::nullopt;
    if (!index)
        return no_output(options.device);
    const auto& device = *Pa_GetDeviceInfo(*index);

    auto stream = std::make_shared<Stream>(options.sample_rate_hz > 0 ? options.sample_rate_hz
                                                                      : device.defaultSampleRate);
    stream->device = device.name;
    const PaStreamParameters output = {*index, kChannels, paFloat32,
                                       device.defaultHighOutputLatency, nullptr};
    auto problem = Pa_OpenStream(&stream->handle, nullptr, &output, stream->sample_rate_hz,
                                 options.frames, paNoFlag, &Stream::callback, stream.get());
    if (problem == paNoError) {
        problem = Pa_StartStream(stream->handle);
        if (problem != paNoError)
            Pa_CloseStream(stream->handle);
    }
    if (problem != paNoError)
        return Error{"The sound output \"" + stream->device + "\" cannot be used ("
                     + Pa_GetErrorText(problem) + "); " + kWithoutSound
                     + ". Choose another one, or close the program that uses it."};
    const double latency_s = Pa_GetStreamInfo(stream->handle)->outputLatency;
    if (latency_s > 0 && latency_s < kBelievableLatencyS)
        stream->latency_s = latency_s;
    stream->library.emplace(std::move(library));
    return std::unique_ptr<AudioOut>(new AudioOut(std::move(stream)));
}

AudioOut::AudioOut(std::shared_ptr<Stream> stream) : stream_(std::move(stream)) {}

AudioOut::~AudioOut()
{
    close();
}

void AudioOut::accept(const Snapshot& snapshot, std::span<const Sample>) noexcept
{
    stream_->mixer.hear(snapshot.cues.audio);
}

void AudioOut::close()
{
    if (closed_.exchange(true))
        return;
    stream_->mixer.fade_out();
    const auto deadline = host_now() + kFadePatience;
    while (!stream_->mixer.silent() && !stream_->lost() && host_now() < deadline)
        std::this_thread::sleep_for(10ms);

    const bool touchable = !stream_->lost() && Pa_IsStreamActive(stream_->handle) == 1;
    if (!touchable
        || !sound::finishes_within(kClosePatience, [stream = stream_] { stream->end(); }))
        left_behind().push_back(stream_);
}

Output AudioOut::state() const
{
    if (closed_)
        return Output::off;
    return stream_->lost() ? Output::lost : Output::working;
}

const std::string& AudioOut::device() const
{
    return stream_->device;
}

double AudioOut::sample_rate_hz() const
{
    return stream_->sample_rate_hz;
}

double AudioOut::output_latency_s() const
{
    return stream_->latency_s;
}

std::uint64_t AudioOut::missed_periods() const
{
    return stream_->missed_periods.load(std::memory_order_relaxed);
}

} // namespace crura::audio
