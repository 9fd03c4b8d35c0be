#include "record/recorder.hpp"

#include <chrono>
#include <system_error>
#include <utility>
#include <vector>

namespace crura::record {

namespace {

constexpr std::size_t kTicksKept = 1'000;    // 10 s at 100 a second
constexpr std::size_t kSamplesKept = 24'000; // 10 s of two sensors with 12 channels at 100 Hz
constexpr auto kWriteEvery = std::chrono::milliseconds(500);

} // namespace

Result<std::unique_ptr<Recorder>> Recorder::open(const std::filesystem::path& path,
                                                 const RecordingHeader& header)
{
    auto file = AppendFile::create(path);
    if (!file)
        return file.error();

    Bytes bytes;
    Transcript().begin(bytes, header);
    if (const auto written = file->append(bytes); !written) {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
        return Error{written.error().message + "; make room or choose another place."};
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
    const bool room = entries_.size() < entries_.capacity()
        && samples.size() <= samples_.capacity() - samples_.size();
    if (!room) {
        lost_ticks_ += 1;
        lost_samples_ += samples.size();
        return;
    }
    for (const auto& sample : samples)
        samples_.push(sample);
    entries_.push({snapshot, samples.size(), lost()});
}

std::string Recorder::problem() const
{
    const std::lock_guard lock(mutex_);
    return problem_;
}

void Recorder::run(const std::stop_token& stop)
{
    std::mutex mine;
    std::unique_lock lock(mine);
    while (!stopping_.wait_for(lock, stop, kWriteEvery, [&stop] { return stop.stop_requested(); }))
        flush();
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
             written.error().message + "; make room: the recording then goes on by itself.");
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
    lost_ticks_ += in_batch_.ticks;
    lost_samples_ += in_batch_.samples;
    tell(Output::off,
         written ? "" : written.error().message + "; the end of the recording is missing.");
}

} // namespace crura::record
