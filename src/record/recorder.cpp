#include "record/recorder.hpp"

#include <algorithm>
#include <chrono>
#include <iomanip>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

namespace crura::record {

namespace {

constexpr std::size_t kTicksKept = 1'000;    // 10 s at 100 a second
constexpr std::size_t kSamplesKept = 24'000; // 10 s of two sensors with 12 channels at 100 Hz
constexpr auto kWriteEvery = std::chrono::milliseconds(500);
constexpr auto kSlow = std::chrono::seconds(2);

std::string seconds_of(Duration time)
{
    std::ostringstream text;
    text << std::fixed << std::setprecision(1) << to_seconds(time) << " s";
    return text.str();
}

} // namespace

Result<std::unique_ptr<Recorder>> Recorder::open(const std::filesystem::path& path,
                                                 const RecordingHeader& header)
{
    return begin(AppendFile::create(path), header);
}

Result<std::unique_ptr<Recorder>> Recorder::open_free(const std::filesystem::path& path,
                                                      const RecordingHeader& header)
{
    return begin(AppendFile::create_free(path), header);
}

Result<std::unique_ptr<Recorder>> Recorder::begin(Result<AppendFile> file,
                                                  const RecordingHeader& header)
{
    if (!file)
        return file.error();

    Bytes bytes;
    Transcript().begin(bytes, header);
    if (const auto written = file->append(bytes); !written) {
        std::error_code ignored;
        std::filesystem::remove(file->path(), ignored);
        return Error{written.error().message + "; " + file->remedy()
                     + ", choose another place for it, or keep no recording."};
    }
    return std::unique_ptr<Recorder>(new Recorder(std::move(*file)));
}

Recorder::Recorder(AppendFile file)
    : entries_(kTicksKept), samples_(kSamplesKept), file_(std::move(file)),
      thread_([this](const std::stop_token& stop) { run(stop); })
{
}

void Recorder::accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept
{
    const auto before = std::exchange(accepted_, snapshot.time);
    const bool room = entries_.size() < entries_.capacity()
        && samples.size() <= samples_.capacity() - samples_.size();
    if (!room) {
        lost_ticks_ += 1;
        lost_samples_ += samples.size();
        lost_time_ += before == Time{} ? 0 : (snapshot.time - before).count();
        return;
    }
    for (const auto& sample : samples)
        samples_.push(sample);
    entries_.push({snapshot, samples.size(), lost()});
}

Output Recorder::state() const noexcept
{
    const Output state = state_;
    return state == Output::working && slow() ? Output::lost : state;
}

bool Recorder::slow() const noexcept
{
    const Time since = writing_since_;
    return was_slow_ || (since != Time{} && host_now() - since > kSlow);
}

std::string Recorder::problem() const
{
    const std::lock_guard lock(mutex_);
    if (state_ == Output::working && slow())
        return "The disk of " + file_.path().string()
            + " takes longer than 2 s to write; see what else keeps it busy. Ten seconds wait in "
              "memory, more would be lost.";
    return problem_;
}

void Recorder::run(const std::stop_token& stop)
{
    std::mutex mine;
    std::unique_lock lock(mine);
    const auto stopped = [&stop] { return stop.stop_requested(); };
    for (auto due = host_now() + kWriteEvery; !stopping_.wait_until(lock, stop, due, stopped);) {
        writing_since_ = host_now();
        flush();
        const auto ended = host_now();
        was_slow_ = ended - writing_since_.load() > kSlow;
        writing_since_ = Time{};
        due = std::max(due + kWriteEvery, ended); // the next is no later for this one's length
    }
}

// What could not be written last time comes first, so that nothing is out of order.
void Recorder::flush()
{
    auto written = write_batch();
    if (written) {
        transcribe_waiting();
        transcribe_notes();
        written = write_batch();
    }
    if (written)
        tell(Output::working, "");
    else
        tell(Output::lost,
             written.error().message + "; " + file_.remedy()
                 + ": the recording then goes on by itself.");
}

Result<void> Recorder::write_batch()
{
    if (batch_.empty())
        return {};
    auto written = file_.append(batch_);
    if (written) {
        batch_.clear();
        in_batch_ = {};
    }
    return written;
}

void Recorder::transcribe_waiting()
{
    for (Entry entry; entries_.pop(entry);) {
        std::vector<Sample> samples(entry.samples);
        for (auto& sample : samples)
            samples_.pop(sample);
        if (last_time_ != Time{})
            in_batch_.time += entry.snapshot.time - last_time_ - (entry.lost.time - told_.time);
        last_time_ = entry.snapshot.time;
        transcribe_loss(entry.lost);
        transcript_.tick(batch_, entry.snapshot, std::move(samples));
        in_batch_.ticks += 1;
        in_batch_.samples += entry.samples;
    }
}

void Recorder::note(Note note)
{
    const std::lock_guard lock(notes_mutex_);
    notes_.push_back(std::move(note));
}

void Recorder::transcribe_notes()
{
    const std::lock_guard lock(notes_mutex_);
    for (const auto& note : notes_)
        transcript_.note(batch_, note);
    notes_.clear();
}

void Recorder::transcribe_loss(const Lost& in_all)
{
    if (in_all.ticks == told_.ticks)
        return;
    transcript_.loss(batch_,
                     {last_time_, in_all.ticks - told_.ticks, in_all.samples - told_.samples});
    told_ = in_all;
}

void Recorder::tell(Output state, std::string problem)
{
    const std::lock_guard lock(mutex_);
    state_ = state;
    problem_ = std::move(problem);
}

void Recorder::close()
{
    if (!thread_.joinable())
        return;
    thread_.request_stop();
    thread_.join();

    transcribe_waiting();
    transcribe_notes();
    transcribe_loss(lost());
    transcript_.end(batch_);
    const auto written = write_batch();
    std::string missing;
    if (!written)
        missing = written.error().message + "; the end of the recording is missing.";
    if (lost().ticks > 0)
        missing += (missing.empty() ? "" : " ") + seconds_of(lost().time)
            + " of the session are missing in " + file().string()
            + ", which could not be written for too long.";
    lost_ticks_ += in_batch_.ticks;
    lost_samples_ += in_batch_.samples;
    lost_time_ += in_batch_.time.count();
    tell(Output::off, std::move(missing));
}

} // namespace crura::record
