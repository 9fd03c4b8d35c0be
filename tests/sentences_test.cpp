#include "speech/sentences.hpp"

#include "sound/loudness.hpp"
#include "sound/sound_file.hpp"
#include "speech/recording_desk.hpp"
#include "speech/standard.hpp"
#include "support/temp_folder.hpp"
#include "support/voice.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace crura;
using namespace crura::speech;
using test::contains;
using test::OnlyPath;
using test::Spoken;
using test::TempFolder;
namespace fs = std::filesystem;

namespace {

const std::vector<Wanted> kWanted = {{0, 0, "Notice."}, {0, 1, "Allow."}, {3, 0, "Wait."}};

// A pack in which these are spoken.
fs::path pack_of(const TempFolder& folder, const std::string& name,
                 const std::vector<std::string>& texts)
{
    Pack fresh;
    fresh.name = fresh.licence = fresh.speaker = fresh.about = name;
    fresh.language = "en-GB";
    auto desk = RecordingDesk::open(folder / name, fresh);
    REQUIRE(desk);
    double length_s = 0.5;
    for (const auto& text : texts)
        REQUIRE(desk->keep(text, "en-GB", *to_standard(Spoken{.voice_s = length_s += 0.1}.clip())));
    return folder / name;
}

std::string all(const std::vector<std::string>& remarks)
{
    std::string text;
    for (const auto& each : remarks)
        text += each + '\n';
    return text;
}

} // namespace

TEST_CASE("Each sentence of a session has its file of the pack, by step and prompt")
{
    const TempFolder folder;
    const auto pack = pack_of(folder, "anna", {"wait", "allow", "notice"});
    const auto prepared = prepare(kWanted, {.packs = {pack}, .cache = folder / "cache"});

    CHECK(prepared.remarks.empty());
    CHECK(prepared.voice == "anna");
    REQUIRE(prepared.sentences.size() == 3);
    const auto read = load_pack(pack);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(prepared.sentences[i].step == kWanted[i].step);
        CHECK(prepared.sentences[i].prompt == kWanted[i].prompt);
        CHECK(prepared.sentences[i].file == read->file_of(*read->find(kWanted[i].text, "en")));
    }
    CHECK_FALSE(fs::exists(folder / "cache")); // nothing had to be made
}

TEST_CASE("One voice speaks throughout: the one that knows most, the earlier of two")
{
    const TempFolder folder;
    const auto little = pack_of(folder, "little", {"Notice."});
    const auto first = pack_of(folder, "first", {"Notice.", "Wait."});
    const auto second = pack_of(folder, "second", {"Allow.", "Wait."});
    const auto prepared = prepare(
        kWanted,
        {.packs = {little, first, second}, .speak_missing = false, .cache = folder / "cache"});
    CHECK(prepared.voice == "first");
    CHECK(prepared.sentences[1].file.empty()); // though another voice has it
    CHECK(
        prepared.remarks
        == std::vector<std::string>{"1 of 3 sentences have no voice in the language \"en\"; a soft "
                                    "chime is heard in their place."});
}

TEST_CASE("What the pack lacks is spoken by the synthesizer or is a chime, as the program asks")
{
    const TempFolder folder;
    const TempFolder bin;
    test::write_script(bin / "espeak-ng",
                       "echo called >> '" + (bin / "calls").string()
                           + "'\nexec /usr/bin/espeak-ng \"$@\"");
    const OnlyPath path(bin.path());
    Voices voices{.packs = {pack_of(folder, "anna", {"Notice.", "Wait."})},
                  .cache = folder / "cache"};
    SECTION("spoken")
    {
        const auto prepared = prepare(kWanted, voices);
        INFO(all(prepared.remarks));
        CHECK(prepared.remarks.empty());
        CHECK(prepared.sentences[1].file.parent_path() == folder / "cache");
        CHECK(test::text_in(bin / "calls") == "called\n");
        CHECK(prepare(kWanted, voices).sentences[1].file == prepared.sentences[1].file);
        CHECK(test::text_in(bin / "calls") == "called\n"); // not again
    }
    SECTION("a chime")
    {
        voices.speak_missing = false;
        const auto prepared = prepare(kWanted, voices);
        CHECK(prepared.sentences[1].file.empty());
        CHECK_FALSE(prepared.sentences[0].file.empty());
        CHECK_FALSE(fs::exists(bin / "calls"));
    }
}

TEST_CASE("A pack in another language is not heard")
{
    const TempFolder folder;
    const auto prepared = prepare(kWanted,
                                  {.packs = {pack_of(folder, "anna", {"Notice.", "Wait."})},
                                   .language = "de",
                                   .speak_missing = false,
                                   .cache = folder / "cache"});
    CHECK(prepared.voice.empty());
    CHECK(contains(all(prepared.remarks), "3 of 3 sentences have no voice in the language \"de\""));
}

TEST_CASE("A broken sentence is told and counts as missing, and the others are heard")
{
    const TempFolder folder;
    const auto pack = pack_of(folder, "anna", {"Notice.", "Allow.", "Wait."});
    const auto read = load_pack(pack);
    test::write_text(read->file_of(*read->find("Allow.", "en")), "fLaC");
    const auto prepared =
        prepare(kWanted, {.packs = {pack}, .speak_missing = false, .cache = folder / "cache"});
    CHECK_FALSE(prepared.sentences[0].file.empty());
    CHECK(prepared.sentences[1].file.empty());
    CHECK_FALSE(prepared.sentences[2].file.empty());
    CHECK(contains(all(prepared.remarks), "of which pack.toml has the checksum"));
    CHECK(contains(all(prepared.remarks), "1 of 3 sentences have no voice"));
}

TEST_CASE("A sentence that is far too loud is told, and heard as loud as the others")
{
    const TempFolder folder;
    const auto pack = pack_of(folder, "anna", {"Notice.", "Wait."});
    auto desk = RecordingDesk::open(pack, {});
    auto loud = *to_standard(Spoken{}.clip());
    for (float& each : loud.interleaved)
        each *= 3;
    REQUIRE(desk->keep("Allow.", "en", loud));

    const Voices voices{.packs = {pack}, .cache = folder / "cache"};
    const auto prepared = prepare(kWanted, voices);

    CHECK(contains(all(prepared.remarks), "dBTP; it is heard softer"));
    CHECK(prepared.sentences[1].file.parent_path() == folder / "cache");
    const auto heard = sound::read_clip(prepared.sentences[1].file);
    REQUIRE(heard);
    CHECK(sound::integrated_loudness_lufs(*heard) == Approx(-23).margin(0.1));
    CHECK(prepare(kWanted, voices).sentences[1].file == prepared.sentences[1].file);
}

TEST_CASE("Whatever is broken, a session is prepared, and each reason is told once")
{
    const TempFolder folder;
    const TempFolder nothing;
    const OnlyPath path(nothing.path());
    test::write_text(folder / "bad/pack.toml", "format = 1\n[pack\n");
    const auto prepared = prepare(
        kWanted, {.packs = {folder / "bad", folder / "absent"}, .cache = "/proc/no-such-folder"});
    REQUIRE(prepared.sentences.size() == 3);
    for (const Heard& each : prepared.sentences)
        CHECK(each.file.empty());
    INFO(all(prepared.remarks));
    CHECK(prepared.remarks.size() == 4); // two packs, espeak-ng, three chimes
    CHECK(contains(all(prepared.remarks), "bad/pack.toml:2:"));
    CHECK(contains(all(prepared.remarks),
                   "espeak-ng, which speaks what a voice pack lacks, is not installed"));

    CHECK(prepare({}, {.cache = folder / "cache"}).sentences.empty());
}
