#include "app/analyze.hpp"

#include "record/csv.hpp"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <system_error>

namespace fs = std::filesystem;

namespace crura::app {
namespace {

constexpr Duration kFrameEvery = std::chrono::milliseconds(100);

constexpr const char* kBreathsHeader =
    "inspiration_onset_s,expiration_onset_s,end_s,inspiration_known_at_s,expiration_known_at_s,"
    "breath_rate_bpm,thoracic_amplitude,abdominal_amplitude,abdominal_share,phase_angle_deg,"
    "confidence\n";
constexpr const char* kFramesHeader =
    "time_s,phase,displacement,cycle_position,breath_rate_bpm,abdominal_share,phase_angle_deg,"
    "confidence\n";

const char* name_of(Phase phase)
{
    switch (phase) {
    case Phase::inspiration:
        return "inspiration";
    case Phase::inspiratory_pause:
        return "inspiratory_pause";
    case Phase::expiration:
        return "expiration";
    case Phase::expiratory_pause:
        return "expiratory_pause";
    default:
        return "unknown";
    }
}

// An unknown number is an empty field.
std::string field(const Estimate& estimate, int digits)
{
    return estimate.known ? fmt::format("{:.{}f}", estimate.value, digits) : "";
}

class Tables {
public:
    explicit Tables(Time origin) : origin_(origin), next_frame_(origin) {}

    void add(const Snapshot& snapshot)
    {
        for (const Breath& breath : snapshot.breath.breaths)
            add(breath);
        if (snapshot.time < next_frame_)
            return;
        next_frame_ = snapshot.time + kFrameEvery - (snapshot.time - origin_) % kFrameEvery;
        const BreathState& state = snapshot.breath;
        frames_ += fmt::format("{:.2f},{},{:.4f},{:.4f},{},{},{},{:.3f}\n", at(snapshot.time),
                               name_of(state.phase), state.displacement, state.cycle_position,
                               field(state.breath_rate_bpm, 2), field(state.abdominal_share, 3),
                               field(state.phase_angle_deg, 1), state.confidence);
    }

    // Of the last breath of a recording the end may not be known.
    void add(const Breath& breath, bool ended = true)
    {
        ++count_;
        breaths_ += fmt::format(
            "{:.4f},{:.4f},{},{:.4f},{:.4f},{},{},{},{},{},{:.3f}\n", at(breath.inspiration_onset),
            at(breath.expiration_onset), ended ? fmt::format("{:.4f}", at(breath.end)) : "",
            at(breath.inspiration_known_at), at(breath.expiration_known_at),
            ended ? fmt::format("{:.3f}", breath.breath_rate_bpm) : "",
            field(breath.amplitude[0], 5), field(breath.amplitude[1], 5),
            field(breath.abdominal_share, 4), field(breath.phase_angle_deg, 2), breath.confidence);
    }

    std::string breaths() const { return kBreathsHeader + breaths_; }
    std::string frames() const { return kFramesHeader + frames_; }
    std::size_t count() const { return count_; }

private:
    double at(Time time) const { return to_seconds(time - origin_); }

    Time origin_;
    Time next_frame_; // of the next row in frames.csv
    std::string breaths_, frames_;
    std::size_t count_ = 0;
};

Result<record::CsvLayout> layout_of(const AnalyzeOptions& options)
{
    record::CsvLayout layout{.time_column = options.time_column, .rate_hz = options.rate_hz};
    if (options.time_column.empty() && options.rate_hz <= 0)
        return Error{"A CSV file needs --rate HZ or --time COLUMN, for it does not say itself when "
                     "its rows were measured."};
    const auto quantity = options.sensor == "flow" ? Quantity::flow : Quantity::displacement;
    if (!options.thoracic.empty())
        layout.columns.push_back({options.thoracic, {Band::thoracic, quantity}});
    if (!options.abdominal.empty())
        layout.columns.push_back({options.abdominal, {Band::abdominal, quantity}});
    const auto add = [&layout](const auto& names, Band band, Quantity first) {
        for (std::size_t i = 0; i < names.size(); ++i)
            layout.columns.push_back({names[i], {band, first + i}});
    };
    add(options.imu_thoracic, Band::thoracic, Quantity::acceleration_x);
    add(options.imu_abdominal, Band::abdominal, Quantity::acceleration_x);
    add(options.quat_thoracic, Band::thoracic, Quantity::quaternion_w);
    add(options.quat_abdominal, Band::abdominal, Quantity::quaternion_w);
    if (layout.columns.empty())
        return Error{"Nothing to analyze was named: give --thoracic, --abdominal or one of the "
                     "--imu and --quat options with column names of the file."};
    return layout;
}

// Into a temporary name first, so that no half-written file ever bears the real one.
Result<void> write_whole(const fs::path& file, const std::string& text)
{
    const fs::path part = file.string() + ".part";
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    std::error_code error;
    if (out)
        fs::rename(part, file, error);
    if (out && !error)
        return {};
    std::error_code ignored;
    fs::remove(part, ignored);
    return Error{fmt::format("{} cannot be written; is there room, and may you write there?",
                             file.string())};
}

} // namespace

std::vector<record::RecordedTick> ticks_of(const std::vector<Sample>& samples)
{
    std::vector<record::RecordedTick> ticks;
    if (samples.empty())
        return ticks;
    std::size_t next = 0;
    for (Time now = samples.front().time; next < samples.size(); now += engine::kTick) {
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
    if (options.file.extension() == ".crura") {
        auto recording = record::read_recording(options.file);
        if (!recording)
            return recording.error();
        return Replay{std::move(recording->ticks), recording->header.started};
    }
    const auto layout = layout_of(options);
    if (!layout)
        return layout.error();
    const auto samples = record::read_csv(options.file, *layout);
    if (!samples)
        return samples.error();
    return Replay{ticks_of(*samples), Time{}};
}

Result<std::string> analyze(const AnalyzeOptions& options)
{
    const auto replay = load_replay(options);
    if (!replay)
        return replay.error();
    engine::Engine engine;
    Tables tables(replay->origin);
    for (const auto& tick : replay->ticks)
        tables.add(
            engine.tick(tick.time, tick.samples, {tick.commands.begin(), tick.commands.size()}));
    if (const auto last = engine.unfinished())
        tables.add(*last, false);

    std::error_code error;
    fs::create_directories(options.out, error);
    if (error)
        return Error{fmt::format("The folder {} cannot be made: {}.", options.out.string(),
                                 error.message())};
    if (const auto written = write_whole(options.out / "frames.csv", tables.frames()); !written)
        return written.error();
    if (const auto written = write_whole(options.out / "breaths.csv", tables.breaths()); !written) {
        fs::remove(options.out / "frames.csv", error);
        return written.error();
    }
    return fmt::format("{} breaths; see {} and frames.csv beside it.", tables.count(),
                       (options.out / "breaths.csv").string());
}

} // namespace crura::app
