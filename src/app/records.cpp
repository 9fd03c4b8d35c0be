#include "app/records.hpp"

#include "app/history_row.hpp"
#include "app/places.hpp"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
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

constexpr auto kAbout = Remark::About::records;

// A disk may be slow, or not answer at all: nobody should sit before a silent screen.
class WaitingWords {
public:
    explicit WaitingWords(const Tell& tell)
        : tell_(tell), thread_([this](const std::stop_token& stop) { run(stop); })
    {
    }

private:
    void run(const std::stop_token& stop)
    {
        std::mutex mine;
        std::unique_lock lock(mine);
        if (!done_.wait_for(lock, stop, std::chrono::seconds(2), [] { return false; })
            && !stop.stop_requested())
            tell_({kAbout, "Waiting for the disk ..."});
    }

    const Tell& tell_;
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
        plan_history(plan, header);
    if (!plan.held)
        begin();
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
    tell_({kAbout, fmt::format("Recording into {}", shown(recording_->file()))});
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

void Records::plan_history(RecordPlan& plan, const record::RecordingHeader& header)
{
    auto row = row_of(header, recording_ ? recording_->file() : std::filesystem::path());
    row.person = plan.person;
    row.arm = plan.arm;
    waiting_ = {std::move(plan.history), std::move(row), header.started, {}};
}

void Records::begin()
{
    if (!waiting_)
        return;
    auto opened =
        history::HistoryKeeper::open(std::move(waiting_->history), waiting_->row, waiting_->began);
    if (opened) {
        history_ = std::move(*opened);
        for (const auto& [about, text] : waiting_->notes)
            history_->note(about, text);
        to_history_.keeper = history_.get();
    } else {
        warn(tell_, kAbout, opened.error().message + " This session will not be in the history.");
    }
    waiting_.reset();
}

void Records::ToHistory::accept(const Snapshot& snapshot, std::span<const Sample> samples) noexcept
{
    if (auto* to = keeper.load())
        to->accept(snapshot, samples);
}

std::optional<history::Id> Records::session() const
{
    const auto* keeper = to_history_.keeper.load();
    return keeper ? std::optional(keeper->session()) : std::nullopt;
}

std::vector<Sink*> Records::sinks()
{
    std::vector<Sink*> sinks;
    for (Sink* sink : std::initializer_list<Sink*>{recording_.get(), edf_.get()})
        if (sink)
            sinks.push_back(sink);
    if (history_ || waiting_)
        sinks.push_back(&to_history_);
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
    take(to_history_.keeper.load());
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
    take("The history", to_history_.keeper.load());
    return text;
}

void Records::note(Time about, const std::string& text)
{
    if (recording_)
        recording_->note({about, text});
    if (history_)
        history_->note(about, text);
    else if (waiting_)
        waiting_->notes.emplace_back(about, text);
}

void Records::close()
{
    const WaitingWords words(tell_);
    if (recording_) {
        recording_->close();
        warn(tell_, kAbout, recording_->problem());
    }
    if (edf_) {
        edf_->close();
        warn(tell_, kAbout, edf_->problem());
    }
    if (history_) {
        history_->close(wall_time(std::chrono::system_clock::now()));
        warn(tell_, kAbout, history_->problem());
    }
}

void Records::abandon()
{
    recording_.reset();
    edf_.reset();
    waiting_.reset();
    to_history_.keeper = nullptr;
    if (history_)
        warn(tell_, kAbout, history_->abandon());
    history_.reset();
    std::error_code ignored;
    for (const auto& file : files_)
        std::filesystem::remove(file, ignored);
    files_.clear();
}

} // namespace crura::app
