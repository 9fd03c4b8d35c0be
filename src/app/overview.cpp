#include "app/overview.hpp"

#include "app/words.hpp"
#include "core/names.hpp"
#include "report/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace crura::app {
namespace {

constexpr Duration kPointEvery = std::chrono::milliseconds(100);

// As the tables beside it call it.
std::string in_words(EventKind kind)
{
    std::string words = name_of(kind);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

} // namespace

void Overview::add(const Snapshot& snapshot)
{
    const auto& breath = snapshot.breath;
    if (!start_)
        start_ = next_ = snapshot.time;
    course_.length_s = std::max(1., since_start(snapshot.time));
    for (const Breath& ended : breath.breaths)
        course_.add_breath(
            {since_start(ended.inspiration_onset), since_start(ended.expiration_onset)},
            ended.breath_rate_bpm);
    if (snapshot.time < next_)
        return;
    next_ = snapshot.time + kPointEvery;
    course_.add(since_start(snapshot.time),
                {.bands = breath.band,
                 .breath_rate_bpm = breath.breath_rate_bpm,
                 .abdominal_share = breath.abdominal_share,
                 .phase_angle_deg = breath.phase_angle_deg,
                 .partition = breath.partition});
}

void Overview::add_unfinished(const Breath& breath)
{
    course_.add_breath(
        {since_start(breath.inspiration_onset), since_start(breath.expiration_onset)},
        std::numeric_limits<double>::quiet_NaN());
}

std::string Overview::heading() const
{
    const int seconds = int(course_.length_s + 0.5);
    auto words = fmt::format("{} min {:02} s, {} breaths", seconds / 60, seconds % 60,
                             course_.inspirations.size());
    if (auto rates = course_.rates_bpm; !rates.empty()) {
        const auto middle = rates.begin() + std::ptrdiff_t(rates.size() / 2);
        std::nth_element(rates.begin(), middle, rates.end());
        words += fmt::format(", {:.1f} a minute in the middle", *middle);
    }
    return words;
}

report::Course Overview::course(const std::vector<Event>& events) const
{
    auto course = course_;
    for (const Event& event : events)
        course.occurrences.push_back(
            {event.kind,
             in_words(event.kind),
             {since_start(event.start), since_start(std::max(event.start, event.end))},
             evidence_of(event)});
    return course;
}

Result<std::string> Overview::svg(const std::vector<Event>& events) const
{
    return report::overview(course(events), heading(),
                            "Crura " CRURA_VERSION ", not a medical device");
}

} // namespace crura::app
