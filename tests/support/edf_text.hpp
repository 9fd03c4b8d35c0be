#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace crura::test {

// The bytes of an EDF file, field by field, right or wrong.
struct EdfText {
    struct Signal {
        std::string label = "Resp chest";
        std::string samples = "4"; // in a record
        std::string transducer = "";
        std::string physical_min = "-1", physical_max = "1";
        std::string digital_min = "-100", digital_max = "100";
    };

    std::string version = "0";
    std::string variant = ""; // "EDF+C", "EDF+D"
    std::string records = "2";
    std::string record_s = "1";
    std::string header_bytes = ""; // empty: as it is
    std::string signal_count = ""; // empty: as it is
    std::vector<Signal> signals = {{}};
    std::vector<std::string> data; // of each record

    std::string header() const
    {
        const auto bytes = std::to_string(256 * (1 + signals.size()));
        const auto count = std::to_string(signals.size());
        std::string text = field(version, 8) + field("X X X X", 80) + field("Startdate X X X X", 80)
            + field("01.01.26", 8) + field("00.00.00", 8)
            + field(header_bytes.empty() ? bytes : header_bytes, 8) + field(variant, 44)
            + field(records, 8) + field(record_s, 8)
            + field(signal_count.empty() ? count : signal_count, 4);
        const auto each = [&](std::size_t width, auto of) {
            for (const auto& signal : signals)
                text += field(of(signal), width);
        };
        each(16, [](const Signal& s) { return s.label; });
        each(80, [](const Signal& s) { return s.transducer; });
        each(8, [](const Signal&) { return "mm"; });
        each(8, [](const Signal& s) { return s.physical_min; });
        each(8, [](const Signal& s) { return s.physical_max; });
        each(8, [](const Signal& s) { return s.digital_min; });
        each(8, [](const Signal& s) { return s.digital_max; });
        each(80, [](const Signal&) { return ""; });
        each(8, [](const Signal& s) { return s.samples; });
        each(32, [](const Signal&) { return ""; });
        return text;
    }

    std::string bytes() const
    {
        auto text = header();
        for (const auto& record : data)
            text += record;
        return text;
    }

    static std::string numbers(const std::vector<int>& values)
    {
        std::string bytes;
        for (const int value : values) {
            bytes += char(value & 0xFF);
            bytes += char((value >> 8) & 0xFF);
        }
        return bytes;
    }

    // The annotations of a record, which begin with its time.
    static std::string begins_at(const std::string& time, std::size_t width)
    {
        auto text = time + "\x14\x14" + std::string(1, '\0');
        text.resize(width, '\0');
        return text;
    }

private:
    static std::string field(std::string text, std::size_t width)
    {
        text.resize(width, ' ');
        return text;
    }
};

} // namespace crura::test
