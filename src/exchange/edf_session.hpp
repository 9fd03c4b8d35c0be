#pragma once

#include "core/sample.hpp"
#include "core/session_state.hpp"
#include "core/time.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace crura::exchange {

// What a live EDF file is told at its start.
struct EdfSession {
    struct Sensor {
        std::string kind; // "strain", "imu"; empty: this band has none
        std::string unit; // of its displacement; empty: not known
    };

    std::chrono::sys_time<std::chrono::nanoseconds> started_at{}; // wall clock, UTC
    Time started{};                                               // the same moment in host time
    std::array<Sensor, kBands> bands;
    std::string equipment;          // "Crura 0.1.0"
    std::string person;             // a pseudonym, only where somebody asked for it; else empty
    std::vector<std::string> steps; // names of the session's steps; may be empty
};

// What it keeps of an engine tick, besides samples and news.
struct EdfTick {
    struct Band {
        double level = 0; // rises on inspiration
        bool valid = false;
        std::int8_t polarity = 0; // -1: what is measured falls on inspiration; 0: unknown
    };

    Time time{};
    std::array<Band, kBands> bands;
    SessionState session;
};

} // namespace crura::exchange
