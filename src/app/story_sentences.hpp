#pragma once

#include "core/breath_state.hpp"
#include "core/check_in.hpp"
#include "record/recording.hpp"
#include "report/story.hpp"

#include <array>
#include <string>
#include <vector>

namespace crura::app {

// What a report says in words of a recording that was gone through. [any]

// "Chest: motion sensor", of those that were ever heard.
std::vector<std::string> sensors_of(const record::Recording& recording,
                                    const std::array<bool, kBands>& heard);

// Of a question asked several times the last answer counts; a pace is asked for after each.
std::vector<report::CheckInRow> check_ins_of(const std::vector<Answer>& answers);

std::vector<std::string> what_it_rests_on(const record::Recording& recording,
                                          const std::vector<std::string>& sensors);

std::vector<std::string> what_it_cannot_say(Partition share_rests_on);

} // namespace crura::app
