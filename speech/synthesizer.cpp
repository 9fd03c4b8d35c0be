#include "speech/synthesizer.hpp"

#include "core/language.hpp"
#include "dsp/low_pass.hpp"
#include "forms/report.hpp"
#include "sound/resampler.hpp"
#include "speech/standard.hpp"
#include "speech/tool.hpp"

#include <cstdint>

namespace fs = std::filesystem;

namespace crura::speech {

namespace {

using forms::quoted;
using forms::text_of;
using sound::Clip;

// docs/voice.md has the measurements behind the choice.
constexpr const char* kVariant = "+Andy";
constexpr const char* kWordsPerMinute = "108";
constexpr const char* kBetweenWords = "3"; // [10 ms]
constexpr double kSofteningHz = 5000;
constexpr int kSoftenings = 2;
constexpr const char* kRecipe = "1"; // another whenever one of these is changed

constexpr std::size_t kMostBytes = 16 << 20;

// The parts of a WAV file's beginning that are looked at; numbers have their low byte first.
constexpr std::size_t kHeaderBytes = 44;
constexpr std::size_t kFormatAt = 20;
constexpr std::size_t kChannelsAt = 22;
constexpr std::size_t kRateAt = 24;
constexpr std::size_t kBitsAt = 34;

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size)
{
    std::uint32_t number = 0;
    for (std::size_t i = size; i-- > 0;)
        number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

void soften(Clip& clip)
{
    for (int i = 0; i < kSoftenings; ++i) {
        dsp::LowPass low_pass(kSofteningHz, clip.sample_rate_hz);
        for (float& each : clip.interleaved)
            each = float(low_pass(each));
    }
}

} // namespace

Result<Clip> clip_of_wav(std::string_view bytes)
{
    const bool expected = bytes.size() > kHeaderBytes && bytes.starts_with("RIFF")
        && bytes.substr(8, 8) == "WAVEfmt " && bytes.substr(36, 4) == "data"
        && number_at(bytes, kFormatAt, 2) == 1 && number_at(bytes, kChannelsAt, 2) == 1
        && number_at(bytes, kBitsAt, 2) == 16;
    const double rate_hz = expected ? number_at(bytes, kRateAt, 4) : 0;
    if (rate_hz < 8000 || rate_hz > 192000)
        return Error{"it is no WAV file with one channel of 16 bits"};
    Clip clip{rate_hz, 1, {}};
    for (std::size_t at = kHeaderBytes; at + 1 < bytes.size(); at += 2)
        clip.interleaved.push_back(float(std::int16_t(number_at(bytes, at, 2))) / 32768);
    return clip;
}

Result<fs::path> Synthesizer::operator()(const std::string& text, const std::string& language)
{
    const auto key = text_of("espeak-ng\n", kRecipe, '\n', language, kVariant, '\n', text);
    if (const auto kept = cache_.find(key))
        return *kept;
    if (has_given_up())
        return Error{given_up_};
    const auto clip = spoken(text, language);
    return clip ? cache_.keep(key, *clip) : clip.error();
}

Result<Clip> Synthesizer::spoken(const std::string& text, const std::string& language)
{
    if (!is_language(language))
        return Error{text_of("No language is called ", quoted(language), '.')};
    const auto run = run_tool({"espeak-ng", "--stdin", "--stdout", "-b", "1", "-v",
                               language + kVariant, "-s", kWordsPerMinute, "-g", kBetweenWords},
                              text, patience_, kMostBytes);
    const auto give_up = [this](const std::string& why) {
        given_up_ = why;
        return Error{why};
    };
    if (run.end == ToolEnd::absent)
        return give_up("espeak-ng, which speaks what a voice pack lacks, is not installed (package "
                       "espeak-ng).");
    if (run.end == ToolEnd::too_long)
        return give_up("espeak-ng, which speaks what a voice pack lacks, did not finish and is not "
                       "asked again.");
    if (run.end == ToolEnd::badly)
        return give_up(text_of("espeak-ng, which speaks what a voice pack lacks, cannot speak the "
                               "language ",
                               quoted(language), '.'));
    auto clip = clip_of_wav(run.output);
    if (clip) {
        soften(*clip);
        clip = to_standard(*clip);
    }
    if (!clip)
        return Error{
            text_of("espeak-ng cannot speak ", quoted(text), ": ", clip.error().message, '.')};
    return clip;
}

} // namespace crura::speech
