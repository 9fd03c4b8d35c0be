#include "app/replay.hpp"
#include "record/payload.hpp"
#include "record/recorder.hpp"
#include "record/recording.hpp"
#include "support/shipped_programs.hpp"
#include "support/taken_down.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <string>

using namespace crura;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using record::BlockType;
using test::RawBlock;
using test::TakenDown;

namespace {

app::Replayed replayed(const record::Bytes& bytes)
{
    const test::TempFolder folder;
    const auto file = folder / "session.crura";
    test::write_file(file, bytes);
    const auto said = app::replay({file});
    INFO((said ? "" : said.error().message));
    REQUIRE(said);
    return *said;
}

std::string refused(const record::Bytes& bytes)
{
    const test::TempFolder folder;
    const auto file = folder / "session.crura";
    test::write_file(file, bytes);
    const auto said = app::replay({file});
    REQUIRE_FALSE(said);
    return said.error().message;
}

TakenDown in_a_session()
{
    return {.body = "cooperative",
            .session = test::shipped_program("slow-breath"),
            .total = 5min,
            .length_s = 90};
}

record::Bytes without(BlockType type, const record::Bytes& bytes)
{
    auto blocks = test::blocks_of(bytes);
    REQUIRE(std::erase_if(blocks, [type](const RawBlock& each) { return each.type == type; }) > 0);
    return test::framed(blocks);
}

// The same recording with another header.
record::Bytes with_header(const record::Bytes& bytes, std::uint16_t format,
                          const std::function<void(record::RecordingHeader&)>& change)
{
    auto blocks = test::blocks_of(bytes);
    record::ByteReader read(blocks.front().payload);
    std::uint16_t was = 0;
    record::RecordingHeader header;
    read(was, header);
    REQUIRE(read.good());
    change(header);
    record::Bytes payload;
    record::ByteWriter write(payload);
    write(format, header);
    blocks.front().payload = payload;
    return test::framed(blocks);
}

// Where in the file the n-th block of a type begins, and how long it is.
std::pair<std::size_t, std::size_t> place_of(const record::Bytes& bytes, BlockType type,
                                             std::size_t n)
{
    record::BlockScanner scan(bytes);
    while (const auto block = scan.next())
        if (block->type == type && n-- == 0)
            return {block->offset, scan.good_end() - block->offset};
    FAIL("there is no such block");
    return {};
}

// As a bad sector leaves it.
record::Bytes damaged(record::Bytes bytes, BlockType type, std::size_t n)
{
    const auto [offset, size] = place_of(bytes, type, n);
    bytes[offset + size - 1] ^= 0x10;
    return bytes;
}

} // namespace

TEST_CASE("An engine that hears one sample otherwise is told, with the second since when")
{
    // The recording says that the engine was given other samples than it was: to the engine of
    // today that is the same as having changed.
    auto how = in_a_session();
    const double from_s = GENERATE(20., 61.);
    how.falsified = [from_s](double time_s, Snapshot&, std::vector<Sample>& samples) {
        if (time_s >= from_s && time_s < from_s + 5)
            for (Sample& each : samples)
                each.value *= 1.7;
    };
    const auto said = replayed(test::taken_down(how));
    INFO(said.text);
    CHECK_FALSE(said.identical);
    const int seconds = int(from_s);
    const auto at = [](int s) {
        return "different since " + std::to_string(s / 60) + ":" + (s % 60 < 10 ? "0" : "")
            + std::to_string(s % 60) + ":";
    };
    // A digest stands for a second, so it may say the one before.
    CHECK_THAT(said.text, StartsWith(at(seconds)) || StartsWith(at(seconds - 1)));
    CHECK_THAT(said.text, Contains("breaths: "));
    CHECK_THAT(said.text, Contains("recorded, "));
    CHECK_THAT(said.text, Contains("breaths/min"));
    CHECK_THAT(said.text, Contains("glances, ten a second: "));
}

TEST_CASE("A difference that no written number shows is told by the digest alone")
{
    auto how = in_a_session();
    how.falsified = [](double time_s, Snapshot& snapshot, std::vector<Sample>&) {
        if (time_s > 33 && time_s < 33.03)
            snapshot.cues.midi.cycle_position += 1e-6f;
    };
    const auto said = replayed(test::taken_down(how));
    INFO(said.text);
    CHECK_FALSE(said.identical);
    CHECK_THAT(said.text,
               StartsWith("different since 0:32: in 1 of ")
                   || StartsWith("different since 0:33: in 1 of "));
    CHECK_THAT(said.text, Contains("What the recording wrote down is the same"));
}

TEST_CASE("A command that is not obeyed as it was changes the session, and is told by its moments")
{
    auto how = in_a_session();
    how.pressed = {{40, Command::next}, {70, Command::brake}};
    how.falsified = [](double, Snapshot& snapshot, std::vector<Sample>&) {
        for (Command& each : snapshot.commands)
            if (each == Command::brake)
                each = Command::mark;
    };
    const auto said = replayed(test::taken_down(how));
    INFO(said.text);
    CHECK_FALSE(said.identical);
    CHECK_THAT(said.text, Contains("moments of the session: "));
    CHECK_THAT(said.text, Contains("only recorded: "));
    CHECK_THAT(said.text, Contains("brake"));
    CHECK_THAT(said.text, Contains("1:10"));
}

TEST_CASE("Decisions and events that are gone or new are named with their time")
{
    TakenDown how{.body = "trembling", .session = test::shipped_program("release-session")};
    how.total = 15min;
    how.length_s = 300;
    how.limits.response_every_minutes = 2;
    how.falsified = [](double, Snapshot& snapshot, std::vector<Sample>&) {
        for (Decision& each : snapshot.decisions) // as if it had been asked for another reason
            each.kind = DecisionKind::tone;
        snapshot.breath.events.clear();
    };
    const auto said = replayed(test::taken_down(how));
    INFO(said.text);
    CHECK_FALSE(said.identical);
    CHECK_THAT(said.text, Contains("decisions: "));
    CHECK_THAT(said.text, Contains("only recorded: tone "));
    CHECK_THAT(said.text, Contains("only today: ask response "));
    CHECK_THAT(said.text, Contains("events: 0 recorded, "));
}

TEST_CASE("A recording by a Crura without digests is compared by what it wrote down, and says so")
{
    auto how = in_a_session();
    SECTION("the same")
    {
        const auto said = replayed(without(BlockType::digest, test::taken_down(how)));
        INFO(said.text);
        CHECK(said.identical);
        CHECK_THAT(said.text, StartsWith("bit-identical in what the recording wrote down"));
        CHECK_THAT(said.text, Contains(" breaths, "));
        CHECK_THAT(said.text, Contains("Only this could be compared"));
        CHECK_THAT(said.text, Contains("holds no digests"));
    }
    SECTION("and another")
    {
        how.falsified = [](double time_s, Snapshot& snapshot, std::vector<Sample>&) {
            if (time_s > 30)
                for (Breath& each : snapshot.breath.breaths)
                    each.confidence *= 1 - 1e-16;
            for (Breath& each : snapshot.breath.breaths)
                each.breath_rate_bpm += time_s > 50 ? 0.25 : 0;
        };
        const auto said = replayed(without(BlockType::digest, test::taken_down(how)));
        INFO(said.text);
        CHECK_FALSE(said.identical);
        CHECK_THAT(said.text, Contains("in what the recording wrote down"));
        CHECK_THAT(said.text, Contains("rate by up to 0.25 breaths/min"));
    }
}

TEST_CASE("A difference where only a digest is missing is told by what was written down")
{
    auto how = in_a_session();
    how.falsified = [](double time_s, Snapshot& snapshot, std::vector<Sample>&) {
        if (time_s > 60)
            snapshot.breath.displacement += 0.25; // which glances hold
    };
    auto blocks = test::blocks_of(test::taken_down(how));
    std::size_t digests = 0;
    std::erase_if(blocks, [&](const RawBlock& each) {
        return each.type == BlockType::digest && ++digests > 40;
    });
    const auto said = replayed(test::framed(blocks));
    INFO(said.text);
    CHECK_FALSE(said.identical);
    CHECK_THAT(said.text, StartsWith("different since 1:00 in what the recording wrote down"));
    CHECK_THAT(said.text, Contains("their digest is missing"));
    CHECK_THAT(said.text, Contains("displacement by up to 0.25"));
}

TEST_CASE("Snapshots of another shape are not compared by their digest")
{
    auto blocks = test::blocks_of(test::taken_down(in_a_session()));
    for (auto& block : blocks)
        if (block.type == BlockType::digest)
            block.payload[24] ^= 1; // of the shape
    const auto said = replayed(test::framed(blocks));
    INFO(said.text);
    CHECK(said.identical);
    CHECK_THAT(said.text, Contains("had other fields than today's"));
}

TEST_CASE("A recording that holds only its program's name is replayed with a guess, and says so")
{
    auto how = in_a_session();
    const auto bytes = test::taken_down(how);
    const auto old = [](record::RecordingHeader& header) {
        std::erase_if(header.settings, [](const auto& each) { return each.name != "session_s"; });
        header.crura_version = "0.0.9";
    };
    SECTION("which is right")
    {
        const auto format = GENERATE(std::uint16_t(3), std::uint16_t(4));
        const auto said = replayed(with_header(without(BlockType::digest, bytes), format, old));
        INFO(said.text);
        CHECK(said.identical);
        CHECK_THAT(said.text, Contains("is a guess"));
        CHECK_THAT(said.text, Contains("\"slow-breath\""));
        CHECK_THAT(said.text, Contains("Recorded by Crura 0.0.9"));
    }
    SECTION("or which nobody knows any more")
    {
        const auto message = refused(with_header(bytes, 4, [&](record::RecordingHeader& header) {
            old(header);
            header.program_id = "slow-breth";
        }));
        CHECK_THAT(message, Contains("holds only the name of its program"));
        CHECK_THAT(message, Contains("slow-breath")); // did you mean
    }
}

TEST_CASE("A program that today's Crura does not take is named with what is wrong in it")
{
    const auto message = refused(
        with_header(test::taken_down(in_a_session()), 4, [](record::RecordingHeader& header) {
            for (auto& [name, value] : header.settings)
                if (name == "program_text")
                    value += "\nnonsense = 1\n";
        }));
    CHECK_THAT(message, Contains("does not take the recording's program"));
    CHECK_THAT(message, Contains("slow-breath.toml:"));
    CHECK_THAT(refused(with_header(test::taken_down(in_a_session()), 4,
                                   [](record::RecordingHeader& header) {
                                       for (auto& [name, value] : header.settings)
                                           if (name == "session_s")
                                               value = GENERATE("nan", "", "12x", "-1", "1e300");
                                   })),
               Contains("session_s"));
}

TEST_CASE("Across ticks that could not be written a replay is the same up to them, and says so")
{
    auto how = in_a_session();
    how.lost = [](double time_s) { return time_s > 50 && time_s < 55; };
    const auto said = replayed(test::taken_down(how));
    INFO(said.text);
    CHECK(said.identical);
    CHECK_THAT(said.text, StartsWith("bit-identical: 25") && Contains("in 0.8 minutes"));
    CHECK_THAT(said.text, Contains("Before 0:55 ticks are missing (they could not be written)"));

    SECTION("and at the end, how many are missing")
    {
        how.lost = [](double time_s) { return time_s > 80; };
        const auto end = replayed(test::taken_down(how));
        INFO(end.text);
        CHECK(end.identical);
        CHECK_THAT(end.text, Contains("At the end ") && Contains("ticks are missing"));
    }
    SECTION("and what differs before them is told")
    {
        how.falsified = [](double time_s, Snapshot&, std::vector<Sample>& samples) {
            if (time_s > 30)
                samples.clear();
        };
        const auto other = replayed(test::taken_down(how));
        CHECK_FALSE(other.identical);
        CHECK_THAT(other.text, StartsWith("different since 0:"));
    }
}

TEST_CASE("Damage ends the replay only where it took a tick")
{
    const auto bytes = test::taken_down(in_a_session());
    SECTION("a tick")
    {
        const auto said = replayed(damaged(bytes, BlockType::tick, 2500));
        INFO(said.text);
        CHECK(said.identical);
        CHECK_THAT(said.text, StartsWith("bit-identical: "));
        CHECK_THAT(said.text, Contains("ticks are missing (the file is damaged there)"));
        CHECK_THAT(said.text, Contains("more have no digest")); // of the second of the damage
        CHECK_THAT(said.text, Contains("are damaged and were skipped"));
    }
    SECTION("what was said, or a digest")
    {
        const auto type = GENERATE(BlockType::breath, BlockType::glance, BlockType::digest);
        const auto said = replayed(damaged(bytes, type, 4));
        INFO(said.text);
        CHECK(said.identical);
        CHECK_THAT(said.text, !Contains("ticks are missing"));
        CHECK_THAT(said.text, Contains("are damaged and were skipped"));
    }
    SECTION("the first tick, or the header")
    {
        CHECK_THAT(refused(damaged(bytes, BlockType::tick, 0)), Contains("not its first ticks"));
        CHECK_THAT(refused(damaged(bytes, BlockType::header, 0)), Contains("which session it was"));
        CHECK_THAT(refused(without(BlockType::tick, bytes)), Contains("holds no ticks"));
    }
}

TEST_CASE("A recording cut anywhere replays bit for bit as far as it goes")
{
    const auto bytes = test::taken_down(in_a_session());
    const auto first = place_of(bytes, BlockType::tick, 3).first;
    for (std::size_t n = 0; n < 12; ++n) {
        const auto end = first + (bytes.size() - first) * n / 13 + 61 * n;
        const auto said = replayed({bytes.begin(), bytes.begin() + std::ptrdiff_t(end)});
        INFO("cut at " << end << "\n" << said.text);
        CHECK(said.identical);
        CHECK_THAT(said.text, Contains("was not closed in order"));
    }
}

TEST_CASE("What a real recorder wrote replays bit for bit")
{
    const test::TempFolder folder;
    const auto file = folder / "session.crura";
    record::RecordingHeader header;
    header.crura_version = CRURA_VERSION;
    auto recorder = record::Recorder::open(file, header);
    REQUIRE(recorder);
    devices::MeasuredBody body(devices::SimulatedBody::find("calm").value(), 1);
    engine::Engine engine;
    constexpr int kTicks = 900; // as many as it keeps
    for (int n = 1; n <= kTicks; ++n) {
        std::vector<Sample> samples;
        body.measure_until(Time(n * engine::kTick), samples);
        auto snapshot = engine.tick(Time(n * engine::kTick), samples);
        snapshot.health.late_ticks = std::uint64_t(n); // as the runtime does
        (*recorder)->accept(snapshot, samples);
    }
    (*recorder)->close();
    REQUIRE((*recorder)->lost().ticks == 0);

    const auto said = app::replay({file});
    REQUIRE(said);
    CHECK(said->identical);
    CHECK(said->text == "bit-identical: 900 snapshots in 0.1 minutes.");
}

TEST_CASE("What is no recording of Crura is said in a sentence")
{
    const test::TempFolder folder;
    const auto none = app::replay({folder / "none.crura"});
    REQUIRE_FALSE(none);
    CHECK_THAT(none.error().message, Contains("none.crura"));
    CHECK_THAT(refused(record::Bytes(1000, 0x30)), Contains("is not a Crura recording"));
}
