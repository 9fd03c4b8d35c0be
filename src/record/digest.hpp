#pragma once

#include "core/snapshot.hpp"

#include <cstdint>

namespace crura::record {

// 64 bits that stand for every bit of every field of snapshots, number by number and never their
// padding; health is left out, since the engine neither reads nor writes it. Two rows of snapshots
// that differ in one number have different digests for certain, others but for one in 2^64.
// docs/recording-format.md says how it is computed. Any thread; a plain value.
class SnapshotDigest {
public:
    void add(const Snapshot& snapshot) noexcept;

    std::uint64_t ticks() const { return ticks_; }
    std::uint64_t bits() const { return bits_; }

private:
    std::uint64_t ticks_ = 0;
    std::uint64_t bits_ = 0xCBF29CE484222325; // the usual start of FNV-1a
};

// Stands for which numbers a snapshot consists of, in order and by type. Digests by a Crura whose
// snapshots have another shape cannot be compared. [any]
std::uint32_t snapshot_shape() noexcept;

} // namespace crura::record
