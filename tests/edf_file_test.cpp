#include "exchange/edf.hpp"
#include "exchange/edf_annotations.hpp"
#include "exchange/edf_file.hpp"
#include "exchange/edf_repair.hpp"
#include "support/edf_reader.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

using namespace crura;
using namespace crura::exchange;
using namespace std::chrono_literals;
using test::TempFolder;

namespace {

namespace fs = std::filesystem;

EdfLayout two_belts()
{
    EdfLayout layout;
    layout.start = edf_start(std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h);
    layout.recording = edf_recording(layout.start, "Crura");
    layout.record = 500ms;
    EdfChannel chest;
    chest.label = "Resp chest";
    chest.unit = "adc";
    chest.count = 50;
    chest.physical_min = 0;
    chest.physical_max = 65535;
    auto abdomen = chest;
    abdomen.label = "Resp abdomen";
    layout.channels = {chest, abdomen};
    return layout;
}

// The n-th: counts up from 100 n in the first signal, and twice that in the second.
std::string record(const EdfLayout& layout, std::uint64_t n)
{
    std::string bytes;
    for (int i = 0; i < 50; ++i)
        append_edf(bytes, layout.channels[0].digital(100. * double(n) + i));
    for (int i = 0; i < 50; ++i)
        append_edf(bytes, layout.channels[1].digital(2 * (100. * double(n) + i)));
    EdfAnnotations annotations(layout.annotation_bytes, layout.start.fraction);
    annotations.add({0.5 * double(n), 0, "record " + std::to_string(n)});
    return bytes + annotations.pack(layout.record * n).bytes;
}

EdfFile file_of(const fs::path& path, std::uint64_t records)
{
    auto created = WritableFile::create(path);
    REQUIRE(created);
    EdfFile file(std::move(*created));
    file.begin(two_belts());
    for (std::uint64_t n = 0; n < records; ++n)
        REQUIRE(file.append(record(file.layout(), n)));
    return file;
}

std::string bytes_of(const fs::path& path)
{
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    return bytes.str();
}

void write_bytes(const fs::path& path, const std::string& bytes)
{
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

bool has_records(const test::EdfRead& read, std::size_t records)
{
    const auto chest = read["Resp chest"];
    if (!read.problem.empty() || chest.values.size() != 50 * records
        || read.annotations.size() != records)
        return false;
    for (std::size_t i = 0; i < chest.values.size(); ++i)
        if (chest.values[i] != double(100 * (i / 50) + i % 50))
            return false;
    return true;
}

} // namespace

TEST_CASE("EDFlib opens a file of ours after every record, without its being closed")
{
    const TempFolder folder;
    auto file = file_of(folder / "a.edf", 1);
    for (std::uint64_t n = 1; n < 20; ++n) {
        REQUIRE(file.append(record(file.layout(), n)));
        CHECK(has_records(test::read_with_edflib(folder / "a.edf"), n + 1));
    }
    std::string several;
    for (std::uint64_t n = 20; n < 120; ++n)
        several += record(file.layout(), n);
    REQUIRE(file.append(several));
    CHECK(has_records(test::read_with_edflib(folder / "a.edf"), 120));
}

TEST_CASE("A torn EDF file is whole again after repair, wherever it was torn")
{
    const TempFolder folder;
    const auto path = folder / "a.edf";
    file_of(path, 5);
    const auto good = bytes_of(path);
    const auto layout = two_belts();
    const auto one = layout.record_bytes();

    SECTION("within a sixth record, after any of its bytes")
    {
        const auto sixth = record(layout, 5);
        for (std::size_t cut = 1; cut < one; cut += 7) {
            write_bytes(path, good + sixth.substr(0, cut));
            CHECK_FALSE(test::read_with_edflib(path).problem.empty());
            const auto repaired = repair_edf(path);
            REQUIRE(repaired);
            CHECK(*repaired == cut);
            REQUIRE(bytes_of(path) == good);
        }
    }
    SECTION("behind a whole sixth record that is not counted: it is kept")
    {
        write_bytes(path, good + record(layout, 5));
        write_bytes(folder / "a.edf.part", "half a file");
        CHECK_FALSE(test::read_with_edflib(path).problem.empty());
        CHECK(repair_edf(path).value() == 0);
        CHECK(has_records(test::read_with_edflib(path), 6));
        CHECK_FALSE(fs::exists(folder / "a.edf.part"));
    }
    SECTION("behind a sixth record of zeros, as a power cut leaves it: it is taken away")
    {
        write_bytes(path, good + std::string(one, '\0') + record(layout, 6).substr(0, 100));
        CHECK(repair_edf(path).value() == one + 100);
        CHECK(bytes_of(path) == good);
    }
    SECTION("within a record that is counted")
    {
        for (std::size_t cut = 1; cut < one; cut += 50) {
            write_bytes(path, good.substr(0, good.size() - cut));
            CHECK(repair_edf(path).value() == one - cut);
            REQUIRE(has_records(test::read_with_edflib(path), 4));
        }
    }
    SECTION("nowhere: not a byte changes")
    {
        CHECK(repair_edf(path).value() == 0);
        CHECK(bytes_of(path) == good);
    }
    SECTION("within its first record or its header: it says so and changes nothing")
    {
        for (const std::size_t cut : {layout.header_bytes() + one - 1, layout.header_bytes(),
                                      std::size_t(700), std::size_t(100), std::size_t(0)}) {
            write_bytes(path, good.substr(0, cut));
            const auto repaired = repair_edf(path);
            REQUIRE_FALSE(repaired);
            CHECK(repaired.error().message.starts_with(path.string() + ", byte "));
            CHECK(fs::file_size(path) == cut);
        }
    }
}

TEST_CASE("Repair refuses what is no EDF file, and what is not there")
{
    const TempFolder folder;
    CHECK(repair_edf(folder / "a.edf").error().message
          == "Cannot open " + (folder / "a.edf").string()
              + " (No such file or directory); is it yours, and is there room?");
    write_bytes(folder / "a.txt", std::string(3000, 'x'));
    CHECK(repair_edf(folder / "a.txt").error().message.find("not an EDF file")
          != std::string::npos);
    CHECK(bytes_of(folder / "a.txt") == std::string(3000, 'x'));
}

TEST_CASE("A signal is turned over by its header alone, for EDFlib and for our own reader")
{
    const TempFolder folder;
    const auto path = folder / "a.edf";
    auto file = file_of(path, 3);
    const auto before = bytes_of(path);
    REQUIRE(file.turn(0));
    CHECK(bytes_of(path).substr(two_belts().header_bytes())
          == before.substr(two_belts().header_bytes()));

    const auto read = test::read_with_edflib(path);
    REQUIRE(read.problem.empty());
    CHECK(read["Resp chest"].physical_min == 0);
    CHECK(read["Resp chest"].physical_max == -65535);
    CHECK(read["Resp chest"].values.at(149) == -249);
    CHECK(read["Resp abdomen"].values.at(149) == 498);
    const auto ours = read_edf(path, {{"Resp chest", {Band::thoracic, Quantity::displacement}}});
    REQUIRE(ours);
    CHECK(ours->samples.at(149).value == -249);

    REQUIRE(file.turn(0));
    CHECK(bytes_of(path) == before);
}

TEST_CASE("A file that gets another layout keeps its records, its name and its secrecy")
{
    const TempFolder folder;
    const auto path = folder / "a.edf";
    auto file = file_of(path, 5);
    auto wider = file.layout();
    wider.channels[0].span(-100, 200'000);
    const auto convert = [&](std::string_view from) {
        std::string to;
        for (std::size_t i = 0; i < 50; ++i)
            append_edf(to,
                       wider.channels[0].digital(
                           two_belts().channels[0].physical(edf_number_at(from, 2 * i))));
        return to + std::string(from.substr(100));
    };
    REQUIRE(file.change(wider, convert));
    REQUIRE(file.append(convert(record(two_belts(), 5))));

    const auto read = test::read_with_edflib(path);
    REQUIRE(read.problem.empty());
    CHECK(read.annotations.size() == 6);
    const auto chest = read["Resp chest"];
    REQUIRE(chest.values.size() == 300);
    for (std::size_t i = 0; i < 300; ++i)
        REQUIRE(std::fabs(chest.values[i] - double(100 * (i / 50) + i % 50)) <= chest.step);
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
    CHECK((fs::status(path).permissions() & fs::perms::all)
          == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("The ends of a range are written in eight characters, outwards, whichever way it is "
          "turned")
{
    for (const double low : {-1e6 - 0.123456789, -123.456789012, -1.23456789e-5, 0.1, 0.3,
                             1.23456789e-6, 65534.99999, 9999998.5})
        for (const double more : {0., 1e-9, 1e-5, 0.7, 12345.678901}) {
            EdfChannel channel;
            channel.span(low, low + more);
            CAPTURE(low, more);
            CHECK(channel.holds(low));
            CHECK(channel.holds(std::min(low + more, kLargestInEdf)));
            CHECK(channel.physical_max > channel.physical_min);
            EdfLayout layout;
            layout.channels = {channel, channel};
            layout.channels[1].turn();
            const auto text = layout.ranges();
            CHECK(std::stod(text.substr(0, 8)) == channel.physical_min);
            CHECK(std::stod(text.substr(8, 8)) == -channel.physical_min);
            CHECK(std::stod(text.substr(24, 8)) == channel.physical_max);
            CHECK(std::stod(text.substr(32, 8)) == -channel.physical_max);
        }
}
