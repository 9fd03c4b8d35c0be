#include "exchange/tables.hpp"

#include "exchange/csv.hpp"
#include "support/python.hpp"
#include "support/some_study.hpp"
#include "support/temp_folder.hpp"
#include "json/json.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::exchange;
using namespace crura::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

constexpr Channel kChest{Band::thoracic, Quantity::displacement};
constexpr Channel kBelly{Band::abdominal, Quantity::displacement};

// A table as rows of texts, read by Python's csv.
std::vector<std::vector<std::string>> rows_of(const fs::path& file)
{
    const auto ran = run_python({"-c",
                                 "import csv, json, sys; json.dump(list(csv.reader(open("
                                 "sys.argv[1], newline=\"\", encoding=\"utf-8\"))), sys.stdout)",
                                 file.string()});
    INFO(ran.output.substr(0, 500));
    REQUIRE(ran.status == 0);
    const auto json = json::parse_json(ran.output);
    REQUIRE(json);
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : std::get<json::Json::Array>(json->value)) {
        rows.emplace_back();
        for (const auto& field : std::get<json::Json::Array>(row.value))
            rows.back().push_back(std::get<std::string>(field.value));
    }
    return rows;
}

} // namespace

TEST_CASE("Tables of a study are read back by our own reader, every value and every hole")
{
    const TempFolder folder;
    const auto study = some_study();
    REQUIRE(write_tables(folder / "out", study));
    const auto samples = read_csv(
        folder / "out" / "respiration.csv",
        {.time_column = "time_s", .columns = {{"Resp chest", kChest}, {"Resp abdomen", kBelly}}});
    REQUIRE(samples);
    std::size_t next = 0;
    for (std::size_t i = 0; i < study.signals[0].values.size(); ++i)
        for (std::size_t band = 0; band < kBands; ++band) {
            const double value = study.signals[band].values[i];
            if (std::isnan(value))
                continue;
            REQUIRE(next < samples->size());
            const Sample& sample = (*samples)[next++];
            REQUIRE(std::size_t(sample.channel.band) == band);
            REQUIRE(sample.value == value);
            REQUIRE(sample.time == time_from_seconds(double(i) / 49.97));
        }
    CHECK(next == samples->size());
}

TEST_CASE("Tables of a study are read by another tool, with all their words")
{
    const TempFolder folder;
    const auto study = some_study();
    REQUIRE(write_tables(folder / "out", study));

    const auto motion = rows_of(folder / "out" / "motion.csv");
    REQUIRE(motion.size() == 1 + study.signals[2].values.size());
    CHECK(motion[0] == std::vector<std::string>{"time_s", "Gyro x chest"});
    for (std::size_t i = 0; i + 2 < motion.size(); ++i) {
        REQUIRE(std::stod(motion[i + 1][0]) == double(i) / 100.02);
        REQUIRE(std::stod(motion[i + 1][1]) == study.signals[2].values[i]);
    }
    CHECK(motion.back()[1].empty());

    const auto events = rows_of(folder / "out" / "events.csv");
    REQUIRE(events.size() == 1 + study.annotations.size());
    CHECK(events[0] == std::vector<std::string>{"onset_s", "duration_s", "type", "text"});
    CHECK(events[2]
          == std::vector<std::string>{"0.25", "0", "say",
                                      "Let the floor, \"all of it\", carry you."});
    CHECK(events[5][3] == "zwei\tSätze\nund – mehr");

    const auto signals = rows_of(folder / "out" / "signals.csv");
    REQUIRE(signals.size() == 4);
    CHECK(signals[1]
          == std::vector<std::string>{"respiration.csv", "Resp chest", "mm", "49.97", "strain belt",
                                      "none"});
    const auto facts = rows_of(folder / "out" / "facts.csv");
    CHECK(facts[1] == std::vector<std::string>{"started at", "2026-11-21T18:05:31.250Z"});
    CHECK(facts.back() == std::vector<std::string>{"program", "Rest, \"slow\""});
}

TEST_CASE("Tables are private and overwrite nothing")
{
    const TempFolder folder;
    REQUIRE(write_tables(folder / "out", some_study()));
    CHECK(is_private(folder / "out"));
    const auto before = bytes_in(folder / "out" / "respiration.csv");
    const auto again = write_tables(folder / "out", {});
    REQUIRE_FALSE(again);
    CHECK_THAT(again.error().message, Contains("exists already"));
    CHECK(bytes_in(folder / "out" / "respiration.csv") == before);
}
