#pragma once

#include "devices/body_model.hpp"
#include "devices/event_script.hpp"

#include <cstdint>
#include <vector>

namespace crura::devices {

// A body and what it is told to do, for so long.
struct Scene {
    BodyModel::Params body;
    EventScript script;
    double length_s = 0;
};

// Everything that a body can be told, again and again in an order that is shuffled anew, on an
// adult who breathes 5 to 18 times a minute. It begins after 100 s of breathing; between two events
// there are at least 20 s and four breaths. docs/event-library.md has the lengths and sizes.
Scene event_library(std::uint64_t seed, double length_s);

// Sessions of 10 to 20 minutes as they usually go, until the hours are full: constructive rest and
// slow breath in turn, with sighs, talk, shifts, pauses, a cough, now and then a light tremor, and
// getting up at the end, after which the person stands for up to a minute. Nobody holds the breath
// or freezes.
std::vector<Scene> ordinary_practice(std::uint64_t seed, double hours);

// One tremor from start_s to the end, on a body that breathes evenly.
Scene trembling_throughout(std::uint64_t seed, double start_s, double length_s, double strength);

// For people to try: tremor spells, and a freeze now and then; holds of all types.
EventScript trembling_script(std::uint64_t seed, double length_s);
EventScript holding_script(std::uint64_t seed, double breath_s, double length_s);

} // namespace crura::devices
