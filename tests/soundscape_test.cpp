#include "audio/soundscape_loader.hpp"

#include "support/soundscapes.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace crura;
using namespace crura::test;
using audio::Follows;

namespace {

const std::string kHead = "format = 1\n[soundscape]\nname = \"N\"\nsummary = \"S\"\n";

// What is wrong with these voices, each below the lines that every file has.
std::string wrong_with(const std::string& voices)
{
    const auto soundscape = audio::parse_soundscape(kHead + voices, "mine.toml");
    return soundscape ? "nothing" : soundscape.error().message;
}

void write(const std::filesystem::path& file, const std::string& text)
{
    std::ofstream(file) << text;
}

} // namespace

TEST_CASE("The ready-made soundscapes are three, each for one's own breath and for the guide")
{
    const auto all = ready_made();
    REQUIRE(all.size() == 3);
    CHECK(all[0].id == "chord");
    CHECK(all[1].id == "near-silence");
    CHECK(all[2].id == "shore");
    for (const auto& each : all) {
        CAPTURE(each.id);
        const auto follows = [](Follows whom) {
            return [whom](const auto& voice) { return voice.follows == whom; };
        };
        const auto any = [&](Follows whom) {
            return std::any_of(each.seas.begin(), each.seas.end(), follows(whom))
                || std::any_of(each.bowls.begin(), each.bowls.end(), follows(whom));
        };
        CHECK((each.pad || any(Follows::own)));
        CHECK(any(Follows::guide));
        CHECK_FALSE(each.probe);
        CHECK_FALSE(each.name.empty());
    }
}

TEST_CASE("Every key of a soundscape arrives where it belongs")
{
    const TempFolder folder;
    write(folder / "rain.wav", "not looked into here");
    write(folder / "mine.toml",
          kHead
              + "[pad]\nlevel_db = -3\nroot_hz = 220\nchord = \"minor\"\n"
                "[[sea]]\nfollows = \"own\"\nlevel_db = 2\nbrightness_hz = 900\ndepth = 0.5\n"
                "[[sea]]\n"
                "[bowl]\nfollows = \"own\"\nstrikes = [\"expiration\"]\npitch_hz = 300\n"
                "decay_seconds = 9\nlevel_db = -9\n"
                "[room_bed]\nroot_hz = 82.5\nlevel_db = 1\n"
                "[music]\nfrom = \"rain.wav\"\nlevel_db = -1\nrange_db = 6\ndark_hz = 500\n"
                "bright_hz = 4000\nnoise = 0\n");
    const auto found = audio::load_soundscape(folder / "mine.toml");
    REQUIRE(found);
    const auto& all = *found;
    CHECK(all.id == "mine");
    CHECK(all.name == "N");
    CHECK(all.summary == "S");
    CHECK(all.pad->level_db == -3);
    CHECK(all.pad->settings.root_hz == 220);
    CHECK(all.pad->settings.chord == audio::Pad::Chord::minor);
    REQUIRE(all.seas.size() == 2);
    CHECK(all.seas[0].follows == Follows::own);
    CHECK(all.seas[0].level_db == 2);
    CHECK(all.seas[0].settings.brightness_hz == 900);
    CHECK(all.seas[0].settings.depth == 0.5);
    CHECK(all.seas[1].follows == Follows::guide);
    CHECK(all.seas[1].settings.brightness_hz == audio::Sea::Settings{}.brightness_hz);
    REQUIRE(all.bowls.size() == 1);
    CHECK(all.bowls[0].follows == Follows::own);
    CHECK_FALSE(all.bowls[0].inspiration);
    CHECK(all.bowls[0].expiration);
    CHECK(all.bowls[0].settings.pitch_hz == 300);
    CHECK(all.bowls[0].settings.decay_s == 9);
    CHECK(all.bowls[0].level_db == -9);
    CHECK(all.room_bed->settings.root_hz == 82.5);
    CHECK(all.room_bed->level_db == 1);
    CHECK(all.music->settings.from == folder / "rain.wav");
    CHECK(all.music->level_db == -1);
    CHECK(all.music->settings.range_db == 6);
    CHECK(all.music->settings.dark_hz == 500);
    CHECK(all.music->settings.bright_hz == 4000);
    CHECK(all.music->settings.noise == 0);
    CHECK_FALSE(all.probe);
    CHECK(written("[probe]\nfull_scale = 4096\n").probe->full_scale == 4096);
}

TEST_CASE("A bowl is struck at both turns unless its file says otherwise")
{
    const auto bowl = written("[bowl]\n").bowls.at(0);
    CHECK(bowl.inspiration);
    CHECK(bowl.expiration);
    CHECK(bowl.follows == Follows::guide);
}

TEST_CASE("All mistakes of a soundscape are told at once, each with its place")
{
    const auto wrong = wrong_with("[pad]\nlevel_db = 20\nroot = 110\n[sea]\nfollows = \"guid\"\n");
    CHECK_THAT(wrong,
               Catch::Contains("mine.toml:6:12: error: level_db is 20; permitted is -60 .. 12\n"
                               " 6 | level_db = 20\n"
                               "   |            ^"));
    CHECK_THAT(wrong, Catch::Contains("mine.toml:7:1: error: \"root\" is unknown in [pad]"));
    CHECK_THAT(wrong, Catch::Contains("follows is \"guid\"; did you mean \"guide\"?"));
}

TEST_CASE("What cannot be a soundscape is refused, and says why")
{
    CHECK_THAT(wrong_with(""), Catch::Contains("no voice sounds; add [pad]"));
    CHECK_THAT(wrong_with("[bowle]\n"), Catch::Contains("did you mean \"bowl\"?"));
    CHECK_THAT(wrong_with("[pad]\n[probe]\n"), Catch::Contains("stands alone"));
    CHECK_THAT(wrong_with("[bowl]\nstrikes = []\n"), Catch::Contains("strikes names no moment"));
    CHECK_THAT(wrong_with("[bowl]\nstrikes = [\"exhale\"]\n"),
               Catch::Contains("a moment of strikes is \"exhale\""));
    CHECK_THAT(wrong_with("[[sea]]\n[[sea]]\n[[sea]]\n"), Catch::Contains("sea has 3 entries"));
    CHECK_THAT(wrong_with("[[pad]]\n[[pad]]\n"),
               Catch::Contains("write [pad] on a line of its own"));
    CHECK_THAT(wrong_with("[music]\nfrom = \"nowhere/at-all\"\n"),
               Catch::Contains("mine.toml:6:8: error: ") && Catch::Contains("nowhere/at-all"));
    CHECK_THAT(wrong_with("[music]\n"), Catch::Contains("from"));
    CHECK_THAT(wrong_with("[music]\nfrom = \".\"\ndark_hz = 5000\nbright_hz = 500\n"),
               Catch::Contains("dark_hz may not be above bright_hz"));
    CHECK_THAT(wrong_with("[pad\n"), Catch::Contains("mine.toml:5:"));
    CHECK_THAT(audio::parse_soundscape("[pad]\n", "x.toml").error().message,
               Catch::Contains("format") && Catch::Contains("[soundscape]"));
    CHECK_THAT(audio::load_soundscape("/nowhere/x.toml").error().message,
               Catch::Contains("/nowhere/x.toml"));
}

TEST_CASE("Soundscapes are found by id, a person's own before the ready-made")
{
    const TempFolder own, built_in;
    for (const auto& file :
         {own / "shore.toml", built_in / "shore.toml", built_in / "chord.toml", own / "notes.txt"})
        write(file, "");
    const std::filesystem::path folders[] = {own.path(), built_in.path(), "/nowhere"};
    const auto found = audio::find_soundscapes(folders);
    REQUIRE(found.size() == 2);
    CHECK(found[0].id == "chord");
    CHECK(found[1].id == "shore");
    CHECK(found[1].file == own / "shore.toml");
}
