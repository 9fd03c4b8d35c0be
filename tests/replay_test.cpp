#include "engine/engine.hpp"
#include "record/digest.hpp"
#include "record/recording.hpp"
#include "sessions/loader.hpp"
#include "support/program.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

using namespace crura;

namespace {

// What identifies an onset or a breath: times to the nanosecond, numbers to the last bit.
using Said = std::vector<double>;

void add(const Onset& onset, Said& said)
{
    said.insert(said.end(), {to_seconds(onset.time), to_seconds(onset.known_at)});
}

void add(const Breath& breath, Said& said)
{
    said.insert(said.end(),
                {to_seconds(breath.inspiration_onset), to_seconds(breath.end),
                 breath.amplitude[0].value, breath.amplitude[1].value, breath.abdominal_share.value,
                 breath.phase_angle_deg.value, breath.confidence});
}

Said said_live(const record::Recording& recording)
{
    Said said;
    for (const auto& each : recording.said) {
        if (const auto* onset = std::get_if<Onset>(&each.what))
            add(*onset, said);
        if (const auto* breath = std::get_if<Breath>(&each.what))
            add(*breath, said);
    }
    return said;
}

Said said_again(engine::Engine engine, const record::Recording& recording)
{
    Said said;
    for (const auto& tick : recording.ticks) {
        const auto snapshot =
            engine.tick(tick.time, tick.samples, {tick.commands.begin(), tick.commands.size()});
        for (const auto& onset : snapshot.breath.onsets)
            add(onset, said);
        for (const auto& breath : snapshot.breath.breaths)
            add(breath, said);
    }
    return said;
}

// Of every bit of every snapshot, in the stretches of the recording's own digests.
std::vector<std::uint64_t> digests_again(engine::Engine engine, const record::Recording& recording)
{
    std::vector<std::uint64_t> digests;
    record::SnapshotDigest digest;
    for (const auto& tick : recording.ticks) {
        digest.add(
            engine.tick(tick.time, tick.samples, {tick.commands.begin(), tick.commands.size()}));
        if (tick.number == recording.digests.at(digests.size()).tick) {
            digests.push_back(digest.bits());
            digest = {};
        }
    }
    return digests;
}

std::vector<std::uint64_t> digests_live(const record::Recording& recording)
{
    std::vector<std::uint64_t> digests;
    for (const auto& each : recording.digests)
        digests.push_back(each.bits);
    return digests;
}

} // namespace

TEST_CASE("A live session, replayed from its recording, says the same to the last bit")
{
    const test::TempFolder folder;
    const auto file = folder / "session.crura";
    const auto ran = test::run_program({"run", CRURA_ROOT "/tests/programs/rest-and-invite.toml",
                                        "--source", "simulator:restless", "--minutes", "0.7",
                                        "--audio", "none", "--midi", "none", "--record", file},
                                       {.home = folder.path()});
    REQUIRE(ran.status == 0);
    const auto recording = record::read_recording(file);
    REQUIRE(recording);
    REQUIRE(recording->whole());

    const auto live = said_live(*recording);
    CHECK(live.size() > 40);
    CHECK(said_again(engine::Engine(), *recording) == live);

    const auto session = sessions::load_session(CRURA_ROOT "/tests/programs/rest-and-invite.toml");
    REQUIRE(session);
    engine::Engine with_session(
        {std::make_shared<const sessions::Session>(*session), std::chrono::seconds(42)});
    CHECK(said_again(with_session, *recording) == live);
    CHECK(recording->digests.size() > 40);
    CHECK(digests_again(with_session, *recording) == digests_live(*recording));
}
