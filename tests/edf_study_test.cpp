#include "exchange/edf.hpp"
#include "exchange/edf_study.hpp"
#include "support/edf_reader.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <numbers>
#include <random>

using namespace crura;
using namespace crura::exchange;
using namespace std::chrono_literals;
using test::TempFolder;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// A breath of 12 s with noise.
std::vector<double> breathing(double rate_hz, double seconds, double middle, double reach,
                              unsigned seed = 1)
{
    std::mt19937 random(seed);
    std::normal_distribution<> noise(0, 0.02 * reach);
    std::vector<double> values(std::size_t(std::lround(rate_hz * seconds)));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = middle + noise(random)
            + reach * std::sin(2 * std::numbers::pi * double(i) / rate_hz / 12);
    return values;
}

Signal signal(std::string label, double rate_hz, std::vector<double> values)
{
    return {std::move(label), "mm", "strain belt", "none", rate_hz, std::move(values)};
}

// 2026-11-22 18:00:00.25 in the zone of this test.
std::chrono::sys_time<std::chrono::nanoseconds> evening()
{
    std::tm local{};
    local.tm_year = 126;
    local.tm_mon = 10;
    local.tm_mday = 22;
    local.tm_hour = 18;
    local.tm_isdst = -1;
    return std::chrono::system_clock::from_time_t(std::mktime(&local)) + 250ms;
}

Study study(std::vector<Signal> signals)
{
    Study study;
    study.started_at = evening();
    study.equipment = "Crura 0.1.0";
    study.signals = std::move(signals);
    return study;
}

void write(const std::filesystem::path& path, const Study& study)
{
    if (const auto written = write_edf(path, study); !written)
        FAIL(written.error().message);
}

test::EdfRead written(const Study& study)
{
    const TempFolder folder;
    write(folder / "a.edf", study);
    auto read = test::read_with_edflib(folder / "a.edf");
    REQUIRE(read.problem.empty());
    CHECK(read.plus);
    return read;
}

std::string refused(const Study& study)
{
    const TempFolder folder;
    const auto path = folder / "a.edf";
    const auto written = write_edf(path, study);
    REQUIRE_FALSE(written);
    CHECK(std::filesystem::is_empty(folder.path()));
    const auto& message = written.error().message;
    REQUIRE(message.starts_with(path.string() + ": "));
    return message.substr(path.string().size() + 2);
}

// The furthest of the values from those that were written, in steps of one count.
double furthest(const std::vector<double>& given, const test::EdfRead::Signal& read)
{
    REQUIRE(read.values.size() >= given.size());
    double furthest = 0;
    for (std::size_t i = 0; i < given.size(); ++i)
        furthest = std::max(furthest, std::fabs(read.values[i] - given[i]) / std::fabs(read.step));
    return furthest;
}

} // namespace

TEST_CASE("EDF holds every value within half a step and every sample at its time, for real rates "
          "and ranges")
{
    const double rate_hz = GENERATE(0.1, 1., 25., 49.97, 100., 128.003, 250., 1000.);
    const auto [middle, reach] = GENERATE(table<double, double>(
        {{0, 1}, {512, 3}, {30000, 20000}, {-7.25, 0.001}, {0, 1e-4}, {-9e5, 0.25}, {1e6, 8e6}}));
    CAPTURE(rate_hz, middle, reach);
    auto given = breathing(rate_hz, 61.3, middle, reach);
    given[given.size() / 2] = -0.;
    const TempFolder folder;
    write(folder / "a.edf", study({signal("Resp chest", rate_hz, given)}));

    const auto read = test::read_with_edflib(folder / "a.edf");
    REQUIRE(read.problem.empty());
    CHECK(read.signals.at(0).rate_hz == Approx(rate_hz).epsilon(1e-7));
    const bool eight_characters_are_enough = reach > 1e-3;
    CHECK(furthest(given, read.signals[0]) < (eight_characters_are_enough ? 0.501 : 0.51));
    CHECK(read.signals[0].step < 2.2 * (std::fabs(middle) + 1.1 * reach) / 65535 + 4e-10);

    const auto ours =
        read_edf(folder / "a.edf", {{"Resp chest", {Band::thoracic, Quantity::displacement}}});
    REQUIRE(ours);
    CHECK(ours->remark.empty());
    for (std::size_t i = 0; i < given.size(); ++i) {
        REQUIRE(std::fabs(to_seconds(ours->samples[i].time) - 0.25 - double(i) / rate_hz)
                < 0.01 / rate_hz);
        REQUIRE(ours->samples[i].value == Approx(read.signals[0].values[i]).margin(1e-9));
    }
}

TEST_CASE("EDF holds signals of several rates in records of one length")
{
    const auto read = written(study({signal("Resp chest", 49.97, breathing(49.97, 600, 5, 1)),
                                     signal("Resp abdomen", 25, breathing(25, 600, 5, 1)),
                                     signal("Acc x chest", 100, breathing(100, 600, 0, 1))}));
    CHECK(read["Resp chest"].rate_hz == Approx(49.97).epsilon(1e-7));
    CHECK(read["Resp abdomen"].rate_hz == Approx(25).epsilon(1e-7));
    CHECK(read["Acc x chest"].rate_hz == Approx(100).epsilon(1e-7));
    CHECK(read.record_s <= 120);
    CHECK(furthest(breathing(25, 600, 5, 1), read["Resp abdomen"]) < 0.501);
}

TEST_CASE("EDF refuses rates that no record fits, instead of letting signals drift apart")
{
    const std::vector<double> day(std::size_t(86400 * 99.99731), 1);
    CHECK(refused(study({signal("Resp chest", 99.99731, day), signal("Acc x chest", 0.3171, {1}),
                         signal("Acc y chest", 87.73911, {1})}))
          == "the signals' rates do not fit into records of one length; export fewer signals, or "
             "another format.");
}

TEST_CASE("EDF says who, when, with what, and nothing about a person unless asked")
{
    auto given = study({signal("Resp chest", 100, breathing(100, 2, 0, 1)),
                        {"Acc x chest", "g", "imu", "LP:1Hz", 100, breathing(100, 2, 0, 1)}});
    auto read = written(given);
    CHECK(read.patient == "|X"); // EDFlib leaves an unknown code empty
    CHECK(read.equipment == "Crura 0.1.0");
    CHECK(read.start == "2026-11-22 18:00:00.250000");
    CHECK(read["Resp chest"].unit == "mm");
    CHECK(read["Resp chest"].transducer == "strain belt");
    CHECK(read["Resp chest"].filter == "none");
    CHECK(read["Acc x chest"].filter == "LP:1Hz");
    CHECK(read.signals.size() == 3);
    CHECK(read.signals[2].label == "Quality chest");

    const TempFolder folder;
    write(folder / "a.edf", given);
    std::string header(256, '\0');
    std::ifstream(folder / "a.edf", std::ios::binary).read(header.data(), 256);
    CHECK(header.substr(8, 80) == "X X X X" + std::string(73, ' '));
    CHECK(header.substr(88, 80) == "Startdate 22-NOV-2026 X X Crura_0.1.0" + std::string(43, ' '));

    given.person = "blue heron \xC3\xA9";
    CHECK(written(given).patient == "blue heron|X");
}

TEST_CASE("EDF of a session over midnight, on New Year's Eve and of an unknown time begins right")
{
    auto given = study({signal("Resp chest", 10, breathing(10, 7300, 0, 1))});
    given.started_at += 5h + 59min + 59s + 700ms;
    given.annotations = {{3600, 0, "the next day"}};
    const auto read = written(given);
    CHECK(read.start == "2026-11-22 23:59:59.950000");
    CHECK(read.called("the next day").at(0).onset_s == Approx(3600));

    given.started_at += 39 * 24h;
    CHECK(written(given).start == "2026-12-31 23:59:59.950000");
    given.started_at = {};
    CHECK(written(given).start == "1985-01-01 00:00:00.000000");
}

TEST_CASE("EDF holds the last value in a gap, says that nothing was measured, and for how long")
{
    auto values = breathing(100, 10, 50, 1);
    const auto gap = [&values](std::size_t from, std::size_t to) {
        std::fill(values.begin() + std::ptrdiff_t(from), values.begin() + std::ptrdiff_t(to), kNaN);
    };
    gap(0, 120);
    gap(400, 520);
    gap(600, 620); // too short to be called one
    values[700] = std::numeric_limits<double>::infinity();
    gap(950, 1000);
    const auto read = written(study({signal("Resp chest", 100, values)}));

    const auto breath = read["Resp chest"], quality = read["Quality chest"];
    REQUIRE(breath.values.size() == 1000);
    REQUIRE(quality.values.size() == 1000);
    for (std::size_t i = 0; i < 1000; ++i)
        REQUIRE(quality.values[i] == std::isfinite(values[i]));
    CHECK(breath.values[0] == breath.values[120]);
    CHECK(breath.values[519] == breath.values[399]);
    CHECK(breath.values[999] == breath.values[949]);
    CHECK(breath.physical_max < 60);
    const auto gaps = read.called("No signal (chest)");
    REQUIRE(gaps.size() == 3);
    CHECK(gaps[0] == test::EdfRead::Annotation{0, 1.2, "No signal (chest)"});
    CHECK(gaps[1] == test::EdfRead::Annotation{4, 1.2, "No signal (chest)"});
    CHECK(gaps[2] == test::EdfRead::Annotation{9.5, 0.5, "No signal (chest)"});
}

TEST_CASE("EDF takes one sample, a constant, nothing but gaps, a belt that ends early, huge values")
{
    const auto one = written(study({signal("Resp chest", 100, {3.5})}));
    CHECK(one["Resp chest"].values.at(0) == Approx(3.5).margin(1e-4));
    CHECK(one["Quality chest"].values.at(0) == 1);
    CHECK(one["Quality chest"].values.at(1) == 0);
    CHECK(one.called("Recording ends").at(0).onset_s == Approx(0.01));

    const auto constant = written(study({signal("Resp chest", 10, std::vector<double>(50, 512))}));
    CHECK(constant["Resp chest"].values.at(49) == Approx(512).margin(1e-2));
    CHECK(constant.length_s == Approx(5));

    const auto nothing = written(study(
        {signal("Resp chest", 10, std::vector<double>(50, kNaN)), signal("Resp abdomen", 10, {})}));
    CHECK(nothing.called("No signal (chest)").at(0).duration_s == Approx(5));
    CHECK(nothing.called("No signal (abdomen)").at(0).duration_s == Approx(5));
    CHECK(nothing["Quality abdomen"].values == std::vector<double>(50, 0));

    const auto early = written(study({signal("Resp chest", 10, std::vector<double>(50, 1)),
                                      signal("Resp abdomen", 10, std::vector<double>(20, 1))}));
    CHECK(early.called("No signal (abdomen)").at(0).onset_s == Approx(2));
    CHECK(early.called("No signal (abdomen)").at(0).duration_s == Approx(3));

    const auto huge = written(study(
        {signal("Resp chest", 10, {1, 2, 1e300, -std::numeric_limits<double>::max(), 2, 1})}));
    CHECK(huge["Resp chest"].physical_max == 9'999'999);
    CHECK(huge["Resp chest"].physical_min == -9'999'999);
    const auto cut = huge.called("chest beyond what EDF can hold: cut off");
    CHECK(cut.at(0).onset_s == Approx(0.2));
    CHECK(cut.at(0).duration_s == Approx(0.2));
}

TEST_CASE("EDF refuses what it cannot say: nothing measured, labels alike, too long or not plain")
{
    CHECK(refused(study({})) == "nothing was measured, so there is nothing to write.");
    CHECK(refused(study({signal("Resp chest", 100, {})}))
          == "nothing was measured, so there is nothing to write.");
    CHECK(refused(study({signal("Resp chest", 100, {1}), signal("Resp chest", 100, {1})}))
          == "two signals are called \"Resp chest\"; rename one.");
    CHECK(refused(study({signal("Resp chest", 100, {1}), signal("Quality chest", 100, {1})}))
          == "two signals are called \"Quality chest\"; rename one.");
    CHECK(
        refused(study({signal("Acceleration x chest", 100, {1})}))
        == "a signal cannot be called \"Acceleration x chest\"; EDF takes 1 to 16 plain letters.");
    CHECK(
        refused(study({signal("Poitrine \xC3\xA9", 100, {1})})).starts_with("a signal cannot be"));
    CHECK(refused(study({signal("", 100, {1})})).starts_with("a signal cannot be"));
    CHECK(refused(study({signal("Resp chest", 0, {1})}))
          == "the signal \"Resp chest\" has a rate that is not from 0.1 to 100000 Hz.");
    CHECK(refused(study({signal("Resp chest", kNaN, {1})})).find("rate") != std::string::npos);
    auto late = study({signal("Resp chest", 100, {1})});
    late.annotations = {{1e9, 0, "much later"}};
    CHECK(refused(late) == "an annotation lies more than a day after the last sample.");
}

TEST_CASE("EDF keeps annotations of every length in every script, and makes the rest plain")
{
    auto given = study({signal("Resp chest", 100, breathing(100, 3, 0, 1))});
    std::string long_text;
    for (int i = 0; i < 100; ++i)
        long_text += "\xE2\x82\xAC\xC3\xA9"; // euro sign, e acute: 5 bytes
    given.annotations = {
        {0.5, 0, "inhale \xE5\x90\xB8\xE6\xB0\x97 \xF0\x9F\x8C\xAC"},
        {1, 2.25, "two\nlines\tand \x14\x15 such \xC2\x85"},
        {1.5, 0, "no \xFF\xC3 UTF-8 \xED\xA0\x80 at \xC0\xAF all"},
        {2, 0, long_text},
        {2.125, 0, ""},
        {2.25, 0, " \n"},
        {-1, 3, "began before"},
        {kNaN, kNaN, "never"},
        {7.123456, 0, "after the end"},
    };
    const auto read = written(given);
    CHECK(read.length_s == Approx(8));
    CHECK(read.called("inhale \xE5\x90\xB8\xE6\xB0\x97 \xF0\x9F\x8C\xAC").at(0).onset_s
          == Approx(0.5));
    CHECK(read.called("two lines and    such  ").at(0).duration_s == Approx(2.25));
    CHECK(read.called("no ?? UTF-8 ??? at ?? all").size() == 1);
    CHECK(read.called(long_text.substr(0, 240)).size() == 1);
    CHECK(read.called("began before").at(0).onset_s == 0);
    CHECK(read.called("began before").at(0).duration_s == Approx(2));
    CHECK(read.called("never").at(0).onset_s == 0);
    CHECK(read.called("after the end").at(0).onset_s == Approx(7.123456).epsilon(1e-9));
    CHECK(read.annotations.size() == 8);
    CHECK(read.annotations.back().text == "Recording ends");
}

TEST_CASE("EDF holds ten thousand annotations, also all at one time in a short session")
{
    const double seconds = GENERATE(1., 900.);
    auto given = study({signal("Resp chest", 25, breathing(25, seconds, 0, 1))});
    for (int i = 0; i < 10'000; ++i)
        given.annotations.push_back({0.00009 * i * seconds, 0.5, "mark " + std::to_string(i)});
    const auto read = written(given);
    REQUIRE(read.annotations.size() == 10'001);
    for (int i = 0; i < 10'000; ++i) {
        const auto at = std::size_t(i);
        REQUIRE(read.annotations[at].text == given.annotations[at].text);
        REQUIRE(read.annotations[at].duration_s == 0.5);
        REQUIRE(read.annotations[at].onset_s == Approx(given.annotations[at].onset_s).margin(1e-6));
    }
}

TEST_CASE("EDF is for its owner only, never half there, and never over a file that exists")
{
    const TempFolder folder;
    const auto path = folder / "a.edf";
    const auto given = study({signal("Resp chest", 100, breathing(100, 2, 0, 1))});
    std::ofstream(folder / "a.edf.part") << "left by a kill";
    write(path, given);
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    CHECK_FALSE(std::filesystem::exists(folder / "a.edf.part"));

    const auto size = std::filesystem::file_size(path);
    const auto again = write_edf(path, study({signal("Resp chest", 100, {1})}));
    REQUIRE_FALSE(again);
    CHECK(again.error().message
          == path.string() + " exists already and was left as it is; choose another name.");
    CHECK(std::filesystem::file_size(path) == size);

    const auto nowhere = write_edf(folder / "none/a.edf", given);
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().message
          == "Cannot create " + (folder / "none/a.edf.part").string()
              + " (No such file or directory); choose another place.");
}
