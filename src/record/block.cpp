#include "record/block.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cassert>

namespace crura::record {

namespace {

constexpr std::array<std::uint8_t, 4> kMagic = {0x43, 0x52, 0x55, 0x9A};
constexpr std::size_t kHeadSize = 16;

// `head`: type and length, as they stand in the file.
std::uint32_t crc_of(ByteView head, ByteView payload)
{
    const auto crc = crc32_z(0, head.data(), head.size());
    // An empty view has no address, which zlib takes as a request for the initial value.
    return std::uint32_t(payload.empty() ? crc : crc32_z(crc, payload.data(), payload.size()));
}

} // namespace

void append_block(Bytes& out, BlockType type, ByteView payload)
{
    assert(payload.size() <= kMaxPayload);
    out.insert(out.end(), kMagic.begin(), kMagic.end());
    ByteWriter write(out);
    auto number = std::uint32_t(type);
    auto length = std::uint32_t(payload.size());
    write(number, length);
    auto crc = crc_of(ByteView(out).last(sizeof number + sizeof length), payload);
    write(crc);
    out.insert(out.end(), payload.begin(), payload.end());
}

std::optional<Block> BlockScanner::block_at(std::size_t offset) const
{
    const auto rest = file_.subspan(offset);
    if (rest.size() < kHeadSize || !std::equal(kMagic.begin(), kMagic.end(), rest.begin()))
        return std::nullopt;
    ByteReader read(rest.subspan(kMagic.size()));
    std::uint32_t type = 0, length = 0, crc = 0;
    read(type, length, crc);
    if (length > kMaxPayload || length > rest.size() - kHeadSize)
        return std::nullopt;
    const auto payload = rest.subspan(kHeadSize, length);
    if (crc_of(rest.subspan(kMagic.size(), sizeof type + sizeof length), payload) != crc)
        return std::nullopt;
    return Block{BlockType(type), offset, payload};
}

std::optional<Block> BlockScanner::next()
{
    for (auto at = good_end_; at < file_.size(); ++at) {
        const auto candidate = std::search(file_.begin() + std::ptrdiff_t(at), file_.end(),
                                           kMagic.begin(), kMagic.end());
        at = std::size_t(candidate - file_.begin());
        const auto block = block_at(at);
        if (!block)
            continue;
        if (at > good_end_)
            skipped_.push_back({good_end_, at - good_end_});
        good_end_ = at + kHeadSize + block->payload.size();
        return block;
    }
    return std::nullopt;
}

} // namespace crura::record
