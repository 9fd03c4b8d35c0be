#include "record/recording.hpp"

#include "record/block.hpp"
#include "record/file_claim.hpp"
#include "record/payload.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

namespace crura::record {

namespace {

Result<Bytes> bytes_of(const std::filesystem::path& path)
{
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return Error{path.string() + " is a folder; name a recording in it."};
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file)
        return Error{"Cannot open the recording " + path.string() + " ("
                     + std::generic_category().message(errno) + "); check the name."};
    Bytes bytes(std::size_t(file.tellg()));
    file.seekg(0);
    file.read(reinterpret_cast<char*>(bytes.data()), std::streamsize(bytes.size()));
    if (!file)
        return Error{"Cannot read the recording " + path.string() + " to its end."};
    return bytes;
}

Error no_recording(const std::filesystem::path& path)
{
    return {path.string() + " is not a Crura recording, or nothing of it can be read."};
}

using Version = std::optional<std::uint16_t>; // of the format, as the header says

template <class... Items>
bool parse(ByteView payload, Version version, Items&... items)
{
    ByteReader read(payload, version);
    read(items...);
    return read.good();
}

template <class Item>
bool keep(std::vector<Item>& list, ByteView payload)
{
    Item item{};
    const bool good = parse(payload, {}, item);
    if (good)
        list.push_back(std::move(item));
    return good;
}

template <class What>
bool keep_said(std::vector<Said>& said, ByteView payload, Version version)
{
    Time time;
    What what;
    const bool good = parse(payload, version, time, what);
    if (good)
        said.push_back({time, what});
    return good;
}

// Bytes of a file for each thing said: where two belts are recorded 680, else more. A vector that
// grew to its size would have moved all of them several times.
constexpr std::size_t kLeastPerSaid = 600;

enum class Ticks { all, commands_only };

// Of a tick its commands, if it has any.
bool keep_commands(std::vector<RecordedTick>& ticks, ByteView payload)
{
    RecordedTick tick;
    const bool good = parse(payload, {}, tick.time, tick.number, tick.commands);
    if (good && !tick.commands.empty())
        ticks.push_back(std::move(tick));
    return good;
}

// False when the block is whole but makes no sense.
bool take(const Block& block, Version version, Ticks ticks, Recording& into)
{
    switch (block.type) {
    case BlockType::header:
        return parse(block.payload, version, into.format, into.header);
    case BlockType::tick:
        return ticks == Ticks::all ? keep(into.ticks, block.payload)
                                   : keep_commands(into.ticks, block.payload);
    case BlockType::loss:
        return keep(into.losses, block.payload);
    case BlockType::onset:
        return keep_said<Onset>(into.said, block.payload, version);
    case BlockType::breath:
        return keep_said<Breath>(into.said, block.payload, version);
    case BlockType::session:
        return keep_said<SessionState>(into.said, block.payload, version);
    case BlockType::health:
        return keep_said<Health>(into.said, block.payload, version);
    case BlockType::glance:
        return keep_said<Glance>(into.said, block.payload, version);
    case BlockType::event:
        return keep_said<Event>(into.said, block.payload, version);
    case BlockType::decision:
        return keep_said<Decision>(into.said, block.payload, version);
    case BlockType::answer:
        return keep_said<Answer>(into.said, block.payload, version);
    case BlockType::watch:
        return keep_said<Watch>(into.said, block.payload, version);
    case BlockType::assessment:
        return keep_said<Assessment>(into.said, block.payload, version);
    case BlockType::digest:
        return keep(into.digests, block.payload);
    case BlockType::note:
        return keep(into.notes, block.payload);
    case BlockType::end:
        into.closed = true;
        return true;
    }
    ++into.unknown_blocks;
    return true;
}

// Of a header block, whose payload starts with it.
std::uint16_t version_of(const Block& header)
{
    std::uint16_t version = 0;
    return parse(header.payload, {}, version) ? version : kFormatVersion;
}

Result<Recording> read(const std::filesystem::path& path, Ticks ticks)
{
    const auto bytes = bytes_of(path);
    if (!bytes)
        return bytes.error();

    Recording recording;
    const auto damaged = [&](std::uint64_t offset, std::uint64_t size, std::string what) {
        recording.damage.push_back({offset, size,
                                    path.string() + ": " + std::to_string(size)
                                        + " bytes at offset " + std::to_string(offset) + ' '
                                        + what});
    };
    if (ticks == Ticks::commands_only)
        recording.said.reserve(bytes->size() / kLeastPerSaid);
    BlockScanner scan(*bytes);
    std::size_t skips = 0;
    Version version;
    while (const auto block = scan.next()) {
        if (block->type == BlockType::header)
            version = version_of(*block);
        if (version && *version > kFormatVersion)
            return Error{path.string() + " was recorded by a newer Crura (format "
                         + std::to_string(*version) + "); update Crura to read it."};
        if (scan.skipped().size() > skips) {
            const auto& skip = scan.skipped()[skips++];
            damaged(skip.offset, skip.bytes, "are damaged and were skipped.");
        }
        if (!take(*block, version, ticks, recording))
            damaged(block->offset, scan.good_end() - block->offset,
                    "make no sense and were skipped.");
    }
    if (scan.good_end() == 0)
        return no_recording(path);
    recording.cut_bytes = bytes->size() - scan.good_end();
    if (recording.cut_bytes > 0)
        damaged(scan.good_end(), recording.cut_bytes,
                "are an unfinished end, as a power cut leaves it, and were left out.");
    return recording;
}

} // namespace

Result<Recording> read_recording(const std::filesystem::path& path)
{
    return read(path, Ticks::all);
}

Result<Recording> read_said(const std::filesystem::path& path)
{
    return read(path, Ticks::commands_only);
}

Result<std::uint64_t> repair(const std::filesystem::path& path)
{
    const FileClaim claim(path);
    if (!claim.granted())
        return Error{path.string()
                     + " is still being recorded and was left as it is; end that session first."};
    const auto bytes = bytes_of(path);
    if (!bytes)
        return bytes.error();
    BlockScanner scan(*bytes);
    while (scan.next()) {
    }
    if (scan.good_end() == 0)
        return no_recording(path);
    const auto tail = std::uint64_t(bytes->size() - scan.good_end());
    if (tail == 0)
        return tail;
    std::error_code failed;
    std::filesystem::resize_file(path, scan.good_end(), failed);
    if (failed)
        return Error{"Cannot repair " + path.string() + " (" + failed.message() + ")."};
    return tail;
}

std::vector<Sample> samples_of(const Recording& recording)
{
    std::vector<Sample> samples;
    for (const auto& tick : recording.ticks)
        samples.insert(samples.end(), tick.samples.begin(), tick.samples.end());
    return samples;
}

} // namespace crura::record
