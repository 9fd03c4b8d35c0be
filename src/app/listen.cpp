#include "app/listen.hpp"

#include "app/paths.hpp"
#include "app/recording_file.hpp"
#include "app/recording_words.hpp"
#include "app/soundscape_choice.hpp"
#include "app/sources.hpp"
#include "audio/levelling.hpp"
#include "audio/limiter.hpp"
#include "audio/mixer.hpp"
#include "core/nearest.hpp"
#include "engine/engine.hpp"
#include "sessions/loader.hpp"
#include "sound/loudness.hpp"
#include "sound/sound_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <optional>
#include <span>
#include <utility>

namespace crura::app {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::hours kLongest{24};
constexpr std::chrono::seconds kLongestFade{6};
constexpr std::size_t kChannels = 2;
constexpr std::size_t kPieceFrames = 4096; // written at once

// What is to be heard.
struct Score {
    std::vector<record::RecordedTick> ticks;
    engine::Engine engine;
    std::string remark; // what a person should know; or empty
};

// The length that the session was made to last; what was written when the recording says nothing.
Duration length_of(const record::RecordingHeader& header, const sessions::Session& session)
{
    for (const auto& [name, value] : header.settings) {
        double time_s = 0;
        const auto [end, problem] =
            std::from_chars(value.data(), value.data() + value.size(), time_s);
        if (name == "session_s" && problem == std::errc() && time_s > 0 && time_s < 1e6)
            return from_seconds(time_s);
    }
    return session.duration();
}

// With the program that was run, as it is written today.
Score score_of(record::Recording recording)
{
    Score score{std::move(recording.ticks), {}, {}};
    const auto& header = recording.header;
    if (header.program_id.empty())
        return score;
    for (const auto& found : sessions::find_programs(program_folders()))
        if (found.id == header.program_id)
            if (const auto program = sessions::load_session(found.file)) {
                const auto session = std::make_shared<const sessions::Session>(*program);
                score.engine =
                    engine::Engine(sessions::Runner(session, length_of(header, *session)));
                return score;
            }
    score.remark = fmt::format("The program '{}' of this recording is not here: there is no guide, "
                               "and the breath is heard at full level throughout.",
                               header.program_id);
    return score;
}

Result<Score> load_score(const fs::path& file)
{
    if (file.extension() == ".csv") {
        const auto samples = read_samples(file.string());
        if (!samples)
            return samples.error();
        return Score{ticks_of(*samples), {}, {}};
    }
    if (auto recording = record::read_recording(file)) {
        const auto condition = condition_of(*recording, file);
        auto score = score_of(std::move(*recording));
        score.remark =
            condition + (condition.empty() || score.remark.empty() ? "" : " ") + score.remark;
        return score;
    }
    AnalyzeOptions options;
    options.file = file;
    auto replay = load_replay(options);
    if (!replay)
        return replay.error();
    return Score{std::move(replay->ticks), {}, std::move(replay->remark)};
}

// Nothing in a damaged file may cost a night.
Result<void> check(const Score& score, const fs::path& file)
{
    if (score.ticks.empty())
        return Error{fmt::format("{} holds nothing to listen to.", file.string())};
    const auto length = score.ticks.back().time - score.ticks.front().time;
    if (length > kLongest)
        return Error{fmt::format("{} spans {:.0f} hours, of which at most {} are rendered at once.",
                                 file.string(), to_seconds(length) / 3600, kLongest.count())};
    return {};
}

// A mixer whose sound goes into a file.
class Studio {
public:
    Studio(const audio::Soundscape& soundscape, double sample_rate_hz, Time begin,
           sound::SoundWriter writer)
        : sample_rate_hz_(sample_rate_hz), begin_(begin),
          mixer_(sample_rate_hz, soundscape, {.trim_db = audio::levelling_trim_db(soundscape)}, {}),
          loudness_(sample_rate_hz, kChannels), writer_(std::move(writer))
    {
        piece_.reserve(kPieceFrames * kChannels);
    }

    // From here on this is what sounds.
    void hear(const AudioCue& cue) { mixer_.hear(cue); }

    // Renders all blocks that begin before `until`.
    Result<void> play(Time until)
    {
        while (block_begins() < until)
            if (const auto written = play_block(); !written)
                return written;
        return {};
    }

    // Lets the sound fade, and ends the file.
    Result<void> finish()
    {
        mixer_.fade_out();
        const auto end = block_begins() + kLongestFade;
        while (!mixer_.silent() && block_begins() < end)
            if (const auto written = play_block(); !written)
                return written;
        if (const auto written = write(); !written)
            return written;
        return writer_.finish();
    }

    double length_s() const { return double(written_) / sample_rate_hz_; }
    const sound::Loudness& loudness() const { return loudness_; }
    std::string problem() const { return mixer_.problem(); } // with music

private:
    Time block_begins() const { return begin_ + from_seconds(double(rendered_) / sample_rate_hz_); }

    // What the mixer gives is late by what its limiter looks ahead; the file is not.
    Result<void> play_block()
    {
        std::array<float, audio::kBlockFrames * kChannels> block;
        const auto late = from_seconds(double(audio::Limiter::kDelayFrames) / sample_rate_hz_);
        mixer_.await();
        mixer_.render(block, map_, block_begins() - late);
        rendered_ += audio::kBlockFrames;
        const auto early = std::min(not_yet_, audio::kBlockFrames);
        not_yet_ -= early;
        piece_.insert(piece_.end(), block.begin() + std::ptrdiff_t(early * kChannels), block.end());
        return piece_.size() < kPieceFrames * kChannels ? Result<void>() : write();
    }

    Result<void> write()
    {
        loudness_.add(piece_);
        written_ += piece_.size() / kChannels;
        const auto written = writer_.write(piece_);
        piece_.clear();
        return written;
    }

    const double sample_rate_hz_;
    const Time begin_;
    const audio::ChannelMap map_ = audio::ChannelMap::usual(kChannels);
    audio::Mixer mixer_;
    sound::Loudness loudness_;
    sound::SoundWriter writer_;
    std::vector<float> piece_;
    std::size_t not_yet_ = audio::Limiter::kDelayFrames; // to be written
    std::uint64_t rendered_ = 0;                         // frames
    std::uint64_t written_ = 0;                          // frames
};

std::string described(const Studio& studio)
{
    const auto whole_s = std::lround(studio.length_s());
    const auto& loudness = studio.loudness();
    if (!std::isfinite(loudness.true_peak_db()))
        return fmt::format("{}:{:02} of silence", whole_s / 60, whole_s % 60);
    return fmt::format("{}:{:02} of sound, {:.1f} LUFS, true peak {:.1f} dBTP", whole_s / 60,
                       whole_s % 60, loudness.integrated_lufs(), loudness.true_peak_db());
}

} // namespace

Result<std::string> listen(const ListenOptions& options)
{
    const auto begun = host_now();
    const auto soundscape = choose_soundscape(options.soundscape, options.soundscape_folders);
    if (!soundscape)
        return soundscape.error();
    auto score = load_score(options.file);
    if (!score)
        return score.error();
    if (const auto checked = check(*score, options.file); !checked)
        return checked.error();
    auto writer = sound::SoundWriter::create(options.out, options.sample_rate_hz, kChannels);
    if (!writer)
        return writer.error();

    Studio studio(*soundscape, options.sample_rate_hz, score->ticks.front().time,
                  std::move(*writer));
    for (const auto& tick : score->ticks) {
        if (const auto played = studio.play(tick.time); !played)
            return played.error();
        const std::span commands(tick.commands.begin(), tick.commands.size());
        studio.hear(score->engine.tick(tick.time, tick.samples, commands).cues.audio);
    }
    if (const auto finished = studio.finish(); !finished)
        return finished.error();
    const double taken_s = to_seconds(host_now() - begun);
    std::string remarks;
    for (const auto& remark : {score->remark, studio.problem()})
        remarks += remark + (remark.empty() ? "" : " ");
    return fmt::format("{}{}: {}; {:.0f} times faster than it is heard.", remarks,
                       options.out.string(), described(studio), studio.length_s() / taken_s);
}

} // namespace crura::app
