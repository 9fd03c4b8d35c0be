#pragma once

#include "app/diagnosis.hpp"
#include "app/disk.hpp"
#include "app/places.hpp"
#include "core/result.hpp"

#include <functional>
#include <string>
#include <vector>

namespace crura::app {

struct DoctorOptions {
    bool mend = false; // closes files to others, repairs recordings that were cut
    bool all = false;  // reads every recording, not only the latest 30
};

// What other rooms know, asked for when its turn comes; an empty one is left out.
struct DoctorAsks {
    std::function<Result<void>()> check_history;
    std::function<std::vector<std::string>()> serial_ports; // "/dev/ttyUSB0"
    std::function<std::size_t()> sound_outputs;             // how many there are
};

struct Examination {
    std::vector<Finding> findings;

    bool all_well() const; // nothing is marked wrong
    std::string text() const;
};

// [main] `crura doctor`: looks at everything that keeps recordings safe and private, and says what
// to do. Names no person: not even the home folder is named.
Examination doctor(const DoctorOptions& options, const Places& places, const DoctorAsks& asks,
                   const Machine& machine = {});

} // namespace crura::app
