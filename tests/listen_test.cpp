#include "app/listen.hpp"

#include "app/recording_file.hpp"
#include "app/sources.hpp"
#include "audio/block.hpp"
#include "devices/body_model.hpp"
#include "engine/engine.hpp"
#include "record/recorder.hpp"
#include "sound/loudness.hpp"
#include "sound/sound_file.hpp"
#include "support/correlation.hpp"
#include "support/sound.hpp"
#include "support/temp_folder.hpp"
#include "support/tones.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <thread>

using namespace crura;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

// Surf that follows one's own breath and goes down to silence.
constexpr const char* kSurf = R"(
format = 1
[soundscape]
name = "Surf"
summary = "The sea is the breath."
[sea]
follows = "own"
depth = 1
)";

constexpr const char* kSoundscapes = CRURA_ROOT "/audio/soundscapes";

std::vector<Sample> body(double length_s)
{
    devices::BodyModel model({.breath_rate_bpm = 8, .gain = {12, 30}, .noise = 0.02}, 3);
    std::vector<Sample> samples;
    for (auto reading = model.next(); reading.time_s < length_s; reading = model.next())
        for (const auto band : {Band::thoracic, Band::abdominal})
            samples.push_back({time_from_seconds(reading.time_s),
                               reading.level[std::size_t(band)],
                               {band, Quantity::displacement}});
    return samples;
}

void write_csv(const fs::path& file, double length_s)
{
    std::ofstream out(file);
    out << "time_s,chest,belly\n";
    const auto samples = body(length_s);
    for (std::size_t i = 0; i + 1 < samples.size(); i += 2)
        out << to_seconds(samples[i].time) << ',' << samples[i].value << ',' << samples[i + 1].value
            << '\n';
}

// As a live session would have been recorded.
void record_session(const fs::path& file, double length_s, const std::string& program)
{
    record::RecordingHeader header;
    header.program_id = program;
    header.settings = {{"session_s", "1200"}};
    auto recorder = record::Recorder::open(file, header);
    REQUIRE(recorder);
    engine::Engine engine;
    std::size_t given = 0;
    for (const auto& tick : app::ticks_of(body(length_s))) {
        (*recorder)->accept(engine.tick(tick.time, tick.samples), tick.samples);
        if (++given % 900 == 0) // it keeps ten seconds
            std::this_thread::sleep_for(std::chrono::milliseconds(700));
    }
    (*recorder)->close();
    REQUIRE((*recorder)->lost().ticks == 0);
}

struct Room {
    test::TempFolder folder;

    app::ListenOptions options(const std::string& file, const std::string& soundscape,
                               const std::string& out) const
    {
        return {.file = folder / file,
                .soundscape = soundscape,
                .soundscape_folders = {folder.path(), kSoundscapes},
                .out = folder / out};
    }

    sound::Clip listen(const std::string& file, const std::string& soundscape,
                       const std::string& out = "x.wav") const
    {
        const auto said = app::listen(options(file, soundscape, out));
        if (!said)
            FAIL(said.error().message);
        INFO(*said);
        auto clip = sound::read_clip(folder / out);
        REQUIRE(clip);
        return std::move(*clip);
    }

    std::string refusal(const app::ListenOptions& options) const
    {
        const auto said = app::listen(options);
        REQUIRE_FALSE(said);
        CHECK(said.error().message.find('\n') == std::string::npos);
        return said.error().message;
    }

    void write(const std::string& file, const std::string& text) const
    {
        std::ofstream(folder / file) << text;
    }
    std::string bytes(const std::string& file) const
    {
        std::ifstream in(folder / file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
};

} // namespace

TEST_CASE("A recording is heard in its length, and its loudness follows the belly without a delay")
{
    const Room room;
    room.write("surf.toml", kSurf);
    write_csv(room.folder / "body.csv", 75);
    const auto clip = room.listen("body.csv", "surf");
    CHECK(clip.sample_rate_hz == 48000);
    CHECK(clip.channels == 2);
    CHECK(clip.length_s() > 75);
    CHECK(clip.length_s() < 79.5); // what has to fade has faded

    // What the engine said, tick by tick, against what is heard, 20 times a second. The surf rises
    // with the belly, and ebbs to where the expiration will end.
    engine::Engine engine;
    std::vector<double> surf;
    for (const auto& tick : app::ticks_of(body(75))) {
        const auto& cue = engine.tick(tick.time, tick.samples).cues.audio;
        surf.push_back(std::max(cue.opening, 0.75f * cue.falling));
    }
    const auto heard = test::envelope(test::channel(clip.interleaved, 0), 2400);
    const auto fits = [&](int later) { // in units of 50 ms
        std::vector<double> a, b;
        for (std::size_t i = 800; i < 1400; ++i) {
            a.push_back(surf[5 * i + 2]);
            b.push_back(heard[i + std::size_t(later)]);
        }
        return test::correlation(a, b);
    };
    CHECK(fits(0) > 0.9);
    CHECK(fits(0) > fits(8));
    CHECK(fits(0) > fits(-8));
}

TEST_CASE("The same recording gives the same file, bit for bit")
{
    const Room room;
    write_csv(room.folder / "body.csv", 30);
    const auto name = GENERATE(as<std::string>(), "a.wav", "a.flac");
    room.listen("body.csv", "shore", name);
    const auto first = room.bytes(name);
    room.listen("body.csv", "shore", name);
    CHECK(room.bytes(name) == first);
}

TEST_CASE("Own music comes out the same every time too, and what of it cannot be played is told")
{
    const Room room;
    room.write("mine.toml", R"(
format = 1
[soundscape]
name = "Mine"
summary = "My own music."
[music]
from = "songs"
)");
    fs::create_directory(room.folder / "songs");
    for (int i = 0; i < 3; ++i)
        REQUIRE(sound::write_clip(
            room.folder / ("songs/" + std::to_string(i) + ".flac"),
            test::clip_of(
                {.frequency_hz = 300. + 100 * i, .length_s = 6, .sample_rate_hz = 44100})));
    room.write("songs/2b.mp3", "no sound");
    write_csv(room.folder / "body.csv", 20);
    room.listen("body.csv", "mine");
    const auto first = room.bytes("x.wav");
    const auto clip = room.listen("body.csv", "mine");
    CHECK(room.bytes("x.wav") == first);
    CHECK(test::rms(std::span(clip.interleaved).subspan(48000 * 24)) > 0.01);
    const auto said = app::listen(room.options("body.csv", "mine", "x.wav"));
    CHECK_THAT(said.value(), Contains("2b.mp3 cannot be played"));
}

TEST_CASE("What is heard before a tick does not depend on it, down to the block")
{
    const Room room;
    room.write("surf.toml", kSurf);
    write_csv(room.folder / "long.csv", 40);
    write_csv(room.folder / "short.csv", 30);
    const auto longer = room.listen("long.csv", "surf");
    const auto shorter = room.listen("short.csv", "surf");
    std::size_t same = 0;
    while (same < shorter.interleaved.size()
           && longer.interleaved[same] == shorter.interleaved[same])
        ++same;
    const double parted_s = double(same / 2) / 48000;
    const double last_s = to_seconds(
        app::ticks_of(app::read_samples((room.folder / "short.csv").string()).value()).back().time);
    CHECK(parted_s >= last_s); // the shorter one begins to fade there
    CHECK(parted_s < last_s + 2 * double(audio::kBlockFrames) / 48000);
}

TEST_CASE("A recorded session is heard at the levels of its program's steps")
{
    const Room room;
    room.write("surf.toml", kSurf);
    record_session(room.folder / "session.crura", 19, "constructive-rest");
    record_session(room.folder / "free.crura", 19, "");
    const auto session = room.listen("session.crura", "surf");
    const auto free = room.listen("free.crura", "surf");
    const double quieter_db = test::decibels(test::rms(session.interleaved))
        - test::decibels(test::rms(free.interleaved));
    CHECK(quieter_db < -6); // the first step has own_level = 0.15
    CHECK(quieter_db > -40);
}

TEST_CASE("A recording whose program is not here is heard nevertheless, and that is told")
{
    const Room room;
    record_session(room.folder / "a.crura", 12, "somebody-elses");
    const auto said = app::listen(room.options("a.crura", "shore", "x.wav"));
    REQUIRE(said);
    CHECK_THAT(*said, Contains("The program 'somebody-elses'"));
    CHECK_THAT(*said, Contains("x.wav: 0:1"));
}

TEST_CASE("What was rendered is told: length, loudness, true peak and speed")
{
    const Room room;
    room.write("surf.toml", kSurf);
    write_csv(room.folder / "body.csv", 62);
    const auto said = app::listen(room.options("body.csv", "surf", "x.flac"));
    REQUIRE(said);
    const auto clip = sound::read_clip(room.folder / "x.flac");
    REQUIRE(clip);
    const auto number_before = [&said](const std::string& unit) {
        const auto end = said->find(unit);
        REQUIRE(end != std::string::npos);
        const auto begin = said->rfind(' ', end - 1) + 1;
        return std::stod(said->substr(begin, end - begin));
    };
    CHECK(number_before(" LUFS") == Approx(sound::integrated_loudness_lufs(*clip)).margin(0.06));
    CHECK(number_before(" dBTP") == Approx(sound::true_peak_db(*clip)).margin(0.06));
    CHECK(number_before(" dBTP") <= -3);
    CHECK_THAT(*said, Contains("x.flac: 1:0"));
    CHECK(number_before(" times faster") > 1);
}

TEST_CASE("What cannot be listened to, or written, is told in one sentence")
{
    const Room room;
    write_csv(room.folder / "body.csv", 5);
    CHECK_THAT(room.refusal(room.options("none.crura", "shore", "x.wav")), Contains("none.crura"));
    CHECK_THAT(room.refusal(room.options("none.csv", "shore", "x.wav")), Contains("none.csv"));
    CHECK_THAT(room.refusal(room.options("body.csv", "shoer", "x.wav")),
               Contains("There is no soundscape 'shoer'; did you mean 'shore'?"));
    CHECK_THAT(room.refusal(room.options("body.csv", "shore", "x.mp3")), Contains(".wav or .flac"));
    CHECK_THAT(room.refusal(room.options("body.csv", "shore", "none/x.wav")),
               Contains("cannot be written"));
    fs::create_directory(room.folder / "taken.wav");
    CHECK_THAT(room.refusal(room.options("body.csv", "shore", "taken.wav")), Contains("folder"));
    auto nowhere = room.options("body.csv", "shore", "x.wav");
    nowhere.soundscape_folders.clear();
    CHECK_THAT(room.refusal(nowhere), Contains("none was found"));
    room.write("empty.csv", "time_s,belly\n");
    CHECK_THAT(room.refusal(room.options("empty.csv", "shore", "x.wav")), Contains("empty.csv"));
    CHECK_FALSE(fs::exists(room.folder / "x.wav"));
    CHECK_FALSE(fs::exists(room.folder / "x.wav.part"));
}
