#pragma once

#include "core/check_in.hpp"
#include "core/event.hpp"
#include "record/recording.hpp"

#include <chrono>
#include <string>

namespace crura::app {

// How a report names things, for whoever breathed. [any]

// "held after inhaling", "sigh"
std::string plain_name(EventKind kind);

// What decided, "2.4 times the usual breath".
std::string plain_evidence(const Event& event);

// "motion sensor"
std::string plain_sensor(const record::BandSensor& sensor);

// "Ease"; and "a little", or "--" where the question was let pass.
std::string plain_question(Question question);
std::string plain_answer(const Answer& answer);

// "Sunday 22 November 2026, 09:30", where the computer is.
std::string local_date(std::chrono::sys_time<std::chrono::nanoseconds> when);

} // namespace crura::app
