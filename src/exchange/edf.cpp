#include "exchange/edf.hpp"

#include "exchange/edf_header.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <optional>
#include <system_error>

namespace crura::exchange {

namespace {

namespace fs = std::filesystem;

// A signal of which samples are wanted.
struct Wanted {
    EdfSignal signal;
    Channel channel;
    double digital_min, physical_min;
    double scale; // physical units for each count
};

Result<std::ifstream> open(const fs::path& path)
{
    std::error_code ignored;
    if (fs::is_directory(path, ignored))
        return Error{path.string() + " is a folder; name an EDF file in it."};
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return Error{"Cannot open " + path.string() + " (" + std::generic_category().message(errno)
                     + "); check the name."};
    return file;
}

Result<Wanted> find(const EdfHeader& header, const Column& column)
{
    std::vector<std::string> names;
    for (const auto& signal : header.signals())
        names.push_back(signal.name);
    const auto found = find_name("signal", column.name, names);
    if (!found)
        return header.error(256, found.error().message);
    const auto index = *found;
    const auto& signal = header.signals()[index];
    if (signal.name == EdfHeader::kAnnotations)
        return header.error(index, EdfHeader::label, "holds words, not numbers.");
    const double rate_hz = header.record_s() > 0 ? double(signal.count) / header.record_s() : 0;
    if (rate_hz < kLowestRateHz || rate_hz > kHighestRateHz)
        return header.error(index, EdfHeader::count,
                            "has a rate that is not from 0.1 to 100000 Hz.");

    constexpr double kAnything = 1e30;
    const auto low = header.number(index, EdfHeader::digital_min, -32768, 32766, true);
    if (!low)
        return low.error();
    const auto high = header.number(index, EdfHeader::digital_max, *low + 1, 32767, true);
    if (!high)
        return high.error();
    const auto from = header.number(index, EdfHeader::physical_min, -kAnything, kAnything, false);
    if (!from)
        return from.error();
    const auto to = header.number(index, EdfHeader::physical_max, -kAnything, kAnything, false);
    if (!to)
        return to.error();
    if (*from == *to)
        return header.error(index, EdfHeader::physical_max, "has a physical range of nothing.");
    return Wanted{signal, column.channel, *low, *from, (*to - *from) / (*high - *low)};
}

// How many records there are to read, and what is odd about that.
struct Extent {
    std::uint64_t records = 0;
    std::string remark;
};

Result<Extent> extent_of(const EdfHeader& header, std::uint64_t file_bytes)
{
    const auto data = file_bytes - std::min<std::uint64_t>(file_bytes, header.bytes());
    const auto whole = data / header.record_bytes();
    const auto said = header.records();
    if (whole == 0)
        return header.error(file_bytes, "the file ends before its first record does.");
    if (said && whole < *said)
        return Extent{whole,
                      "The file is cut short: " + std::to_string(whole) + " of its "
                          + std::to_string(*said) + " records were read."};
    if (said && whole > *said)
        return Extent{*said,
                      "The file is longer than its header says; the first " + std::to_string(*said)
                          + " records were read."};
    if (data % header.record_bytes() != 0)
        return Extent{whole, "The file ends within a record, which was left out."};
    return Extent{whole, ""};
}

// By the first annotation in a record: "+12.5", then 0x14 or 0x15.
std::optional<double> start_in(std::string_view annotations)
{
    const auto end = annotations.find_first_of("\x14\x15");
    if (end == annotations.npos || !(annotations[0] == '+' || annotations[0] == '-'))
        return std::nullopt;
    return edf_number(annotations.substr(0, end));
}

// When the records begin, one after the other, in seconds since the file's start.
class Starts {
public:
    explicit Starts(const EdfHeader& header) : header_(header) {}

    Result<double> next(std::uint64_t record, std::string_view bytes)
    {
        const auto& annotations = header_.annotations();
        const auto byte = header_.bytes() + record * header_.record_bytes();
        std::optional<double> said;
        if (annotations)
            said = start_in(bytes.substr(annotations->at, 2 * annotations->count));
        if (!header_.continuous() && !said)
            return header_.error(byte + annotations->at, "the record does not say when it begins.");
        if (record == 0)
            first_s_ = end_s_ = said.value_or(0);
        if (!header_.continuous() && *said < end_s_ - 0.01 * header_.record_s())
            return header_.error(byte + annotations->at,
                                 "the record begins before the one in front of it has ended.");
        const double start_s =
            header_.continuous() ? first_s_ + double(record) * header_.record_s() : *said;
        end_s_ = start_s + header_.record_s();
        if (std::fabs(start_s) > kLatestTimeS || end_s_ > kLatestTimeS)
            return header_.error(byte, "the record's time is too large for seconds.");
        return start_s;
    }

private:
    const EdfHeader& header_;
    double first_s_ = 0; // when the first record begins
    double end_s_ = 0;   // when the last one that was read ends
};

void take(const Wanted& wanted, std::string_view record, double start_s, double record_s,
          std::vector<Sample>& samples)
{
    const auto& signal = wanted.signal;
    for (std::size_t i = 0; i < signal.count; ++i) {
        const auto low = std::uint8_t(record[signal.at + 2 * i]);
        const auto high = std::uint8_t(record[signal.at + 2 * i + 1]);
        const auto value = std::int16_t(low | high << 8);
        const double time_s = start_s + record_s * double(i) / double(signal.count);
        samples.push_back({time_from_seconds(time_s),
                           wanted.physical_min + wanted.scale * (value - wanted.digital_min),
                           wanted.channel});
    }
}

} // namespace

Result<std::vector<Offered>> edf_signals(const fs::path& path)
{
    auto file = open(path);
    if (!file)
        return file.error();
    const auto header = EdfHeader::read(path, *file);
    if (!header)
        return header.error();
    std::vector<Offered> offered;
    for (const auto& signal : header->signals())
        if (signal.name != EdfHeader::kAnnotations)
            offered.push_back({signal.name, signal.about});
    return offered;
}

Result<Reading> read_edf(const fs::path& path, const std::vector<Column>& columns)
{
    auto file = open(path);
    if (!file)
        return file.error();
    const auto header = EdfHeader::read(path, *file);
    if (!header)
        return header.error();
    std::vector<Wanted> wanted;
    for (const auto& column : columns) {
        const auto found = find(*header, column);
        if (!found)
            return found.error();
        wanted.push_back(*found);
    }
    std::error_code failed;
    const auto file_bytes = fs::file_size(path, failed);
    if (failed)
        return Error{path.string() + " is not a file of a size that is known; copy it to one."};
    const auto extent = extent_of(*header, file_bytes);
    if (!extent)
        return extent.error();

    Reading reading{{}, extent->remark};
    Starts starts(*header);
    std::string bytes(header->record_bytes(), '\0');
    for (std::uint64_t record = 0; record < extent->records; ++record) {
        if (!file->read(bytes.data(), std::streamsize(bytes.size())))
            return Error{"Cannot read " + path.string() + " to its end."};
        const auto start_s = starts.next(record, bytes);
        if (!start_s)
            return start_s.error();
        for (const auto& each : wanted)
            take(each, bytes, *start_s, header->record_s(), reading.samples);
    }
    std::stable_sort(reading.samples.begin(), reading.samples.end(),
                     [](const Sample& a, const Sample& b) { return a.time < b.time; });
    return reading;
}

} // namespace crura::exchange
