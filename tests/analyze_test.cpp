#include "app/analyze.hpp"
#include "app/recording_file.hpp"

#include "devices/body_model.hpp"
#include "support/edf_text.hpp"
#include "support/temp_folder.hpp"
#include "json/json.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
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

// Both bands of that body, 25 times a second for a minute, in records of a second.
test::EdfText body_as_edf()
{
    devices::BodyModel body({.breath_rate_bpm = 10, .gain = {12, 30}, .noise = 0.02}, 3);
    test::EdfText edf;
    edf.records = "60";
    edf.signals = {{"Resp chest", "25", "", "-100", "100", "-10000", "10000"},
                   {"Resp abdomen", "25", "", "-100", "100", "-10000", "10000"}};
    for (int second = 0; second < 60; ++second) {
        std::array<std::vector<int>, 2> values;
        for (int i = 0; i < 25; ++i) {
            auto reading = body.next();
            while (reading.time_s < second + i / 25.)
                reading = body.next();
            for (std::size_t band = 0; band < 2; ++band)
                values[band].push_back(int(100 * reading.level[band]));
        }
        edf.data.push_back(test::EdfText::numbers(values[0]) + test::EdfText::numbers(values[1]));
    }
    return edf;
}

std::string content(const fs::path& file)
{
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t files_in(const fs::path& folder)
{
    return std::size_t(std::distance(fs::directory_iterator(folder), {}));
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
              "abdominal_amplitude", "abdominal_share", "phase_angle_deg", "confidence",
              "inspiratory_time_s", "expiratory_time_s", "path_ratio", "opposed_deg",
              "abdominal_share_plus_minus", "partition"});
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
          == std::vector<std::string>{
              "time_s", "phase", "displacement", "cycle_position", "breath_rate_bpm",
              "abdominal_share", "phase_angle_deg", "confidence", "phase_deg", "next_inspiration_s",
              "next_expiration_s", "rising", "motion_mg", "posture", "tremor", "tremor_hz",
              "heart_rate_bpm", "quality_thoracic", "quality_abdominal"});
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

TEST_CASE("Analyze writes two tables, the events, a summary and a picture, and nothing else")
{
    const test::TempFolder folder;
    write_body(folder / "body.csv", 60);
    const auto options = two_belts(folder / "body.csv", folder / "out");
    const auto said = app::analyze(options);
    REQUIRE(said);
    CHECK(files_in(options.out) == 5);
    CHECK(content(options.out / "events.csv")
              .starts_with("type,start_s,end_s,known_at_s,evidence\n"));
    CHECK_THAT(content(options.out / "overview.svg"), Contains("</svg>"));
    const auto summary = json::parse_json(content(options.out / "summary.json"));
    REQUIRE(summary);
    REQUIRE(summary->find<double>("breaths"));
    CHECK(*summary->find<double>("breaths")
          == double(table(options.out / "breaths.csv").size() - 1));
    CHECK(*summary->find<double>("duration_s") == Approx(60).margin(0.1));
    CHECK(summary->find<json::Json::Array>("sensors")->size() == 2);
    CHECK(app::analyze(options)); // once more, over what is there
    CHECK(files_in(options.out) == 5);
}

TEST_CASE("When one of the results cannot be written, none is")
{
    const test::TempFolder folder;
    write_body(folder / "body.csv", 30);
    fs::create_directories(folder / "out" / "summary.json");
    const auto said = app::analyze(two_belts(folder / "body.csv", folder / "out"));
    REQUIRE_FALSE(said);
    CHECK_THAT(said.error().message, Contains("summary.json cannot be written"));
    CHECK(files_in(folder / "out") == 1);
}

TEST_CASE(
    "An EDF file needs no options when its labels tell chest and belly, and the answer says which")
{
    const test::TempFolder folder;
    const std::string name = GENERATE("body.edf", "body.rec");
    std::ofstream(folder / name, std::ios::binary) << body_as_edf().bytes();
    app::AnalyzeOptions options;
    options.file = folder / name;
    options.out = folder / "out";
    const auto said = app::analyze(options);
    REQUIRE(said);
    CHECK_THAT(*said,
               Contains("\"Resp chest\" was taken for the chest, \"Resp abdomen\" was taken "
                        "for the belly."));
    const auto rows = table(options.out / "breaths.csv");
    REQUIRE(rows.size() >= 8);
    for (std::size_t i = 3; i + 1 < rows.size(); ++i)
        CHECK(std::stod(rows[i][5]) == Approx(10).margin(0.5));

    options.abdominal = "Resp abdomen";
    const auto belly = app::analyze(options);
    REQUIRE(belly);
    CHECK_THAT(*belly, !Contains("taken"));
    CHECK(table(options.out / "breaths.csv").back()[6].empty());
}

TEST_CASE("An EDF file whose labels tell nothing, or that is given a rate, is one sentence")
{
    const test::TempFolder folder;
    auto edf = body_as_edf();
    app::AnalyzeOptions options;
    options.file = folder / "body.edf";
    options.out = folder / "out";
    edf.signals[0].label = "A";
    edf.signals[1].label = "B";
    edf.signals[1].transducer = "cord";
    std::ofstream(options.file, std::ios::binary) << edf.bytes();
    CHECK_THAT(app::analyze(options).error().message,
               Contains("--thoracic") && Contains("The signals are: A, B (cord)."));
    options.thoracic = "A";
    options.rate_hz = 10;
    CHECK_THAT(app::analyze(options).error().message, Contains("leave out --rate"));
    options.rate_hz = 0;
    CHECK(app::analyze(options));
}

TEST_CASE("An OpenSignals file's one respiration is taken for the chest")
{
    const test::TempFolder folder;
    std::ofstream out(folder / "belt.txt");
    out << "# OpenSignals Text File Format. Version 1\n"
           "# {\"00:07\": {\"sensor\": [\"ECG\", \"RESPIRATION\"], \"column\": [\"nSeq\", \"CH1\", "
           "\"CH2\"], \"sampling rate\": 20}}\n# EndOfHeader\n";
    for (int i = 0; i < 60 * 20; ++i)
        out << i % 16 << "\t512\t" << 30'000 + 900 * std::sin(2 * M_PI * i / 20 / 5) << "\t\n";
    out.close();
    app::AnalyzeOptions options;
    options.file = folder / "belt.txt";
    options.out = folder / "out";
    const auto said = app::analyze(options);
    REQUIRE(said);
    CHECK_THAT(*said, Contains("\"CH2\" was taken for the chest."));
    CHECK(std::stod(table(options.out / "breaths.csv")[5][5]) == Approx(12).margin(0.1));
}

TEST_CASE(
    "A sensor whose values fall on inhaling can be said to, and then chest is as if they rose")
{
    const test::TempFolder folder;
    write_body(folder / "body.csv", 60);
    auto options = two_belts(folder / "body.csv", folder / "out");
    REQUIRE(app::analyze(options));
    const auto upright = content(options.out / "breaths.csv");

    std::ifstream in(folder / "body.csv");
    std::ofstream turned(folder / "turned.csv");
    std::string line;
    std::getline(in, line);
    turned << line << '\n';
    for (std::string t, chest, belly;
         std::getline(in, t, ',') && std::getline(in, chest, ',') && std::getline(in, belly);)
        turned << t << ',' << (chest.starts_with('-') ? chest.substr(1) : '-' + chest) << ','
               << (belly.starts_with('-') ? belly.substr(1) : '-' + belly) << '\n';
    turned.close();
    options.file = folder / "turned.csv";
    options.inverted_thoracic = options.inverted_abdominal = true;
    REQUIRE(app::analyze(options));
    CHECK(content(options.out / "breaths.csv") == upright);
}

TEST_CASE("The engine is told what the columns measure, and of which site")
{
    const test::TempFolder folder;
    std::ofstream(folder / "all.csv") << "c,x,y,z,w\n1,2,3,4,5\n";
    app::AnalyzeOptions options;
    options.file = folder / "all.csv";
    options.rate_hz = 1;
    const auto samples = [&options] {
        const auto replay = app::load_replay(options);
        REQUIRE(replay);
        REQUIRE(replay->ticks.size() == 1);
        return replay->ticks[0].samples;
    };
    const auto [sensor, quantity] = GENERATE(
        Catch::Generators::table<std::string, Quantity>({{"strain", Quantity::displacement},
                                                         {"rip", Quantity::displacement},
                                                         {"magnetic", Quantity::displacement},
                                                         {"piezo", Quantity::displacement_ac},
                                                         {"flow", Quantity::flow}}));
    options.sensor = sensor;
    options.thoracic = "c";
    options.gyro[2] = {"x", "y", "z"};
    options.quat[2] = {"w", "x", "y", "z"};
    const auto given = samples();
    REQUIRE(given.size() == 8);
    CHECK(given[0].channel == Channel{Band::thoracic, quantity});
    CHECK(given[1].channel == Channel{Band::sacral, Quantity::angular_rate_x});
    CHECK(given[3].value == 4);
    CHECK(given[4].channel == Channel{Band::sacral, Quantity::quaternion_w});
    CHECK(given[4].value == 5);
}

TEST_CASE("A file whose times leap over years is refused, not walked through")
{
    const test::TempFolder folder;
    std::ofstream(folder / "leap.csv") << "t,chest,belly\n0,1,2\n1700000000,1,2\n";
    const auto said = app::analyze(two_belts(folder / "leap.csv", folder / "out"));
    REQUIRE_FALSE(said);
    CHECK_THAT(said.error().message, Contains("472222 hours"));
    CHECK_FALSE(fs::exists(folder / "out"));
}

TEST_CASE(
    "A calibration that was led through is told to the engine, and the share is right after it")
{
    // The chest's sensor gives five times as much for a volume as the belly's.
    const test::TempFolder folder;
    std::ofstream out(folder / "led.csv");
    out << "t,chest,belly\n";
    for (int i = 0; i < 220 * 25; ++i) {
        const double t = i / 25., at = std::fmod(t, 5) / 5;
        const double depth = 1 + 0.15 * std::sin(1.7 * std::floor(t / 5));
        const double rise =
            at < 0.4 ? 0.5 - 0.5 * std::cos(M_PI * at / 0.4) : std::exp(-(at - 0.4) * 5 / 0.6);
        const double belly = t < 60 || t >= 140 ? 0.6 : t < 100 ? 0.95 : 0.05;
        out << t << ',' << 50 * depth * rise * (1 - belly) << ',' << 10 * depth * rise * belly
            << '\n';
    }
    out.close();
    auto options = two_belts(folder / "led.csv", folder / "out");
    options.calibrate = "natural:0-60,belly:60-100,chest:100-140";
    REQUIRE(app::analyze(options));
    const auto rows = table(options.out / "breaths.csv");
    std::size_t judged = 0;
    for (std::size_t i = 1; i + 1 < rows.size(); ++i)
        if (std::stod(rows[i][0]) > 165) {
            CHECK(rows[i][16] == "calibrated");
            CHECK(std::stod(rows[i][8]) == Approx(0.6).margin(0.06));
            ++judged;
        }
    CHECK(judged >= 8);

    options.calibrate = "belly:60-400";
    CHECK_THAT(app::analyze(options).error().message, Contains("over before 400 s"));
}
