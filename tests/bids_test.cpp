#include "exchange/bids.hpp"

#include "support/python.hpp"
#include "support/some_study.hpp"
#include "support/temp_folder.hpp"
#include "json/json.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace crura;
using namespace crura::exchange;
using namespace crura::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

// What an independent reader makes of the dataset, once it has nothing to complain of.
json::Json read_back(const fs::path& folder)
{
    const auto ran = run_python({CRURA_ROOT "/tests/support/read_bids.py", folder.string()});
    INFO(ran.output.substr(0, 2000));
    REQUIRE(ran.status == 0);
    const auto json = json::parse_json(ran.output);
    REQUIRE(json);
    return *json;
}

template <class T>
T at(const json::Json& json, const std::string& name)
{
    const auto* found = json.find<T>(name);
    INFO(name);
    REQUIRE(found);
    return *found;
}

json::Json member(const json::Json& json, const std::string& name)
{
    return json::Json(at<json::Json::Object>(json, name));
}

} // namespace

TEST_CASE("A BIDS dataset is read back by another reader: names, units, rates, values and events")
{
    const TempFolder folder;
    const auto study = some_study();
    REQUIRE(write_bids(folder / "out", study));
    const auto found = read_back(folder / "out");
    CHECK(at<std::string>(found, "sub") == "01");
    CHECK(at<std::string>(found, "task") == "constructiverest");

    const auto recordings = member(found, "recordings");
    REQUIRE(std::get<json::Json::Object>(recordings.value).size() == 2);
    std::size_t signal = 0;
    for (const auto* name : {"respiration", "motion"}) {
        const auto recording = member(recordings, name);
        CHECK(at<double>(recording, "start_s") == 0);
        for (const auto& column : at<json::Json::Array>(recording, "columns")) {
            const auto& truth = study.signals[signal++];
            CHECK(at<double>(recording, "rate_hz") == truth.rate_hz);
            CHECK(at<std::string>(column, "long") == truth.label);
            CHECK(at<std::string>(column, "units")
                  == (truth.unit.empty() ? "arbitrary" : truth.unit));
            const auto values = at<json::Json::Array>(column, "values");
            REQUIRE(values.size() == truth.values.size());
            for (std::size_t i = 0; i < values.size(); ++i) {
                const auto* number = std::get_if<double>(&values[i].value);
                REQUIRE((number ? *number == truth.values[i] : std::isnan(truth.values[i])));
            }
        }
    }
    CHECK(signal == study.signals.size());

    const auto events = at<json::Json::Array>(found, "events");
    REQUIRE(events.size() == study.annotations.size());
    const std::vector<std::string> kinds{"step", "say", "sigh", "mark", "note"};
    for (std::size_t i = 0; i < events.size(); ++i) {
        CHECK(at<double>(events[i], "onset") == study.annotations[i].onset_s);
        CHECK(at<double>(events[i], "duration") == study.annotations[i].duration_s);
        CHECK(at<std::string>(events[i], "type") == kinds[i]);
    }
    CHECK(at<std::string>(events[2], "value") == "2.4 times the usual breath");
    CHECK(at<std::string>(events[3], "value") == "n/a");
    CHECK(at<std::string>(events[4], "value") == "zwei Sätze und – mehr");
}

TEST_CASE("A BIDS dataset says who only where it is told, and then in letters and digits")
{
    const TempFolder folder;
    auto study = some_study();
    study.person = "fern-42";
    REQUIRE(write_bids(folder / "out", study));
    CHECK(at<std::string>(read_back(folder / "out"), "sub") == "fern42");

    study.person = "/../";
    const auto refused = write_bids(folder / "other", study);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, Contains("letters"));
    CHECK_FALSE(fs::exists(folder / "other"));
}

TEST_CASE("A BIDS dataset without a program or without a signal is one all the same")
{
    const TempFolder folder;
    Study study;
    REQUIRE(write_bids(folder / "out", study));
    const auto ran =
        run_python({CRURA_ROOT "/tests/support/read_bids.py", (folder / "out").string()});
    CHECK(ran.status == 0);
    CHECK_THAT(ran.output, Contains("\"task\": \"breathing\""));
}

TEST_CASE("A BIDS dataset is private, whole, the same every time, and overwrites nothing")
{
    const TempFolder folder;
    const auto study = some_study();
    REQUIRE(write_bids(folder / "one", study));
    REQUIRE(write_bids(folder / "two", study));
    CHECK(is_private(folder / "one"));
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder / "one"))
        if (entry.is_regular_file()) {
            ++files;
            CHECK(bytes_in(entry.path())
                  == bytes_in(folder / "two" / fs::relative(entry.path(), folder / "one")));
        }
    CHECK(files == 8);

    const auto again = write_bids(folder / "one", study);
    REQUIRE_FALSE(again);
    CHECK_THAT(again.error().message, Contains("exists already"));
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 2); // nothing else stays
}
