#pragma once

#include "core/few.hpp"
#include "core/result.hpp"
#include "core/sample.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The Crura line protocol, docs/line-protocol.md. Pure: no port, no clock.
namespace crura::devices {

inline constexpr std::size_t kMaxLine = 160; // bytes, from $ to the end of the check sum
inline constexpr std::size_t kMaxColumns = 16;

// CRC-16/CCITT-FALSE: polynomial 1021, initial value FFFF; of "123456789" it is 29B1.
std::uint16_t crc16(std::string_view text);

struct LineColumn {
    std::string name; // "chest", "bax"
    std::string unit; // "adc10", "g"
    double full_scale = 0;
};

// $H: what the device is and what its data lines hold.
struct LineHeader {
    static constexpr int kVersion = 1;

    int version = 0; // when it is not kVersion, the rest is empty
    std::string device;
    double rate_hz = 0; // nominal
    std::vector<LineColumn> columns;
};

// $D: one measurement. A column that the device could not read is NaN.
struct LineData {
    std::uint16_t sequence = 0;
    std::uint32_t micros = 0; // device clock [us], wraps after 71.6 min
    Few<double, kMaxColumns> values;
    std::uint16_t lost_before = 0; // lines missing between the last one and this one
    bool restarted = false;        // the board began anew since the last one
};

struct LineTrouble { // $E
    std::string text;
};
struct LineIdle {}; // $K
struct LineAnswer { // $A
    std::string echo;
};
struct LineRejected {}; // began with $, but is no valid line

using LineMessage =
    std::variant<LineHeader, LineData, LineTrouble, LineIdle, LineAnswer, LineRejected>;

// Bytes in, messages out. Whatever lies between a line's end and the next $ (the chatter of a boot
// loader) is passed over in silence.
class LineParser {
public:
    std::optional<LineMessage> operator()(std::uint8_t byte);

private:
    LineMessage finish();
    void compare_with_last(LineData& data) const;

    std::string line_;        // from the $ on; empty: between lines
    std::size_t columns_ = 0; // of the last header; 0: none yet
    double rate_hz_ = 0;
    std::optional<LineData> last_;
};

// Which channel each column is, in order; nothing for a column that Crura does not know. The error
// is one sentence: a version or a unit that Crura does not speak, or no column that it knows.
Result<std::vector<std::optional<Channel>>> channels_of(const LineHeader& header);

// `$body*CRC` and a line feed.
std::string framed(std::string_view body);

} // namespace crura::devices
