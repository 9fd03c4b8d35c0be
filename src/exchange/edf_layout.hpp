#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crura::exchange {

// In eight characters, whatever the sign.
inline constexpr double kLargestInEdf = 9'999'999;

// One signal as the header of an EDF file tells it. Where the physical minimum is above the
// maximum, the signal is turned over: the values are the negatives of what was measured.
struct EdfChannel {
    std::string label; // 16 characters
    std::string transducer;
    std::string unit; // 8 characters
    std::string filter;
    double physical_min = -1; // that digital_min stands for
    double physical_max = 1;
    int digital_min = -32768;
    int digital_max = 32767;
    std::size_t count = 0; // samples in a record

    // Takes a range in which all from `lowest` to `highest` lies, wider by what eight characters
    // make of it, and never empty. What is beyond kLargestInEdf is cut off.
    void span(double lowest, double highest);
    void turn(); // over

    bool turned() const { return physical_min > physical_max; }
    bool holds(double value) const;
    std::int16_t digital(double value) const; // the nearest; at an end of the range beyond it
    double physical(std::int16_t digital) const;
};

// When a recording begins, in local time: EDF has no zone. 1985 where that is not known, as EDF+
// wants it.
struct EdfStart {
    std::string date = "01.01.85";
    std::string time = "00.00.00";
    std::string day = "X";                // "22-NOV-2026"
    std::chrono::microseconds fraction{}; // of a second, after `time`
};

EdfStart edf_start(std::chrono::sys_time<std::chrono::nanoseconds> started_at);

// The local patient identification of EDF+: "X X X X", or a pseudonym as its code.
std::string edf_patient(std::string_view person);

// The local recording identification of EDF+: "Startdate 22-NOV-2026 X X Crura_0.1.0".
std::string edf_recording(const EdfStart& start, std::string_view equipment);

// What stands before the records of an EDF+C file, and how long they are. The annotations are the
// last signal.
struct EdfLayout {
    EdfStart start;
    std::string patient = "X X X X";
    std::string recording = "Startdate X X X X";
    std::chrono::microseconds record{}; // how long one is
    std::size_t annotation_bytes = 128; // in a record; even
    std::vector<EdfChannel> channels;

    std::size_t header_bytes() const { return 256 * (channels.size() + 2); }
    std::size_t record_bytes() const;
    std::string header(std::uint64_t records) const;

    // Both physical ends of all signals, which stand in one piece, and where.
    std::string ranges() const;
    std::size_t ranges_at() const { return 256 + 104 * (channels.size() + 1); }
};

inline constexpr std::size_t kEdfRecordsAt = 236; // of the number of records in the header
std::string edf_records(std::uint64_t records);

// A little-endian number of 16 bits.
void append_edf(std::string& bytes, std::int16_t number);
std::int16_t edf_number_at(std::string_view bytes, std::size_t at);

// Seconds with at most six decimals: "12.5".
std::string edf_seconds(std::chrono::microseconds time);

} // namespace crura::exchange
