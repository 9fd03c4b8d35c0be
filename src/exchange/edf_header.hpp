#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crura::exchange {

struct EdfSignal {
    std::string name;
    std::string about;     // the transducer
    std::size_t count = 0; // samples in a record
    std::uint64_t at = 0;  // bytes from the start of the record
};

// What stands in front of an EDF file's records, and the sentences about what is wrong with it.
class EdfHeader {
public:
    static constexpr const char* kAnnotations = "EDF Annotations"; // a signal of words

    // What is said of each signal, in the order of the header.
    enum Field {
        label,
        transducer,
        unit,
        physical_min,
        physical_max,
        digital_min,
        digital_max,
        filter,
        count
    };

    static Result<EdfHeader> read(const std::filesystem::path& path, std::istream& file);

    const std::vector<EdfSignal>& signals() const { return signals_; } // with the annotations
    const std::optional<EdfSignal>& annotations() const { return annotations_; } // the first
    std::size_t bytes() const { return text_.size(); }
    std::uint64_t record_bytes() const { return record_bytes_; }
    double record_s() const { return record_s_; }
    bool continuous() const { return continuous_; }
    std::optional<std::uint64_t> records() const { return records_; } // nothing: it does not say

    // A number about a signal, from `least` to `most`.
    Result<double> number(std::size_t signal, Field field, double least, double most,
                          bool whole) const;

    Error error(std::uint64_t byte, const std::string& what) const;
    Error error(std::size_t signal, Field field, const std::string& what) const;

private:
    explicit EdfHeader(const std::filesystem::path& path) : path_(path) {}

    Result<void> read_file_part(std::istream& file);
    Result<void> read_signals(std::istream& file);
    std::string text(std::size_t byte, std::size_t width) const;
    std::size_t place(std::size_t signal, Field field) const;
    Result<double> number(std::size_t byte, std::size_t width, const std::string& what,
                          double least, double most, bool whole) const;

    std::filesystem::path path_;
    std::string text_;
    std::size_t signal_count_ = 0;
    std::vector<EdfSignal> signals_;
    std::optional<EdfSignal> annotations_;
    bool continuous_ = true;
    double record_s_ = 0;
    std::uint64_t record_bytes_ = 0;
    std::optional<std::uint64_t> records_;
};

// A decimal number and nothing else, with or without its sign.
std::optional<double> edf_number(std::string_view text);

} // namespace crura::exchange
