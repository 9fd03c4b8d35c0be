#include "exchange/study_parts.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

namespace crura::exchange {
namespace {

using json::Json;

bool is_of_the_breath(const Signal* signal)
{
    return signal->label.starts_with("Resp") || signal->label.starts_with("Flow");
}

} // namespace

std::vector<RateGroup> groups_by_rate(const Study& study)
{
    std::vector<RateGroup> groups;
    for (const auto& signal : study.signals) {
        auto group = std::find_if(groups.begin(), groups.end(), [&signal](const RateGroup& each) {
            return each.rate_hz == signal.rate_hz;
        });
        if (group == groups.end())
            group = groups.insert(groups.end(), RateGroup{{}, signal.rate_hz, {}, 0});
        group->signals.push_back(&signal);
        group->length = std::max(group->length, signal.values.size());
    }
    std::array<int, 2> of_name{};
    for (auto& group : groups) {
        const bool breath =
            std::any_of(group.signals.begin(), group.signals.end(), is_of_the_breath);
        const int number = ++of_name[breath];
        group.name = breath ? "respiration" : "motion";
        if (number > 1)
            group.name += std::to_string(number);
    }
    return groups;
}

double value_at(const Signal& signal, std::size_t index)
{
    return index < signal.values.size() ? signal.values[index]
                                        : std::numeric_limits<double>::quiet_NaN();
}

std::string number_text(double number, const char* otherwise)
{
    if (!std::isfinite(number))
        return otherwise;
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return {text.data(), end};
}

std::pair<std::string, std::string> kind_and_words(const std::string& annotation)
{
    const auto colon = annotation.find(": ");
    if (colon == annotation.npos)
        return {annotation, ""};
    return {annotation.substr(0, colon), annotation.substr(colon + 2)};
}

std::string utc_text(std::chrono::sys_time<std::chrono::nanoseconds> time)
{
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<milliseconds>(time - day));
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int(date.year()),
                  unsigned(date.month()), unsigned(date.day()), int(clock.hours().count()),
                  int(clock.minutes().count()), int(clock.seconds().count()),
                  int(clock.subseconds().count()));
    return text.data();
}

Json facts_json(const Study& study)
{
    Json::Object facts{{"started at", utc_text(study.started_at)}, {"equipment", study.equipment}};
    for (const auto& [name, value] : study.facts)
        facts.emplace_back(name, value);
    return facts;
}

} // namespace crura::exchange
