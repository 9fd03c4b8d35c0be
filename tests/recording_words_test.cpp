#include "app/recording_words.hpp"
#include "record/append_file.hpp"
#include "support/documented.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace crura;
using namespace std::chrono_literals;

namespace {

record::Recording of_ticks(std::vector<double> times_s)
{
    record::Recording recording;
    for (const double time_s : times_s)
        recording.ticks.push_back({time_from_seconds(time_s), 0, {}, {}});
    recording.closed = true;
    return recording;
}

} // namespace

TEST_CASE("Nothing is said about a whole recording")
{
    CHECK(app::condition_of(of_ticks({1, 1.01, 1.02}), "a.crura").empty());
}

TEST_CASE("A recording that was cut says so, and one that still goes on does not call itself cut")
{
    const test::TempFolder folder;
    auto recording = of_ticks({1, 1.01});
    recording.closed = false;
    recording.cut_bytes = 5;
    recording.damage.push_back({100, 5, ""});
    const auto file = folder / "a.crura";
    {
        const auto open = record::AppendFile::create(file);
        REQUIRE(open);
        const auto sentence = app::condition_of(recording, file);
        CHECK(sentence
              == file.string() + " is still being recorded; this is what there is so far.");
        CHECK(test::is_documented(sentence, file));
    }
    const auto sentence = app::condition_of(recording, file);
    CHECK(test::is_documented(sentence, file));
    CHECK(sentence
          == file.string()
              + " was cut: the program or the computer stopped before the session ended, and its "
                "last second may be missing.");
}

TEST_CASE("Holes are as long as the time that no tick stands for, at the end as long as its ticks")
{
    auto recording = of_ticks({1, 1.01, 3.51, 3.52, 3.53});
    recording.losses.push_back({time_from_seconds(3.51), 249, 0});
    CHECK(app::condition_of(recording, "a.crura")
          == "About 2.5 s of the session are missing in it, for it could not be written at all "
             "times.");
    recording.losses.push_back({time_from_seconds(3.53), 100, 0});
    CHECK(app::condition_of(recording, "a.crura")
          == "About 3.5 s of the session are missing in it, for it could not be written at all "
             "times.");
}

TEST_CASE("Damage in the middle is counted")
{
    auto recording = of_ticks({1});
    recording.damage = {{100, 5, ""}, {200, 5, ""}};
    CHECK(app::condition_of(recording, "a.crura")
          == "It is damaged in 2 places, which were left out.");
    recording.damage.pop_back();
    CHECK(test::is_documented(app::condition_of(recording, "a.crura"), "a.crura"));
}

TEST_CASE("Nothing is said about what is no recording")
{
    const test::TempFolder folder;
    std::ofstream(folder / "a.csv") << "time_s,chest\n0,1\n";
    CHECK(app::condition_of(folder / "a.csv").empty());
    CHECK(app::condition_of(folder / "none.crura").empty());
}
