#pragma once

#include "core/time.hpp"
#include "record/recording.hpp"

#include <span>
#include <string>

namespace crura::app {

// What a recorded session decided, was answered, and, where asked for, what a therapist noted: rows
// of time_s,what,which,why,value,limit, in the order of time. A client's copy has no notes, no
// decisions and no limits. [any]
std::string session_table(std::span<const record::Said> said, std::span<const record::Note> notes,
                          Time origin, bool for_therapist);

} // namespace crura::app
