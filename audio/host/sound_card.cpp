#include "audio/host/sound_card.hpp"

#include "sound/quiet.hpp"

#include <portaudio.h>

#include <utility>

namespace crura::audio {

namespace {

constexpr double kBelievableLatencyS = 1;

bool believable(double latency_s)
{
    return latency_s > 0 && latency_s < kBelievableLatencyS;
}

} // namespace

struct SoundCard::Stream {
    static int callback(const void*, void* output, unsigned long frames,
                        const PaStreamCallbackTimeInfo* times, PaStreamCallbackFlags flags,
                        void* user)
    {
        auto& stream = *static_cast<Stream*>(user);
        const double told_s = times->outputBufferDacTime - times->currentTime;
        const double ahead_s = believable(told_s) ? told_s : stream.latency_s;
        stream.fill({static_cast<float*>(output), frames * stream.channels},
                    host_now() + from_seconds(ahead_s), (flags & paOutputUnderflow) != 0);
        return paContinue;
    }

    Fill fill;
    unsigned channels = 0;
    double latency_s = 0;
    PaStream* handle = nullptr;
};

SoundCard::SoundCard()
{
    sound::quieten_sound_libraries();
    started_ = Pa_Initialize() == paNoError;
}

SoundCard::~SoundCard()
{
    stop();
    if (started_)
        Pa_Terminate();
}

std::vector<AudioOutput> SoundCard::outputs() const
{
    std::vector<AudioOutput> found;
    if (!started_)
        return found;
    const auto preferred = Pa_GetDefaultOutputDevice();
    for (PaDeviceIndex index = 0; index < Pa_GetDeviceCount(); ++index) {
        const auto* device = Pa_GetDeviceInfo(index);
        if (device && device->maxOutputChannels > 0)
            found.push_back({.name = device->name,
                             .host_api = Pa_GetHostApiInfo(device->hostApi)->name,
                             .max_channels = device->maxOutputChannels,
                             .preferred_rate_hz = device->defaultSampleRate,
                             .is_default = index == preferred,
                             .number = index});
    }
    return found;
}

Result<void> SoundCard::play(const AudioOutput& output, const Format& format, Fill fill)
{
    auto stream = std::make_unique<Stream>();
    stream->fill = std::move(fill);
    stream->channels = format.channels;
    const PaStreamParameters parameters = {
        output.number, int(format.channels), paFloat32,
        Pa_GetDeviceInfo(output.number)->defaultHighOutputLatency, nullptr};
    auto problem = Pa_OpenStream(&stream->handle, nullptr, &parameters, format.sample_rate_hz,
                                 format.frames, paNoFlag, &Stream::callback, stream.get());
    if (problem != paNoError)
        return Error{Pa_GetErrorText(problem)};
    const double latency_s = Pa_GetStreamInfo(stream->handle)->outputLatency;
    stream->latency_s = believable(latency_s) ? latency_s : 0;
    stream_ = std::move(stream);
    problem = Pa_StartStream(stream_->handle);
    if (problem != paNoError) {
        stop();
        return Error{Pa_GetErrorText(problem)};
    }
    return {};
}

bool SoundCard::active() const
{
    return stream_ && Pa_IsStreamActive(stream_->handle) == 1;
}

double SoundCard::latency_s() const
{
    return stream_ ? stream_->latency_s : 0;
}

void SoundCard::stop()
{
    if (!stream_)
        return;
    Pa_StopStream(stream_->handle);
    Pa_CloseStream(stream_->handle);
    stream_.reset();
}

} // namespace crura::audio
