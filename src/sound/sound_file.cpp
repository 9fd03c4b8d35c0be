#include "sound/sound_file.hpp"

#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <string>
#include <system_error>
#include <utility>

namespace crura::sound {

namespace fs = std::filesystem;

namespace {

constexpr float kLoudest = 8; // times full scale: more is a broken file
constexpr int kMostChannels = 16;
constexpr int kLowestRateHz = 1000;
constexpr int kHighestRateHz = 768'000;
constexpr std::size_t kLongestClip = 64'000'000; // samples
constexpr std::size_t kPiece = 65'536;           // samples read at once

constexpr int kWav = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
constexpr std::size_t kLongestWav = 0xFFFF0000 / sizeof(float); // samples: sizes have 32 bits
constexpr int kFlac = SF_FORMAT_FLAC | SF_FORMAT_PCM_24;

bool is_spoken(int format)
{
    constexpr std::array kFormats = {SF_FORMAT_WAV,  SF_FORMAT_WAVEX, SF_FORMAT_RF64,
                                     SF_FORMAT_FLAC, SF_FORMAT_OGG,   SF_FORMAT_MPEG};
    return std::find(kFormats.begin(), kFormats.end(), format & SF_FORMAT_TYPEMASK)
        != kFormats.end();
}

float believable(float x)
{
    return std::isfinite(x) ? std::clamp(x, -kLoudest, kLoudest) : 0;
}

// Why a file cannot be sound, as far as the file system knows; or empty.
std::string no_file(const fs::path& file)
{
    std::error_code failed;
    const auto status = fs::status(file, failed);
    if (!fs::exists(status))
        return "there is no such file";
    if (fs::is_directory(status))
        return "this is a folder, not a sound file";
    if (!fs::is_regular_file(status))
        return "this is not a file";
    if (fs::file_size(file, failed) == 0 && !failed)
        return "the file is empty";
    return {};
}

Error unreadable(const fs::path& file, const std::string& why)
{
    return {file.string() + " cannot be played: " + why + '.'};
}

Error unwritable(const fs::path& file)
{
    return {file.string() + " cannot be written; is there room, and may you write there?"};
}

// 0 when the ending is neither.
int format_of(const fs::path& file)
{
    auto ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    return ending == ".wav" ? kWav : ending == ".flac" ? kFlac : 0;
}

} // namespace

void SoundReader::Close::operator()(void* file) const
{
    sf_close(static_cast<SNDFILE*>(file));
}

Result<SoundReader> SoundReader::open(const fs::path& file)
{
    if (const auto why = no_file(file); !why.empty())
        return unreadable(file, why);
    SF_INFO info{};
    SoundReader reader;
    reader.file_.reset(sf_open(file.c_str(), SFM_READ, &info));
    if (!reader.file_ || !is_spoken(info.format))
        return unreadable(file, "it is broken, or not WAV, FLAC, OGG or MP3");
    if (info.channels < 1 || info.channels > kMostChannels || info.samplerate < kLowestRateHz
        || info.samplerate > kHighestRateHz)
        return unreadable(file,
                          std::to_string(info.channels) + " channels at "
                              + std::to_string(info.samplerate) + " Hz are not believable");
    reader.sample_rate_hz_ = info.samplerate;
    reader.channels_ = std::size_t(info.channels);
    return reader;
}

std::size_t SoundReader::read(std::span<float> interleaved)
{
    const auto room = sf_count_t(interleaved.size() / channels_);
    auto* const file = static_cast<SNDFILE*>(file_.get());
    sf_count_t done = 0;
    while (done < room) { // an OGG file hands out its pages one by one
        const auto more =
            sf_readf_float(file, interleaved.data() + done * sf_count_t(channels_), room - done);
        if (more <= 0)
            break;
        done += more;
    }
    const auto samples = interleaved.first(std::size_t(done) * channels_);
    std::transform(samples.begin(), samples.end(), samples.begin(), believable);
    return std::size_t(done);
}

struct SoundWriter::File {
    ~File()
    {
        if (sound)
            sf_close(sound);
        std::error_code ignored;
        if (!part.empty())
            fs::remove(part, ignored);
    }

    fs::path file;
    fs::path part; // its name until it is whole
    SNDFILE* sound = nullptr;
    std::size_t channels = 0;
    std::size_t room = 0; // for samples
};

SoundWriter::SoundWriter(std::unique_ptr<File> file) : file_(std::move(file)) {}
SoundWriter::SoundWriter(SoundWriter&&) noexcept = default;
SoundWriter::~SoundWriter() = default;

Result<SoundWriter> SoundWriter::create(const fs::path& file, double sample_rate_hz,
                                        std::size_t channels)
{
    SF_INFO info{};
    info.format = format_of(file);
    if (info.format == 0)
        return Error{file.string() + ": the name of a sound file to write ends in .wav or .flac."};
    info.samplerate = int(std::lround(sample_rate_hz));
    info.channels = int(channels);
    std::error_code failed;
    if (fs::is_directory(file, failed))
        return Error{file.string() + " is a folder; name a file to write."};

    auto writing = std::make_unique<File>();
    writing->file = file;
    writing->channels = channels;
    writing->room = info.format == kWav ? kLongestWav : std::numeric_limits<std::size_t>::max();
    const fs::path part = file.string() + ".part";
    if (!sf_format_check(&info) || !(writing->sound = sf_open(part.c_str(), SFM_WRITE, &info)))
        return unwritable(file);
    writing->part = part;
    // It would hold the date.
    sf_command(writing->sound, SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE);
    sf_command(writing->sound, SFC_SET_CLIPPING, nullptr, SF_TRUE);
    return SoundWriter(std::move(writing));
}

Result<void> SoundWriter::write(std::span<const float> interleaved)
{
    if (interleaved.size() > file_->room)
        return Error{file_->file.string()
                     + " would be longer than 4 GB, which no WAV file can hold; name it .flac."};
    file_->room -= interleaved.size();
    const auto frames = sf_count_t(interleaved.size() / file_->channels);
    if (sf_writef_float(file_->sound, interleaved.data(), frames) != frames)
        return unwritable(file_->file);
    return {};
}

Result<void> SoundWriter::finish()
{
    const bool closed = sf_close(std::exchange(file_->sound, nullptr)) == 0;
    std::error_code failed;
    if (closed)
        fs::rename(file_->part, file_->file, failed);
    if (!closed || failed)
        return unwritable(file_->file);
    file_->part.clear();
    return {};
}

Result<Clip> read_clip(const fs::path& file)
{
    auto reader = SoundReader::open(file);
    if (!reader)
        return reader.error();
    Clip clip{reader->sample_rate_hz(), reader->channels(), {}};
    const std::size_t piece = kPiece / clip.channels * clip.channels;
    std::size_t samples = 0;
    std::size_t got = piece;
    while (got == piece && samples <= kLongestClip) { // the length in the header may be a lie
        clip.interleaved.resize(samples + piece);
        got = reader->read(std::span(clip.interleaved).subspan(samples)) * clip.channels;
        samples += got;
    }
    if (samples == 0)
        return unreadable(file, "there is no sound in it");
    if (samples > kLongestClip)
        return unreadable(file, "it is too long to be held in memory; cut it");
    clip.interleaved.resize(samples);
    clip.interleaved.shrink_to_fit();
    return clip;
}

Result<void> write_clip(const fs::path& file, const Clip& clip)
{
    auto writer = SoundWriter::create(file, clip.sample_rate_hz, clip.channels);
    if (!writer)
        return writer.error();
    if (const auto written = writer->write(clip.interleaved); !written)
        return written.error();
    return writer->finish();
}

} // namespace crura::sound
