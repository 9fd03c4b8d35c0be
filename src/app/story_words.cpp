#include "app/story_words.hpp"

#include "app/care_words.hpp"
#include "app/words.hpp"
#include "core/names.hpp"
#include "sessions/phrases.hpp"

#include <fmt/chrono.h>

#include <array>
#include <cmath>
#include <utility>

namespace crura::app {
namespace {

constexpr std::array<const char*, kEventKinds> kPlain = {
    "held after inhaling",
    "held after exhaling",
    "held breath",
    "sigh",
    "caught breath",
    "breathing more than usual",
    "quick and shallow",
    "slow and even",
    "talking",
    "chest against belly",
    "tremor",
    "movement",
    "change of posture",
    "to be calibrated anew",
    "sensor trouble",
    "nothing heard",
    "held, chest and belly moving",
    "still after tremor",
    "two short breaths",
    "turned pelvis",
};

constexpr std::array<const char*, kQuestions> kAbout = {
    "", "Ease", "Tension", "Ready to stop", "A difference, on standing", "Comfort of the pace"};

constexpr int kFaultsOfBand = 16; // the evidence of a sensor fault is 16 x band + fault

std::string plain_fault(const Event& event)
{
    constexpr std::array kSites = {"chest", "belly", "sacrum"};
    constexpr std::array kFaults = {
        "", "silent", "stuck", "at its limit", "loose", "upside down", "swapped", "noisy", "moved"};
    if (!(event.evidence >= 0 && event.evidence < kFaultsOfBand * double(kSites.size())))
        return "";
    const auto site = std::size_t(event.evidence) / kFaultsOfBand;
    const auto fault = std::size_t(event.evidence) % kFaultsOfBand;
    return fmt::format("{} {}", kSites[site], fault < kFaults.size() ? kFaults[fault] : "unknown");
}

} // namespace

std::string plain_name(EventKind kind)
{
    return names::in(kPlain, kind);
}

std::string plain_evidence(const Event& event)
{
    return event.kind == EventKind::sensor_fault ? plain_fault(event) : evidence_of(event);
}

std::string plain_sensor(const record::BandSensor& sensor)
{
    constexpr std::pair<const char*, const char*> kKinds[] = {
        {"strain", "strain belt"},       {"rip", "respiration belt"},
        {"imu", "motion sensor"},        {"line", "belt on a cable"},
        {"simulated", "simulated belt"}, {"osc", "sensor sent by OSC"},
        {"recorded", "older recording"},
    };
    for (const auto& [kind, words] : kKinds)
        if (sensor.kind == kind)
            return words;
    return sensor.kind.empty() ? "sensor" : sensor.kind;
}

std::string plain_question(Question question)
{
    return names::in(kAbout, question);
}

std::string plain_answer(const Answer& answer)
{
    static const auto phrases = sessions::english_phrases();
    const auto phrase = phrase_of(answer.question, answer.choice);
    if (answer.by == AnsweredBy::nobody || phrase == Phrase::none)
        return "--";
    auto words = phrases[std::size_t(phrase)];
    if (words.ends_with('.'))
        words.pop_back();
    if (!words.empty() && 'A' <= words[0] && words[0] <= 'Z')
        words[0] = char(words[0] - 'A' + 'a');
    return words;
}

std::string local_date(std::chrono::sys_time<std::chrono::nanoseconds> when)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count();
    if (seconds <= 0)
        return "on an unknown date";
    try {
        const auto local = fmt::localtime(std::time_t(seconds));
        return fmt::format("{:%A} {} {:%B %Y, %H:%M}", local, local.tm_mday, local);
    } catch (const fmt::format_error&) {
        return "on an unknown date";
    }
}

} // namespace crura::app
