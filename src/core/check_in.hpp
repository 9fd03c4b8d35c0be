#pragma once

#include "core/few.hpp"
#include "core/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace crura {

// Few words about how a person is, by themselves. Its choices are counted from 0.
enum class Question : std::uint8_t {
    none,
    ease,       // 0 none .. 4 very much
    tension,    // where: 0 nowhere, 1 jaw or neck, 2 shoulders or chest, 3 belly, 4 low back,
                // 5 hips, 6 legs
    ready,      // to stop: 0 not yet, 1 yes
    difference, // felt on standing: 0 none, 1 a little, 2 clear
    comfort,    // of a pace: 0 none .. 4 very much
};
inline constexpr std::size_t kQuestions = 6;
inline constexpr std::array<std::uint8_t, kQuestions> kChoicesOf = {0, 5, 7, 2, 3, 5};

// When in a session it is asked.
enum class CheckInTime : std::uint8_t { none, before, after, standing, pace };

enum class AnsweredBy : std::uint8_t { nobody, hand, breath };

struct Answer {
    Question question = Question::none;
    CheckInTime when = CheckInTime::none;
    AnsweredBy by = AnsweredBy::nobody; // nobody: it was let pass
    std::uint8_t choice = 0;
    Time time{};
};

struct CheckInState {
    Question question = Question::none; // open now
    CheckInTime when = CheckInTime::none;
    std::int8_t offered = -1; // the choice that two short breaths would take; -1: none
    Few<Answer, 2> answers;   // given in this tick
};

namespace names {
inline constexpr std::array<const char*, kQuestions> kQuestionNames = {
    "none", "ease", "tension", "ready", "difference", "comfort"};
inline constexpr std::array<const char*, 5> kCheckInTimes = {"none", "before", "after", "standing",
                                                             "pace"};
} // namespace names

constexpr const char* name_of(Question question)
{
    return std::size_t(question) < kQuestions ? names::kQuestionNames[std::size_t(question)]
                                              : "unknown";
}
constexpr const char* name_of(CheckInTime when)
{
    return std::size_t(when) < names::kCheckInTimes.size() ? names::kCheckInTimes[std::size_t(when)]
                                                           : "unknown";
}

} // namespace crura
