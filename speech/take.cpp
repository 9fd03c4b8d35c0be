#include "speech/take.hpp"

#include "forms/report.hpp"
#include "speech/standard.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace crura::speech {

namespace {

using sound::Clip;

constexpr double kKeyS = 0.12; // the press of the key is heard in the first and the last of a take
constexpr double kShortestS = 0.6;
constexpr double kFrameS = 0.02;
constexpr double kVoiceShare = 0.95; // of the frames, by level: the loud ones are the voice
constexpr double kRoomShare = 0.1;   // the still ones are the room
constexpr double kSilenceDb = -60;   // dBFS
constexpr double kQuietDb = -42;     // of the voice: a converter's steps come near
constexpr double kNoVoiceDb = 10;    // above the room
constexpr double kNoisyDb = 26;
constexpr float kFullScale = 0.985f;
constexpr int kClippedRun = 3;         // samples
constexpr double kAudibleDb = 30;      // below the voice it still belongs to the sentence
constexpr double kAboveRoomDb = 10;    // unless the room is as loud
constexpr std::size_t kEdgeFrames = 2; // a sentence begins after, and ends before

Clip without_keys(const Clip& heard)
{
    const auto key = std::size_t(kKeyS * heard.sample_rate_hz) * heard.channels;
    if (heard.interleaved.size() < 2 * key)
        return {heard.sample_rate_hz, heard.channels, {}};
    return {heard.sample_rate_hz,
            heard.channels,
            {heard.interleaved.begin() + std::ptrdiff_t(key),
             heard.interleaved.end() - std::ptrdiff_t(key)}};
}

bool is_clipped(const Clip& clip)
{
    int run = 0;
    return std::any_of(clip.interleaved.begin(), clip.interleaved.end(), [&run](float each) {
        run = std::fabs(each) >= kFullScale ? run + 1 : 0;
        return run >= kClippedRun;
    });
}

// The level of each frame, in dBFS; its own mean does not count.
std::vector<double> levels_of(const Clip& clip)
{
    const auto size = std::size_t(kFrameS * clip.sample_rate_hz) * clip.channels;
    std::vector<double> levels;
    for (std::size_t at = 0; at + size <= clip.interleaved.size(); at += size) {
        double sum = 0;
        double squares = 0;
        for (std::size_t i = at; i < at + size; ++i) {
            sum += clip.interleaved[i];
            squares += double(clip.interleaved[i]) * clip.interleaved[i];
        }
        const double mean = sum / double(size);
        levels.push_back(10 * std::log10(std::max(squares / double(size) - mean * mean, 1e-10)));
    }
    return levels;
}

double level_at(std::vector<double> levels, double share)
{
    std::sort(levels.begin(), levels.end());
    return levels[std::size_t(share * double(levels.size() - 1))];
}

struct Heard {
    std::vector<double> levels; // of the frames
    double voice_db = 0;
    double room_db = 0;

    explicit Heard(const Clip& clip)
        : levels(levels_of(clip)), voice_db(level_at(levels, kVoiceShare)),
          room_db(level_at(levels, kRoomShare))
    {
    }

    // The frames of the sentence, its first and the one behind its last.
    std::size_t first() const
    {
        return std::size_t(std::find_if(levels.begin(), levels.end(), audible()) - levels.begin());
    }
    std::size_t end() const
    {
        return std::size_t(std::find_if(levels.rbegin(), levels.rend(), audible()).base()
                           - levels.begin());
    }

private:
    std::function<bool(double)> audible() const
    {
        const double least_db = std::max(voice_db - kAudibleDb, room_db + kAboveRoomDb);
        return [least_db](double level_db) { return level_db >= least_db; };
    }
};

// What speaks against it; nothing when it may be used.
std::optional<std::string> objection(const Clip& clip, const Heard& heard)
{
    if (heard.voice_db < kSilenceDb)
        return "Nothing was heard: is this the right microphone, and is it switched on?";
    if (is_clipped(clip))
        return "The recording is distorted: turn the microphone down a little, or move back a "
               "hand.";
    if (heard.voice_db - heard.room_db < kNoVoiceDb)
        return "No voice stands out: leave a moment of silence before and after the sentence.";
    if (heard.voice_db < kQuietDb)
        return "The voice is too quiet: come closer, or turn the microphone up.";
    if (heard.voice_db - heard.room_db < kNoisyDb)
        return forms::text_of("The room is heard, only ",
                              std::lround(heard.voice_db - heard.room_db),
                              " dB below the voice: come closer to the microphone, or find a "
                              "quieter place.");
    if (heard.first() < kEdgeFrames)
        return "The beginning is cut off: press the key, wait a breath, then speak.";
    if (heard.end() + kEdgeFrames > heard.levels.size())
        return "The end is cut off: let the sentence fade before you press the key.";
    return std::nullopt;
}

// The frames from `first` to `end`, and some silence around them.
Clip cut(const Clip& clip, std::size_t first, std::size_t end)
{
    constexpr std::size_t kAround = 12; // frames
    const auto size = std::size_t(kFrameS * clip.sample_rate_hz) * clip.channels;
    const auto from = std::ptrdiff_t((first - std::min(first, kAround)) * size);
    const auto to = std::ptrdiff_t(std::min((end + kAround) * size, clip.interleaved.size()));
    return {clip.sample_rate_hz,
            clip.channels,
            {clip.interleaved.begin() + from, clip.interleaved.begin() + to}};
}

} // namespace

Result<Take> take_of(const Clip& heard)
{
    const Clip clip = without_keys(heard);
    if (clip.length_s() < kShortestS)
        return Error{
            "That was too short: press the key, wait a breath, speak, and press it again."};
    const Heard levels(clip);
    if (const auto against = objection(clip, levels))
        return Error{*against};
    auto sentence = to_standard(cut(clip, levels.first(), levels.end()));
    if (!sentence)
        return Error{forms::text_of("The take cannot be used: ", sentence.error().message, '.')};
    return Take{std::move(*sentence), levels.voice_db - levels.room_db};
}

} // namespace crura::speech
