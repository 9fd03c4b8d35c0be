#pragma once

#include "core/snapshot.hpp"
#include "record/recording.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace crura::record {

// What is worth keeping of all that the engine says: `said` gets what is new in a snapshot, and now
// and then how everything stands. The same snapshots give the same. Any thread; a plain value.
class Gist {
public:
    void operator()(const Snapshot& snapshot, std::vector<Said>& said);

private:
    void session(const Snapshot& snapshot, std::vector<Said>& said);
    void health(const Snapshot& snapshot, std::vector<Said>& said);
    void glance(const Snapshot& snapshot, std::vector<Said>& said);
    void care(const Snapshot& snapshot, std::vector<Said>& said);

    std::optional<SessionState> last_session_;
    std::optional<Health> last_health_;
    Time last_health_at_{};
    std::optional<Time> last_glance_at_;
    Watch last_watch_;
    Time last_watch_at_{};
    Assessment last_assessment_;
};

// Whether both are the same to the last bit, as far as a file of this format tells. [any]
bool same_bits(const Said& a, const Said& b, std::uint16_t format);

} // namespace crura::record
