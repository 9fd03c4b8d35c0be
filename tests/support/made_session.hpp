#pragma once

#include "devices/event_library.hpp"
#include "engine/engine.hpp"
#include "record/append_file.hpp"
#include "record/transcript.hpp"
#include "support/worn_body.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace crura::test {

// A session as a live Crura records it, of samples that we know.
struct MadeSession {
    std::vector<Sample> samples;                        // by time, since the start of the recording
    double seconds = 0;                                 // of ticks; 0: until the last sample
    std::vector<std::pair<double, Command>> commands{}; // and when
    std::vector<std::pair<double, std::string>> notes{};
    std::shared_ptr<const sessions::Session> program{};
    double minutes = 0; // of the program
    record::BandSensor sensor{"simulated", "mm"};
    std::optional<record::Loss> loss{}; // its time, since the start
    bool closed = true;
    bool heard = true; // by an engine; false: quick, and says nothing

    static constexpr Time kStarted{std::chrono::seconds(5000)}; // host time
    static constexpr std::chrono::sys_time<std::chrono::nanoseconds> kStartedAt{
        std::chrono::milliseconds(1'795'284'331'250)}; // 2026-11-21 18:05:31.250 UTC

    record::RecordingHeader header() const
    {
        record::RecordingHeader header;
        header.crura_version = "0.1.0";
        header.started_at = kStartedAt;
        header.started = kStarted;
        header.bands.fill(sensor);
        header.sources = {"simulator"};
        if (program) {
            header.program_id = program->id;
            header.program_name = program->name;
        }
        return header;
    }

    std::vector<record::RecordedTick> ticks() const
    {
        const double last_s = samples.empty() ? 0 : to_seconds(samples.back().time);
        const double end_s = seconds > 0 ? seconds : last_s + 0.01;
        std::vector<record::RecordedTick> ticks;
        std::size_t next = 0;
        for (double at_s = 0.01; at_s < end_s + 0.005; at_s += 0.01) {
            record::RecordedTick tick;
            tick.time = kStarted + from_seconds(at_s);
            tick.number = ticks.size() + 1;
            for (; next < samples.size()
                 && kStarted + samples[next].time.time_since_epoch() <= tick.time;
                 ++next) {
                tick.samples.push_back(samples[next]);
                tick.samples.back().time = kStarted + samples[next].time.time_since_epoch();
            }
            for (const auto& [when_s, command] : commands)
                if (when_s > at_s - 0.01 && when_s <= at_s)
                    tick.commands.push_back(command);
            ticks.push_back(std::move(tick));
        }
        return ticks;
    }

    // Without what the engine said: for what does not need it, quickly.
    record::Recording unheard() const
    {
        record::Recording recording;
        recording.header = header();
        recording.ticks = ticks();
        recording.closed = closed;
        return recording;
    }

    void write(const std::filesystem::path& file) const
    {
        auto engine = program
            ? engine::Engine(sessions::Runner(program, from_seconds(60 * minutes)))
            : engine::Engine();
        record::Transcript transcript;
        record::Bytes bytes;
        transcript.begin(bytes, header());
        for (const auto& tick : ticks())
            transcript.tick(
                bytes,
                engine.tick(tick.time, tick.samples, {tick.commands.begin(), tick.commands.size()}),
                tick.samples);
        for (const auto& [when_s, text] : notes)
            transcript.note(bytes, {kStarted + from_seconds(when_s), text});
        if (loss) {
            auto lost = *loss;
            lost.time = kStarted + lost.time.time_since_epoch();
            transcript.loss(bytes, lost);
        }
        if (closed)
            transcript.end(bytes);
        auto out = record::AppendFile::create(file);
        REQUIRE(out);
        REQUIRE(out->append(bytes));
    }
};

// What a body measured, and whether its belts are the wrong way up.
inline std::vector<Sample> body_samples(Worn worn, double seconds, std::uint64_t seed = 1,
                                        double sign = 1)
{
    devices::Scene scene;
    scene.body.breath_rate_bpm = 12;
    scene.body.gain = {12, 30};
    WornBody body(scene, worn, seed);
    std::vector<Sample> samples;
    for (;;)
        for (Sample sample : body.next()) {
            if (to_seconds(sample.time) > seconds)
                return samples;
            sample.value *= sign;
            samples.push_back(sample);
        }
}

// One channel evenly: value i is the i-th sample.
inline std::vector<Sample> counted(Channel channel, double rate_hz, double seconds,
                                   double first_s = 0.003)
{
    std::vector<Sample> samples;
    for (int i = 0; first_s + i / rate_hz < seconds; ++i)
        samples.push_back({time_from_seconds(first_s + i / rate_hz), double(i), channel});
    return samples;
}

inline std::vector<Sample> together(std::vector<Sample> a, const std::vector<Sample>& b)
{
    a.insert(a.end(), b.begin(), b.end());
    std::stable_sort(a.begin(), a.end(),
                     [](const Sample& x, const Sample& y) { return x.time < y.time; });
    return a;
}

} // namespace crura::test
