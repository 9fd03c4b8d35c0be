#pragma once

#include "app/disk.hpp"
#include "app/places.hpp"
#include "core/result.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace crura::app {

// One thing that `crura doctor` looked at.
struct Finding {
    enum class Mark : std::uint8_t { ok, look, wrong } mark = Mark::ok;
    std::string what;   // one sentence
    std::string advice; // what to do; empty when all is well
};

struct DoctorOptions {
    bool mend = false; // sets modes, repairs recordings that were cut
    bool all = false;  // reads every recording, not only the latest
};

// What other rooms know, asked for when its turn comes; an empty one is left out.
struct DoctorAsks {
    std::function<Result<void>()> check_history;
    std::function<std::vector<std::string>()> serial_ports; // devices: "/dev/ttyUSB0"
    std::function<std::size_t()> sound_outputs;             // how many there are
};

struct Examination {
    std::vector<Finding> findings;

    bool all_well() const; // nothing is marked wrong
    std::string text() const;
};

// [main] `crura doctor`: looks at everything that keeps recordings safe and private, and says what
// to do. Names no person.
Examination doctor(const DoctorOptions& options, const Places& places, const DoctorAsks& asks,
                   const Machine& machine = {});

} // namespace crura::app
