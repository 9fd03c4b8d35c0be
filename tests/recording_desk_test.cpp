#include "speech/recording_desk.hpp"

#include "sound/loudness.hpp"
#include "sound/sound_file.hpp"
#include "speech/generated_pack.hpp"
#include "speech/pack_sound.hpp"
#include "speech/standard.hpp"
#include "speech/take.hpp"
#include "support/temp_folder.hpp"
#include "support/voice.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace crura;
using namespace crura::speech;
using test::contains;
using test::Spoken;
using test::TempFolder;
namespace fs = std::filesystem;

namespace {

const std::vector<std::string> kTexts = {"Notice.", "Allow.", "notice", "Wait."};

Pack anna()
{
    Pack pack;
    pack.name = "Anna";
    pack.language = "en";
    pack.licence = "CC0";
    pack.speaker = "Anna";
    pack.about = "A test.";
    return pack;
}

RecordingDesk desk_in(const fs::path& folder)
{
    auto desk = RecordingDesk::open(folder, anna());
    INFO((desk ? "" : desk.error().message));
    REQUIRE(desk);
    return *desk;
}

sound::Clip sentence(double voice_s = 0.8)
{
    return *to_standard(Spoken{.voice_s = voice_s}.clip());
}

std::set<std::string> files_in(const fs::path& folder)
{
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.insert(entry.path().filename().string());
    return names;
}

std::string objection_to(const sound::Clip& heard)
{
    const auto take = take_of(heard);
    return take ? "none" : take.error().message;
}

} // namespace

TEST_CASE("A clear take is taken: trimmed, levelled, and how clear it is is known")
{
    const double voice = GENERATE(0.05, 0.3, 0.9);
    const double rate_hz = GENERATE(44100., 48000.);
    const auto take = take_of(Spoken{.rate_hz = rate_hz, .voice = voice, .offset = 0.02}.clip());
    INFO((take ? "" : take.error().message));
    REQUIRE(take);
    CHECK(sound::integrated_loudness_lufs(take->clip) == Approx(-23).margin(0.1));
    CHECK(take->clip.sample_rate_hz == 48000);
    CHECK(take->clip.length_s() == Approx(1.5).margin(0.3));
    const double rms_db = 20 * std::log10(voice / 0.0001) - 12;
    CHECK(take->above_room_db == Approx(rms_db).margin(6));
}

TEST_CASE("The presses of the key at both ends of a take do not count")
{
    auto heard = Spoken{}.clip();
    for (std::size_t i = 0; i < 2000; ++i) {
        heard.interleaved[i] = i % 100 < 50 ? 1.f : -1.f;
        heard.interleaved[heard.interleaved.size() - 1 - i] = heard.interleaved[i];
    }
    CHECK(objection_to(heard) == "none");
}

TEST_CASE("A take that cannot be used is told why, and what helps")
{
    CHECK(contains(objection_to(Spoken{.voice = 0, .room = 1e-6}.clip()), "Nothing was heard"));
    CHECK(contains(objection_to(Spoken{.voice = 0, .room = 0.02}.clip()), "No voice stands out"));
    CHECK(contains(objection_to(Spoken{.voice = 0.012, .room = 1e-6}.clip()), "too quiet"));
    CHECK(contains(objection_to(Spoken{.voice = 2.5}.clip()), "distorted"));
    CHECK_THAT(objection_to(Spoken{.voice = 0.2, .room = 0.008}.clip()),
               Catch::StartsWith("The room is heard, only 2"));
    CHECK(contains(objection_to(Spoken{.before_s = 0}.clip()), "The beginning is cut off"));
    CHECK(contains(objection_to(Spoken{.after_s = 0}.clip()), "The end is cut off"));
    CHECK(contains(objection_to(Spoken{.before_s = 0.1, .voice_s = 0.2, .after_s = 0.1}.clip()),
                   "too short"));
    CHECK(contains(objection_to({48000, 1, {}}), "too short"));
    CHECK(
        contains(objection_to(Spoken{.rate_hz = 8000, .voice_s = 31}.clip()), "longer than 30 s"));
}

TEST_CASE(
    "The desk asks for what the pack lacks, each sentence once, and goes on where one stopped")
{
    const TempFolder folder;
    const auto pack = folder / "anna";
    {
        auto desk = desk_in(pack);
        CHECK(desk.missing(kTexts, "en") == std::vector<std::string>{"Notice.", "Allow.", "Wait."});
        CHECK_FALSE(fs::exists(pack)); // until something is kept
        REQUIRE(desk.keep("Allow.", "en", sentence()));
        CHECK(desk.missing(kTexts, "en") == std::vector<std::string>{"Notice.", "Wait."});
    }
    auto again = desk_in(pack);
    CHECK(again.pack().speaker == "Anna");
    CHECK(again.missing(kTexts, "en") == std::vector<std::string>{"Notice.", "Wait."});
    CHECK(again.missing(kTexts, "de").size() == 3);
    REQUIRE(again.keep("Notice.", "en", sentence()));
    REQUIRE(again.keep("Wait.", "en", sentence()));
    CHECK(again.missing(kTexts, "en").empty());
    CHECK(check_sounds(*load_pack(pack)).empty());
}

TEST_CASE("A sentence whose file is broken is asked for again")
{
    const TempFolder folder;
    auto desk = desk_in(folder.path());
    REQUIRE(desk.keep("Allow.", "en", sentence()));
    test::write_text(folder / desk.pack().sentences[0].file, "broken");
    CHECK(desk.missing(kTexts, "en").size() == 3);
    REQUIRE(desk.keep("Allow.", "en", sentence()));
    CHECK(desk.missing(kTexts, "en").size() == 2);
    CHECK(desk.pack().sentences.size() == 1);
}

TEST_CASE(
    "A sentence that is recorded anew takes the place of the old one, and leaves no file behind")
{
    const TempFolder folder;
    auto desk = desk_in(folder.path());
    REQUIRE(desk.keep("Allow.", "en", sentence(0.8)));
    REQUIRE(desk.keep("Wait.", "en", sentence(0.8))); // sounds the same
    REQUIRE(desk.keep("allow", "en", sentence(1.4)));
    const auto pack = load_pack(folder.path());
    REQUIRE(pack);
    REQUIRE(pack->sentences.size() == 2);
    CHECK(pack->sentences[0].id == "allow");
    CHECK(pack->sentences[0].text == "Allow.");
    CHECK(read_sentence(*pack, pack->sentences[0])->length_s() > 1.4);
    CHECK(files_in(folder.path())
          == std::set<std::string>{"pack.toml", pack->sentences[0].file, pack->sentences[1].file});

    REQUIRE(desk.keep("Allow.", "en", sentence(1.4))); // the very same sound
    CHECK(check_sounds(*load_pack(folder.path())).empty());
}

TEST_CASE("Sentences that begin alike, or have no letters of ASCII, have files of their own")
{
    const TempFolder folder;
    auto desk = desk_in(folder.path());
    const std::string begin = "One two three four five six seven eight nine ten eleven twelve";
    REQUIRE(desk.keep(begin + " a.", "en", sentence()));
    REQUIRE(desk.keep(begin + " b.", "en", sentence()));
    REQUIRE(desk.keep("\u5438\u6c14", "zh", sentence()));
    REQUIRE(desk.keep("../../etc/passwd", "en", sentence()));
    CHECK(files_in(folder.path()).size() == 5);
    CHECK(check_sounds(*load_pack(folder.path())).empty());
}

TEST_CASE("When the disk refuses, the pack stays as it was")
{
    const TempFolder folder;
    auto desk = desk_in(folder.path());
    REQUIRE(desk.keep("Allow.", "en", sentence()));
    const auto before = test::text_in(folder / "pack.toml");
    fs::create_directory(folder / "pack.toml.part"); // cannot be written to
    const auto kept = desk.keep("Wait.", "en", sentence());
    REQUIRE_FALSE(kept);
    CHECK(contains(kept.error().message, "pack.toml cannot be written"));
    CHECK(test::text_in(folder / "pack.toml") == before);
    CHECK(desk.missing(kTexts, "en") == std::vector<std::string>{"Notice.", "Wait."});
    CHECK(check_sounds(*load_pack(folder.path())).empty());

    test::write_text(folder / "file", "");
    auto nowhere = desk_in(folder / "file/pack");
    CHECK_FALSE(nowhere.keep("Wait.", "en", sentence()));
}

TEST_CASE("A pack.toml with a mistake is left as it is")
{
    const TempFolder folder;
    test::write_text(folder / "pack.toml", "format = 1\n");
    const auto desk = RecordingDesk::open(folder.path(), anna());
    REQUIRE_FALSE(desk);
    CHECK(contains(desk.error().message, "the file has no pack"));
    CHECK(test::text_in(folder / "pack.toml") == "format = 1\n");
}

TEST_CASE("A generated pack has every sentence, says what it is, and only what lacks is made")
{
    const TempFolder folder;
    auto desk = RecordingDesk::open(folder / "pack", generated_pack("en"));
    REQUIRE(desk);
    Synthesizer synthesize{Cache(folder / "cache")};
    const auto made = generate(*desk, kTexts, synthesize);
    INFO((made ? "" : made.error().message));
    REQUIRE(made);
    CHECK(*made == 3);
    CHECK(desk->missing(kTexts, "en").empty());
    CHECK(check_sounds(desk->pack()).empty());
    CHECK(*generate(*desk, kTexts, synthesize) == 0);
    CHECK(contains(desk->pack().about, "synthetic voice"));
    CHECK(contains(desk->pack().speaker, "nobody"));
}
