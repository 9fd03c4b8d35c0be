#include "app/records.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>
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
    if (plan.recording) {
        auto opened = record::Recorder::open(*plan.recording, header);
        if (!opened)
            return opened.error();
        recording_ = std::move(*opened);
        files_.push_back(*plan.recording);
        fmt::print("Recording into {}\n", plan.recording->string());
    }
    if (plan.edf) {
        if (auto opened = open_edf(*plan.edf, plan.row, header); !opened) {
            abandon();
            return opened;
        }
    }
    if (plan.history)
        open_history(plan, header);
    return {};
}

Result<void> Records::open_edf(const std::filesystem::path& file, const history::SessionRow& row,
                               const record::RecordingHeader& header)
{
    exchange::EdfSession session;
    session.started_at = header.started_at;
    session.started = header.started;
    for (std::size_t band = 0; band < kBands; ++band)
        session.bands[band] = {header.bands[band].kind, header.bands[band].unit};
    session.equipment = "Crura " + header.crura_version;
    session.steps = steps_;
    auto opened = exchange::EdfRecorder::open(file, session);
    if (!opened)
        return opened.error();
    edf_ = std::move(*opened);
    files_.push_back(file);
    return {};
}

void Records::open_history(RecordPlan& plan, const record::RecordingHeader& header)
{
    const auto place = plan.history->place();
    plan.row.began = wall_time(header.started_at);
    plan.row.recording = plan.recording ? std::filesystem::absolute(*plan.recording).string() : "";
    auto opened =
        history::HistoryKeeper::open(std::move(plan.history), plan.row, header.started);
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
    close();
    std::error_code ignored;
    for (const auto& file : files_)
        std::filesystem::remove(file, ignored);
}

} // namespace crura::app
