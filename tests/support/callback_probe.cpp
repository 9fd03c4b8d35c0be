#include <portaudio.h>

#include <chrono>
#include <cstring>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

// Plays half a second of silence on the default output, with a callback that is as it should be
// or, given the word "dirty", allocates.
static std::unique_ptr<std::vector<float>> escaped;

static int callback(const void*, void* output, unsigned long frames,
                    const PaStreamCallbackTimeInfo*, PaStreamCallbackFlags, void* dirty)
{
    std::memset(output, 0, frames * 2 * sizeof(float));
    if (*static_cast<bool*>(dirty))
        escaped = std::make_unique<std::vector<float>>(frames);
    return paContinue;
}

int main(int count, char** words)
{
    bool dirty = count > 1 && words[1] == std::string_view("dirty");
    PaStream* stream = nullptr;
    if (Pa_Initialize() != paNoError
        || Pa_OpenDefaultStream(&stream, 0, 2, paFloat32, 48000, 0, &callback, &dirty) != paNoError
        || Pa_StartStream(stream) != paNoError)
        return 1;
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    Pa_StopStream(stream);
    Pa_CloseStream(stream);
    Pa_Terminate();
    return 0;
}
