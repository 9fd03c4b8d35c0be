#pragma once

#include "core/snapshot.hpp"
#include "record/block.hpp"
#include "record/digest.hpp"
#include "record/gist.hpp"
#include "record/recording.hpp"

#include <cstdint>
#include <vector>

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
    void digest(Bytes& out, const Snapshot& snapshot);
    void end_digest(Bytes& out);

    Gist gist_;
    std::vector<Said> said_; // in this tick

    SnapshotDigest digest_; // of the ticks since the last one was written
    Time digest_since_{};
    Time last_time_{};
    std::uint64_t last_tick_ = 0;
};

} // namespace crura::record
