#include "record/block.hpp"
#include "record/recording.hpp"
#include "record/transcript.hpp"
#include "support/recorded_session.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::record;
using namespace crura::test;
using namespace std::chrono_literals;

namespace {

const Time kStart{}; // of tick 0
constexpr Duration kStep = 10ms;

RecordingHeader some_header()
{
    RecordingHeader header;
    header.crura_version = "0.1.0";
    header.started_at = decltype(header.started_at)(1'700'000'000'123'456'789ns);
    header.started = Time(987'654'321ns);
    header.program_id = "constructive-rest";
    header.program_name = "Konstruktive Ruhe \xE2\x80\x93 \"zwanzig\" Minuten";
    header.bands = {BandSensor{"imu", "g"}, BandSensor{"", ""}};
    header.sources = {"line:/dev/ttyUSB0", "simulator"};
    header.settings = {{"abdominal_gain", "1.25"}, {"empty", ""}, {"", std::string(3000, 'x')}};
    return header;
}

Bytes session_of(std::uint64_t ticks)
{
    Bytes bytes;
    Transcript transcript;
    transcript.begin(bytes, some_header());
    for (std::uint64_t n = 0; n < ticks; ++n)
        transcript.tick(bytes, snapshot_of_tick(n, kStart + n * kStep), samples_of_tick(n));
    transcript.end(bytes);
    return bytes;
}

void write_file(const std::filesystem::path& path, ByteView bytes)
{
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()), std::streamsize(bytes.size()));
}

Result<Recording> read_bytes(const TempFolder& folder, ByteView bytes)
{
    write_file(folder / "session.crura", bytes);
    return read_recording(folder / "session.crura");
}

std::vector<Block> blocks_of(ByteView bytes)
{
    std::vector<Block> blocks;
    BlockScanner scan(bytes);
    while (const auto block = scan.next())
        blocks.push_back(*block);
    return blocks;
}

std::size_t size_of(const Block& block)
{
    return 16 + block.payload.size();
}

// The numbers of the ticks in it, after a look at every bit of them.
std::vector<std::uint64_t> good_ticks(const Recording& recording)
{
    std::vector<std::uint64_t> numbers;
    for (const auto& tick : recording.ticks)
        if (is_tick_of(tick, kStart + tick.number * kStep))
            numbers.push_back(tick.number);
    return numbers;
}

std::vector<std::uint64_t> up_to(std::uint64_t count)
{
    std::vector<std::uint64_t> numbers(count);
    for (std::uint64_t n = 0; n < count; ++n)
        numbers[n] = n;
    return numbers;
}

template <class What>
std::vector<What> said_at(const Recording& recording, Time time)
{
    std::vector<What> found;
    for (const auto& said : recording.said)
        if (const auto* what = std::get_if<What>(&said.what); what && said.time == time)
            found.push_back(*what);
    return found;
}

bool same(double a, double b)
{
    return same_bits(a, b);
}

bool same(const Estimate& a, const Estimate& b)
{
    return same(a.value, b.value) && same(a.plus_minus, b.plus_minus) && a.known == b.known;
}

bool same(const Onset& a, const Onset& b)
{
    return a.phase == b.phase && a.time == b.time && a.known_at == b.known_at;
}

bool same(const Breath& a, const Breath& b)
{
    return a.inspiration_onset == b.inspiration_onset && a.expiration_onset == b.expiration_onset
        && a.end == b.end && a.inspiration_known_at == b.inspiration_known_at
        && a.expiration_known_at == b.expiration_known_at
        && same(a.breath_rate_bpm, b.breath_rate_bpm)
        && same(a.inspiratory_time_s, b.inspiratory_time_s)
        && same(a.expiratory_time_s, b.expiratory_time_s) && same(a.amplitude[0], b.amplitude[0])
        && same(a.amplitude[1], b.amplitude[1]) && same(a.abdominal_share, b.abdominal_share)
        && same(a.phase_angle_deg, b.phase_angle_deg) && a.partition == b.partition
        && same(a.confidence, b.confidence);
}

bool same(const Event& a, const Event& b)
{
    return a.kind == b.kind && a.start == b.start && a.end == b.end && a.known_at == b.known_at
        && same(a.evidence, b.evidence) && a.over == b.over;
}

bool same(const SessionState& a, const SessionState& b)
{
    return a.running == b.running && a.finished == b.finished && a.braked == b.braked
        && a.elapsed == b.elapsed && a.left == b.left && a.step == b.step && a.prompt == b.prompt
        && a.unguided == b.unguided && a.waiting == b.waiting && a.phrase == b.phrase;
}

bool same(const Decision& a, const Decision& b)
{
    return a.kind == b.kind && a.ground == b.ground && a.time == b.time && same(a.value, b.value)
        && same(a.limit, b.limit);
}

bool same(const Answer& a, const Answer& b)
{
    return a.question == b.question && a.when == b.when && a.by == b.by && a.choice == b.choice
        && a.time == b.time;
}

bool same(const Watch& a, const Snapshot& b)
{
    const auto& guard = b.guard;
    return a.guard.on == guard.on && a.guard.alert == guard.alert
        && a.guard.tremor_time == guard.tremor_time && a.guard.tremor_limit == guard.tremor_limit
        && same(a.guard.hold_limit_s, guard.hold_limit_s) && same(a.guard.held_s, guard.held_s)
        && a.guard.awaiting_response == guard.awaiting_response
        && a.guard.response_left == guard.response_left
        && a.guard.missed_responses == guard.missed_responses
        && a.guard.freeze_suspected == guard.freeze_suspected && a.air.advice == b.air.advice
        && a.air.trend_only == b.air.trend_only && same(a.air.above_s, b.air.above_s);
}

bool same(const RateScore& a, const RateScore& b)
{
    return same(a.asked_bpm, b.asked_bpm) && same(a.breath_rate_bpm, b.breath_rate_bpm)
        && same(a.heart_swing_bpm, b.heart_swing_bpm) && same(a.coherence, b.coherence)
        && same(a.irregularity, b.irregularity) && same(a.abdominal_share, b.abdominal_share)
        && same(a.ventilation, b.ventilation) && a.comfort == b.comfort && a.counts == b.counts;
}

bool same(const Assessment& a, const Assessment& b)
{
    return a.basis == b.basis && same(a.best_bpm, b.best_bpm)
        && std::equal(a.rates.begin(), a.rates.end(), b.rates.begin(), b.rates.end(),
                      [](const auto& one, const auto& other) { return same(one, other); });
}

bool same(const SourceHealth& a, const SourceHealth& b)
{
    return a.online == b.online && a.finished == b.finished && a.samples == b.samples
        && a.rejected == b.rejected && a.lost == b.lost && a.refused == b.refused;
}

bool same(const Latency& a, const Latency& b)
{
    return a.known == b.known && a.p50_ms == b.p50_ms && a.p95_ms == b.p95_ms
        && a.p99_ms == b.p99_ms;
}

bool same(const Health& a, const Health& b)
{
    return std::equal(a.sources.begin(), a.sources.end(), b.sources.begin(), b.sources.end(),
                      [](const auto& one, const auto& other) { return same(one, other); })
        && a.audio == b.audio && a.midi == b.midi && a.recorder == b.recorder
        && a.late_ticks == b.late_ticks && a.osc == b.osc && a.touch == b.touch
        && same(a.sound_latency, b.sound_latency) && same(a.midi_latency, b.midi_latency)
        && same(a.osc_latency, b.osc_latency) && same(a.touch_latency, b.touch_latency);
}

bool same(const BandState& a, const BandState& b)
{
    return a.valid == b.valid && same(a.displacement, b.displacement)
        && same(a.tidal_amplitude, b.tidal_amplitude)
        && same(a.end_expiratory_level, b.end_expiratory_level) && a.polarity == b.polarity
        && same(a.confidence, b.confidence);
}

bool same(const Glance& a, const Snapshot& b)
{
    const auto& breath = b.breath;
    return a.phase == breath.phase && same(a.displacement, breath.displacement)
        && same(a.cycle_position, breath.cycle_position) && same(a.bands[0], breath.band[0])
        && same(a.bands[1], breath.band[1]) && same(a.breath_rate_bpm, breath.breath_rate_bpm)
        && same(a.abdominal_share, breath.abdominal_share)
        && same(a.phase_angle_deg, breath.phase_angle_deg) && a.partition == breath.partition
        && same(a.calibration_progress, breath.calibration_progress)
        && same(a.confidence, breath.confidence) && a.intent == b.target.intent
        && same(a.target_level, b.target.level)
        && same(a.target_displacement, b.target.displacement) && a.elapsed == b.session.elapsed
        && a.stage == b.target.stage && same(a.carry_over, b.target.carry_over)
        && same(a.ventilation, breath.ventilation);
}

} // namespace

TEST_CASE("A recording gives back every tick, sample and command, bit for bit and in order")
{
    const TempFolder folder;
    const auto recording = read_bytes(folder, session_of(500));
    REQUIRE(recording);
    CHECK(good_ticks(*recording) == up_to(500));
    CHECK(recording->whole());
    CHECK(recording->closed);

    std::vector<Sample> samples;
    for (std::uint64_t n = 0; n < 500; ++n)
        for (const auto& sample : samples_of_tick(n))
            samples.push_back(sample);
    const auto read = samples_of(*recording);
    CHECK(std::equal(samples.begin(), samples.end(), read.begin(), read.end(),
                     [](const Sample& a, const Sample& b) { return same_bits(a, b); }));
}

TEST_CASE("A recording gives back what the engine said, field by field")
{
    const TempFolder folder;
    const auto recording = read_bytes(folder, session_of(100));
    REQUIRE(recording);
    std::size_t onsets = 0, breaths = 0, events = 0, glances = 0;
    std::size_t decisions = 0, answers = 0, watches = 0, assessments = 0;
    for (std::uint64_t n = 0; n < 100; ++n) {
        INFO("tick " << n);
        const auto time = kStart + n * kStep;
        const auto sent = snapshot_of_tick(n, time);
        const auto read_onsets = said_at<Onset>(*recording, time);
        CHECK(std::equal(read_onsets.begin(), read_onsets.end(), sent.breath.onsets.begin(),
                         sent.breath.onsets.end(),
                         [](const auto& a, const auto& b) { return same(a, b); }));
        const auto read_breaths = said_at<Breath>(*recording, time);
        CHECK(std::equal(read_breaths.begin(), read_breaths.end(), sent.breath.breaths.begin(),
                         sent.breath.breaths.end(),
                         [](const auto& a, const auto& b) { return same(a, b); }));
        const auto read_events = said_at<Event>(*recording, time);
        CHECK(std::equal(read_events.begin(), read_events.end(), sent.breath.events.begin(),
                         sent.breath.events.end(),
                         [](const auto& a, const auto& b) { return same(a, b); }));
        for (const auto& session : said_at<SessionState>(*recording, time))
            CHECK(same(session, sent.session));
        for (const auto& health : said_at<Health>(*recording, time))
            CHECK(same(health, sent.health));
        for (const auto& glance : said_at<Glance>(*recording, time))
            CHECK(same(glance, sent));
        const auto read_decisions = said_at<Decision>(*recording, time);
        CHECK(std::equal(read_decisions.begin(), read_decisions.end(), sent.decisions.begin(),
                         sent.decisions.end(),
                         [](const auto& a, const auto& b) { return same(a, b); }));
        const auto read_answers = said_at<Answer>(*recording, time);
        CHECK(std::equal(read_answers.begin(), read_answers.end(), sent.check_in.answers.begin(),
                         sent.check_in.answers.end(),
                         [](const auto& a, const auto& b) { return same(a, b); }));
        for (const auto& watch : said_at<Watch>(*recording, time))
            CHECK(same(watch, sent));
        for (const auto& assessment : said_at<Assessment>(*recording, time))
            CHECK(same(assessment, sent.assessment));
        decisions += read_decisions.size();
        answers += read_answers.size();
        watches += said_at<Watch>(*recording, time).size();
        assessments += said_at<Assessment>(*recording, time).size();
        onsets += read_onsets.size();
        breaths += read_breaths.size();
        events += read_events.size();
        glances += said_at<Glance>(*recording, time).size();
    }
    CHECK(onsets > 50);
    CHECK(breaths > 50);
    CHECK(events > 50);
    CHECK(decisions > 50);
    CHECK(answers > 50);
    CHECK(watches > 50);
    CHECK(assessments > 50);
    CHECK(glances == 10); // 100 ticks are one second
    CHECK(said_at<SessionState>(*recording, kStart).size() == 1);
    CHECK(said_at<Health>(*recording, kStart).size() == 1);
}

TEST_CASE("A session is written down when it moves on or speaks, health when a light changes")
{
    Bytes bytes;
    Transcript transcript;
    transcript.begin(bytes, {});
    Snapshot snapshot;
    snapshot.health.sources.push_back({.online = true});
    const auto run_for = [&](Duration duration) {
        for (Duration passed{}; passed < duration; passed += kStep) {
            transcript.tick(bytes, snapshot, {});
            snapshot.time += kStep;
            snapshot.session.elapsed += kStep;
            snapshot.health.sources[0].samples += 1;
            snapshot.session.prompt = SessionState::kNone;
        }
    };
    run_for(2s);
    snapshot.session.step = 1;
    run_for(500ms);
    snapshot.session.prompt = 3;
    run_for(300ms);
    snapshot.health.sources[0].online = false;
    run_for(990ms);

    const TempFolder folder;
    const auto recording = read_bytes(folder, bytes);
    REQUIRE(recording);
    std::vector<double> session_at_s, health_at_s;
    for (const auto& said : recording->said) {
        if (std::holds_alternative<SessionState>(said.what))
            session_at_s.push_back(to_seconds(said.time));
        if (std::holds_alternative<Health>(said.what))
            health_at_s.push_back(to_seconds(said.time));
    }
    CHECK(session_at_s == std::vector<double>{0, 2, 2.5});
    CHECK(health_at_s == std::vector<double>{0, 1, 2, 2.8});
}

TEST_CASE("A recording's header comes back as it was given")
{
    const TempFolder folder;
    const auto recording = read_bytes(folder, session_of(1));
    REQUIRE(recording);
    const auto& header = recording->header;
    const auto sent = some_header();
    CHECK(header.crura_version == sent.crura_version);
    CHECK(header.started_at == sent.started_at);
    CHECK(header.started == sent.started);
    CHECK(header.program_id == sent.program_id);
    CHECK(header.program_name == sent.program_name);
    for (std::size_t band = 0; band < kBands; ++band) {
        CHECK(header.bands[band].kind == sent.bands[band].kind);
        CHECK(header.bands[band].unit == sent.bands[band].unit);
    }
    CHECK(header.sources == sent.sources);
    REQUIRE(header.settings.size() == sent.settings.size());
    for (std::size_t i = 0; i < sent.settings.size(); ++i) {
        CHECK(header.settings[i].name == sent.settings[i].name);
        CHECK(header.settings[i].value == sent.settings[i].value);
    }
}

// Written out by hand from docs/recording-format.md, with a CRC of our own.
TEST_CASE("The bytes of a recording are those that the format's page describes")
{
    const auto crc32 = [](ByteView bytes) {
        std::uint32_t crc = 0xFFFFFFFF;
        for (const auto byte : bytes) {
            crc ^= byte;
            for (int bit = 0; bit < 8; ++bit)
                crc = (crc >> 1) ^ (crc & 1 ? 0xEDB88320 : 0);
        }
        return ~crc;
    };
    const std::string check = "123456789";
    REQUIRE(crc32({reinterpret_cast<const std::uint8_t*>(check.data()), check.size()})
            == 0xCBF43926);

    const Bytes type_length_payload = {
        2,    0,    0,    0,                            // a tick
        58,   0,    0,    0,                            // bytes of payload
        0x00, 0x94, 0x35, 0x77, 0,    0,    0,    0,    // at 2 s
        0x02, 0x01, 0,    0,    0,    0,    0,    0,    // number 258
        1,    3,                                        // one command: mark
        2,    0,    0,    0,                            // two samples
        0x80, 0x06, 0x28, 0x77, 0,    0,    0,    0,    // at 1.999111808 s
        0,    0,    0,    0,    0,    0,    0xF8, 0xBF, // -1.5
        1,    0,                                        // abdominal displacement
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, // 1 ns before zero
        1,    0,    0,    0,    0,    0,    0xF4, 0x7F, // a signalling NaN
        0,    11,                                       // thoracic quaternion z
    };
    const auto crc = crc32(type_length_payload);
    Bytes expected = {0x43, 0x52, 0x55, 0x9A};
    expected.insert(expected.end(), type_length_payload.begin(), type_length_payload.begin() + 8);
    for (int byte = 0; byte < 4; ++byte)
        expected.push_back(std::uint8_t(crc >> (8 * byte)));
    expected.insert(expected.end(), type_length_payload.begin() + 8, type_length_payload.end());

    Snapshot snapshot;
    snapshot.time = Time(2s);
    snapshot.tick = 258;
    snapshot.commands.push_back(Command::mark);
    Bytes written;
    Transcript().tick(written, snapshot,
                      {{Time(1'999'111'808ns), -1.5, {Band::abdominal, Quantity::displacement}},
                       {Time(-1ns),
                        std::bit_cast<double>(0x7FF4000000000001),
                        {Band::thoracic, Quantity::quaternion_z}}});
    REQUIRE(written.size() >= expected.size());
    CHECK(Bytes(written.begin(), written.begin() + std::ptrdiff_t(expected.size())) == expected);
}

TEST_CASE("Blocks of an unknown type and fields of a later version are passed over")
{
    Bytes bytes;
    const auto session = session_of(20);
    for (const auto& block : blocks_of(session)) {
        append_block(bytes, BlockType(4711), Bytes(100, 0x43));
        Bytes longer(block.payload.begin(), block.payload.end());
        longer.insert(longer.end(), {1, 2, 3});
        append_block(bytes, block.type, longer);
    }
    const TempFolder folder;
    const auto recording = read_bytes(folder, bytes);
    REQUIRE(recording);
    CHECK(good_ticks(*recording) == up_to(20));
    CHECK(recording->unknown_blocks == blocks_of(session).size());
    CHECK(recording->header.program_id == "constructive-rest");
    CHECK(recording->whole());
    CHECK(recording->closed);
}

TEST_CASE("A wrong byte anywhere in a block costs that block and no other")
{
    const TempFolder folder;
    const auto session = session_of(12);
    const auto blocks = blocks_of(session);
    std::vector<Block> ticks;
    std::copy_if(blocks.begin(), blocks.end(), std::back_inserter(ticks),
                 [](const Block& block) { return block.type == BlockType::tick; });
    const auto& hit = ticks[6];
    auto expected = up_to(12);
    expected.erase(expected.begin() + 6);

    std::size_t wrong = 0;
    for (std::size_t at = 0; at < size_of(hit); ++at) {
        auto bytes = session;
        bytes[hit.offset + at] ^= std::uint8_t(1 + at % 255);
        const auto recording = read_bytes(folder, bytes);
        REQUIRE(recording);
        const bool good = good_ticks(*recording) == expected && recording->ticks.size() == 11
            && recording->damage.size() == 1 && recording->damage[0].offset == hit.offset
            && recording->damage[0].bytes == size_of(hit) && recording->cut_bytes == 0
            && recording->closed && !recording->whole();
        wrong += !good;
    }
    CHECK(wrong == 0);
}

TEST_CASE("A stretch of garbage, with false starts of blocks in it, costs what it covers")
{
    const TempFolder folder;
    auto bytes = session_of(50);
    std::size_t damaged_from = 0; // within the first tick of the second half
    for (const auto& block : blocks_of(bytes))
        if (block.type == BlockType::tick && damaged_from < bytes.size() / 2)
            damaged_from = block.offset + 16;
    for (std::size_t i = 0; i < 512; ++i) {
        constexpr std::uint8_t kFalseStart[] = {0x43, 0x52, 0x55, 0x9A, 2, 0, 0, 0};
        bytes[damaged_from + i] = kFalseStart[i % 8];
    }
    const auto recording = read_bytes(folder, bytes);
    REQUIRE(recording);
    CHECK(good_ticks(*recording).size() == recording->ticks.size());
    CHECK(recording->ticks.size() >= 46);
    CHECK(recording->ticks.size() < 50);
    REQUIRE(recording->damage.size() == 1);
    CHECK(recording->damage[0].offset <= damaged_from);
    CHECK(recording->damage[0].offset + recording->damage[0].bytes >= damaged_from + 512);
    CHECK_THAT(recording->damage[0].message,
               Catch::Matchers::Contains("session.crura: ")
                   && Catch::Matchers::Contains("are damaged and were skipped"));
}

TEST_CASE("A recording cut at any byte of its last two blocks is read up to there, and repaired")
{
    const TempFolder folder;
    const auto path = folder / "session.crura";
    auto session = session_of(8);
    session.resize(blocks_of(session).back().offset); // killed, not closed
    const auto blocks = blocks_of(session);
    const auto from = blocks[blocks.size() - 2].offset;

    std::size_t wrong = 0;
    for (auto size = from; size <= session.size(); ++size) {
        const ByteView cut(session.data(), size);
        std::size_t whole_ticks = 0, good_end = 0;
        for (const auto& block : blocks)
            if (block.offset + size_of(block) <= size) {
                whole_ticks += block.type == BlockType::tick;
                good_end = block.offset + size_of(block);
            }
        const auto recording = read_bytes(folder, cut);
        REQUIRE(recording);
        bool good = good_ticks(*recording) == up_to(whole_ticks)
            && recording->cut_bytes == size - good_end && !recording->closed
            && recording->damage.size() == (size > good_end ? 1 : 0);

        const auto taken = repair(path);
        REQUIRE(taken);
        const auto repaired = read_recording(path);
        REQUIRE(repaired);
        good = good && *taken == size - good_end && std::filesystem::file_size(path) == good_end
            && repaired->whole() && good_ticks(*repaired) == up_to(whole_ticks)
            && repaired->said.size() == recording->said.size() && *repair(path) == 0;
        wrong += !good;
    }
    CHECK(wrong == 0);
}

TEST_CASE("A recording cut inside its last tick loses that tick only")
{
    const TempFolder folder;
    auto session = session_of(8);
    const auto blocks = blocks_of(session);
    const auto last = std::find_if(blocks.rbegin(), blocks.rend(), [](const Block& block) {
        return block.type == BlockType::tick;
    });
    for (std::size_t size = last->offset; size < last->offset + size_of(*last); ++size) {
        const auto recording = read_bytes(folder, ByteView(session.data(), size));
        REQUIRE(recording);
        REQUIRE(good_ticks(*recording) == up_to(7));
    }
}

TEST_CASE("A damaged header costs the header, not the session")
{
    const TempFolder folder;
    auto bytes = session_of(10);
    bytes[40] ^= 1;
    const auto recording = read_bytes(folder, bytes);
    REQUIRE(recording);
    CHECK(good_ticks(*recording) == up_to(10));
    CHECK(recording->damage.size() == 1);
    CHECK(recording->header.program_id.empty());
}

TEST_CASE("A block with a good check sum that makes no sense is skipped and named")
{
    const auto tick = [](Bytes rest) {
        rest.insert(rest.begin(), 16, 0); // time and number
        return rest;
    };
    const auto nonsense = GENERATE_COPY(
        tick({5, 0, 1, 2, 3, 4, 0, 0, 0, 0}), // five commands
        tick({1, 23, 0, 0, 0, 0}),            // command 23
        tick({0, 0xFF, 0xFF, 0xFF, 0xFF}),    // too many samples
        tick({0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0}), // fourth site
        tick({0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 14}));
    auto bytes = session_of(3);
    append_block(bytes, BlockType::tick, nonsense);
    const TempFolder folder;
    const auto recording = read_bytes(folder, bytes);
    REQUIRE(recording);
    CHECK(good_ticks(*recording) == up_to(3));
    CHECK(recording->ticks.size() == 3);
    REQUIRE(recording->damage.size() == 1);
    CHECK(recording->damage[0].bytes == 16 + nonsense.size());
    CHECK(recording->cut_bytes == 0);
}

TEST_CASE("A block of any type that lacks its last byte makes no sense")
{
    const TempFolder folder;
    const auto session = session_of(3);
    Bytes bytes;
    append_block(bytes, BlockType::loss, Bytes(23, 0));
    std::size_t shortened = 1;
    for (const auto& block : blocks_of(session))
        if (block.type != BlockType::end) {
            append_block(bytes, block.type, block.payload.first(block.payload.size() - 1));
            ++shortened;
        }
    append_block(bytes, BlockType::end, {});
    const auto recording = read_bytes(folder, bytes);
    REQUIRE(recording);
    CHECK(recording->ticks.empty());
    CHECK(recording->said.empty());
    CHECK(recording->losses.empty());
    CHECK(recording->damage.size() == shortened);
    CHECK(recording->closed);
}

TEST_CASE("What is no recording is refused with a sentence, and repair leaves it alone")
{
    const TempFolder folder;
    const std::string text = GENERATE("", "time_s,belly\n0,1\n", "CRU\x9A",
                                      std::string("CRU\x9A\1\0\0\0\xFF\xFF\xFF\xFF", 12));
    const ByteView bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    const auto recording = read_bytes(folder, bytes);
    const auto path = (folder / "session.crura").string();
    REQUIRE_FALSE(recording);
    CHECK(recording.error().message
          == path + " is not a Crura recording, or nothing of it can be read.");
    CHECK_FALSE(repair(path));
    CHECK(std::filesystem::file_size(path) == text.size());
}

TEST_CASE("A recording that is not there, or is a folder, is refused with a sentence")
{
    const TempFolder folder;
    CHECK(read_recording(folder / "none.crura").error().message
          == "Cannot open the recording " + (folder / "none.crura").string()
              + " (No such file or directory); check the name.");
    CHECK(read_recording(folder.path()).error().message
          == folder.path().string() + " is a folder; name a recording in it.");
}

namespace {

// What a program of format 2 wrote, byte by byte as that format's page said.
Bytes session_of_format_2()
{
    const Bytes header{2, 0,                                      // version
                       5, 0, 0, 0, '0', '.', '1', '.', '0',       // of Crura
                       0, 0, 0, 0, 0,   0,   0,   0,              // in 1970
                       0, 0, 0, 0, 0,   0,   0,   0,              //
                       4, 0, 0, 0, 'r', 'e', 's', 't',            // program
                       0, 0, 0, 0,                                // its name
                       0, 0, 0, 0, 0,   0,   0,   0,              // thoracic: kind, unit
                       0, 0, 0, 0, 0,   0,   0,   0,              // abdominal
                       0, 0, 0, 0, 0,   0,   0,   0};             // sources, settings
    const Bytes tick{0, 0xCA, 0x9A, 0x3B, 0, 0, 0, 0,             // at 1 s
                     1, 0,    0,    0,    0, 0, 0, 0,             // number
                     1, 10,                                       // calibrate_leave
                     1, 0,    0,    0,                            // one sample
                     0, 0xCA, 0x9A, 0x3B, 0, 0, 0, 0,             //
                     0, 0,    0,    0,    0, 0, 0, 0x40,          // 2.0
                     1, 12};                                      // abdominal, AC-coupled
    const Bytes session{0,    0xCA, 0x9A, 0x3B, 0, 0, 0, 0, 1, 0, // running, not finished
                        0,    0xCA, 0x9A, 0x3B, 0, 0, 0, 0,       // elapsed 1 s
                        0,    0,    0,    0,    0, 0, 0, 0,       // left
                        2,    0,                                  // step
                        0xFF, 0xFF};                              // no prompt
    const Bytes health{0, 0xCA, 0x9A, 0x3B, 0, 0, 0, 0, 0,        // no sources
                       1, 2,    0,                                // audio, MIDI, recorder
                       7, 0,    0,    0,    0, 0, 0, 0};          // late ticks
    Bytes bytes;
    append_block(bytes, BlockType::header, header);
    append_block(bytes, BlockType::tick, tick);
    append_block(bytes, BlockType::session, session);
    append_block(bytes, BlockType::health, health);
    append_block(bytes, BlockType::end, {});
    return bytes;
}

} // namespace

TEST_CASE("A recording of format 2 is read in full, and what it did not know is as if it were not")
{
    const TempFolder folder;
    const bool header_damaged = GENERATE(false, true);
    auto bytes = session_of_format_2();
    if (header_damaged)
        bytes[20] ^= 1;
    const auto recording = read_bytes(folder, bytes);
    REQUIRE(recording);
    CHECK(recording->whole() != header_damaged);
    CHECK(recording->damage.size() == (header_damaged ? 1 : 0));
    CHECK(recording->header.program_id == (header_damaged ? "" : "rest"));
    REQUIRE(recording->ticks.size() == 1);
    CHECK(recording->ticks[0].commands[0] == Command::calibrate_leave);
    CHECK(recording->ticks[0].samples[0].value == 2);

    const auto session = said_at<SessionState>(*recording, Time(1s));
    REQUIRE(session.size() == 1);
    CHECK(session[0].running);
    CHECK_FALSE(session[0].braked);
    CHECK(session[0].step == 2);
    const auto health = said_at<Health>(*recording, Time(1s));
    REQUIRE(health.size() == 1);
    CHECK(health[0].audio == Output::working);
    CHECK(health[0].late_ticks == 7);
    CHECK(health[0].osc == Output::off);
    CHECK_FALSE(health[0].sound_latency.known);
}

TEST_CASE("A recording of format 3 is read, and what it did not know is as if it were not")
{
    const Bytes session{0, 0xCA, 0x9A, 0x3B, 0, 0, 0, 0, 1, 0, // running, not finished
                        0, 0xCA, 0x9A, 0x3B, 0, 0, 0, 0,       // elapsed 1 s
                        0, 0,    0,    0,    0, 0, 0, 0,       // left
                        2, 0,                                  // step
                        1, 0,                                  // prompt
                        1};                                    // braked
    Bytes header{3, 0};
    header.resize(2 + 4 + 16 + 8 + 16 + 8, 0);
    Bytes glance(186, 0);
    glance[0] = 7; // its time
    Bytes bytes;
    append_block(bytes, BlockType::header, header);
    append_block(bytes, BlockType::session, session);
    append_block(bytes, BlockType::glance, glance);
    append_block(bytes, BlockType::end, {});
    const TempFolder folder;
    const auto recording = read_bytes(folder, bytes);
    REQUIRE(recording);
    CHECK(recording->whole());
    const auto sessions = said_at<SessionState>(*recording, Time(1s));
    REQUIRE(sessions.size() == 1);
    CHECK(sessions[0].braked);
    CHECK(sessions[0].prompt == 1);
    CHECK(sessions[0].phrase == Phrase::none);
    CHECK_FALSE(sessions[0].waiting);
    const auto glances = said_at<Glance>(*recording, Time(7ns));
    REQUIRE(glances.size() == 1);
    CHECK(glances[0].stage == GuideStage::absent);
    CHECK_FALSE(glances[0].ventilation.known);
}

TEST_CASE("The watch is written down when it changes, and every ten seconds while there is a guard")
{
    Bytes bytes;
    Transcript transcript;
    transcript.begin(bytes, {});
    Snapshot snapshot;
    const auto last_for = [&](Duration duration) {
        for (const Time until = snapshot.time + duration; snapshot.time < until;
             snapshot.time += kStep)
            transcript.tick(bytes, snapshot, {});
    };
    last_for(30s); // no guard: nothing
    snapshot.guard.on = true;
    last_for(25s); // at once, and twice more
    snapshot.guard.alert = Alert::look;
    snapshot.guard.held_s = 3; // alone would be no news
    last_for(5s);

    const TempFolder folder;
    const auto recording = read_bytes(folder, bytes);
    REQUIRE(recording);
    std::vector<Time> times;
    for (const auto& said : recording->said)
        if (std::holds_alternative<Watch>(said.what))
            times.push_back(said.time);
    CHECK(times == std::vector<Time>{Time(30s), Time(40s), Time(50s), Time(55s)});
}

TEST_CASE("A note comes back with the moment it is about, whatever its letters")
{
    Bytes bytes;
    Transcript transcript;
    transcript.begin(bytes, {});
    transcript.note(bytes, {Time(3s), "legs shake; \"warm\" \xE2\x80\x93 \n ok"});
    transcript.note(bytes, {Time(2s), ""});
    const TempFolder folder;
    const auto recording = read_bytes(folder, bytes);
    REQUIRE(recording);
    REQUIRE(recording->notes.size() == 2);
    CHECK(recording->notes[0].time == Time(3s));
    CHECK(recording->notes[0].text == "legs shake; \"warm\" \xE2\x80\x93 \n ok");
    CHECK(recording->notes[1].text.empty());
}

TEST_CASE("A session is written down when it is braked, health when any output's light changes")
{
    Bytes bytes;
    Transcript transcript;
    transcript.begin(bytes, {});
    Snapshot snapshot;
    const auto tick = [&] {
        transcript.tick(bytes, snapshot, {});
        snapshot.time += kStep;
    };
    tick();
    snapshot.session.braked = true;
    tick();
    snapshot.health.osc = Output::working;
    tick();
    snapshot.health.touch = Output::lost;
    tick();

    const TempFolder folder;
    const auto recording = read_bytes(folder, bytes);
    REQUIRE(recording);
    CHECK(said_at<SessionState>(*recording, Time(kStep)).size() == 1);
    CHECK(said_at<Health>(*recording, Time(2 * kStep)).size() == 1);
    CHECK(said_at<Health>(*recording, Time(3 * kStep)).size() == 1);
}

TEST_CASE("A recording of a newer format is refused, not misread")
{
    const TempFolder folder;
    Bytes bytes;
    append_block(bytes, BlockType::header, Bytes{5, 0, 99, 99});
    const auto recording = read_bytes(folder, bytes);
    REQUIRE_FALSE(recording);
    CHECK_THAT(recording.error().message,
               Catch::Matchers::Contains("newer Crura (format 5); update Crura"));
}
