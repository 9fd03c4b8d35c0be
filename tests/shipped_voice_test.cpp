#include "sessions/loader.hpp"
#include "sound/loudness.hpp"
#include "speech/pack_sound.hpp"
#include "speech/sentences.hpp"
#include "speech/standard.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace crura;
using namespace crura::speech;
namespace fs = std::filesystem;

namespace {

const fs::path kRoot = CRURA_ROOT;

Pack shipped()
{
    auto pack = load_pack(kRoot / "voices/english-generated");
    INFO((pack ? "" : pack.error().message));
    REQUIRE(pack);
    return *pack;
}

} // namespace

TEST_CASE("The pack that is shipped has every sentence of every English program that is shipped")
{
    const auto programs = sessions::find_programs(std::array{kRoot / "sessions/programs"});
    REQUIRE_FALSE(programs.empty());
    const auto pack = shipped();
    for (const auto& program : programs) {
        const auto session = sessions::load_session(program.file);
        REQUIRE(session);
        if (session->language != "en")
            continue;
        std::vector<Wanted> wanted;
        for (std::size_t s = 0; s < session->steps.size(); ++s)
            for (std::size_t p = 0; p < session->steps[s].prompts.size(); ++p)
                wanted.push_back(
                    {std::int16_t(s), std::int16_t(p), session->steps[s].prompts[p].say});
        const test::TempFolder cache;
        const auto prepared = prepare(
            wanted, {.packs = {pack.folder}, .speak_missing = false, .cache = cache.path()});
        INFO(program.id);
        CHECK(prepared.remarks == std::vector<std::string>{});
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            INFO(wanted[i].text);
            CHECK_FALSE(prepared.sentences[i].file.empty());
        }
    }
}

TEST_CASE("Every sentence of the pack that is shipped is whole, at -23 LUFS and without a click")
{
    const auto pack = shipped();
    CHECK(check_sounds(pack) == std::vector<std::string>{});
    for (const PackSentence& sentence : pack.sentences) {
        INFO(sentence.text);
        const auto clip = read_sentence(pack, sentence);
        REQUIRE(clip);
        CHECK(sentence_loudness_lufs(*clip) == Approx(-23).margin(0.5));
        CHECK(sound::true_peak_db(*clip) <= -3);
        CHECK(std::fabs(clip->interleaved.front()) < 1e-4);
        CHECK(std::fabs(clip->interleaved.back()) < 1e-4);
    }
}

TEST_CASE("The pack that is shipped holds nothing else, is small, and says that it is synthetic")
{
    const auto pack = shipped();
    std::uintmax_t bytes = 0;
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator(pack.folder)) {
        bytes += entry.file_size();
        ++files;
    }
    CHECK(files == pack.sentences.size() + 1);
    CHECK(bytes < 3'000'000);
    CHECK(pack.about.find("synthetic voice") != std::string::npos);
    CHECK(pack.about.find("placeholder") != std::string::npos);
    CHECK(pack.licence.find("MIT") != std::string::npos);
}
