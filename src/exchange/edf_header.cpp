#include "exchange/edf_header.hpp"

#include "exchange/column.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

namespace crura::exchange {

namespace {

constexpr std::size_t kPartBytes = 256; // of the file, and once more for every signal
constexpr std::array<std::size_t, 10> kWidths = {16, 80, 8, 8, 8, 8, 8, 80, 8, 32};
constexpr std::array<const char*, 9> kFieldNames = {"label",
                                                    "transducer",
                                                    "unit",
                                                    "physical minimum",
                                                    "physical maximum",
                                                    "digital minimum",
                                                    "digital maximum",
                                                    "filter",
                                                    "number of samples in a record"};

// Reads up to so many bytes more; fewer where the file ends.
void read_more(std::istream& file, std::string& text, std::size_t bytes)
{
    const auto had = text.size();
    text.resize(had + bytes);
    file.read(text.data() + had, std::streamsize(bytes));
    text.resize(had + std::size_t(file.gcount()));
}

} // namespace

std::optional<double> edf_number(std::string_view text)
{
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1);
    double number = 0;
    const auto end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stopped != end || !std::isfinite(number))
        return std::nullopt;
    return number;
}

Error EdfHeader::error(std::uint64_t byte, const std::string& what) const
{
    return {path_.string() + ", byte " + std::to_string(byte) + ": " + what};
}

Error EdfHeader::error(std::size_t signal, Field field, const std::string& what) const
{
    return error(std::uint64_t(place(signal, field)),
                 "the signal " + in_quotes(signals_[signal].name) + ' ' + what);
}

// Without the spaces around it, and with spaces for what cannot be printed.
std::string EdfHeader::text(std::size_t byte, std::size_t width) const
{
    auto text = text_.substr(byte, width);
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, ' ');
    const auto last = text.find_last_not_of(' ');
    text.erase(last == text.npos ? 0 : last + 1);
    return text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
}

// The fields of one kind stand together, for all signals.
std::size_t EdfHeader::place(std::size_t signal, Field field) const
{
    const auto before = std::accumulate(kWidths.begin(), kWidths.begin() + field, std::size_t(0));
    return kPartBytes + before * signal_count_ + kWidths[field] * signal;
}

Result<double> EdfHeader::number(std::size_t byte, std::size_t width, const std::string& what,
                                 double least, double most, bool whole) const
{
    const auto written = text(byte, width);
    const auto number = edf_number(written);
    if (!number || (whole && *number != std::floor(*number)))
        return error(byte,
                     "the " + what + " is " + in_quotes(written) + ", which is no "
                         + (whole ? "whole number." : "number."));
    if (*number < least || *number > most)
        return error(byte, "the " + what + " is " + written + ", which cannot be.");
    return *number;
}

Result<double> EdfHeader::number(std::size_t signal, Field field, double least, double most,
                                 bool whole) const
{
    const auto name = text(place(signal, label), kWidths[label]);
    return number(place(signal, field), kWidths[field],
                  kFieldNames[field] + (" of the signal " + in_quotes(name)), least, most, whole);
}

Result<EdfHeader> EdfHeader::read(const std::filesystem::path& path, std::istream& file)
{
    EdfHeader header(path);
    if (const auto done = header.read_file_part(file); !done)
        return done.error();
    if (const auto done = header.read_signals(file); !done)
        return done.error();
    return header;
}

Result<void> EdfHeader::read_file_part(std::istream& file)
{
    read_more(file, text_, kPartBytes);
    if (text_.starts_with("\xFF"
                          "BIOSEMI"))
        return error(0, "this is BDF, of 24 bits, which Crura does not read; convert it to EDF.");
    if (text(0, 8) != "0")
        return error(0, "this is not an EDF file, which begins with a 0 and seven spaces.");
    if (text_.size() < kPartBytes)
        return error(text_.size(), "the file ends within its header.");

    const auto signals = number(252, 4, "number of signals", 1, 9999, true);
    if (!signals)
        return signals.error();
    signal_count_ = std::size_t(*signals);
    const auto bytes = double(kPartBytes * (1 + signal_count_));
    if (const auto length = number(184, 8, "length of the header", bytes, bytes, true); !length)
        return length.error();
    const auto records = number(236, 8, "number of records", -1, 99'999'999, true);
    if (!records)
        return records.error();
    if (*records == 0)
        return error(236, "the header says that there are no records.");
    if (*records > 0)
        records_ = std::uint64_t(*records);
    const auto record_s = number(244, 8, "length of a record", 0, 99'999'999, false);
    if (!record_s)
        return record_s.error();
    record_s_ = *record_s;
    continuous_ = !text(192, 44).starts_with("EDF+D");
    return {};
}

Result<void> EdfHeader::read_signals(std::istream& file)
{
    const auto wanted = kPartBytes * signal_count_;
    read_more(file, text_, wanted);
    if (text_.size() < kPartBytes + wanted)
        return error(text_.size(), "the file ends within its header.");
    for (std::size_t i = 0; i < signal_count_; ++i) {
        const auto samples = number(i, count, 1, 99'999'999, true);
        if (!samples)
            return samples.error();
        signals_.push_back({text(place(i, label), kWidths[label]),
                            text(place(i, transducer), kWidths[transducer]), std::size_t(*samples),
                            record_bytes_});
        record_bytes_ += 2 * signals_.back().count;
        if (!annotations_ && signals_.back().name == kAnnotations)
            annotations_ = signals_.back();
    }
    if (!continuous_ && !annotations_)
        return error(192,
                     "the file has gaps (EDF+D), but no signal \"EDF Annotations\" that says "
                     "when its records begin.");
    return {};
}

} // namespace crura::exchange
