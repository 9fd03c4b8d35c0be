#include "app/analyze.hpp"

#include "devices/body_model.hpp"
#include "record/csv.hpp"
#include "support/shared_data.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <fstream>
#include <sstream>

using namespace crura;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

// A two-belt CSV of a simulated body, and what is true of it.
std::vector<devices::TrueBreath> write_body(const fs::path& file, double seconds)
{
    devices::BodyModel body({.breath_rate_bpm = 10,
                             .time_variability = 0.08,
                             .amplitude_variability = 0.08,
                             .gain = {12, 30},
                             .noise = 0.02},
                            3);
    std::ofstream out(file);
    out << "t,chest,belly\n";
    for (auto reading = body.next(); reading.time_s < seconds; reading = body.next())
        out << reading.time_s << ',' << reading.level[0] << ',' << reading.level[1] << '\n';
    body.foresee(seconds + 30);
    return body.truth();
}

std::vector<std::vector<std::string>> table(const fs::path& file)
{
    std::vector<std::vector<std::string>> rows;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        rows.emplace_back();
        std::istringstream fields(line);
        for (std::string field; std::getline(fields, field, ',');)
            rows.back().push_back(field);
    }
    return rows;
}

app::AnalyzeOptions two_belts(const fs::path& file, const fs::path& out)
{
    app::AnalyzeOptions options;
    options.file = file;
    options.out = out;
    options.time_column = "t";
    options.thoracic = "chest";
    options.abdominal = "belly";
    return options;
}

} // namespace

TEST_CASE("Analyze finds the breaths of a CSV file at their true onsets")
{
    const test::TempFolder folder;
    const auto truth = write_body(folder / "body.csv", 120);
    REQUIRE(app::analyze(two_belts(folder / "body.csv", folder / "out")));

    const auto rows = table(folder / "out" / "breaths.csv");
    REQUIRE(rows.size() > 15);
    CHECK(rows[0]
          == std::vector<std::string>{
              "inspiration_onset_s", "expiration_onset_s", "end_s", "inspiration_known_at_s",
              "expiration_known_at_s", "breath_rate_bpm", "thoracic_amplitude",
              "abdominal_amplitude", "abdominal_share", "phase_angle_deg", "confidence"});
    for (std::size_t i = 1; i < rows.size(); ++i) {
        INFO("row " << i);
        const double onset_s = std::stod(rows[i][0]);
        double nearest_s = 1e9;
        for (const auto& breath : truth)
            if (std::fabs(breath.inspiration_onset_s - onset_s) < std::fabs(nearest_s))
                nearest_s = breath.inspiration_onset_s - onset_s;
        CHECK(std::fabs(nearest_s) < 0.1);
        CHECK(std::stod(rows[i][1]) > onset_s);
        CHECK(std::stod(rows[i][3]) >= onset_s);
        CHECK(std::stod(rows[i][4]) > std::stod(rows[i][1]));
        if (!rows[i][2].empty())
            CHECK(std::stod(rows[i][5])
                  == Approx(60 / (std::stod(rows[i][2]) - onset_s)).margin(0.01));
    }
}

TEST_CASE("Analyze writes frames ten times a second")
{
    const test::TempFolder folder;
    write_body(folder / "body.csv", 60);
    REQUIRE(app::analyze(two_belts(folder / "body.csv", folder / "out")));
    const auto rows = table(folder / "out" / "frames.csv");
    CHECK(rows[0]
          == std::vector<std::string>{"time_s", "phase", "displacement", "cycle_position",
                                      "breath_rate_bpm", "abdominal_share", "phase_angle_deg",
                                      "confidence"});
    REQUIRE(rows.size() == Approx(601).margin(2));
    for (std::size_t i = 2; i < rows.size(); ++i)
        REQUIRE(std::stod(rows[i][0]) - std::stod(rows[i - 1][0]) == Approx(0.1).margin(0.001));
}

TEST_CASE("One band leaves share, phase angle and the other band's amplitude empty")
{
    const test::TempFolder folder;
    write_body(folder / "body.csv", 60);
    auto options = two_belts(folder / "body.csv", folder / "out");
    options.thoracic.clear();
    REQUIRE(app::analyze(options));
    for (const auto& row : table(folder / "out" / "breaths.csv"))
        if (row[0] != "inspiration_onset_s") {
            CHECK(row[6].empty());
            CHECK_FALSE(row[7].empty());
            CHECK(row[8].empty());
            CHECK(row[9].empty());
        }
}

TEST_CASE("A bad file, column or option is one sentence, and nothing is written")
{
    const test::TempFolder folder;
    write_body(folder / "body.csv", 30);
    auto options = two_belts(folder / "body.csv", folder / "out");
    const auto complaint = [&options] {
        const auto said = app::analyze(options);
        REQUIRE_FALSE(said);
        return said.error().message;
    };
    SECTION("a column that is not there")
    {
        options.abdominal = "bely";
        CHECK_THAT(complaint(), Contains("body.csv:1") && Contains("did you mean \"belly\"?"));
    }
    SECTION("neither a rate nor a time column")
    {
        options.time_column.clear();
        CHECK_THAT(complaint(), Contains("--rate") && Contains("--time"));
    }
    SECTION("no column to analyze")
    {
        options.thoracic.clear();
        options.abdominal.clear();
        CHECK_THAT(complaint(), Contains("--thoracic"));
    }
    SECTION("a number that is none")
    {
        std::ofstream(options.file, std::ios::app) << "30.0,1.0,oops\n";
        CHECK_THAT(complaint(), Contains("body.csv:1502") && Contains("oops"));
    }
    SECTION("no file")
    {
        options.file = folder / "none.csv";
        CHECK_THAT(complaint(), Contains("none.csv"));
    }
    SECTION("a folder that cannot be made")
    {
        options.out = folder / "body.csv";
        CHECK_THAT(complaint(), Contains("body.csv"));
        return;
    }
    CHECK_FALSE(fs::exists(folder / "out"));
}

TEST_CASE("Three columns of acceleration or four of orientation breathe as a belt does")
{
    // Gravity tilts by 2 degrees about x with each breath of 6 a minute, on a sensor that lies
    // askew.
    const test::TempFolder folder;
    std::ofstream out(folder / "imu.csv");
    out << "t,ax,ay,az,qw,qx,qy,qz\n";
    for (int i = 0; i < 120 * 50; ++i) {
        const double t = i / 50.0, period = 10, in = 4;
        const double at = std::fmod(t, period);
        const double rise =
            at < in ? 0.5 - 0.5 * std::cos(M_PI * at / in) : std::exp(-(at - in) / 1.2);
        const double angle = 0.3 + 2 * M_PI / 180 * rise;
        out << t << ',' << 0 << ',' << std::sin(angle) << ',' << std::cos(angle) << ','
            << std::cos(angle / 2) << ',' << std::sin(angle / 2) << ",0,0\n";
    }
    out.close();
    app::AnalyzeOptions options;
    options.file = folder / "imu.csv";
    options.out = folder / "out";
    options.time_column = "t";
    SECTION("acceleration")
    {
        options.imu[1] = {"ax", "ay", "az"};
    }
    SECTION("orientation")
    {
        options.quat[1] = {"qw", "qx", "qy", "qz"};
    }
    REQUIRE(app::analyze(options));
    const auto rows = table(options.out / "breaths.csv");
    REQUIRE(rows.size() >= 10);
    for (std::size_t i = 4; i + 1 < rows.size(); ++i) {
        CHECK(std::stod(rows[i][5]) == Approx(6).margin(0.1));
        CHECK(std::stod(rows[i][1]) - std::stod(rows[i][0]) == Approx(3.2).margin(0.4));
    }
}
