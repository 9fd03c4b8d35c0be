#include "exchange/open_signals.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

using namespace crura;
using namespace crura::exchange;
using namespace crura::test;
using Catch::Matchers::Contains;

namespace {

constexpr Channel kChest{Band::thoracic, Quantity::displacement};
constexpr Channel kBelly{Band::abdominal, Quantity::displacement};

std::string device(const std::string& name, const std::string& columns, const std::string& sensors,
                   const std::string& rate = "10")
{
    return '"' + name + "\": {\"sensor\": [" + sensors + "], \"column\": [" + columns
        + "], \"sampling rate\": " + rate + ", \"label\": [\"A1\", \"A2\"], \"special\": [{}, {}]}";
}

const std::string kDevice =
    device("00:07", R"("nSeq", "DI", "CH1", "CH2")", R"("ECG", "RESPIRATION")");

std::string file_of(const std::string& devices, const std::string& rows)
{
    return "# OpenSignals Text File Format. Version 1\n# {" + devices + "}\n# EndOfHeader\n" + rows;
}

const std::string kWhole = file_of(kDevice, "0\t0\t512\t100\t\n1\t0\t513\t-200.5\t\n");

Result<Reading> read_text(const std::string& text,
                          const std::vector<Column>& columns = {{"RESPIRATION", kChest}})
{
    const TempFolder folder;
    std::ofstream(folder / "belt.txt", std::ios::binary) << text;
    return read_open_signals(folder / "belt.txt", columns);
}

std::string complaint(const std::string& text,
                      const std::vector<Column>& columns = {{"RESPIRATION", kChest}})
{
    const auto reading = read_text(text, columns);
    if (reading)
        return "no complaint";
    const auto& message = reading.error().message;
    return message.substr(message.find("belt.txt"));
}

std::string listed(const Result<Reading>& reading)
{
    if (!reading)
        return reading.error().message;
    std::ostringstream list;
    for (const auto& sample : reading->samples)
        list << to_seconds(sample.time) << (sample.channel == kBelly ? " belly " : " chest ")
             << sample.value << '\n';
    return list.str();
}

} // namespace

TEST_CASE("An OpenSignals column is found by its name, its label or its sensor")
{
    const std::string name = GENERATE("CH2", "A2", "RESPIRATION", "00:07/CH2");
    CHECK(listed(read_text(kWhole, {{name, kChest}})) == "0 chest 100\n0.1 chest -200.5\n");
    CHECK(listed(read_text(kWhole, {{name, kBelly}, {"ECG", kChest}}))
          == "0 belly 100\n0 chest 512\n0.1 belly -200.5\n0.1 chest 513\n");
}

TEST_CASE("OpenSignals rows read the same with CRLF and without a tab or newline at the end")
{
    for (const std::string rows :
         {"0\t0\t512\t100\r\n1\t0\t513\t-200.5\r\n", "0\t0\t512\t100\n1\t0\t513\t-200.5",
          "0\t0\t512\t100\t\n"
          "1\t0\t513\t-200.5\t\n\n"})
        CHECK(listed(read_text(file_of(kDevice, rows))) == "0 chest 100\n0.1 chest -200.5\n");
}

TEST_CASE("OpenSignals lists the sensors' columns and what they are")
{
    const TempFolder folder;
    std::ofstream(folder / "belt.txt") << kWhole;
    const auto columns = open_signals_columns(folder / "belt.txt");
    REQUIRE(columns);
    REQUIRE(columns->size() == 2);
    CHECK((*columns)[0].name == "CH1");
    CHECK((*columns)[1].name == "CH2");
    CHECK_THAT((*columns)[1].about, Contains("RESPIRATION"));
}

TEST_CASE("Two devices of one OpenSignals file are told apart by their names")
{
    const auto both = device("one", R"("nSeq", "CH1", "CH2")", R"("ECG", "RIP")") + ", "
        + device("two", R"("nSeq", "CH1", "CH2")", R"("EDA", "RIP")");
    const auto text = file_of(both, "0\t1\t2\t0\t3\t4\n");
    CHECK(listed(read_text(text, {{"one/CH2", kChest}, {"two/CH2", kBelly}}))
          == "0 chest 2\n0 belly 4\n");
    CHECK(listed(read_text(text, {{"EDA", kChest}})) == "0 chest 3\n");
    CHECK_THAT(complaint(text, {{"RIP", kChest}}),
               Contains("more than one column is called \"RIP\"") && Contains("two/CH2"));
    const auto uneven = device("one", R"("CH1", "CH2")", R"("ECG", "RIP")") + ", "
        + device("two", R"("CH1", "CH2")", R"("EDA", "RIP")", "20");
    CHECK_THAT(complaint(file_of(uneven, "")), Contains("different sampling rates"));
}

TEST_CASE("A wrong OpenSignals file is refused with its line and what is there")
{
    CHECK_THAT(complaint(kWhole, {{"RESPIRATON", kChest}}),
               Contains("belt.txt:3") && Contains("did you mean \"RESPIRATION\"?"));
    CHECK_THAT(complaint("time,chest\n"), Contains("belt.txt:1") && Contains("not an OpenSignals"));
    CHECK_THAT(complaint("# OpenSignals\n# {oops}\n# EndOfHeader\n"),
               Contains("belt.txt:2") && Contains("not JSON"));
    CHECK_THAT(complaint("# OpenSignals\n# {}\n# EndOfHeader\n"), Contains("names no device"));
    CHECK_THAT(complaint("# OpenSignals\n# EndOfHeader\n1\n"), Contains("names no columns"));
    CHECK_THAT(complaint("# OpenSignals\n1\t2\n"), Contains("\"# EndOfHeader\" is missing"));
    CHECK_THAT(complaint(file_of(kDevice, "0\t0\t512\tx7\n1\t0\t1\t2\n")),
               Contains("belt.txt:4: column 4 holds \"x7\", which is not a number"));
    CHECK_THAT(complaint(file_of(kDevice, "0\t0\t1\tnan\n0\t0\t1\t1\n")), Contains("nan"));
    CHECK_THAT(complaint(file_of(kDevice, "0\t0\t512\n1\t0\t1\t2\n")), Contains("fewer numbers"));
    CHECK_THAT(complaint(file_of(kDevice, "0\t0\t1\t2\t3\n1\t0\t1\t2\n")), Contains("has 5"));
    CHECK_THAT(complaint(file_of(kDevice, "")), Contains("without a row"));
    for (const std::string rate : {"0", "-1", "1e9", "\"10\"", "null"})
        CHECK_THAT(complaint(file_of(device("d", R"("CH1", "CH2")", R"("ECG", "RIP")", rate), "")),
                   Contains("no sampling rate"));
    CHECK_THAT(complaint(file_of(device("d", R"("CH1")", R"("ECG", "RIP")"), "")),
               Contains("more sensors than columns"));
    const std::string deep(100'000, '[');
    CHECK_THAT(complaint("# OpenSignals\n# {\"a\": " + deep + "\n"), Contains("cannot be read"));
    CHECK_THAT(complaint(file_of("\"a\": " + deep + std::string(deep.size(), ']'), "")),
               Contains("nested too deeply"));
}

TEST_CASE("An OpenSignals file cut anywhere gives its whole rows, or one sentence")
{
    const auto header = file_of(kDevice, "").size();
    for (std::size_t length = 0; length < kWhole.size(); ++length) {
        INFO("cut after " << length << " bytes");
        const auto reading = read_text(kWhole.substr(0, length));
        if (length < header)
            REQUIRE_FALSE(reading);
        else if (reading)
            CHECK(reading->samples.size() >= 1);
    }
    const auto cut = read_text(file_of(kDevice, "0\t0\t512\t100\n1\t0\t5"));
    CHECK(listed(cut) == "0 chest 100\n");
    CHECK(cut->remark == "The last line is cut and was left out.");
}
