#include "speech/pack.hpp"

#include "core/language.hpp"
#include "speech/checksum.hpp"
#include "speech/likeness.hpp"
#include "support/temp_folder.hpp"
#include "support/voice.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace crura;
using namespace crura::speech;
using test::contains;

namespace {

const std::string kSum(64, 'a');

// Twelve lines.
const std::string kLeast = R"(format = 1
[pack]
name = "Anna"
language = "en"
licence = "CC BY 4.0"
speaker = "Anna Example"
about = "Recorded in a quiet room."
[[sentence]]
id = "floor"
text = "Let the floor hold you."
file = "floor.flac"
sha256 = ")"
    + kSum + "\"\n";

std::string with(std::string text, const std::string& old, const std::string& replacement)
{
    const auto at = text.find(old);
    REQUIRE(at != std::string::npos);
    return text.replace(at, old.size(), replacement);
}

Result<Pack> pack_of(const std::string& toml)
{
    const test::TempFolder folder;
    test::write_text(folder / "pack.toml", toml);
    return load_pack(folder.path());
}

} // namespace

TEST_CASE("A pack is read as it is written")
{
    const auto pack = pack_of(kLeast);
    REQUIRE(pack);
    CHECK(pack->name == "Anna");
    CHECK(pack->language == "en");
    CHECK(pack->licence == "CC BY 4.0");
    CHECK(pack->speaker == "Anna Example");
    CHECK(pack->about == "Recorded in a quiet room.");
    REQUIRE(pack->sentences.size() == 1);
    CHECK(pack->sentences[0].id == "floor");
    CHECK(pack->sentences[0].text == "Let the floor hold you.");
    CHECK(pack->sentences[0].language == "en");
    CHECK(pack->sentences[0].sha256 == kSum);
    CHECK(pack->file_of(pack->sentences[0]) == pack->folder / "floor.flac");
}

TEST_CASE("What pack_toml writes is read as the same pack, whatever is in its texts")
{
    const test::TempFolder folder;
    Pack pack;
    pack.folder = folder.path();
    pack.name = R"(Anna "the voice" \ Beispiel)";
    pack.language = "de";
    pack.licence = "CC0";
    pack.speaker = "Änne";
    pack.about = "'''# not a remark = [";
    pack.sentences = {{"a", R"(Sage "ja" \n.)", "de", "a.flac", kSum},
                      {"b", "Say yes.", "en-GB", "b.flac", std::string(64, '0')}};
    test::write_text(folder / "pack.toml", pack_toml(pack));

    const auto read = load_pack(folder.path());

    INFO((read ? "" : read.error().message));
    REQUIRE(read);
    CHECK(read->name == pack.name);
    CHECK(read->about == pack.about);
    CHECK(read->speaker == pack.speaker);
    REQUIRE(read->sentences.size() == 2);
    CHECK(read->sentences[0].text == pack.sentences[0].text);
    CHECK(read->sentences[0].language == "de");
    CHECK(read->sentences[1].language == "en-GB");
    CHECK(pack_toml(*read) == pack_toml(pack));
}

TEST_CASE("Each mistake of a pack.toml is named where it stands")
{
    struct Mistake {
        std::string old, replacement, where, what;
    };
    const auto mistake = GENERATE(values<Mistake>({
        {"format = 1", "", "1:1", "the file has no format"},
        {"format = 1", "format = 2", "1:10", "reads format = 1 only"},
        {"[pack]", "[pak]", "2:2", "did you mean \"pack\"?"},
        {"licence", "license", "5:1", "did you mean \"licence\"?"},
        {"speaker = \"Anna Example\"", "", "2:1", "[pack] has no speaker"},
        {"language = \"en\"", "language = \"e n\"", "4:12", "language is \"e n\"; write it as"},
        {"[[sentence]]", "[sentence]", "8:1", "sentence must be a list"},
        {"id = \"floor\"", "", "8:1", "[[sentence]] has no id"},
        {"text = \"Let", "say = \"Let", "10:1", "\"say\" is unknown in [[sentence]]"},
        {"\"floor.flac\"", "\"../floor.flac\"", "11:8",
         "file is \"../floor.flac\"; name a file in the folder of the pack"},
        {"\"floor.flac\"", "\"/etc/passwd\"", "11:8", "name a file in the folder of the pack"},
        {"\"floor.flac\"", "\"..\"", "11:8", "name a file in the folder of the pack"},
        {kSum, "abc", "12:10", "sha256 must have 64 digits"},
        {kSum, std::string(64, 'A'), "12:10", "sha256 must have 64 digits"},
    }));
    const auto pack = pack_of(with(kLeast, mistake.old, mistake.replacement));
    REQUIRE_FALSE(pack);
    INFO(pack.error().message);
    CHECK(contains(pack.error().message, "pack.toml:" + mistake.where + ": error: "));
    CHECK(contains(pack.error().message, mistake.what));
}

TEST_CASE("No two sentences of a pack share an id or say the same in one language")
{
    const auto sentence = kLeast.substr(kLeast.find("[[sentence]]"));
    const auto second = with(sentence, "Let the floor hold you.", "let the  floor hold you");
    const auto pack = pack_of(kLeast + second);
    REQUIRE_FALSE(pack);
    CHECK(contains(pack.error().message, "pack.toml:14:6: error: id \"floor\" is taken"));
    CHECK(contains(pack.error().message, "pack.toml:15:8: error: a sentence above says the same"));
    CHECK(pack_of(
        kLeast + with(with(second, "\"floor\"", "\"boden\""), "file", "language = \"de\"\nfile")));
}

TEST_CASE("A folder without a pack.toml says what a pack is")
{
    const test::TempFolder folder;
    const auto pack = load_pack(folder.path());
    REQUIRE_FALSE(pack);
    CHECK(contains(pack.error().message, "a voice pack is a folder with pack.toml and FLAC files"));
}

TEST_CASE("A sentence is found however it is spelt, in a language that serves")
{
    const auto pack = pack_of(with(kLeast, "\"en\"", "\"en-GB\""));
    REQUIRE(pack);
    CHECK(pack->find("let the floor hold you", "en"));
    CHECK(pack->find("  Let the floor -- hold you!", "en-gb"));
    CHECK_FALSE(pack->find("Let the floor hold you.", "de"));
    CHECK_FALSE(pack->find("Let the floor hold you.", "en-US"));
    CHECK_FALSE(pack->find("Let the floor hold.", "en"));
    CHECK_FALSE(pack->find("", "en"));
}

TEST_CASE("Case, punctuation and spaces do not make another sentence, and words and accents do")
{
    CHECK(spoken_words("Notice \u2014 or don\u2019t,\u00a0\u201cnow\u201d.")
          == "notice or dont now");
    CHECK(spoken_words("\u00c4rger, \u00d6l") == spoken_words("\u00e4rger \u00f6l"));
    CHECK(spoken_words("\u00e9t\u00e9") != spoken_words("ete"));
    CHECK(spoken_words("\u00d7") != spoken_words("\u00f7"));
    CHECK(spoken_words("all at") != spoken_words("a llat"));
    CHECK(spoken_words(" ... ").empty());
    CHECK(spoken_words("\xff\xfe\x80").size() <= 3); // no text at all does no harm
}

TEST_CASE("A language is a word that can be part of a command")
{
    for (const char* good : {"en", "de", "pt-BR", "cmn", "zh-Hant"})
        CHECK(is_language(good));
    for (const char* bad : {"", "e", "-v", "en us", "../x", "en;ls", "12", "\u00e9n"})
        CHECK_FALSE(is_language(bad));
    CHECK(serves_language("en", "EN-us"));
    CHECK(serves_language("en-us", "en"));
    CHECK_FALSE(serves_language("en", "eng"));
    CHECK_FALSE(serves_language("de", "en"));
}

TEST_CASE("Packs are found by name, in the earlier folder first")
{
    const test::TempFolder mine;
    const test::TempFolder theirs;
    test::write_text(mine / "b/pack.toml", "");
    test::write_text(mine / "no-pack/readme.txt", "");
    test::write_text(theirs / "b/pack.toml", "");
    test::write_text(theirs / "a/pack.toml", "");
    test::write_text(theirs / "pack.toml", "");

    const auto found = find_packs(std::array{mine.path(), theirs.path(), mine / "absent"});

    REQUIRE(found.size() == 2);
    CHECK(found[0] == theirs / "a");
    CHECK(found[1] == mine / "b");

    const std::array folders{mine.path(), theirs.path()};
    CHECK(*find_pack("b", folders) == mine / "b");
    CHECK(*find_pack((theirs / "b").string(), folders) == theirs / "b");
    const auto none = find_pack("bb", folders);
    REQUIRE_FALSE(none);
    CHECK(contains(none.error().message, "There is no voice \"bb\"; did you mean 'b'?"));
}

TEST_CASE("The checksum is SHA-256")
{
    CHECK(sha256_of("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
