#include "app/calibration_plan.hpp"

#include "core/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

namespace crura::app {
namespace {

constexpr std::array<std::string_view, 4> kManoeuvres = {"natural", "belly", "chest", "isovolume"};
constexpr std::array kCommands = {Command::calibrate_natural, Command::calibrate_belly,
                                  Command::calibrate_chest, Command::calibrate_isovolume};
constexpr double kLatestS = 1e9;

std::optional<double> seconds_in(std::string_view text)
{
    double seconds = 0;
    const auto end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, seconds);
    if (error != std::errc{} || stopped != end || !(seconds >= 0 && seconds < kLatestS))
        return std::nullopt;
    return seconds;
}

struct Span {
    Command command{};
    double from_s = 0, to_s = 0;
};

Result<Span> read_span(const std::string& text)
{
    const auto colon = text.find(':');
    const auto name = text.substr(0, colon);
    const auto manoeuvre = std::find(kManoeuvres.begin(), kManoeuvres.end(), name);
    if (manoeuvre == kManoeuvres.end())
        return Error{fmt::format("--calibrate: there is no manoeuvre '{}'{}", name,
                                 did_you_mean(name, kManoeuvres))};
    const auto times = colon == text.npos ? std::string() : text.substr(colon + 1);
    const auto dash = times.find('-');
    const auto from_s = seconds_in(times.substr(0, dash));
    const auto to_s = dash == times.npos ? std::nullopt : seconds_in(times.substr(dash + 1));
    if (!from_s || !to_s || *from_s >= *to_s)
        return Error{
            fmt::format("--calibrate: '{}' needs seconds from and to, as in belly:60-100.", text)};
    return Span{kCommands[std::size_t(manoeuvre - kManoeuvres.begin())], *from_s, *to_s};
}

} // namespace

Result<std::vector<PlannedCommand>> read_calibration_plan(const std::string& text)
{
    std::vector<PlannedCommand> plan;
    double end_s = 0;
    for (std::size_t at = 0; at <= text.size();) {
        const auto comma = std::min(text.find(',', at), text.size());
        const auto part = text.substr(at, comma - at);
        const auto span = read_span(part);
        if (!span)
            return span.error();
        if (span->from_s < end_s)
            return Error{fmt::format("--calibrate: '{}' begins before the one in front of it ends; "
                                     "give them in order.",
                                     part)};
        plan.push_back({span->from_s, span->command});
        end_s = span->to_s;
        at = comma + 1;
    }
    plan.push_back({end_s, Command::calibrate_finish});
    return plan;
}

Result<void> give_commands(const std::vector<PlannedCommand>& plan, Time origin,
                           std::vector<record::RecordedTick>& ticks)
{
    for (const auto& [at_s, command] : plan) {
        auto tick = std::lower_bound(
            ticks.begin(), ticks.end(), origin + from_seconds(at_s),
            [](const record::RecordedTick& each, Time time) { return each.time < time; });
        while (tick != ticks.end() && !tick->commands.push_back(command))
            ++tick;
        if (tick == ticks.end())
            return Error{fmt::format(
                "--calibrate: the recording is over before {:g} s; shorten the last manoeuvre.",
                at_s)};
    }
    return {};
}

} // namespace crura::app
