#pragma once

#include "devices/body_random.hpp"
#include "devices/body_shaking.hpp"
#include "devices/body_unrest.hpp"
#include "devices/event_script.hpp"
#include "devices/trunk_moves.hpp"

#include <cstddef>
#include <variant>
#include <vector>

namespace crura::devices {

// The part of a script that the breath does not do: trembles, makes a noise, moves about. Each
// event draws its own numbers, so that one does not change another.
class ScriptedUnrest {
public:
    ScriptedUnrest(const EventScript& script, double sample_rate_hz, Random random);

    struct Now {
        PerBand push{}; // of a usual breath
        TrunkMotion trunk;
    };

    // Once a sample.
    Now operator()(double time_s);

    bool empty() const { return empty_; } // nothing is asked for, now or later

    // All that has begun, moves as well.
    const std::vector<TrueEvent>& begun() const { return begun_; }

private:
    struct Active {
        double end_s;
        std::variant<TremorShaking, VoiceShaking> shaking;
    };

    void begin(const BodyEvent& event, Random random);

    EventScript script_;
    double sample_rate_hz_;
    Random random_;
    TrunkMoves moves_;
    StirringShaking stirring_;
    std::size_t next_ = 0;
    std::vector<Active> active_;
    std::vector<TrueEvent> begun_;
    bool empty_;
};

} // namespace crura::devices
