#include "speech/pack_sound.hpp"

#include "forms/form.hpp"
#include "sound/loudness.hpp"
#include "sound/sound_file.hpp"
#include "speech/checksum.hpp"
#include "speech/standard.hpp"

#include <cmath>
#include <iomanip>

namespace crura::speech {

using forms::text_of;

namespace {

constexpr std::string_view kFlac = "fLaC"; // how such a file begins
constexpr double kPeakToleranceDb = 0.2;

std::string in_tenths(double value)
{
    return text_of(std::fixed, std::setprecision(1), value);
}

} // namespace

Result<sound::Clip> read_sentence(const Pack& pack, const PackSentence& sentence)
{
    const auto file = pack.file_of(sentence);
    const auto wrong = [&](const std::string& what) {
        return Error{text_of(file.string(), ' ', what)};
    };
    const auto bytes = forms::read_file(file, "pack.toml names it; record it again.");
    if (!bytes)
        return bytes.error();
    if (sha256_of(*bytes) != sentence.sha256)
        return wrong("is not the file of which pack.toml has the checksum; take back the one that "
                     "belongs there, or record it again.");
    if (!bytes->starts_with(kFlac))
        return wrong("is no FLAC file; convert it to FLAC, 48 kHz, one channel.");
    auto clip = sound::read_clip(file);
    if (!clip)
        return clip.error();
    if (clip->sample_rate_hz != kRateHz || clip->channels != 1)
        return wrong(text_of("has ", clip->sample_rate_hz, " Hz and ", clip->channels,
                             " channels; convert it to 48000 Hz and one channel."));
    if (clip->length_s() > kLongestSentenceS)
        return wrong(text_of("lasts ", in_tenths(clip->length_s()), " s; a sentence may last ",
                             kLongestSentenceS, " s."));
    return clip;
}

std::string loudness_remark(const Pack& pack, const PackSentence& sentence, const sound::Clip& clip)
{
    const double lufs = sentence_loudness_lufs(clip);
    const double peak_db = sound::true_peak_db(clip);
    const auto file = pack.file_of(sentence).string();
    if (!std::isfinite(lufs))
        return text_of(file, " is silent; record it again.");
    if (peak_db > kHighestPeakDb + kPeakToleranceDb)
        return text_of(file, " peaks at ", in_tenths(peak_db),
                       " dBTP; it is heard softer, at most ", kHighestPeakDb,
                       " dBTP is permitted.");
    if (std::fabs(lufs - kLoudnessLufs) > kLoudnessToleranceLu)
        return text_of(file, " has a loudness of ", in_tenths(lufs), " LUFS; it is heard at ",
                       kLoudnessLufs, " as the others.");
    return "";
}

std::vector<std::string> check_sounds(const Pack& pack)
{
    std::vector<std::string> remarks;
    for (const PackSentence& sentence : pack.sentences) {
        const auto clip = read_sentence(pack, sentence);
        const auto remark = clip ? loudness_remark(pack, sentence, *clip) : clip.error().message;
        if (!remark.empty())
            remarks.push_back(remark);
    }
    return remarks;
}

} // namespace crura::speech
