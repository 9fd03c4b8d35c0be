#include "app/doctor.hpp"
#include "app/file_modes.hpp"
#include "support/not_root.hpp"
#include "support/sealing.hpp"
#include "support/small_recording.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace crura;
using namespace std::chrono_literals;
using app::Examination;
using app::Finding;
using app::Places;
using Catch::Matchers::Contains;
using Mark = app::Finding::Mark;
using test::mode_of;
using test::text_of;
using test::write_text;

namespace fs = std::filesystem;

namespace {

// The disks of whoever runs the tests may be in memory, which is wrong for a person.
app::Machine unknown_machine()
{
    return {"/nowhere", [](const fs::path&) { return false; }};
}

// Somebody's folders, as Crura makes them.
struct Person {
    test::TempFolder home;
    Places places{home / "share/crura", home / "state/crura", home / "cache/crura",
                  home / "config/crura"};

    Person()
    {
        for (const auto& folder : {places.recordings(), places.state, places.cache / "speech"})
            fs::create_directories(folder);
        for (const auto& folder : {places.data, places.recordings(), places.state, places.cache,
                                   places.cache / "speech"})
            fs::permissions(folder, fs::perms::owner_all);
    }

    fs::path recording(const std::string& name)
    {
        const auto file = places.recordings() / (name + ".crura");
        test::record_briefly(file);
        return file;
    }

    Examination examined(app::DoctorOptions options = {}, const app::DoctorAsks& asks = {})
    {
        return app::doctor(options, places, asks, unknown_machine());
    }
};

// The marks of all findings that contain this.
std::vector<Mark> marks_of(const Examination& seen, const std::string& text)
{
    std::vector<Mark> marks;
    for (const auto& [mark, what, advice] : seen.findings)
        if (what.find(text) != std::string::npos)
            marks.push_back(mark);
    return marks;
}

using Marks = std::vector<Mark>;

} // namespace

TEST_CASE("A person in order is told so, and nothing is written")
{
    Person person;
    person.recording("2026-01-01_rest");
    const auto before = test::names_in(person.home.path());
    app::DoctorAsks asks;
    asks.check_history = [] { return Result<void>{}; };
    asks.sound_outputs = [] { return std::size_t(2); };
    asks.serial_ports = [] { return std::vector<std::string>{"/dev/null"}; };
    const auto seen = person.examined({}, asks);
    INFO(seen.text());
    CHECK(seen.all_well());
    CHECK(marks_of(seen, "1 of 1 recordings were read") == Marks{Mark::ok});
    CHECK(marks_of(seen, "No other person") == Marks{Mark::ok});
    CHECK(marks_of(seen, "history is sound") == Marks{Mark::ok});
    CHECK(test::names_in(person.home.path()) == before);
}

TEST_CASE("Before anything was recorded the doctor finds nothing wrong and makes nothing")
{
    const test::TempFolder home;
    const Places places{home / "a", home / "b", home / "c", home / "d"};
    const auto seen = app::doctor({}, places, {}, unknown_machine());
    INFO(seen.text());
    CHECK(seen.all_well());
    CHECK(marks_of(seen, "no recording yet") == Marks{Mark::ok});
    CHECK(test::names_in(home.path()).empty());
}

TEST_CASE("Files that others may open are named, and closed when asked")
{
    Person person;
    const auto file = person.recording("2026-01-01_rest");
    write_text(person.places.state / "remembered", "x");
    fs::permissions(file, fs::perms(0644));
    fs::permissions(person.places.state / "remembered", fs::perms(0620));
    fs::permissions(person.places.cache, fs::perms(0701));
    fs::create_symlink("/etc/hostname", person.places.data / "link"); // none of ours
    const auto hostname = mode_of("/etc");

    const auto seen = person.examined();
    CHECK_FALSE(seen.all_well());
    CHECK(marks_of(seen, "Others may open 3") == Marks{Mark::wrong});
    CHECK_THAT(seen.text(),
               Contains("2026-01-01_rest.crura") && Contains("remembered") && Contains("--mend")
                   && !Contains("link"));
    CHECK(mode_of(file) == 0644);

    const auto mended = person.examined({.mend = true});
    CHECK(mended.all_well());
    CHECK(mode_of(file) == 0600);
    CHECK(mode_of(person.places.state / "remembered") == 0600);
    CHECK(mode_of(person.places.cache) == 0700);
    CHECK(mode_of("/etc") == hostname);
    CHECK(app::open_to_others(person.places.data).empty());
}

TEST_CASE("A cut recording is named, and mended when asked, and nothing else of it changes")
{
    Person person;
    const auto file = person.recording("2026-01-01_rest");
    const auto whole = text_of(file);
    write_text(file, whole + "CRU\x9A half a block");

    const auto seen = person.examined();
    CHECK(seen.all_well());
    CHECK(marks_of(seen, "unfinished end") == Marks{Mark::look});
    CHECK(text_of(file).size() > whole.size());

    const auto mended = person.examined({.mend = true});
    CHECK(marks_of(mended, "was taken away") == Marks{Mark::ok});
    CHECK((text_of(file) == whole));
    CHECK(marks_of(person.examined(), "unfinished end").empty());
}

TEST_CASE("A recording that is being recorded is left alone")
{
    Person person;
    auto recorder = record::Recorder::open(person.places.recordings() / "now.crura", {});
    REQUIRE(recorder);
    const auto seen = person.examined({.mend = true});
    CHECK(marks_of(seen, "0 of 1 recordings were read from beginning to end. 1 being recorded")
          == Marks{Mark::ok});
}

TEST_CASE("Damage in the middle and files that are none are wrong, and only the latest are read")
{
    Person person;
    const auto file = person.recording("2020-01-01_rest");
    auto bytes = text_of(file);
    bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 1);
    write_text(file, bytes);
    CHECK(marks_of(person.examined(), "damaged in the middle") == Marks{Mark::wrong});
    CHECK(marks_of(person.examined({.mend = true}), "damaged in the middle")
          == Marks{Mark::wrong}); // and not made worse
    CHECK((text_of(file) == bytes));

    for (int i = 10; i < 40; ++i)
        person.recording("2026-01-" + std::to_string(i));
    CHECK(marks_of(person.examined(), "30 of 31 recordings") == Marks{Mark::ok});
    CHECK(marks_of(person.examined(), "damaged").empty());
    CHECK(marks_of(person.examined({.all = true}), "damaged in the middle") == Marks{Mark::wrong});

    write_text(person.places.recordings() / "2027.crura", "not a recording");
    fs::permissions(person.places.recordings() / "2027.crura", fs::perms(0600));
    CHECK(marks_of(person.examined(), "2027.crura") == Marks{Mark::wrong});
}

TEST_CASE("A folder into which nothing can be written is wrong")
{
    const test::NotRoot somebody;
    Person person;
    CHECK(person.examined().all_well());
    fs::permissions(person.places.data, fs::perms(0500));
    const auto seen = person.examined();
    fs::permissions(person.places.data, fs::perms(0700));
    CHECK(marks_of(seen, "Nothing can be written into") == Marks{Mark::wrong});
}

TEST_CASE("What other rooms find is passed on")
{
    Person person;
    app::DoctorAsks asks;
    asks.check_history = [] { return Result<void>{Error{"Row 7 is missing."}}; };
    asks.sound_outputs = [] { return std::size_t(0); };
    asks.serial_ports = [] { return std::vector<std::string>{"/dev/ttyNOWHERE", "/dev/null"}; };
    const auto seen = person.examined({}, asks);
    CHECK_FALSE(seen.all_well());
    CHECK(marks_of(seen, "Row 7 is missing.") == Marks{Mark::wrong});
    CHECK(marks_of(seen, "No sound output") == Marks{Mark::look});
    CHECK(marks_of(seen, "You may not use /dev/ttyNOWHERE.") == Marks{Mark::wrong});
    CHECK_THAT(seen.text(), Contains("Wrong: 2."));
}

TEST_CASE("The doctor's words follow from what was measured")
{
    using app::about_clock, app::about_room, app::about_sync;
    CHECK(about_room(10'000'000'000).mark == Mark::ok);
    CHECK(about_room(150'000'000).mark == Mark::look); // 91 minutes
    CHECK(about_room(20'000'000).mark == Mark::wrong); // 12 minutes
    CHECK_THAT(about_room(165'000'000).what, Contains("100 minutes"));
    CHECK(about_sync(0.02).mark == Mark::ok);
    CHECK(about_sync(0.7).mark == Mark::look);
    CHECK_THAT(about_sync(0.7).what, Contains("700 ms"));
    using std::chrono::sys_days, std::chrono::year, std::chrono::January;
    CHECK(about_clock(sys_days(year(2024) / January / 1)).mark == Mark::ok);
    CHECK(about_clock(sys_days(year(2024) / January / 1) - 1s).mark == Mark::wrong);
    CHECK(about_clock({}).mark == Mark::wrong);

    using app::about_disk, app::about_swap, app::Shelter;
    CHECK(about_disk({Shelter::encrypted, "LUKS2"}).mark == Mark::ok);
    CHECK(about_disk({Shelter::plain, "ext4 on sda2"}).mark == Mark::look);
    CHECK_THAT(about_disk({Shelter::plain, "x"}).advice, Contains("cannot be seen from here"));
    CHECK(about_disk({Shelter::memory, "tmpfs"}).mark == Mark::wrong);
    CHECK(about_disk({Shelter::elsewhere, "nfs"}).mark == Mark::look);
    CHECK_THAT(about_disk({Shelter::unknown, "overlay"}).what, Contains("cannot be told"));
    CHECK(about_swap(std::nullopt).mark == Mark::ok);
    CHECK(about_swap(app::DiskState{Shelter::encrypted, ""}).mark == Mark::ok);
    CHECK(about_swap(app::DiskState{Shelter::memory, "zram0"}).mark == Mark::ok);
    CHECK(about_swap(app::DiskState{Shelter::plain, "sda3"}).mark == Mark::look);
    CHECK(about_swap(app::DiskState{Shelter::unknown, ""}).mark == Mark::look);
}

TEST_CASE("The home folder, whose name may be a person's, is not in what the doctor says")
{
    Person person;
    const auto file = person.recording("2026-01-01_rest");
    fs::permissions(file, fs::perms(0644));
    write_text(person.places.recordings() / "none.crura", "not a recording");
    const std::string before = std::getenv("HOME");
    ::setenv("HOME", person.home.path().c_str(), 1);
    app::DoctorAsks asks;
    asks.check_history = [&] {
        return Result<void>{Error{(person.places.data / "history.db").string() + " is broken."}};
    };
    const auto text = person.examined({}, asks).text();
    CHECK(app::without_home("/x " + person.home.path().string() + "else/y")
          == "/x " + person.home.path().string() + "else/y"); // somebody else's
    ::setenv("HOME", before.c_str(), 1);
    CHECK_THAT(text,
               !Contains(person.home.path().string()) && Contains("~/share/crura")
                   && Contains("none.crura") && Contains("~/share/crura/history.db"));
}
