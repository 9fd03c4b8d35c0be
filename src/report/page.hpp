#pragma once

#include "report/flow.hpp"
#include "report/story.hpp"

namespace crura::report {

// All of a story below one another, but for what stands at the top and bottom of each page. The
// story stays until all is drawn.
void tell(const Story& story, Flow& flow);

// "Sunday 22 November 2026, 09:30 · 20 min 03 s · Linden · therapist's copy"
std::string byline(const Story& story);

// "Crura 0.1.0, not a medical device"
std::string imprint(const Story& story);

} // namespace crura::report
