#include "app/import.hpp"

#include "engine/engine.hpp"
#include "exchange/file_facts.hpp"
#include "files/names.hpp"
#include "files/whole_file.hpp"
#include "record/transcript.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>

namespace crura::app {
namespace {

namespace fs = std::filesystem;
using Moment = std::chrono::sys_time<std::chrono::nanoseconds>;

constexpr std::size_t kBytesAtOnce = 1 << 20;
constexpr double kFirstWallClockS = 1e9; // seconds that count from 1970 are not from before 2001

exchange::FileFacts facts_of(FileKind kind, const fs::path& file)
{
    if (kind == FileKind::edf)
        return exchange::edf_facts(file);
    return kind == FileKind::open_signals ? exchange::open_signals_facts(file)
                                          : exchange::FileFacts{};
}

Moment last_change_of(const fs::path& file)
{
    std::error_code failed;
    const auto changed = fs::last_write_time(file, failed);
    return failed ? Moment{} : Moment(std::chrono::file_clock::to_sys(changed));
}

// When the file's second 0 was, or its first row, and how that is known.
void say_when(const AnalyzeOptions& from, const Replay& replay, const exchange::FileFacts& facts,
              record::RecordingHeader& header)
{
    const Time first = replay.ticks.front().time;
    const char* source = "the file";
    header.started = std::min(replay.origin, first);
    if (facts.began_at) {
        header.started_at = *facts.began_at + (header.started - replay.origin);
    } else if (!from.time_column.empty() && to_seconds(first) > kFirstWallClockS) {
        header.started = first;
        header.started_at = Moment(first.time_since_epoch());
        source = "its time column";
    } else {
        if (!from.time_column.empty())
            header.started = first;
        header.started_at = last_change_of(from.file);
        source = "the file's last change";
    }
    header.settings.push_back({"started_at_from", source});
}

// What the engine was given of each band.
void say_sensors(const AnalyzeOptions& from, const Replay& replay, const exchange::FileFacts& facts,
                 record::RecordingHeader& header)
{
    for (const auto& tick : replay.ticks)
        for (const Sample& sample : tick.samples) {
            const auto band = std::size_t(sample.channel.band);
            if (band >= kBands || !header.bands[band].kind.empty())
                continue;
            const auto quantity = sample.channel.quantity;
            const bool imu =
                quantity >= Quantity::acceleration_x && quantity <= Quantity::quaternion_z;
            header.bands[band].kind = imu ? "imu" : from.sensor;
            if (imu)
                header.bands[band].unit = "g";
        }
    const std::array names = {replay.thoracic, replay.abdominal};
    for (const auto& [name, unit] : facts.units)
        for (std::size_t band = 0; band < kBands; ++band)
            if (name == names[band])
                header.bands[band].unit = unit;
}

Result<void> write_recording(const fs::path& target, const record::RecordingHeader& header,
                             const Replay& replay)
{
    if (files::is_taken(target))
        return Error{
            fmt::format("{} exists already and was left as it is; choose another name with --out.",
                        target.string())};
    auto file = files::WholeFile::create(target);
    if (!file)
        return file.error();
    record::Transcript transcript;
    record::Bytes bytes;
    engine::Engine engine;
    transcript.begin(bytes, header);
    for (const auto& tick : replay.ticks) {
        transcript.tick(
            bytes,
            engine.tick(tick.time, tick.samples, {tick.commands.begin(), tick.commands.size()}),
            tick.samples);
        if (bytes.size() < kBytesAtOnce)
            continue;
        if (const auto written = file->write(bytes); !written)
            return written;
        bytes.clear();
    }
    transcript.end(bytes);
    if (const auto written = file->write(bytes); !written)
        return written;
    return file->finish();
}

std::size_t samples_in(const Replay& replay)
{
    std::size_t count = 0;
    for (const auto& tick : replay.ticks)
        count += tick.samples.size();
    return count;
}

} // namespace

record::RecordingHeader header_for(const AnalyzeOptions& from, const Replay& replay)
{
    record::RecordingHeader header;
    header.crura_version = CRURA_VERSION;
    header.sources = {"import"};
    header.settings = {{"imported_from", from.file.filename().string()}};
    const auto facts = facts_of(kind_of(from.file), from.file);
    say_when(from, replay, facts, header);
    say_sensors(from, replay, facts, header);
    return header;
}

record::Recording recording_of(const AnalyzeOptions& from, Replay replay)
{
    record::Recording recording;
    recording.header = header_for(from, replay);
    recording.closed = true;
    record::Glance last;
    engine::Engine engine;
    for (const auto& tick : replay.ticks) {
        const auto& snapshot =
            engine.tick(tick.time, tick.samples, {tick.commands.begin(), tick.commands.size()});
        for (const Event& event : snapshot.breath.events)
            recording.said.push_back({tick.time, event});
        const auto& bands = snapshot.breath.band;
        if (bands[0].polarity == last.bands[0].polarity
            && bands[1].polarity == last.bands[1].polarity
            && snapshot.breath.partition == last.partition)
            continue;
        last.bands = bands;
        last.partition = snapshot.breath.partition;
        recording.said.push_back({tick.time, last});
    }
    recording.ticks = std::move(replay.ticks);
    return recording;
}

Result<std::string> import_recording(const ImportOptions& options)
{
    const auto& file = options.from.file;
    if (kind_of(file) == FileKind::crura)
        return Error{fmt::format("{} is a Crura recording already; nothing is to be imported.",
                                 file.string())};
    const auto replay = load_replay(options.from);
    if (!replay)
        return replay.error();
    const auto out =
        options.out.empty() ? file.parent_path() / file.stem().concat(".crura") : options.out;
    const auto header = header_for(options.from, *replay);
    if (const auto written = write_recording(out, header, *replay); !written)
        return written.error();
    const auto length = replay->ticks.back().time - replay->ticks.front().time;
    return fmt::format("{}{}Imported {} samples of {:.1f} minutes into {}; when it began was taken "
                       "from {}.",
                       replay->remark, replay->remark.empty() ? "" : " ", samples_in(*replay),
                       to_seconds(length) / 60, out.string(), header.settings.back().value);
}

} // namespace crura::app
