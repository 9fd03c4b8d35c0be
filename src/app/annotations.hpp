#pragma once

#include "app/study.hpp"
#include "core/time.hpp"
#include "exchange/study.hpp"
#include "record/recording.hpp"

#include <vector>

namespace crura::app {

// What happened in a recorded session, in words that begin with what it is: "sigh: 2.4 times the
// usual breath", "step: Settle", "say: Let the floor carry you.", "pause", "decision: ...". All
// that docs/export.md lists, by onset since `origin`; what began before it begins with it. Any
// thread.
std::vector<exchange::Annotation> annotations_of(const record::Recording& recording, Time origin,
                                                 const StudyOptions& options);

} // namespace crura::app
