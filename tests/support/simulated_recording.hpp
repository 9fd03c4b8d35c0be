#pragma once

#include "app/program_choice.hpp"
#include "app/simulated_person.hpp"
#include "devices/measured_body.hpp"
#include "devices/simulated_body.hpp"
#include "engine/engine.hpp"
#include "record/transcript.hpp"
#include "sessions/runner.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>

namespace crura::test {

struct Simulated {
    std::string program = "constructive-rest";
    double minutes = 2;
    std::string body = "calm";
    std::uint64_t seed = 1;
    bool chest = true, belly = true; // sensors
};

// A session played through with a simulated body and person, and written down as a recorder does:
// the same ticks, blocks and size, without its hours.
inline void write_simulated(const std::filesystem::path& file, const Simulated& what)
{
    const auto session = app::choose_program(what.program);
    const auto kind = devices::SimulatedBody::find(what.body);
    if (!session || !kind)
        throw std::invalid_argument(what.program + ", " + what.body);
    const auto total = from_seconds(60 * what.minutes);
    engine::Engine engine(
        sessions::Runner(std::make_shared<const sessions::Session>(*session), total));
    devices::MeasuredBody body(*kind, what.seed);
    app::SimulatedPerson person({});
    const bool imus = kind->sensors == devices::BodyKind::Sensors::imus;

    record::RecordingHeader header;
    header.crura_version = "0.1.0";
    header.started_at = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22)
        + std::chrono::hours(9) + std::chrono::minutes(30);
    header.program_id = session->id;
    header.program_name = session->name;
    header.bands.fill(imus ? record::BandSensor{"imu", "g"}
                           : record::BandSensor{"simulated", "mm"});
    record::Transcript transcript;
    record::Bytes bytes;
    transcript.begin(bytes, header);
    Few<Command, 4> pressed;
    std::vector<Sample> samples;
    const auto end = Time{} + total + std::chrono::minutes(1);
    for (Time now = Time{} + engine::kTick; now < end; now += engine::kTick) {
        samples.clear();
        body.measure_until(now, samples);
        std::erase_if(samples, [&](const Sample& sample) {
            return sample.channel.band == Band::thoracic ? !what.chest : !what.belly;
        });
        const auto& snapshot = engine.tick(now, samples, {pressed.begin(), pressed.size()});
        transcript.tick(bytes, snapshot, samples);
        if (snapshot.session.finished && snapshot.cues.audio.presence == 0)
            break;
        body.hear(snapshot.target);
        pressed = person(snapshot);
    }
    transcript.note(bytes, {Time{} + total / 2, "Asked for a blanket."});
    transcript.end(bytes);
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), std::streamsize(bytes.size()));
}

} // namespace crura::test
