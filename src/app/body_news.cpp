#include "app/body_news.hpp"

#include "breath/sensors/fit.hpp"
#include "breath/sensors/fit_words.hpp"
#include "breath/separation/calibration_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crura::app {
namespace {

using namespace std::chrono_literals;
using Kind = News::Kind;

constexpr auto kAgain = 120s; // for so long the same fault is not told anew
constexpr auto kSettle = 2s;  // then a fault that is over has no successor

constexpr std::array<std::string_view, kManoeuvres> kNames = {"natural", "belly", "chest",
                                                              "isovolume"};

bool some_source_is_gone(const Snapshot& snapshot)
{
    const auto& sources = snapshot.health.sources;
    return std::any_of(sources.begin(), sources.end(),
                       [](const SourceHealth& source) { return !source.online; });
}

bool given(const Snapshot& snapshot, Command command)
{
    const auto& commands = snapshot.commands;
    return std::find(commands.begin(), commands.end(), command) != commands.end();
}

News about(Kind kind, const CalibrationGuidance& calibration)
{
    return {.kind = kind, .calibration = calibration};
}

} // namespace

BodyNews::Found BodyNews::operator()(const Snapshot& now) noexcept
{
    Found found;
    follow(now.breath.calibration, now, found);
    look_at_sensors(now, found);
    guidance_ = now.breath.calibration;
    progress_ = now.breath.calibration_progress;
    return found;
}

void BodyNews::follow(const CalibrationGuidance& now, const Snapshot& snapshot, Found& found)
{
    const bool began = now.under_way() && !guidance_.under_way();
    if (began)
        verdicts_told_ = 0;
    if (began || (now.under_way() && now.manoeuvre != guidance_.manoeuvre))
        found.push_back(about(Kind::step, now));
    else if (now.under_way())
        judge_breath(now, found);
    if (given(snapshot, Command::recalibrate))
        found.push_back(about(Kind::listening_anew, now));
    else if (guidance_.under_way() && !now.under_way())
        found.push_back(
            about(now.outcome == CalibrationOutcome::none ? Kind::left : Kind::outcome, now));
}

void BodyNews::judge_breath(const CalibrationGuidance& now, Found& found)
{
    if (now.finishing) {
        if (!guidance_.finishing)
            found.push_back(about(Kind::finishing, now));
        return;
    }
    if (now.enough() && !guidance_.enough())
        found.push_back(about(Kind::enough, now));
    const std::uint32_t told = 1u << unsigned(now.last);
    const bool lately = now.heard != guidance_.heard || now.last != guidance_.last;
    const bool counted = now.last == BreathVerdict::none || now.last == BreathVerdict::counted;
    const bool nothing_asked =
        now.last == BreathVerdict::between && now.manoeuvre == Manoeuvre::natural;
    if (!lately || counted || nothing_asked || (verdicts_told_ & told))
        return;
    verdicts_told_ |= told;
    found.push_back(about(Kind::uncounted, now));
}

void BodyNews::look_at_sensors(const Snapshot& now, Found& found)
{
    for (const Event& event : now.breath.events) {
        if (event.kind == EventKind::recalibration_wanted)
            hear_of_gains(event, now.breath, found);
        if (event.kind == EventKind::sensor_fault)
            hear_of_fault(event, now, found);
    }
    for (std::size_t b = 0; b < kBands; ++b) {
        Watch& watch = watch_[b];
        if (!watch.over || now.time - *watch.over < kSettle)
            continue;
        found.push_back({.kind = Kind::fine_again, .fault = *watch.fault, .band = Band(b)});
        watch.fault.reset();
        watch.over.reset();
    }
}

void BodyNews::hear_of_gains(const Event& event, const BreathState& breath, Found& found)
{
    const bool told_otherwise = breath.calibration.outcome != guidance_.outcome
        || (breath.calibration_progress >= 1 && progress_ < 1);
    if (!event.over)
        found.push_back({.kind = Kind::changed});
    else if (!told_otherwise)
        found.push_back({.kind = Kind::settled});
}

void BodyNews::hear_of_fault(const Event& event, const Snapshot& now, Found& found)
{
    const auto fault = breath::fault_in(event.evidence);
    const auto band = breath::band_in(event.evidence);
    Watch& watch = watch_[std::size_t(band)];
    if (event.over) {
        if (watch.fault == fault)
            watch.over = now.time;
        return;
    }
    auto& told = watch.told[std::size_t(fault)];
    const bool twice = fault == SensorFault::swapped && band == Band::abdominal;
    const bool lately = told && now.time - *told < kAgain;
    if (twice || (fault == SensorFault::silent && some_source_is_gone(now)))
        return;
    if (!lately) {
        found.push_back({.kind = Kind::fault, .fault = fault, .band = band});
        told = now.time;
    }
    if (lately && watch.fault != fault)
        watch.fault.reset(); // whoever has not heard that it is back need not hear that it is over
    else
        watch.fault = fault;
    watch.over.reset();
}

std::string words_of(const News& news, bool keys)
{
    const auto& calibration = news.calibration;
    const bool last = calibration.manoeuvre == Manoeuvre::chest;
    switch (news.kind) {
    case Kind::step:
        return fmt::format(
            "Guided calibration, {} breaths: {}{}", kNames[std::size_t(calibration.manoeuvre)],
            breath::words(calibration.manoeuvre),
            keys ? last ? " (g finishes, Esc leaves)" : " (g goes on, Esc leaves)" : "");
    case Kind::uncounted:
        return std::string(breath::words(calibration.last));
    case Kind::enough:
        return fmt::format("These are enough.{}",
                           !keys      ? ""
                               : last ? " Press g to finish."
                                      : " Press g to go on.");
    case Kind::finishing:
        return "The breath that is under way is listened to as well.";
    case Kind::outcome:
        return std::string(breath::words(calibration.outcome));
    case Kind::left:
        return "The guided calibration was left; everything is as it was before.";
    case Kind::listening_anew:
        return "Listening anew to how chest and belly move. Let the breath come as it likes.";
    case Kind::fault:
        return std::string(breath::fit_words(news.fault, news.band));
    case Kind::fine_again:
        if (news.fault == SensorFault::swapped)
            return "Chest and belly are the right way round again.";
        return fmt::format("The {} belt is fine again.",
                           news.band == Band::thoracic ? "chest" : "belly");
    case Kind::changed:
        return fmt::format("The position, or how a sensor sits, is no longer as it was when chest "
                           "and belly were told apart.{}",
                           keys ? " If you like, g or c tells them apart anew." : "");
    case Kind::settled:
        return "Chest and belly can be told apart again.";
    }
    return "";
}

std::string progress_of(const CalibrationGuidance& calibration)
{
    if (!calibration.under_way())
        return "";
    if (calibration.finishing)
        return "the last breath";
    return fmt::format("{} of {} {} breaths", std::min(calibration.counted, calibration.wanted),
                       calibration.wanted, kNames[std::size_t(calibration.manoeuvre)]);
}

} // namespace crura::app
