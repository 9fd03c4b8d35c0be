#include "speech/microphone.hpp"

#include "core/spsc_ring.hpp"
#include "core/time.hpp"
#include "forms/report.hpp"
#include "sound/patience.hpp"
#include "sound/quiet.hpp"

#include <portaudio.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <chrono>
#include <cmath>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace crura::speech {

using namespace std::chrono_literals;
using forms::quoted;
using forms::text_of;

namespace {

constexpr Duration kPatience = 5s; // with a sound system that opens or closes
constexpr Duration kSilentTooLong = 1s;
constexpr double kHighestRateHz = 192000;
constexpr float kLevelFall = 0.9f; // a callback

std::string lower(std::string text)
{
    for (char& letter : text)
        letter = char(std::tolower(static_cast<unsigned char>(letter)));
    return text;
}

std::vector<std::pair<PaDeviceIndex, std::string>> inputs()
{
    std::vector<std::pair<PaDeviceIndex, std::string>> found;
    for (PaDeviceIndex index = 0; index < Pa_GetDeviceCount(); ++index) {
        const auto* device = Pa_GetDeviceInfo(index);
        if (device && device->maxInputChannels > 0)
            found.push_back({index, device->name});
    }
    return found;
}

std::optional<PaDeviceIndex> choose(const std::string& wanted)
{
    const auto all = inputs();
    const auto first = [&all](auto&& fits) -> std::optional<PaDeviceIndex> {
        const auto found = std::find_if(all.begin(), all.end(), fits);
        return found == all.end() ? std::nullopt : std::optional(found->first);
    };
    const auto best = wanted.empty()
        ? first([](const auto& each) { return each.first == Pa_GetDefaultInputDevice(); })
        : first([&](const auto& each) { return each.second == wanted; });
    if (best)
        return best;
    return first([part = lower(wanted)](const auto& each) {
        return lower(each.second).find(part) != std::string::npos;
    });
}

Error no_input(const std::string& wanted)
{
    std::string names;
    for (const auto& [index, name] : inputs())
        names += (names.empty() ? "" : ", ") + name;
    if (names.empty())
        return {"No microphone was found; connect one, or start your sound server."};
    return {text_of("No microphone is called ", quoted(wanted), "; there is: ", names, '.')};
}

} // namespace

// What the callback needs, and what is left behind when the sound system does not answer.
struct Microphone::Stream {
    static int callback(const void* input, void*, unsigned long frames,
                        const PaStreamCallbackTimeInfo*, PaStreamCallbackFlags flags, void* user)
    {
        static_cast<Stream*>(user)->hear({static_cast<const float*>(input), frames},
                                         flags & paInputOverflow);
        return paContinue;
    }

    // [audio]
    void hear(std::span<const float> sound, bool missed) noexcept
    {
        float highest = level.load(std::memory_order_relaxed) * kLevelFall;
        const bool keep = keeping.load(std::memory_order_acquire);
        for (const float each : sound) {
            highest = std::max(highest, std::fabs(each));
            if (keep)
                heard.push(each);
        }
        if (keep && missed)
            gaps.fetch_add(1, std::memory_order_relaxed);
        level.store(highest, std::memory_order_relaxed);
        called_at.store(host_now(), std::memory_order_relaxed);
    }

    void open(const std::string& wanted)
    {
        sound::quieten_sound_libraries();
        if (Pa_Initialize() != paNoError) {
            problem = {"The sound system cannot be used; start your sound server."};
            return;
        }
        const auto index = choose(wanted);
        if (!index) {
            problem = no_input(wanted);
            return;
        }
        const auto& device = *Pa_GetDeviceInfo(*index);
        name = device.name;
        rate_hz = device.defaultSampleRate;
        const PaStreamParameters input = {*index, 1, paFloat32, device.defaultHighInputLatency,
                                          nullptr};
        auto code = Pa_OpenStream(&handle, &input, nullptr, rate_hz, paFramesPerBufferUnspecified,
                                  paNoFlag, &callback, this);
        if (code == paNoError)
            code = Pa_StartStream(handle);
        if (code != paNoError)
            problem = Error{text_of("The microphone ", quoted(name), " cannot be used (",
                                    Pa_GetErrorText(code),
                                    "); choose another one, or close the program that uses it.")};
    }

    void close()
    {
        if (handle) {
            Pa_AbortStream(handle);
            Pa_CloseStream(handle);
        }
        Pa_Terminate();
    }

    bool lost() const { return host_now() - called_at.load() > kSilentTooLong; }

    std::string name;
    double rate_hz = 0;
    PaStream* handle = nullptr;
    std::optional<Error> problem;

    SpscRing<float> heard{std::size_t(kLongestTakeS * kHighestRateHz)};
    std::atomic<bool> keeping{false};
    std::atomic<std::uint64_t> gaps{0};
    std::atomic<float> level{0};
    std::atomic<Time> called_at{host_now()};
};

// Streams that must not be destroyed, not even at exit: their callback may come once more.
std::vector<std::shared_ptr<Microphone::Stream>>& Microphone::left_behind()
{
    static auto* const streams = new std::vector<std::shared_ptr<Stream>>;
    return *streams;
}

Result<std::unique_ptr<Microphone>> Microphone::open(const std::string& name)
{
    auto stream = std::make_shared<Stream>();
    if (!sound::finishes_within(kPatience, [stream, name] { stream->open(name); }))
        return Error{"The sound system does not answer; start your sound server anew."};
    if (stream->problem) {
        const auto why = *stream->problem;
        sound::finishes_within(kPatience, [stream] { stream->close(); });
        return why;
    }
    stream->called_at = host_now();
    return std::unique_ptr<Microphone>(new Microphone(std::move(stream)));
}

// A stream that is lost is left alone: closing it might never return.
Microphone::~Microphone()
{
    if (!lost() && Pa_IsStreamActive(stream_->handle) == 1)
        sound::finishes_within(kPatience, [stream = stream_] { stream->close(); });
    else
        left_behind().push_back(stream_);
}

void Microphone::begin_take()
{
    for (float forgotten; stream_->heard.pop(forgotten);) {
    }
    stream_->gaps = 0;
    stream_->keeping.store(true, std::memory_order_release);
}

Result<sound::Clip> Microphone::end_take()
{
    stream_->keeping.store(false, std::memory_order_release);
    if (lost())
        return Error{"The microphone has gone; connect it and start again, what was kept is kept."};
    sound::Clip clip{stream_->rate_hz, 1, {}};
    for (float each; stream_->heard.pop(each);)
        clip.interleaved.push_back(each);
    if (clip.length_s() > kLongestTakeS)
        return Error{"That was longer than 30 s; record one sentence at a time."};
    if (stream_->gaps > 0)
        return Error{"The computer was too busy and lost a part of it; record it again."};
    return clip;
}

float Microphone::level() const
{
    return stream_->level.load(std::memory_order_relaxed);
}

bool Microphone::lost() const
{
    return stream_->lost();
}

const std::string& Microphone::name() const
{
    return stream_->name;
}

} // namespace crura::speech
