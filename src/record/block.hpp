#pragma once

#include "record/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace crura::record {

// What a block of a recording holds. The numbers are in files: never change one, only add.
enum class BlockType : std::uint32_t {
    header = 1,
    tick = 2,
    loss = 3,
    onset = 4,
    breath = 5,
    session = 6,
    health = 7,
    glance = 8,
    end = 9,
    event = 10,
    decision = 11,
    answer = 12,
    watch = 13,
    assessment = 14,
    note = 15,
    digest = 16,
};

// The longest payload that is believed. A tick that comes after a stall of 10 s has half of it.
inline constexpr std::size_t kMaxPayload = 1 << 20;

//  magic 43 52 55 9A | type u32 | length u32 | CRC-32 u32 of type, length and payload | payload
void append_block(Bytes& out, BlockType type, ByteView payload);

struct Block {
    BlockType type;         // may be one that we do not know
    std::size_t offset = 0; // of its magic
    ByteView payload;
};

// A stretch of bytes between two good blocks that belongs to neither.
struct Skipped {
    std::size_t offset = 0;
    std::size_t bytes = 0;
};

// Goes through the bytes of a recording from good block to good block. Whatever is damaged in
// between is skipped and remembered; the way back is the next magic whose block has the right CRC.
class BlockScanner {
public:
    explicit BlockScanner(ByteView file) : file_(file) {}

    std::optional<Block> next();

    // What was skipped between good blocks so far, in order.
    std::span<const Skipped> skipped() const { return skipped_; }

    // Where the last good block ended. When there is no next one, all that follows is a cut tail.
    std::size_t good_end() const { return good_end_; }

private:
    std::optional<Block> block_at(std::size_t offset) const;

    ByteView file_;
    std::size_t good_end_ = 0;
    std::vector<Skipped> skipped_;
};

} // namespace crura::record
