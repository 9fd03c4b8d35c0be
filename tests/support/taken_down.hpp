#pragma once

#include "app/recorded_session.hpp"
#include "app/simulated_person.hpp"
#include "devices/measured_body.hpp"
#include "devices/simulated_body.hpp"
#include "engine/engine.hpp"
#include "record/block.hpp"
#include "record/transcript.hpp"
#include "sessions/limits.hpp"
#include "support/recorded_session.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace crura::test {

// A session that the engine runs on a simulated body, without a clock, and that is taken down as
// the recorder does it. Ticks come as unevenly as live ones.
struct TakenDown {
    std::string body = "calm"; // a kind of the simulated body
    std::optional<sessions::Session> session{};
    sessions::Limits limits{};
    Duration total = std::chrono::minutes(1); // of the session, as asked for
    double length_s = 60;                     // of the recording
    Duration step = std::chrono::milliseconds(20);
    std::vector<std::pair<double, Command>> pressed{}; // when [s], and what
    bool answers = false;                              // the person answers what they are asked
    bool in_pairs = false;                             // each tick comes twice, at the same time

    // What the sensors make of the body's samples of a tick; then what the recorder makes of what
    // it is given; and whether it has no room for it.
    std::function<void(double time_s, std::vector<Sample>&)> sensors{};
    std::function<void(double time_s, Snapshot&, std::vector<Sample>&)> falsified{};
    std::function<bool(double time_s)> lost = [](double) { return false; };
};

inline constexpr Time kTakenAt = Time(std::chrono::hours(27) + Duration(123'456'789));

class Taker {
public:
    explicit Taker(const TakenDown& how)
        : how_(how), body_(devices::SimulatedBody::find(how.body).value(), 1),
          person_({.silent = !how.answers})
    {
        record::RecordingHeader header;
        header.crura_version = CRURA_VERSION;
        header.started = kTakenAt;
        if (how.session) {
            const auto limited = sessions::limited(*how.session, how.limits);
            INFO((limited ? "" : limited.error().message));
            REQUIRE(limited);
            header.program_id = limited->id;
            header.program_name = limited->name;
            header.settings = app::settings_of(*limited, how.limits, how.total);
            engine_ =
                engine::Engine({std::make_shared<const sessions::Session>(*limited), how.total});
        }
        transcript_.begin(bytes_, header);
    }

    record::Bytes operator()()
    {
        Bits bits(1);
        const auto end = from_seconds(how_.length_s);
        for (Duration since{}; since < end;) {
            since += how_.step / 2 + Duration(bits.below(std::size_t(how_.step.count())));
            tick(since);
            if (how_.in_pairs)
                tick(since);
        }
        if (lost_.ticks > 0)
            transcript_.loss(bytes_, lost_);
        transcript_.end(bytes_);
        return bytes_;
    }

private:
    void tick(Duration since)
    {
        const double time_s = to_seconds(since);
        std::vector<Sample> samples;
        body_.measure_until(Time(since), samples);
        for (Sample& sample : samples)
            sample.time += kTakenAt.time_since_epoch();
        if (how_.sensors)
            how_.sensors(time_s, samples);
        while (next_ < how_.pressed.size() && how_.pressed[next_].first <= time_s)
            commands_.push_back(how_.pressed[next_++].second);

        const auto& snapshot =
            engine_.tick(kTakenAt + since, samples, {commands_.begin(), commands_.size()});
        body_.hear(snapshot.target);
        commands_ = person_(snapshot);
        write(time_s, snapshot, std::move(samples));
    }

    void write(double time_s, Snapshot snapshot, std::vector<Sample> samples)
    {
        if (how_.lost(time_s)) {
            ++lost_.ticks;
            lost_.samples += samples.size();
            return;
        }
        lost_.time = snapshot.time;
        if (lost_.ticks > 0)
            transcript_.loss(bytes_, std::exchange(lost_, {}));
        if (how_.falsified)
            how_.falsified(time_s, snapshot, samples);
        transcript_.tick(bytes_, snapshot, std::move(samples));
    }

    const TakenDown& how_;
    devices::MeasuredBody body_;
    app::SimulatedPerson person_;
    engine::Engine engine_;
    record::Transcript transcript_;
    record::Bytes bytes_;
    record::Loss lost_;
    Few<Command, 4> commands_;
    std::size_t next_ = 0;
};

inline record::Bytes taken_down(const TakenDown& how)
{
    return (*std::make_unique<Taker>(how))();
}

// The bytes of a recording as blocks, to be altered and framed anew.
struct RawBlock {
    record::BlockType type;
    record::Bytes payload;
};

inline std::vector<RawBlock> blocks_of(const record::Bytes& bytes)
{
    std::vector<RawBlock> blocks;
    record::BlockScanner scan(bytes);
    while (const auto block = scan.next())
        blocks.push_back({block->type, {block->payload.begin(), block->payload.end()}});
    return blocks;
}

inline record::Bytes framed(const std::vector<RawBlock>& blocks)
{
    record::Bytes bytes;
    for (const auto& block : blocks)
        record::append_block(bytes, block.type, block.payload);
    return bytes;
}

inline void write_file(const std::filesystem::path& file, const record::Bytes& bytes)
{
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), std::streamsize(bytes.size()));
}

} // namespace crura::test
