#include "sound/loudness.hpp"
#include "speech/likeness.hpp"
#include "speech/pack_sound.hpp"
#include "speech/sentences.hpp"
#include "speech/standard.hpp"
#include "support/shipped_programs.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <cctype>
#include <map>
#include <set>

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

std::vector<sessions::Session> english_programs()
{
    std::vector<sessions::Session> english;
    for (auto& session : test::shipped_programs())
        if (session.language == "en")
            english.push_back(std::move(session));
    REQUIRE_FALSE(english.empty());
    return english;
}

} // namespace

TEST_CASE("The pack that is shipped has every sentence and phrase of every English program")
{
    const auto pack = shipped();
    for (const auto& session : english_programs()) {
        std::vector<Wanted> wanted;
        for (std::size_t s = 0; s < session.steps.size(); ++s)
            for (std::size_t p = 0; p < session.steps[s].prompts.size(); ++p)
                wanted.push_back(
                    {std::int16_t(s), std::int16_t(p), session.steps[s].prompts[p].say});
        for (const auto& phrase : session.phrases)
            if (!phrase.empty())
                wanted.push_back({0, 0, phrase});
        CHECK(wanted.size() > kPhrases);
        for (const Wanted& each : wanted) {
            INFO(session.id << ": " << each.text);
            CHECK(pack.find(each.text, session.language) != nullptr);
        }
    }
}

TEST_CASE("A session takes its voice from the pack that is shipped, whole and without a remark")
{
    const auto pack = shipped();
    const auto session = test::shipped_program("release-session");
    std::vector<Wanted> wanted;
    for (const auto& prompt : session.steps[0].prompts)
        wanted.push_back({0, std::int16_t(wanted.size()), prompt.say});
    wanted.push_back({1, 0, session.phrases[std::size_t(Phrase::ground_knees)]});
    const test::TempFolder cache;
    const auto prepared =
        prepare(wanted, {.packs = {pack.folder}, .speak_missing = false, .cache = cache.path()});
    CHECK(prepared.remarks == std::vector<std::string>{});
    for (const Heard& each : prepared.sentences)
        CHECK_FALSE(each.file.empty());
}

TEST_CASE("The pack that is shipped has nothing that no program says")
{
    std::set<std::string> said;
    for (const auto& session : english_programs()) {
        for (const auto& step : session.steps)
            for (const auto& prompt : step.prompts)
                said.insert(spoken_words(prompt.say));
        for (const auto& phrase : session.phrases)
            said.insert(spoken_words(phrase));
    }
    for (const PackSentence& sentence : shipped().sentences) {
        INFO(sentence.text);
        CHECK(said.count(spoken_words(sentence.text)) == 1);
    }
}

TEST_CASE("As shipped, each sentence is over before the next begins, at every offered length")
{
    std::map<std::string, Duration> lasts;
    const auto pack = shipped();
    for (const PackSentence& sentence : pack.sentences) {
        const auto clip = read_sentence(pack, sentence);
        REQUIRE(clip);
        lasts[spoken_words(sentence.text)] =
            from_seconds(double(clip->frames()) / clip->sample_rate_hz);
    }
    for (const auto& session : english_programs())
        for (const double minutes : session.offered_minutes) {
            const auto plan = sessions::plan_prompts(session, from_seconds(60 * minutes));
            for (std::size_t i = 0; i < plan.size(); ++i) {
                const auto& step = session.steps[std::size_t(plan[i].step)];
                const auto& say = step.prompts[std::size_t(plan[i].prompt)].say;
                INFO(session.id << ", " << minutes << " minutes: " << say);
                const Duration next =
                    i + 1 < plan.size() ? plan[i + 1].at : from_seconds(60 * minutes);
                CHECK(plan[i].at + lasts[spoken_words(say)] < next);
            }
        }
    for (const auto& session : english_programs())
        for (std::size_t each = 0; each < kPhrases; ++each) {
            const std::string name = name_of(Phrase(each));
            INFO(name);
            const Duration phrase = lasts[spoken_words(session.phrases[each])];
            CHECK(phrase < sessions::kShortestGap);
            if (std::isdigit(static_cast<unsigned char>(name.back())))
                CHECK(phrase < std::chrono::milliseconds(2700)); // a choice, on offer for 6.5 s
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
    CHECK(bytes < 12'000'000);
    CHECK(pack.about.find("synthetic voice") != std::string::npos);
    CHECK(pack.about.find("placeholder") != std::string::npos);
    CHECK(pack.licence.find("MIT") != std::string::npos);
}
