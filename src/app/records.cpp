#include "app/records.hpp"

#include "app/history_row.hpp"
#include "app/places.hpp"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <initializer_list>
#include <mutex>
#include <stop_token>
#include <system_error>
#include <thread>
#include <utility>

namespace crura::app {
namespace {

history::WallTime wall_time(std::chrono::sys_time<std::chrono::nanoseconds> time)
{
    return std::chrono::floor<std::chrono::milliseconds>(time);
}

void say(const std::string& problem)
{
    if (!problem.empty())
        fmt::print(stderr, "{}\n", problem);
}

// A disk may be slow, or not answer at all: nobody should sit before a silent screen.
class WaitingWords {
public:
    WaitingWords() : thread_([this](const std::stop_token& stop) { run(stop); }) {}

private:
    void run(const std::stop_token& stop)
    {
        std::mutex mine;
        std::unique_lock lock(mine);
        if (!done_.wait_for(lock, stop, std::chrono::seconds(2), [] { return false; })
            && !stop.stop_requested())
            fmt::print("Waiting for the disk ...\n"), std::fflush(stdout);
    }

    std::condition_variable_any done_;
    std::jthread thread_;
};

} // namespace

Result<void> Records::open(RecordPlan plan, const record::RecordingHeader& header)
{
    if (auto opened = open_recording(plan, header); !opened)
        return opened;
    if (auto opened = open_edf(plan, header); !opened) {
        abandon();
        return opened;
    }
    if (plan.history)
        open_history(plan, header);
    return {};
}

Result<void> Records::open_recording(const RecordPlan& plan, const record::RecordingHeader& header)
{
    if (!plan.recording)
        return {};
    auto opened = plan.any_name ? record::Recorder::open_free(*plan.recording, header)
                                : record::Recorder::open(*plan.recording, header);
    if (!opened)
        return opened.error();
    recording_ = std::move(*opened);
    files_.push_back(recording_->file());
    fmt::print("Recording into {}\n", shown(recording_->file()));
    return {};
}

Result<void> Records::open_edf(const RecordPlan& plan, const record::RecordingHeader& header)
{
    if (!plan.edf)
        return {};
    exchange::EdfSession session;
    session.started_at = header.started_at;
    session.started = header.started;
    for (std::size_t band = 0; band < kBands; ++band)
        session.bands[band] = {header.bands[band].kind, header.bands[band].unit};
    session.equipment = "Crura " + header.crura_version;
    session.steps = plan.steps;
    auto opened = exchange::EdfRecorder::open(*plan.edf, session);
    if (!opened)
        return opened.error();
    edf_ = std::move(*opened);
    files_.push_back(*plan.edf);
    return {};
}

void Records::open_history(RecordPlan& plan, const record::RecordingHeader& header)
{
    auto row = row_of(header, recording_ ? recording_->file() : std::filesystem::path());
    row.person = plan.person;
    row.arm = plan.arm;
    auto opened = history::HistoryKeeper::open(std::move(plan.history), row, header.started);
    if (!opened)
        return say(opened.error().message + " This session will not be in the history.");
    history_ = std::move(*opened);
}

std::vector<Sink*> Records::sinks() const
{
    std::vector<Sink*> sinks;
    for (Sink* sink : std::initializer_list<Sink*>{recording_.get(), edf_.get(), history_.get()})
        if (sink)
            sinks.push_back(sink);
    return sinks;
}

Output Records::state() const noexcept
{
    Output worst = Output::off;
    const auto take = [&worst](const auto& keeper) {
        if (keeper && worst != Output::lost)
            worst = keeper->state();
    };
    take(recording_);
    take(edf_);
    take(history_);
    return worst;
}

std::string Records::problem() const
{
    std::string text;
    const auto take = [&text](const char* what, const auto& keeper) {
        if (keeper && keeper->state() == Output::lost)
            text += fmt::format("{}{} cannot be written; the session goes on. {}",
                                text.empty() ? "" : " ", what, keeper->problem());
    };
    take("The recording", recording_);
    take("The EDF file", edf_);
    take("The history", history_);
    return text;
}

void Records::note(Time about, const std::string& text)
{
    if (recording_)
        recording_->note({about, text});
    if (history_)
        history_->note(about, text);
}

void Records::close()
{
    const WaitingWords words;
    if (recording_) {
        recording_->close();
        say(recording_->problem());
    }
    if (edf_) {
        edf_->close();
        say(edf_->problem());
    }
    if (history_) {
        history_->close(wall_time(std::chrono::system_clock::now()));
        say(history_->problem());
    }
}

void Records::abandon()
{
    recording_.reset();
    edf_.reset();
    if (history_)
        say(history_->abandon());
    history_.reset();
    std::error_code ignored;
    for (const auto& file : files_)
        std::filesystem::remove(file, ignored);
    files_.clear();
}

} // namespace crura::app
