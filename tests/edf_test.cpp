#include "exchange/edf.hpp"
#include "support/edf_text.hpp"
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
const std::vector<Column> kOne = {{"Resp chest", kChest}};

// Two signals of 4 and 2 samples a second in two records, the first from -1 to 1 mm, the second
// upside down from 20 to -20.
EdfText two_signals()
{
    EdfText edf;
    edf.signals = {{}, {"Resp abdomen", "2", "belt", "20", "-20", "-2000", "2000"}};
    edf.data = {EdfText::numbers({-100, 0, 50, 100, 2000, -2000}),
                EdfText::numbers({1, 2, 3, 4, 0, 1000})};
    return edf;
}

EdfText one_signal()
{
    EdfText edf;
    edf.data = {EdfText::numbers({0, 10, 20, 30}), EdfText::numbers({40, 50, 60, 70})};
    return edf;
}

// One signal of 2 samples and one of annotations, 8 samples wide, in each record.
EdfText with_times(const std::string& variant, const std::vector<std::string>& times)
{
    EdfText edf;
    edf.variant = variant;
    edf.records = std::to_string(times.size());
    edf.signals = {{"Resp chest", "2"}, {"EDF Annotations", "8"}};
    for (const auto& time : times)
        edf.data.push_back(EdfText::numbers({0, 100}) + EdfText::begins_at(time, 16));
    return edf;
}

Result<Reading> read_bytes(const std::string& bytes, const std::vector<Column>& columns = kOne)
{
    const TempFolder folder;
    std::ofstream(folder / "night.edf", std::ios::binary) << bytes;
    return read_edf(folder / "night.edf", columns);
}

std::string complaint(const std::string& bytes, const std::vector<Column>& columns = kOne)
{
    const auto reading = read_bytes(bytes, columns);
    if (reading)
        return "no complaint";
    const auto& message = reading.error().message;
    return message.substr(message.find("night.edf"));
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

TEST_CASE("EDF signals come in physical units, each at its own rate, by time")
{
    const auto reading =
        read_bytes(two_signals().bytes(), {{"Resp abdomen", kBelly}, {"Resp chest", kChest}});
    CHECK(listed(reading)
          == "0 belly -20\n0 chest -1\n0.25 chest 0\n0.5 belly 20\n0.5 chest 0.5\n0.75 chest 1\n"
             "1 belly 0\n1 chest 0.01\n1.25 chest 0.02\n1.5 belly -10\n1.5 chest 0.03\n"
             "1.75 chest 0.04\n");
    REQUIRE(reading);
    CHECK(reading->remark.empty());
}

TEST_CASE("EDF signals are listed with their transducers, annotations left out")
{
    const TempFolder folder;
    auto edf = two_signals();
    edf.signals.push_back({"EDF Annotations", "8"});
    std::ofstream(folder / "night.edf", std::ios::binary) << edf.bytes();
    const auto signals = edf_signals(folder / "night.edf");
    REQUIRE(signals);
    REQUIRE(signals->size() == 2);
    CHECK((*signals)[0].name == "Resp chest");
    CHECK((*signals)[1].name == "Resp abdomen");
    CHECK((*signals)[1].about == "belt");
}

TEST_CASE("EDF+D records begin when their annotations say, and EDF+C records follow one another")
{
    CHECK(listed(read_bytes(with_times("EDF+D", {"+0", "+1", "+7.5"}).bytes()))
          == "0 chest 0\n0.5 chest 1\n1 chest 0\n1.5 chest 1\n7.5 chest 0\n8 chest 1\n");
    CHECK(listed(read_bytes(with_times("EDF+C", {"+0.25", "+1.25"}).bytes()))
          == "0.25 chest 0\n0.75 chest 1\n1.25 chest 0\n1.75 chest 1\n");
    CHECK(complaint(with_times("EDF+D", {"+0", "+0.4"}).bytes())
          == "night.edf, byte 792: the record begins before the one in front of it has ended.");
    CHECK(complaint(with_times("EDF+D", {"+0", "x"}).bytes())
          == "night.edf, byte 792: the record does not say when it begins.");
    CHECK_THAT(complaint(with_times("EDF+D", {"+0", "+1e300"}).bytes()), Contains("too large"));
    auto wordless = one_signal();
    wordless.variant = "EDF+D";
    CHECK_THAT(complaint(wordless.bytes()), Contains("byte 192") && Contains("EDF Annotations"));
    CHECK_THAT(complaint(with_times("EDF+C", {"+0"}).bytes(), {{"EDF Annotations", kChest}}),
               Contains("words"));
}

TEST_CASE("An EDF file cut anywhere gives its whole records, or one sentence")
{
    auto edf = one_signal();
    const auto whole = edf.bytes();
    const auto header = edf.header().size();
    REQUIRE(whole.size() == header + 16);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        INFO("cut after " << length << " bytes");
        const auto reading = read_bytes(whole.substr(0, length));
        if (length < header + 8)
            REQUIRE_FALSE(reading);
        else {
            REQUIRE(reading);
            CHECK(reading->samples.size() == 4);
            CHECK(reading->remark == "The file is cut short: 1 of its 2 records were read.");
        }
    }
    CHECK(read_bytes(whole)->samples.size() == 8);
}

TEST_CASE("What an EDF header says of its records is compared with what is there")
{
    auto edf = one_signal();
    edf.records = "-1"; // as while it is being recorded
    CHECK(read_bytes(edf.bytes())->samples.size() == 8);
    CHECK(read_bytes(edf.bytes() + "abc")->remark
          == "The file ends within a record, which was left out.");
    edf.records = "1";
    CHECK(read_bytes(edf.bytes())->samples.size() == 4);
    CHECK_THAT(read_bytes(edf.bytes())->remark, Contains("longer than its header says"));
    edf.records = "0";
    CHECK_THAT(complaint(edf.bytes()), Contains("byte 236") && Contains("no records"));
}

TEST_CASE("A wrong EDF file is refused with its byte, its field and what is there")
{
    auto edf = one_signal();
    auto& signal = edf.signals[0];
    SECTION("number of records")
    {
        edf.records = "many";
        CHECK(complaint(edf.bytes())
              == "night.edf, byte 236: the number of records is \"many\", which is no whole "
                 "number.");
    }
    SECTION("length of a record")
    {
        edf.record_s = "-1";
        CHECK(complaint(edf.bytes())
              == "night.edf, byte 244: the length of a record is -1, which cannot be.");
    }
    SECTION("a record of no length")
    {
        edf.record_s = "0";
        CHECK_THAT(complaint(edf.bytes()), Contains("byte 472") && Contains("rate"));
    }
    SECTION("number of signals")
    {
        edf.signal_count = "0";
        CHECK_THAT(complaint(edf.bytes()), Contains("byte 252"));
    }
    SECTION("length of the header")
    {
        edf.header_bytes = "768";
        CHECK_THAT(complaint(edf.bytes()), Contains("byte 184"));
    }
    SECTION("samples in a record")
    {
        signal.samples = "4.5";
        CHECK(complaint(edf.bytes())
              == "night.edf, byte 472: the number of samples in a record of the signal \"Resp "
                 "chest\" is \"4.5\", which is no whole number.");
    }
    SECTION("digital range")
    {
        signal.digital_max = "-100";
        CHECK_THAT(complaint(edf.bytes()), Contains("byte 384") && Contains("digital maximum"));
    }
    SECTION("physical range")
    {
        signal.physical_max = "-1";
        CHECK_THAT(complaint(edf.bytes()), Contains("byte 368") && Contains("range of nothing"));
    }
    SECTION("not EDF, or BDF")
    {
        CHECK_THAT(complaint("time,chest\n1,2\n"), Contains("byte 0") && Contains("not an EDF"));
        CHECK_THAT(complaint(std::string(1, '\xFF') + "BIOSEMI" + edf.bytes()), Contains("BDF"));
    }
    SECTION("no such signal, or two")
    {
        CHECK_THAT(complaint(edf.bytes(), {{"Resp chst", kChest}}),
                   Contains("did you mean \"Resp chest\"?"));
        edf.signals.push_back(signal);
        edf.data = {EdfText::numbers({0, 0, 0, 0, 0, 0, 0, 0})};
        CHECK_THAT(complaint(edf.bytes()), Contains("two signals are called \"Resp chest\""));
    }
}

TEST_CASE("No EDF header, however absurd, does harm")
{
    const auto whole = with_times("EDF+D", {"+0", "+1"}).bytes();
    const std::string absurd = GENERATE("99999999", "-9999999", "1e300", "nan", "inf", "-0",
                                        "1e-30", "", "0x10", "+-1", "32767", "\xFF\xFF\xFF\xFF");
    for (std::size_t at = 0; at + 8 <= 768; at += 4) {
        auto bytes = whole;
        bytes.replace(at, 8, absurd + std::string(8 - absurd.size(), ' '));
        if (const auto reading = read_bytes(bytes))
            for (const auto& sample : reading->samples)
                REQUIRE(std::isfinite(sample.value));
    }
}

TEST_CASE("An EDF file that cannot be opened is named with the reason")
{
    const TempFolder folder;
    CHECK_THAT(read_edf(folder / "none.edf", kOne).error().message,
               Contains("none.edf (No such file or directory)"));
    CHECK_THAT(read_edf(folder.path(), kOne).error().message, Contains("is a folder"));
}
