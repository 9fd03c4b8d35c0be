#pragma once

#include "app/script.hpp"
#include "app/simulated_person.hpp"
#include "core/snapshot.hpp"
#include "core/time.hpp"
#include "devices/measured_body.hpp"
#include "engine/engine.hpp"
#include "sessions/session.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace crura::app {

// What is rehearsed.
struct Rehearsed {
    std::shared_ptr<const sessions::Session> session;
    Duration total{};
    devices::BodyKind body;
    std::uint64_t seed = 1;
    bool silent = false; // the person answers nothing
};

// A program played through with the engine itself, a simulated body that hears the guide, and a
// simulated person. No clock and no thread: the same rehearsal gives the same lines. [any]
class Rehearsal {
public:
    explicit Rehearsal(const Rehearsed& what);

    // The next stretch of 20 ms, and the lines of what was said and done in it.
    std::vector<std::string> operator()();

    // The session is over, or stands still after a brake and nobody will resume it.
    bool over() const { return over_; }
    const Snapshot& snapshot() const { return *snapshot_; }

private:
    devices::MeasuredBody body_;
    SimulatedPerson person_;
    engine::Engine engine_;
    Script script_;
    Time now_{};
    const Snapshot* snapshot_ = nullptr; // of the engine
    Few<Command, 4> pressed_;
    std::vector<Sample> samples_;
    std::optional<Time> braked_;
    bool over_ = false;
};

// [main] Prints the script, so many times as fast as live; 0: as fast as possible.
void rehearse_aloud(const Rehearsed& what, double speed);

} // namespace crura::app
