#include "app/records.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <initializer_list>
#include <system_error>
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
    fmt::print("Recording into {}\n", recording_->file().string());
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
    plan.row.began = wall_time(header.started_at);
    if (recording_)
        plan.row.recording = std::filesystem::absolute(recording_->file()).string();
    auto opened = history::HistoryKeeper::open(std::move(plan.history), plan.row, header.started);
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

void Records::note(Time about, const std::string& text)
{
    if (recording_)
        recording_->note({about, text});
    if (history_)
        history_->note(about, text);
}

void Records::close()
{
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
