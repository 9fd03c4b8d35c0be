#include "app/recording_file.hpp"

#include "app/belt_labels.hpp"
#include "app/calibration_plan.hpp"
#include "app/recording_words.hpp"
#include "breath/aligner.hpp"
#include "dsp/packet_stamps.hpp"
#include "engine/engine.hpp"
#include "exchange/csv.hpp"
#include "exchange/edf.hpp"
#include "exchange/open_signals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <span>
#include <string_view>

namespace crura::app {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::hours kLongest{24};

// After so long without a sample no tick says anything new. Shorter than the silence after which
// the aligner makes no more frames, and the first samples after it would be lost.
constexpr std::chrono::seconds kSilence{65};
static_assert(to_seconds(kSilence) > breath::Aligner::Params{}.silence_s + 1);

Quantity quantity_of(const std::string& sensor)
{
    if (sensor == "flow")
        return Quantity::flow;
    return sensor == "piezo" ? Quantity::displacement_ac : Quantity::displacement;
}

std::vector<exchange::Column> columns_of(const AnalyzeOptions& options)
{
    std::vector<exchange::Column> columns;
    const auto quantity = quantity_of(options.sensor);
    if (!options.thoracic.empty())
        columns.push_back({options.thoracic, {Band::thoracic, quantity}});
    if (!options.abdominal.empty())
        columns.push_back({options.abdominal, {Band::abdominal, quantity}});
    const auto add = [&columns](const SiteColumns& sites, Quantity first) {
        for (std::size_t site = 0; site < kSites; ++site)
            for (std::size_t i = 0; i < sites[site].size(); ++i)
                columns.push_back({sites[site][i], {Band(site), first + i}});
    };
    add(options.imu, Quantity::acceleration_x);
    add(options.gyro, Quantity::angular_rate_x);
    add(options.quat, Quantity::quaternion_w);
    return columns;
}

Result<Replay> replay_of(const AnalyzeOptions& options, const std::vector<Sample>& samples,
                         std::string remark)
{
    const auto length = samples.back().time - samples.front().time;
    if (length > kLongest)
        return Error{fmt::format("{} spans {:.0f} hours, of which at most {} are analyzed at once; "
                                 "cut it, or mend its times.",
                                 options.file.string(), to_seconds(length) / 3600,
                                 kLongest.count())};
    return Replay{ticks_of(samples), Time{},           std::move(remark), {}, {},
                  options.thoracic,  options.abdominal};
}

Result<Replay> load_crura(const AnalyzeOptions& options)
{
    auto recording = record::read_recording(options.file);
    if (!recording)
        return recording.error();
    auto condition = condition_of(*recording, options.file);
    return Replay{std::move(recording->ticks),
                  recording->header.started,
                  std::move(condition),
                  std::move(recording->said),
                  std::move(recording->notes),
                  {},
                  {}};
}

Result<Replay> load_csv(const AnalyzeOptions& options)
{
    if (options.time_column.empty() && options.rate_hz <= 0)
        return Error{"A CSV file needs --rate HZ or --time COLUMN, for it does not say itself when "
                     "its rows were measured."};
    exchange::CsvLayout layout{.time_column = options.time_column,
                               .rate_hz = options.rate_hz,
                               .columns = columns_of(options)};
    if (layout.columns.empty())
        return Error{"Nothing to analyze was named: give --thoracic, --abdominal or one of the "
                     "--imu and --quat options with column names of the file."};
    auto samples = exchange::read_csv(options.file, layout);
    if (!samples)
        return samples.error();
    dsp::spread_packets(std::span(*samples));
    return replay_of(options, *samples, "");
}

// A kind of file that names its signals and says when they were measured.
struct SignalFormat {
    Result<std::vector<exchange::Offered>> (*offered)(const fs::path&);
    Result<exchange::Reading> (*read)(const fs::path&, const std::vector<exchange::Column>&);
};
constexpr SignalFormat kEdf{exchange::edf_signals, exchange::read_edf};
constexpr SignalFormat kOpenSignals{exchange::open_signals_columns, exchange::read_open_signals};

// When no column was named: takes what the file calls its bands.
Result<std::string> choose_belts(const SignalFormat& format, AnalyzeOptions& options)
{
    const auto offered = format.offered(options.file);
    if (!offered)
        return offered.error();
    const auto belts = find_belts(*offered);
    if (!belts) {
        std::string all;
        for (const auto& signal : *offered)
            all += (all.empty() ? "" : ", ") + signal.name
                + (signal.about.empty() ? "" : " (" + signal.about + ')');
        return Error{fmt::format("{}: which signal is the belly or the chest is not clear; give "
                                 "--thoracic or --abdominal. The signals are: {}.",
                                 options.file.string(), all)};
    }
    options.thoracic = belts->thoracic;
    options.abdominal = belts->abdominal;
    const auto taken = [](const std::string& name, const char* band) {
        return name.empty() ? "" : fmt::format("\"{}\" was taken for the {}", name, band);
    };
    const auto chest = taken(belts->thoracic, "chest"), belly = taken(belts->abdominal, "belly");
    return chest + (chest.empty() || belly.empty() ? "" : ", ") + belly + '.';
}

Result<Replay> load_signals(const SignalFormat& format, AnalyzeOptions options)
{
    if (!options.time_column.empty() || options.rate_hz > 0)
        return Error{fmt::format("{} says itself when its samples were measured; leave out --rate "
                                 "and --time.",
                                 options.file.string())};
    std::string remark;
    if (columns_of(options).empty()) {
        const auto chosen = choose_belts(format, options);
        if (!chosen)
            return chosen.error();
        remark = *chosen;
    }
    const auto reading = format.read(options.file, columns_of(options));
    if (!reading)
        return reading.error();
    if (!reading->remark.empty())
        remark += (remark.empty() ? "" : " ") + reading->remark;
    return replay_of(options, reading->samples, remark);
}

Result<Replay> load(const AnalyzeOptions& options)
{
    switch (kind_of(options.file)) {
    case FileKind::crura:
        return load_crura(options);
    case FileKind::edf:
        return load_signals(kEdf, options);
    case FileKind::open_signals:
        return load_signals(kOpenSignals, options);
    default:
        return load_csv(options);
    }
}

// A belt whose values fall on inspiration, as it would be if they rose.
void turn_over(Band band, Replay& replay)
{
    for (auto& tick : replay.ticks)
        for (Sample& sample : tick.samples) {
            const auto quantity = sample.channel.quantity;
            const bool belt = quantity == Quantity::displacement || quantity == Quantity::flow
                || quantity == Quantity::displacement_ac;
            if (belt && sample.channel.band == band)
                sample.value = -sample.value;
        }
}

} // namespace

FileKind kind_of(const fs::path& file)
{
    std::array<char, 16> bytes{};
    std::error_code failed;
    if (fs::is_regular_file(file, failed))
        std::ifstream(file, std::ios::binary).read(bytes.data(), bytes.size());
    const std::string_view start(bytes.data(), bytes.size());
    if (start.starts_with("CRU\x9A"))
        return FileKind::crura;
    if (start.starts_with("0       ")
        || start.starts_with("\xFF"
                             "BIOSEMI"))
        return FileKind::edf;
    if (start.starts_with("# OpenSignals"))
        return FileKind::open_signals;

    auto extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    if (extension == ".crura")
        return FileKind::crura;
    return extension == ".edf" ? FileKind::edf : FileKind::csv;
}

std::vector<record::RecordedTick> ticks_of(const std::vector<Sample>& samples)
{
    std::vector<record::RecordedTick> ticks;
    if (samples.empty())
        return ticks;
    std::size_t next = 0;
    for (Time now = samples.front().time; next < samples.size(); now += engine::kTick) {
        if (next > 0 && now - samples[next - 1].time > kSilence && samples[next].time > now)
            now += (samples[next].time - now) / engine::kTick * engine::kTick;
        record::RecordedTick tick;
        tick.time = now;
        tick.number = ticks.size() + 1;
        while (next < samples.size() && samples[next].time <= now)
            tick.samples.push_back(samples[next++]);
        ticks.push_back(std::move(tick));
    }
    return ticks;
}

Result<Replay> load_replay(const AnalyzeOptions& options)
{
    auto replay = load(options);
    if (!replay)
        return replay;
    if (options.inverted_thoracic)
        turn_over(Band::thoracic, *replay);
    if (options.inverted_abdominal)
        turn_over(Band::abdominal, *replay);
    if (options.calibrate.empty())
        return replay;
    const auto plan = read_calibration_plan(options.calibrate);
    if (!plan)
        return plan.error();
    if (const auto given = give_commands(*plan, replay->origin, replay->ticks); !given)
        return given.error();
    return replay;
}

} // namespace crura::app
