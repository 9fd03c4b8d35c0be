#include "app/status.hpp"

#include "app/care_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace crura::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kLineEvery = 10s; // where lines cannot be overwritten
constexpr int kBar = 16;

const char* word(Phase phase)
{
    switch (phase) {
    case Phase::inspiration:
        return "inhale";
    case Phase::inspiratory_pause:
        return "full  ";
    case Phase::expiration:
        return "exhale";
    case Phase::expiratory_pause:
        return "rest  ";
    default:
        return "--    ";
    }
}

std::string bar(const BreathState& breath)
{
    const int filled = breath.confidence > 0
        ? int(std::lround(std::clamp(breath.displacement, 0., 1.) * kBar))
        : 0;
    return "[" + std::string(std::size_t(filled), '#')
        + std::string(std::size_t(kBar - filled), '.') + "]";
}

std::string rate(const Estimate& rate_bpm)
{
    return rate_bpm.known ? fmt::format("{:4.1f} +-{:.1f}", rate_bpm.value, rate_bpm.plus_minus)
                          : "  -- ";
}

std::string share(const BreathState& breath)
{
    const Estimate& belly = breath.abdominal_share;
    if (breath.partition == Partition::none)
        return "";
    if (!belly.known)
        return "  belly --";
    if (breath.partition == Partition::uncalibrated)
        return fmt::format("  belly ~{:.0f} % (trend only)", 100 * belly.value);
    return fmt::format("  belly {:.0f} % +-{:.0f}", 100 * belly.value, 100 * belly.plus_minus);
}

std::string stars(double confidence)
{
    const auto full = std::size_t(std::lround(5 * std::clamp(confidence, 0., 1.)));
    return std::string(full, '*') + std::string(5 - full, '.');
}

} // namespace

std::string status_line(const Snapshot& snapshot, Viewer viewer)
{
    const BreathState& breath = snapshot.breath;
    const SessionState& session = snapshot.session;
    std::string line = fmt::format("{} {}", word(breath.phase), bar(breath));
    if (breath.calibration.under_way())
        line += "  " + progress_of(breath.calibration);
    line += fmt::format("  rate {}/min{}  trust {}", rate(breath.breath_rate_bpm), share(breath),
                        stars(breath.confidence));
    if (breath.tremor.on && breath.tremor.frequency_hz.known)
        line += fmt::format("  tremor {:.0f} Hz", breath.tremor.frequency_hz.value);
    if (const auto guard = words_of(snapshot.guard); viewer == Viewer::therapist && !guard.empty())
        line += "  " + guard;
    if (session.left > Duration(0))
        line += "  left " + minutes(session.left);
    if (!session.running && !session.finished)
        line += session.braked ? "  quiet" : "  paused";
    if (snapshot.health.sound_latency.known)
        line += fmt::format("  sound {:.0f} ms", snapshot.health.sound_latency.p50_ms);
    return line;
}

std::string fitted(std::string line, std::size_t columns)
{
    if (columns == 0 || line.size() < columns)
        return line;
    const auto last = line.rfind("  ", columns - 1); // the last column wraps in some terminals
    line.resize(last == std::string::npos ? columns - 1 : last);
    return line;
}

Status::Status(std::shared_ptr<const sessions::Session> session, Viewer viewer, bool live,
               Problems problems)
    : session_(std::move(session)), viewer_(viewer), live_(live), problems_(std::move(problems))
{
}

// News that find no room are dropped: the person was not looking for a minute.
void Status::accept(const Snapshot& snapshot, std::span<const Sample>) noexcept
{
    for (const SessionNews& news : find_session_(snapshot))
        session_news_.push(news);
    for (const News& news : body_news_(snapshot))
        news_.push(news);
    for (const CareNews& news : find_care_(snapshot))
        care_news_.push(news);
    latest_.write(snapshot);
}

std::string Status::told(const SessionNews& news) const
{
    using Kind = SessionNews::Kind;
    if (news.kind == Kind::finished)
        return ""; // what it came to is said instead
    const auto text = words_of(news, session_.get(), true);
    if (news.kind == Kind::step)
        return text.empty() ? "" : "-- " + text + " --";
    if (news.kind == Kind::source && !news.good)
        return text + " " + problems_.source(std::size_t(news.index));
    return text;
}

void Status::show(std::size_t columns)
{
    for (SessionNews news; session_news_.pop(news);)
        say(told(news));
    for (News news; news_.pop(news);)
        say(words_of(news, live_));
    for (CareNews news; care_news_.pop(news);)
        if (session_)
            say(words_of(news, *session_, viewer_, live_));
    tell_records();
    if (const Snapshot& now = latest_.read(); now.tick > 0)
        show_line(now, columns);
    std::fflush(stdout);
}

// One may go after the other: whatever is new is said.
void Status::tell_records()
{
    auto problem = problems_.records();
    if (problem == records_problem_)
        return;
    say(problem.empty() ? "Recording again." : problem);
    records_problem_ = std::move(problem);
}

void Status::say(const std::string& text)
{
    if (text.empty())
        return;
    fmt::print("{}{}\n", live_ ? fmt::format("\r{:{}}\r", "", width_) : "", text);
    width_ = 0;
}

void Status::show_line(const Snapshot& now, std::size_t columns)
{
    if (live_) {
        const auto line = fitted(status_line(now, viewer_), columns);
        fmt::print("\r{:{}}", line, width_);
        width_ = line.size();
    } else if (!line_at_ || now.time - *line_at_ >= kLineEvery) {
        fmt::print("{}\n", status_line(now, viewer_));
        line_at_ = now.time;
    }
}

void Status::end()
{
    show();
    if (live_)
        fmt::print("\n");
    std::fflush(stdout);
}

} // namespace crura::app
