#pragma once

#include "exchange/study.hpp"

namespace crura::app {

// For formats with one clock for all signals. Rates that are nearly whole parts of one rate, as 50
// and 49.997 and 25.001 Hz are of two sensors' own clocks, become whole parts of one that is as
// fast as the fastest: there every value has a slot of its own, within half a slot of its own time,
// and now and then one slot stays empty. Other rates stay. Any thread.
exchange::Study on_one_clock(exchange::Study study);

} // namespace crura::app
