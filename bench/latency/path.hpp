#pragma once

#include "latency/probe_board.hpp"

#include <memory>
#include <string>
#include <vector>

namespace crura::bench {

// One way from the sensor out of the program, watched from outside.
class Path {
public:
    virtual ~Path() = default;

    virtual std::string name() const = 0;

    // What the program is told so that it goes this way.
    virtual std::vector<std::string> arguments() const = 0;

    // Once the program runs: false when nothing of this path appears in time.
    virtual bool appears() = 0;

    // What came out so far.
    virtual std::vector<Seen> seen() = 0;

    // How far off a value may be.
    virtual double tolerance() const = 0;
};

// `folder` is for files that the program is given.
std::unique_ptr<Path> make_sound_path(const std::string& folder);
std::unique_ptr<Path> make_midi_path(const std::string& folder);
std::unique_ptr<Path> make_osc_path();
std::unique_ptr<Path> make_motor_path();

} // namespace crura::bench
