#include "exchange/edf_recorder.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace crura::exchange {

namespace {

constexpr std::size_t kTicksKept = 1'000;    // 10 s at 100 a second
constexpr std::size_t kSamplesKept = 24'000; // 10 s of two sensors with 12 channels at 100 Hz
constexpr std::size_t kNewsKept = 1'000;
constexpr auto kLookEvery = std::chrono::milliseconds(25);

EdfTick tick_of(const Snapshot& snapshot)
{
    EdfTick tick{snapshot.time, {}, snapshot.session};
    for (std::size_t b = 0; b < kBands; ++b) {
        const auto& band = snapshot.breath.band[b];
        tick.bands[b] = {band.level, band.valid, band.polarity};
    }
    return tick;
}

// Everything in this snapshot that an annotation is made of.
template <class Take>
void each_news(const Snapshot& snapshot, Take take)
{
    for (const auto& command : snapshot.commands)
        take(command);
    for (const auto& event : snapshot.breath.events)
        take(event);
    for (const auto& answer : snapshot.check_in.answers)
        take(answer);
}

} // namespace

Result<std::unique_ptr<EdfRecorder>> EdfRecorder::open(const std::filesystem::path& path,
                                                       const EdfSession& session)
{
    auto file = WritableFile::create(path);
    if (!file)
        return file.error();
    return std::unique_ptr<EdfRecorder>(new EdfRecorder(std::move(*file), session));
}

EdfRecorder::EdfRecorder(WritableFile file, const EdfSession& session)
    : entries_(kTicksKept), samples_(kSamplesKept), news_(kNewsKept),
      file_(std::move(file), session), thread_([this](const std::stop_token& stop) { run(stop); })
{
}

void EdfRecorder::accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept
{
    Entry entry{tick_of(snapshot), samples.size()};
    each_news(snapshot, [&entry](const auto&) { ++entry.news; });
    const bool room = entries_.size() < entries_.capacity()
        && entry.samples <= samples_.capacity() - samples_.size()
        && entry.news <= news_.capacity() - news_.size();
    if (!room) {
        lost_ticks_ += 1;
        return;
    }
    for (const auto& sample : samples)
        samples_.push(sample);
    each_news(snapshot, [this](const auto& each) { news_.push(each); });
    entries_.push(entry);
}

std::string EdfRecorder::problem() const
{
    const std::lock_guard lock(mutex_);
    return problem_;
}

void EdfRecorder::run(const std::stop_token& stop)
{
    std::mutex mine;
    std::unique_lock lock(mine);
    while (!stopping_.wait_for(lock, stop, kLookEvery, [&stop] { return stop.stop_requested(); }))
        if (const auto written = write_waiting(); written)
            tell(Output::working, "");
        else
            tell(Output::lost,
                 written.error().message + "; make room: the recording then goes on by itself.");
}

// What waits stays in the rings while the file cannot be written.
Result<void> EdfRecorder::write_waiting()
{
    auto written = file_.write_due();
    for (Entry entry; written && entries_.pop(entry);) {
        std::vector<Sample> samples(entry.samples);
        for (auto& sample : samples)
            samples_.pop(sample);
        std::vector<EdfNews> news(entry.news);
        for (auto& each : news)
            news_.pop(each);
        file_.take(entry.tick, samples, news);
        written = file_.write_due();
    }
    return written;
}

void EdfRecorder::tell(Output state, std::string problem)
{
    const std::lock_guard lock(mutex_);
    state_ = state;
    problem_ = std::move(problem);
}

void EdfRecorder::close()
{
    if (!thread_.joinable())
        return;
    thread_.request_stop();
    thread_.join();

    auto written = write_waiting();
    if (written)
        written = file_.finish();
    tell(Output::off,
         written ? "" : written.error().message + "; the end of the recording is missing.");
}

} // namespace crura::exchange
