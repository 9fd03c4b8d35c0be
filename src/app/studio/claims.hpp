#pragma once

#include "app/options.hpp"
#include "app/sources.hpp"
#include "core/result.hpp"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace crura::app::studio {

// What only one mat can use at a time: "the serial port /dev/ttyUSB0", "the MIDI port Crura".
using Things = std::vector<std::string>;

// Serial ports of these sensors, and of a motor that is asked for beside them.
Things serial_ports_of(const Sources& sources, const OutputOptions& output);

// The serial port that is meant; empty for other things.
std::string port_in(const std::string& thing);

// Who uses what. [any]
class Claims {
public:
    // All of them, or none: the error says which mat has one already.
    Result<void> take(int mat, const Things& things);
    void give_back(int mat);
    std::vector<std::string> serial_ports() const;

private:
    mutable std::mutex mutex_;
    std::map<std::string, int> taken_;
};

// Takes the ports that its MIDI would have; where another mat has one, the mat goes without. Gives
// the sentences that say so.
std::vector<std::string> claim_midi(Claims& claims, int mat, OutputOptions& output);

} // namespace crura::app::studio
