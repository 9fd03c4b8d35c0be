#include "app/forget.hpp"
#include "support/not_root.hpp"
#include "support/sealing.hpp"
#include "support/small_recording.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using app::forget;
using app::Places;
using Catch::Matchers::Contains;
using history::Id;
using test::names_in;
using test::write_text;

namespace fs = std::filesystem;

namespace {

const history::WallTime kBegan{std::chrono::hours(490'000)};

// Somebody with recordings, what was made of them, a real history and spoken sentences.
struct Person {
    test::TempFolder home;
    Places places{home / "share", home / "state", home / "cache", home / "config"};
    std::unique_ptr<history::Repository> repository;
    std::string asked; // what was shown, when somebody was asked

    Person()
    {
        fs::create_directories(places.data);
        auto opened = history::open_history((places.data / "history.db").string());
        REQUIRE(opened);
        repository = std::move(*opened);
        for (const auto& file :
             {places.cache / "speech/a.flac", places.state / "confirmed/x",
              places.config / "midi.toml", places.voices() / "mine/voice.toml"}) {
            fs::create_directories(file.parent_path());
            write_text(file, "x");
        }
    }

    Id add_person(const std::string& name)
    {
        const auto id = repository->add_person(name, kBegan);
        REQUIRE(id);
        return *id;
    }
    Id add_session(Id person, const fs::path& recording)
    {
        history::SessionRow row;
        row.person = person;
        row.program_id = "rest";
        row.recording = recording.string();
        row.began = kBegan + std::chrono::minutes(++sessions_);
        const auto id = repository->begin_session(row);
        REQUIRE(id);
        history::Batch batch;
        batch.markers.push_back({1, "note", "the left knee, whispered"});
        REQUIRE(repository->append(*id, batch, {}));
        REQUIRE(repository->end_session(*id, row.began, true, {}));
        return *id;
    }
    fs::path recorded(const std::string& name)
    {
        const auto file = places.recordings() / (name + ".crura");
        test::record_briefly(file);
        return file;
    }
    std::size_t sessions()
    {
        const auto rows = repository->sessions({});
        REQUIRE(rows);
        return rows->size();
    }
    Result<std::string> forgotten(app::ForgetOptions options, bool agrees = true)
    {
        return forget(options, places, repository.get(), [&](const std::string& list) {
            asked = list;
            return agrees;
        });
    }
    std::set<std::string> recordings() const { return names_in(places.recordings()); }

private:
    int sessions_ = 0;
};

} // namespace

TEST_CASE("Forgetting a session takes its recording, what was made of it, its rows and the sound")
{
    Person person;
    const auto anna = person.add_person("Anna");
    const auto file = person.recorded("s");
    for (const char* made : {"s.edf", "s.pdf", "s.html", "s.svg", "s-csv/chest.csv", "s.edf.part",
                             "s-bids/sub-01/x.tsv", "s.crura.bids.sealed",
                             "s.crura.csv.sealed.part", "s-bids.part-a1b2c3/x"}) {
        fs::create_directories((person.places.recordings() / made).parent_path());
        write_text(person.places.recordings() / made, "x");
    }
    const std::set<std::string> others = {"s-2.crura",  "s-2.edf", "s.txt",       "s-thesis",
                                          "s-thesis/x", "st.edf",  "other.sealed"};
    person.recorded("s-2");
    fs::create_directories(person.places.recordings() / "s-thesis");
    for (const char* other : {"s-2.edf", "s.txt", "s-thesis/x", "st.edf", "other.sealed"})
        write_text(person.places.recordings() / other, "x");
    const auto id = person.add_session(anna, file);
    person.add_session(anna, person.places.recordings() / "s-2.crura");

    const auto said = person.forgotten({.session = id});
    REQUIRE(said);
    CHECK_THAT(*said,
               Contains("Deleted: 12 files") && Contains("sessions of the history: 1")
                   && Contains("backups"));
    CHECK(person.recordings() == others);
    CHECK(person.sessions() == 1);
    CHECK(fs::is_empty(person.places.cache / "speech"));
    CHECK(fs::exists(person.places.state / "confirmed/x"));
    for (const char* line :
         {"s.crura\n", "s-bids (files: 1)", "session 1 of the history", "a.flac"})
        CHECK_THAT(person.asked, Contains(line));
    CHECK_THAT(person.asked, !Contains("Anna") && !Contains("s-2"));
}

TEST_CASE("Whoever does not agree loses nothing")
{
    Person person;
    const auto id = person.add_session(person.add_person("Anna"), person.recorded("s"));
    const auto before = names_in(person.home.path());
    const auto refused = person.forgotten({.session = id}, false);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == "Nothing was deleted.");
    CHECK(names_in(person.home.path()) == before);
    CHECK(person.sessions() == 1);

    person.asked.clear();
    CHECK(person.forgotten({.session = id, .yes = true}, false)); // nobody is asked
    CHECK(person.asked.empty());
    CHECK(person.sessions() == 0);
}

TEST_CASE("Forgetting a person takes all of theirs and nothing of another's")
{
    Person person;
    const auto anna = person.add_person("Anna"), ben = person.add_person("Ben");
    person.add_session(anna, person.recorded("a1"));
    person.add_session(anna, person.recorded("a2"));
    person.add_session(anna, ""); // without a recording
    person.add_session(anna, person.places.recordings() / "gone.crura");
    const auto bens = person.add_session(ben, person.recorded("b1"));
    REQUIRE(person.forgotten({.person = anna}));
    CHECK(person.recordings() == std::set<std::string>{"b1.crura"});
    const auto persons = person.repository->persons();
    REQUIRE(persons);
    REQUIRE(persons->size() == 1);
    CHECK(persons->front().pseudonym == "Ben");
    CHECK(person.repository->detail(bens));
    CHECK(person.sessions() == 1);
}

TEST_CASE("After forgetting, the person's words are in no file any more")
{
    Person person;
    const auto anna = person.add_person("Anna-of-the-hill");
    for (int i = 0; i < 30; ++i)
        person.add_session(anna, person.recorded("a" + std::to_string(i)));
    const auto holds = [&person](const std::string& words) {
        for (const auto& entry : fs::recursive_directory_iterator(person.home.path()))
            if (entry.is_regular_file()
                && test::text_of(entry.path()).find(words) != std::string::npos)
                return true;
        return false;
    };
    REQUIRE(holds("Anna-of-the-hill"));
    REQUIRE(holds("whispered"));
    REQUIRE(person.forgotten({.person = anna, .yes = true}));
    person.repository.reset();
    CHECK_FALSE(holds("Anna-of-the-hill"));
    CHECK_FALSE(holds("whispered"));
}

TEST_CASE("A link beside a recording is deleted, and not what it leads to")
{
    Person person;
    const auto anna = person.add_person("Anna");
    person.add_session(anna, person.recorded("a1"));
    fs::create_directories(person.home / "pictures");
    write_text(person.home / "pictures" / "x", "x");
    fs::create_directory_symlink(person.home / "pictures", person.places.recordings() / "a1-bids");
    REQUIRE(person.forgotten({.person = anna}));
    CHECK(person.recordings().empty());
    CHECK(fs::exists(person.home / "pictures" / "x"));
}

TEST_CASE("A row stays as long as a file of its session could not be deleted")
{
    const test::NotRoot somebody;
    Person person;
    const auto anna = person.add_person("Anna");
    person.add_session(anna, person.recorded("a1"));
    fs::permissions(person.places.recordings(), fs::perms(0500));
    const auto kept = person.forgotten({.person = anna, .yes = true});
    REQUIRE_FALSE(kept);
    CHECK_THAT(kept.error().message, Contains("a1.crura") && Contains("same command again"));
    CHECK(person.sessions() == 1);
    CHECK(person.repository->persons()->size() == 1);
    fs::permissions(person.places.recordings(), fs::perms(0700));
    CHECK(person.forgotten({.person = anna, .yes = true}));
    CHECK(person.sessions() == 0);
    CHECK(person.repository->persons()->empty());
}

TEST_CASE("What is being recorded is not deleted, nor anything with it")
{
    Person person;
    const auto anna = person.add_person("Anna");
    person.add_session(anna, person.recorded("a1"));
    const auto file = person.places.recordings() / "a2.crura";
    auto recorder = record::Recorder::open(file, {});
    REQUIRE(recorder);
    const auto id = person.add_session(anna, file);
    for (const auto& options : {app::ForgetOptions{.session = id},
                                {.person = anna},
                                {.everything = true},
                                {.recording = file}}) {
        const auto refused = person.forgotten(options);
        REQUIRE_FALSE(refused);
        CHECK_THAT(refused.error().message, Contains("a2.crura is being recorded"));
    }
    CHECK(person.recordings().size() == 2);
    CHECK(person.sessions() == 2);
    (*recorder)->close();
    recorder->reset();
    CHECK(person.forgotten({.session = id}));
}

TEST_CASE("A recording is forgotten by its file, with and without a history")
{
    Person person;
    const auto file = person.recorded("a1");
    person.add_session(person.add_person("Anna"), file);
    person.recorded("a2");
    REQUIRE(person.forgotten({.recording = person.places.recordings() / "." / "a1.crura"}));
    CHECK(person.sessions() == 0);
    REQUIRE(forget({.recording = person.places.recordings() / "a2.crura", .yes = true},
                   person.places, nullptr));
    CHECK(person.recordings().empty());
    CHECK_FALSE(person.forgotten({.recording = person.places.recordings() / "a2.crura"}));
    CHECK_FALSE(person.forgotten({.session = 77}));
    CHECK_FALSE(forget({.session = 1}, person.places, nullptr));
    CHECK_FALSE(forget({.person = 1}, person.places, nullptr));
}

TEST_CASE("Forgetting everything leaves what the person made, unless that is meant too")
{
    Person person;
    person.add_session(person.add_person("Anna"), person.recorded("a1"));
    write_text(person.places.data / "clients.db", "x");
    write_text(person.places.data / "clients.db-wal", "x");
    const auto elsewhere = person.home / "mine" / "kept.crura";
    test::record_briefly(elsewhere);
    person.repository.reset();
    const app::Agree agree = [&](const std::string& list) {
        person.asked = list;
        return true;
    };

    REQUIRE(forget({.everything = true}, person.places, nullptr, agree));
    CHECK(names_in(person.home.path())
          == std::set<std::string>{"config", "config/midi.toml", "mine", "mine/kept.crura", "share",
                                   "share/voices", "share/voices/mine",
                                   "share/voices/mine/voice.toml"});
    CHECK(person.asked.find("recordings (files: 1)") < person.asked.find("history.db"));
    CHECK_THAT(person.asked, Contains("clients.db-wal") && !Contains("midi.toml"));

    REQUIRE(forget({.everything = true, .config_too = true}, person.places, nullptr, agree));
    CHECK(names_in(person.home.path()) == std::set<std::string>{"mine", "mine/kept.crura"});
    CHECK_FALSE(forget({.everything = true, .config_too = true}, person.places, nullptr, agree));
}

TEST_CASE(
    "Everything includes the recordings that are named elsewhere, and what stands beside them")
{
    Person person;
    const auto elsewhere = person.home / "mine" / "kept.crura";
    test::record_briefly(elsewhere);
    write_text(person.home / "mine" / "kept.edf", "x");
    write_text(person.home / "mine" / "diary.txt", "x");
    person.add_session(person.add_person("Anna"), elsewhere);
    REQUIRE(person.forgotten({.everything = true, .elsewhere = {elsewhere}}));
    CHECK(names_in(person.home / "mine") == std::set<std::string>{"diary.txt"});
    CHECK_FALSE(fs::exists(person.places.data / "history.db"));
}
