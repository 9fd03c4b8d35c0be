#include "exchange/csv.hpp"
#include "support/shared_data.hpp"
#include "support/temp_folder.hpp"
#include "support/wav.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::exchange;
using namespace crura::test;

namespace {

constexpr Channel kBelly{Band::abdominal, Quantity::displacement};
constexpr Channel kChest{Band::thoracic, Quantity::displacement};

const CsvLayout kTimed{.time_column = "t", .columns = {{"chest", kChest}, {"belly", kBelly}}};

// Reads a text as the file /.../belt.csv.
Result<std::vector<Sample>> read_text(const std::string& text, const CsvLayout& layout = kTimed)
{
    const TempFolder folder;
    std::ofstream(folder / "belt.csv", std::ios::binary) << text;
    return read_csv(folder / "belt.csv", layout);
}

// The sentence, without the folder's name.
std::string complaint(const std::string& text, const CsvLayout& layout = kTimed)
{
    const auto samples = read_text(text, layout);
    if (samples)
        return "no complaint";
    const auto& message = samples.error().message;
    return message.substr(message.find("belt.csv"));
}

std::string listed(const Result<std::vector<Sample>>& samples)
{
    if (!samples)
        return samples.error().message;
    std::ostringstream list;
    for (const auto& sample : *samples)
        list << to_seconds(sample.time) << (sample.channel == kBelly ? " belly " : " chest ")
             << sample.value << '\n';
    return list.str();
}

const std::string kTwoRows = "0.5 chest 1\n0.5 belly -2.5\n0.75 chest 3\n0.75 belly 400\n";

} // namespace

TEST_CASE("CSV with commas, semicolons or tabs, quotes, CRLF, a mark and comments reads the same")
{
    const std::string text =
        GENERATE("t,chest,belly\n0.5,1,-2.5\n0.75,3,4e2\n", "t;chest;belly\n0.5;1;-2.5\n0.75;3;400",
                 "t\tchest\tbelly\n0.5\t1\t-2.5\n0.75\t3\t400\n",
                 "t,chest,belly\r\n0.5,1,-2.5\r\n0.75,3,400\r\n",
                 "\xEF\xBB\xBFt,chest,belly\n0.5,1,-2.5\n0.75,3,400\n",
                 "\"t\",\"chest\",\"belly\"\n\"0.5\",\"1\",\"-2.5\"\n0.75,3,400\n",
                 " t , chest , belly \n 0.5 , 1 , -2.5 \n0.75,+3,+400\n",
                 "# a belt; with, odd\tsigns\n\nt,chest,belly\n#\n0.5,1,-2.5\n   \n0.75,3,400\n\n",
                 "belly,note,t,chest\n-2.5,\"a, \"\"b\"\"\",0.5,1\n400,,0.75,3\n",
                 "t;chest;belly;\"a,b,c,d,e\"\n0.5;1;-2.5;x\n0.75;3;400;y\n");
    CHECK(listed(read_text(text)) == kTwoRows);
}

TEST_CASE("A CSV column name may hold separators and quotes")
{
    const CsvLayout layout{.time_column = "t (s), \"host\"", .columns = {{"belly, raw", kBelly}}};
    CHECK(listed(read_text("\"t (s), \"\"host\"\"\",\"belly, raw\"\n1,2\n", layout))
          == "1 belly 2\n");
}

TEST_CASE("An empty CSV field or nan is a gap, and its row still counts in time")
{
    const CsvLayout layout{.rate_hz = 4, .columns = {{"belly", kBelly}, {"chest", kChest}}};
    CHECK(listed(read_text("chest,belly\n1,10\n,20\nnan,NaN\n,\n5,50\n", layout))
          == "0 belly 10\n0 chest 1\n0.25 belly 20\n1 belly 50\n1 chest 5\n");
    CHECK(listed(read_text("chest\tbelly\n1\t10\n\t\n5\t50\n", layout))
          == "0 belly 10\n0 chest 1\n0.5 belly 50\n0.5 chest 5\n");
}

TEST_CASE("CSV numbers keep every bit, and times their nanosecond, from any start")
{
    const auto samples = read_text("t,chest,belly\n-7200.000000001,0.1,-0\n"
                                   "1700000000,2.2250738585072014e-308,5e-324\n");
    REQUIRE(samples);
    REQUIRE(samples->size() == 4);
    CHECK(samples->at(0).time.time_since_epoch().count() == -7'200'000'000'001);
    CHECK(samples->at(0).value == 0.1);
    CHECK(std::signbit(samples->at(1).value));
    CHECK(samples->at(2).time.time_since_epoch().count() == 1'700'000'000'000'000'000);
    CHECK(samples->at(2).value == 2.2250738585072014e-308);
    CHECK(samples->at(3).value == 5e-324);
}

TEST_CASE("CSV times may repeat but not go backwards")
{
    CHECK(listed(read_text("t,chest,belly\n0.5,1,-2.5\n0.5,,\n0.75,3,400\n")) == kTwoRows);
    CHECK(
        complaint("t,chest,belly\n3.01,1,2\n3.02,1,2\n\n3.010,1,2\n")
        == "belt.csv:5: the time column \"t\" goes backwards, from 3.02 to 3.010; sort the rows or "
           "cut the file there.");
}

TEST_CASE("CSV columns may be called by numbers")
{
    const test::TempFolder folder;
    std::ofstream(folder / "trials.csv") << ",0,1\n-15.0,0.5,0.25\n-14.95,0.75,0.125\n";
    const auto samples =
        exchange::read_csv(folder / "trials.csv", {.rate_hz = 20, .columns = {{"1", kBelly}}});
    REQUIRE(samples);
    REQUIRE(samples->size() == 2);
    CHECK((*samples)[1].value == 0.125);
}

TEST_CASE("A CSV column that is not there is named, with the nearest and all that are")
{
    const CsvLayout layout{.rate_hz = 100, .columns = {{"RPS", kBelly}}};
    CHECK(complaint("# belt\nECG,RSP,PPG\n1,2,3\n", layout)
          == "belt.csv:2: there is no column \"RPS\"; did you mean \"RSP\"? The columns are: ECG, "
             "RSP, PPG.");
    CHECK(complaint("chest,belly,time_s\n1,2,3\n")
          == "belt.csv:1: there is no column \"t\". The columns are: chest, "
             "belly, time_s.");
    CHECK_THAT(complaint("T,Chest,Abdominal,Belly\n1,2,3,4\n"),
               Catch::Matchers::Contains("did you mean \"T\"?"));
}

TEST_CASE("A wrong CSV file is refused with its line, its column and what to do")
{
    const std::string header = "t,chest,belly\n";
    CHECK(complaint(header + "0,1,2\n1,x7,2\n")
          == "belt.csv:3: the column \"chest\" holds \"x7\", which is not a number; write numbers "
             "with a decimal point, or nothing for a gap.");
    CHECK_THAT(complaint("t;chest;belly\n0;0,5;1\n"),
               Catch::Matchers::StartsWith("belt.csv:2: the column \"chest\" holds \"0,5\""));
    for (const std::string number :
         {"1.5V", "inf", "-infinity", "1e999", "+-1", "++1", "0x10", "1 2"})
        CHECK_THAT(complaint(header + "0,1," + number + '\n'),
                   Catch::Matchers::StartsWith("belt.csv:2: the column \"belly\" holds \"" + number
                                               + "\", which is not a number"));
    CHECK(
        complaint(header + "0,1\n")
        == "belt.csv:2: this row has 2 fields, but the header names 3 columns; mend or delete the "
           "row.");
    CHECK_THAT(complaint(header + "0,1,2,3\n"), Catch::Matchers::Contains("has 4 fields"));
    CHECK(complaint(header + "0,1,\"2\n") == "belt.csv:2: a quote is opened and not closed.");
    CHECK(complaint("t,\"chest,belly\n") == "belt.csv:1: a quote is opened and not closed.");
    CHECK(complaint(header + "0,1,2\n,1,2\n")
          == "belt.csv:3: the time column \"t\" is empty; every row needs its time in seconds.");
    CHECK(
        complaint(header + "1700000000000,1,2\n")
        == "belt.csv:2: the time column \"t\" holds 1700000000000, which is too large for seconds; "
           "convert it to seconds.");
    CHECK(complaint("0.1,0.2,0.3\n0.2,0.3,0.4\n")
          == "belt.csv:1: a header line with the names of the columns is missing; add one.");
    CHECK(complaint("t,chest,chest,belly\n1,2,3,4\n")
          == "belt.csv:1: two columns are called \"chest\"; rename one, so that it is clear.");
    CHECK(
        complaint("")
        == "belt.csv:1: the file is empty; a header line with the names of the columns and rows of "
           "numbers are needed.");
    CHECK(complaint(header)
          == "belt.csv:1: the file ends without a single number in the columns asked for.");
    CHECK(complaint(header + "0,,\n1,nan,\n")
          == "belt.csv:3: the file ends without a single number in the columns asked for.");
    CHECK(complaint(std::string("CRU\x9A\1\0\0\0", 8))
          == "belt.csv:1: this is not a text file; save it as CSV in UTF-8.");
}

TEST_CASE("A CSV layout that cannot be is refused")
{
    CHECK(complaint("t\n1\n", {.time_column = "t"})
          == "belt.csv: say which column holds the belly or the chest.");
    const double rate = GENERATE(0., -1., NAN, INFINITY, 1e-9, 1e9);
    CHECK(complaint("belly\n1\n", {.rate_hz = rate, .columns = {{"belly", kBelly}}})
          == "belt.csv: say which column holds the time in seconds, or a rate from 0.1 to 100000 "
             "Hz.");
}

TEST_CASE("A CSV file that cannot be opened is named with the reason")
{
    const TempFolder folder;
    const auto none = folder / "none.csv";
    CHECK(read_csv(none, kTimed).error().message
          == "Cannot open " + none.string() + " (No such file or directory); check the name.");
    CHECK(read_csv(folder.path(), kTimed).error().message
          == folder.path().string() + " is a folder; name a CSV file in it.");
}

TEST_CASE("Real CSV recordings of a belt read whole, as another parser reads them")
{
    const auto data = shared_data();
    if (!data) {
        WARN("skipped: the real recordings are not here (set CRURA_DATA)");
        return;
    }
    const std::string name = GENERATE("bio_resting_5min_100hz.csv", "bio_resting_8min_100hz.csv",
                                      "bio_eventrelated_100hz.csv");
    const auto path = *data / "neurokit_rsp" / name;
    const auto samples = read_csv(path, {.rate_hz = 100, .columns = {{"RSP", kBelly}}});
    REQUIRE(samples);

    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    REQUIRE(line.starts_with("RSP,"));
    std::size_t row = 0, wrong = 0;
    for (; std::getline(file, line) && row < samples->size(); ++row) {
        const auto& sample = (*samples)[row];
        wrong += sample.value != std::strtod(line.c_str(), nullptr)
            || std::fabs(to_seconds(sample.time) - double(row) / 100) > 1e-9;
    }
    CHECK(row == samples->size());
    CHECK_FALSE(std::getline(file, line));
    CHECK(row > 10'000);
    CHECK(wrong == 0);
}

TEST_CASE("Real CSV recordings of a pair of bands and of a counting belt read whole")
{
    const auto data = shared_data();
    if (!data) {
        WARN("skipped: the real recordings are not here (set CRURA_DATA)");
        return;
    }
    const auto pair =
        read_csv(*data / "mccribs_infant_dualrip/test01.csv",
                 {.time_column = "t_s", .columns = {{"rc_au", kChest}, {"ab_au", kBelly}}});
    REQUIRE(pair);
    CHECK(pair->size() % 2 == 0);
    CHECK(to_seconds((*pair)[2].time) == Approx(0.02));
    CHECK((*pair)[1].value == 0.12501);
    CHECK(read_csv(*data / "physiokit_arduino_belt/P1_S1_baseline.csv",
                   {.rate_hz = 250, .columns = {{"Resp", kBelly}}}));
}

TEST_CASE("The tests' WAV reader gives 300 s of both bands of the shirt")
{
    const auto data = shared_data();
    if (!data) {
        WARN("skipped: the real recordings are not here (set CRURA_DATA)");
        return;
    }
    const auto folder = *data / "hexoskin_dualrip/record_288129";
    const auto belly = read_wav(folder / "respiration_abdominal.wav");
    const auto upright = read_wav(folder / "acceleration_X.wav");
    CHECK(belly.rate_hz == 128);
    CHECK(double(belly.values.size()) / belly.rate_hz == Approx(300).margin(1));
    CHECK(belly.values.front() == 0x3683);
    CHECK(upright.values.front() == 246);
    CHECK(*std::min_element(upright.values.begin(), upright.values.end()) < 246);
    CHECK_THROWS(read_wav(folder / "none.wav"));
    CHECK_THROWS(read_wav(*data / "README.md"));
}
