#include "record/transcript.hpp"

#include "record/payload.hpp"

#include <utility>

namespace crura::record {

namespace {

constexpr Duration kDigestEvery = std::chrono::seconds(1);

template <class... Items>
void write_block(Bytes& out, BlockType type, Items... items)
{
    Bytes payload;
    ByteWriter write(payload);
    write(items...);
    append_block(out, type, payload);
}

// By the order of Said::what.
constexpr std::array kSaidTypes = {BlockType::onset,     BlockType::breath, BlockType::event,
                                   BlockType::session,   BlockType::health, BlockType::glance,
                                   BlockType::decision,  BlockType::answer, BlockType::watch,
                                   BlockType::assessment};
static_assert(kSaidTypes.size() == std::variant_size_v<decltype(Said::what)>);

} // namespace

void Transcript::begin(Bytes& out, const RecordingHeader& header)
{
    write_block(out, BlockType::header, kFormatVersion, header);
}

void Transcript::tick(Bytes& out, const Snapshot& snapshot, std::vector<Sample> samples)
{
    write_block(out, BlockType::tick,
                RecordedTick{snapshot.time, snapshot.tick, std::move(samples), snapshot.commands});
    said_.clear();
    gist_(snapshot, said_);
    for (const auto& each : said_)
        std::visit(
            [&](const auto& what) {
                write_block(out, kSaidTypes[each.what.index()], each.time, what);
            },
            each.what);
    digest(out, snapshot);
}

void Transcript::digest(Bytes& out, const Snapshot& snapshot)
{
    if (digest_.ticks() == 0)
        digest_since_ = snapshot.time;
    digest_.add(snapshot);
    last_time_ = snapshot.time;
    last_tick_ = snapshot.tick;
    if (snapshot.time - digest_since_ >= kDigestEvery)
        end_digest(out);
}

void Transcript::end_digest(Bytes& out)
{
    if (digest_.ticks() == 0)
        return;
    write_block(out, BlockType::digest,
                Digest{last_time_, last_tick_, digest_.ticks(), snapshot_shape(), digest_.bits()});
    digest_ = {};
}

void Transcript::note(Bytes& out, const Note& note)
{
    write_block(out, BlockType::note, note);
}

void Transcript::loss(Bytes& out, const Loss& loss)
{
    end_digest(out);
    write_block(out, BlockType::loss, loss);
}

void Transcript::end(Bytes& out)
{
    end_digest(out);
    append_block(out, BlockType::end, {});
}

} // namespace crura::record
