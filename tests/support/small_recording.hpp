#pragma once

#include "record/recorder.hpp"
#include "support/recorded_session.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

namespace crura::test {

// A closed recording of some ticks.
inline void record_briefly(const std::filesystem::path& file)
{
    std::filesystem::create_directories(file.parent_path());
    record::RecordingHeader header;
    header.program_id = "small";
    auto recorder = record::Recorder::open(file, header);
    REQUIRE(recorder);
    for (std::uint64_t number = 1; number <= 20; ++number) {
        Snapshot snapshot;
        snapshot.time = Time(std::chrono::milliseconds(10 * number));
        snapshot.tick = number;
        (*recorder)->accept(snapshot, samples_of_tick(number));
    }
    (*recorder)->close();
}

} // namespace crura::test
