#pragma once

#include "core/snapshot.hpp"
#include "record/block.hpp"
#include "record/recording.hpp"

#include <optional>

namespace crura::record {

// Writes a session down as the blocks of a recording: all that a tick was given, and what is worth
// keeping of what the engine said. Knows nothing of files and threads.
class Transcript {
public:
    void begin(Bytes& out, const RecordingHeader& header);
    void tick(Bytes& out, const Snapshot& snapshot, std::vector<Sample> samples);
    void loss(Bytes& out, const Loss& loss);
    void note(Bytes& out, const Note& note);
    void end(Bytes& out);

private:
    void breath(Bytes& out, const Snapshot& snapshot);
    void session(Bytes& out, const Snapshot& snapshot);
    void health(Bytes& out, const Snapshot& snapshot);
    void glance(Bytes& out, const Snapshot& snapshot);
    void care(Bytes& out, const Snapshot& snapshot);

    std::optional<SessionState> last_session_;
    std::optional<Health> last_health_;
    Time last_health_at_{};
    std::optional<Time> last_glance_at_;
    Watch last_watch_;
    Time last_watch_at_{};
    Assessment last_assessment_;
};

} // namespace crura::record
