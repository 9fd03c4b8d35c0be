#include "audio/music/track.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace crura::audio {

namespace {

constexpr double kPieceS = 0.05;
constexpr double kMeasuredAtOnceS = 2;
constexpr double kMeasuredS = 120;
constexpr double kShortestS = 1;
constexpr double kMostBoostDb = 12; // a whisper is not blown up into noise

Error unplayable(const std::filesystem::path& file, const std::string& why)
{
    return {file.string() + " cannot be played: " + why + '.'};
}

std::size_t piece_frames(const sound::SoundReader& reader)
{
    return std::size_t(std::ceil(kPieceS * reader.sample_rate_hz()));
}

} // namespace

Track::Track(std::filesystem::path file, Target target, sound::SoundReader reader)
    : file_(std::move(file)), target_(target), reader_(std::move(reader)),
      loudness_(reader_.sample_rate_hz(), 2)
{
}

Result<Track> Track::open(const std::filesystem::path& file, Target target)
{
    auto reader = sound::SoundReader::open(file);
    if (!reader)
        return reader.error();
    if (reader->channels() > 2)
        return unplayable(file,
                          "it has " + std::to_string(reader->channels())
                              + " channels, and music has one or two");
    return Track(file, target, std::move(*reader));
}

std::size_t Track::read_piece()
{
    const auto room = piece_frames(reader_);
    piece_.resize(2 * room);
    const auto got = reader_.read(std::span(piece_).first(room * reader_.channels()));
    if (reader_.channels() == 1)
        for (std::size_t i = got; i-- > 0;)
            piece_[2 * i] = piece_[2 * i + 1] = piece_[i];
    piece_.resize(2 * got);
    return got;
}

Result<bool> Track::prepare_some()
{
    for (double now_s = 0; now_s < kMeasuredAtOnceS; now_s += kPieceS) {
        const auto got = read_piece();
        loudness_.add(piece_);
        length_s_ += double(got) / reader_.sample_rate_hz();
        if (got < piece_frames(reader_) || length_s_ >= kMeasuredS)
            return rewind();
    }
    return false;
}

// Ready to be played from the start.
Result<bool> Track::rewind()
{
    if (length_s_ < kShortestS)
        return unplayable(file_, "there is less than a second of sound in it");
    const double boost_db = target_.loudness_lufs - loudness_.integrated_lufs();
    if (std::isfinite(boost_db))
        gain_ = float(std::pow(10, std::min(boost_db, kMostBoostDb) / 20));
    auto reader = sound::SoundReader::open(file_);
    if (!reader)
        return reader.error();
    reader_ = std::move(*reader);
    resample_.emplace(reader_.sample_rate_hz(), target_.sample_rate_hz, 2);
    return true;
}

void Track::read_on()
{
    if (used_ > waiting_.size() / 2) {
        waiting_.erase(waiting_.begin(), waiting_.begin() + std::ptrdiff_t(used_));
        used_ = 0;
    }
    const auto before = waiting_.size();
    ended_ = read_piece() < piece_frames(reader_);
    (*resample_)(piece_, waiting_);
    if (ended_)
        resample_->finish(waiting_);
    for (auto at = before; at < waiting_.size(); ++at)
        waiting_[at] *= gain_;
}

std::size_t Track::ahead(std::size_t frames)
{
    while (!ended_ && waiting_.size() - used_ < 2 * frames)
        read_on();
    return (waiting_.size() - used_) / 2;
}

Track::Frame Track::next()
{
    if (ahead(1) == 0)
        return {};
    used_ += 2;
    return {waiting_[used_ - 2], waiting_[used_ - 1]};
}

} // namespace crura::audio
