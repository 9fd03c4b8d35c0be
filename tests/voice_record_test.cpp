#include "app/voice_record.hpp"

#include "app/voices.hpp"
#include "core/cues.hpp"
#include "sessions/loader.hpp"
#include "speech/pack_sound.hpp"
#include "support/temp_folder.hpp"
#include "support/voice.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <deque>

using namespace crura;
using namespace crura::app;
using test::contains;
using test::Spoken;
using test::TempFolder;

namespace {

const std::vector<std::string> kSentences = {"Notice.", "Allow.", "Wait."};

// A person who presses these keys and speaks these takes; '.' waits without a key. When there are
// no more keys the program is asked to end, as by Ctrl-C.
struct Person {
    std::string keys;
    std::deque<sound::Clip> takes{};
    bool unplugs = false;
    std::string screen{};
    int begun = 0;
    int ended = 0;

    Studio studio()
    {
        return {[this](Duration) -> std::optional<char> {
                    if (keys.empty())
                        return '\x03';
                    const char key = keys[0];
                    keys.erase(0, 1);
                    return key == '.' ? std::nullopt : std::optional(key);
                },
                [this] { ++begun; },
                [this]() -> Result<sound::Clip> {
                    ++ended;
                    if (unplugs)
                        return Error{"The microphone has gone."};
                    if (takes.empty())
                        return sound::Clip{48000, 1, {}};
                    auto take = takes.front();
                    takes.pop_front();
                    return take;
                },
                [this] { return unplugs && begun > 0; },
                [] { return 0.1f; },
                [this](const std::string& text) { screen += text; }};
    }
};

speech::RecordingDesk desk_in(const TempFolder& folder)
{
    speech::Pack fresh;
    fresh.name = fresh.licence = fresh.speaker = fresh.about = "Anna";
    fresh.language = "en";
    auto desk = speech::RecordingDesk::open(folder / "anna", fresh);
    REQUIRE(desk);
    return *desk;
}

bool record(speech::RecordingDesk& desk, Person& person)
{
    auto studio = person.studio();
    return record_sentences(desk, kSentences, studio);
}

} // namespace

TEST_CASE("A person reads, records and keeps each sentence with the space bar alone")
{
    const TempFolder folder;
    auto desk = desk_in(folder);
    Person person{.keys = " ..   ...   .  "};
    for (int i = 0; i < 3; ++i)
        person.takes.push_back(Spoken{.voice_s = 0.8 + 0.2 * i}.clip());
    CHECK(record(desk, person));
    CHECK(desk.missing(kSentences, "en").empty());
    CHECK(speech::check_sounds(*speech::load_pack(folder / "anna")).empty());
    for (const auto& sentence : kSentences)
        CHECK(contains(person.screen, sentence));
    CHECK(contains(person.screen, "1 of 3 that are missing"));
    CHECK(contains(person.screen, "has every sentence"));
}

TEST_CASE("A take that cannot be used is told why, and the sentence is shown again")
{
    const TempFolder folder;
    auto desk = desk_in(folder);
    Person person{.keys = "  "
                          "  "
                          " ",
                  .takes = {Spoken{.voice = 3}.clip(), Spoken{}.clip()}};
    CHECK(record(desk, person));
    CHECK(contains(person.screen, "distorted"));
    CHECK(desk.missing(kSentences, "en") == std::vector<std::string>{"Allow.", "Wait."});
}

TEST_CASE("A sentence may be recorded again, skipped or left, and only what was kept is kept")
{
    const TempFolder folder;
    auto desk = desk_in(folder);
    Person person{.keys = "xy  a"
                          "  s"
                          "s"
                          "  q"};
    for (int i = 0; i < 3; ++i)
        person.takes.push_back(Spoken{}.clip());
    CHECK(record(desk, person));
    CHECK(desk.missing(kSentences, "en").size() == 3);
    CHECK(person.takes.empty());
    CHECK(contains(person.screen, "3 sentences are missing; start again to go on"));
}

TEST_CASE("Leaving in the middle of a take leaves at once, and the take is ended")
{
    const TempFolder folder;
    auto desk = desk_in(folder);
    Person person{.keys = " ..q", .takes = {Spoken{}.clip()}};
    CHECK(record(desk, person));
    CHECK(person.begun == 1);
    CHECK(person.ended == 1);
    CHECK(desk.missing(kSentences, "en").size() == 3);
}

TEST_CASE("A take that nobody ends is ended after half a minute")
{
    const TempFolder folder;
    auto desk = desk_in(folder);
    Person person{.keys = " " + std::string(400, '.') + "q", .takes = {Spoken{}.clip()}};
    CHECK(record(desk, person));
    CHECK(person.ended == 1);
    CHECK(contains(person.screen, "dB above the room"));
}

TEST_CASE("A microphone that goes, or a disk that refuses, ends the recording with its reason")
{
    const TempFolder folder;
    auto desk = desk_in(folder);
    SECTION("the microphone")
    {
        Person person{.keys = " .", .unplugs = true};
        CHECK_FALSE(record(desk, person));
        CHECK(contains(person.screen, "The microphone has gone."));
    }
    SECTION("the disk")
    {
        test::write_text(folder / "anna", "no folder");
        Person person{.keys = "   ", .takes = {Spoken{}.clip()}};
        CHECK_FALSE(record(desk, person));
        CHECK(contains(person.screen, "cannot be written"));
    }
}

TEST_CASE("Constructive rest is spoken out of the box, by the pack that is shipped")
{
    const TempFolder home;
    setenv("XDG_DATA_HOME", home.path().c_str(), 1);
    setenv("XDG_CACHE_HOME", (home / "cache").c_str(), 1);
    const auto session = sessions::load_session(std::filesystem::path(CRURA_ROOT)
                                                / "sessions/programs/constructive-rest.toml");
    REQUIRE(session);

    const auto prepared = prepare_speech(*session, "");
    REQUIRE(prepared);
    CHECK(prepared->remarks.empty());
    std::size_t sentences = 0;
    for (const auto& step : session->steps)
        sentences += step.prompts.size();
    CHECK(prepared->sentences.size() == sentences + kPhrases - 1); // all but Phrase::none
    std::size_t chimes = 0;
    for (const auto& each : prepared->sentences)
        if (each.file.empty())
            CHECK(
                (++chimes == 1 && each.step == kPhraseStep && Phrase(each.prompt) == Phrase::tone));
        else
            CHECK(std::filesystem::is_regular_file(each.file));
    CHECK(chimes == 1);

    CHECK(prepare_speech(*session, "english-generated")->voice == prepared->voice);
    const auto absent = prepare_speech(*session, "english-genrated");
    REQUIRE_FALSE(absent);
    CHECK(contains(absent.error().message, "did you mean 'english-generated'?"));
    unsetenv("XDG_DATA_HOME");
    unsetenv("XDG_CACHE_HOME");
}

TEST_CASE("The sentences of programs are gathered in one language, each once")
{
    sessions::Session english;
    english.steps.resize(2);
    english.steps[0].prompts = {{{}, "Notice."}, {{}, "Wait."}};
    english.steps[1].prompts = {{{}, "Notice."}};
    sessions::Session german = english;
    german.language = "de";
    german.steps[0].prompts = {{{}, "Warte."}};
    const std::vector<sessions::Session> programs = {english, german, english};
    CHECK(sentences_in(programs, "en-GB") == std::vector<std::string>{"Notice.", "Wait."});
    CHECK(sentences_in(programs, "de") == std::vector<std::string>{"Warte.", "Notice."});

    english.phrases[std::size_t(Phrase::softer)] = "Softer.";
    english.phrases[std::size_t(Phrase::ask_ready)] = "Notice.";
    german.phrases[std::size_t(Phrase::softer)] = "Weicher.";
    const std::vector<sessions::Session> guarded = {english, german, english};
    CHECK(sentences_in(guarded, "en")
          == std::vector<std::string>{"Notice.", "Wait.", "Softer."}); // phrases after prompts
    CHECK(sentences_in(guarded, "de") == std::vector<std::string>{"Warte.", "Notice.", "Weicher."});
}

TEST_CASE("Words that bring somebody back are spoken even where others are a chime")
{
    const TempFolder home;
    setenv("XDG_DATA_HOME", home.path().c_str(), 1);
    setenv("XDG_CACHE_HOME", (home / "cache").c_str(), 1);
    sessions::Session session;
    session.missing_sentence = sessions::MissingSentence::chime;
    session.steps.resize(2);
    session.steps[0].prompts = {{{}, "No pack has heard of this."}};
    session.phrases[std::size_t(Phrase::ground_eyes)] = "Eyes that no pack has heard of, open.";
    session.phrases[std::size_t(Phrase::softer)] = "Softer than any pack has heard of.";

    const auto prepared = prepare_speech(session, "");
    REQUIRE(prepared);
    const auto file_of = [&](int step, int prompt) {
        for (const auto& each : prepared->sentences)
            if (each.step == step && each.prompt == prompt)
                return each.file;
        return std::filesystem::path("not prepared");
    };
    CHECK(file_of(0, 0).empty());
    CHECK(file_of(kPhraseStep, int(Phrase::softer)).empty());
    CHECK(file_of(kPhraseStep, int(Phrase::tone)).empty());
    CHECK(file_of(kPhraseStep, int(Phrase::low_back)).empty()); // without words: a chime
    CHECK(std::filesystem::is_regular_file(file_of(kPhraseStep, int(Phrase::ground_eyes))));
    unsetenv("XDG_DATA_HOME");
    unsetenv("XDG_CACHE_HOME");
}
