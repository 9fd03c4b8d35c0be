#include "devices/line_protocol.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace crura::devices {

namespace {

constexpr std::size_t kCheckSum = 5; // "*5142"
constexpr double kMaxRateHz = 1000;

using Fields = std::vector<std::string_view>;

Fields split(std::string_view text, char separator)
{
    Fields fields;
    for (;;) {
        const auto end = text.find(separator);
        fields.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return fields;
        text.remove_prefix(end + 1);
    }
}

// The whole field is one number that fits.
template <class Number>
bool read(std::string_view field, Number& number)
{
    const auto end = field.data() + field.size();
    const auto [stopped, error] = std::from_chars(field.data(), end, number);
    return error == std::errc() && stopped == end;
}

bool check_sum_fits(std::string_view body, std::string_view digits)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const auto sum = crc16(body);
    for (std::size_t i = 0; i < 4; ++i)
        if (digits[i] != kHex[sum >> (12 - 4 * i) & 15])
            return false;
    return true;
}

std::optional<LineColumn> column(std::string_view field)
{
    const auto parts = split(field, ':');
    LineColumn column;
    if (parts.size() != 3 || parts[0].empty() || !read(parts[2], column.full_scale))
        return std::nullopt;
    column.name = parts[0];
    column.unit = parts[1];
    return column;
}

std::optional<LineHeader> header(const Fields& fields)
{
    LineHeader header;
    if (fields.size() < 2 || !read(fields[1], header.version))
        return std::nullopt;
    if (header.version != LineHeader::kVersion)
        return header;
    if (fields.size() < 5 || fields.size() > 4 + kMaxColumns || !read(fields[3], header.rate_hz)
        || !(header.rate_hz > 0 && header.rate_hz <= kMaxRateHz))
        return std::nullopt;
    header.device = fields[2];
    for (std::size_t i = 4; i < fields.size(); ++i) {
        auto parsed = column(fields[i]);
        if (!parsed)
            return std::nullopt;
        header.columns.push_back(std::move(*parsed));
    }
    return header;
}

std::optional<LineData> data(const Fields& fields)
{
    LineData data;
    if (fields.size() < 4 || !read(fields[1], data.sequence) || !read(fields[2], data.micros))
        return std::nullopt;
    for (std::size_t i = 3; i < fields.size(); ++i) {
        double value = 0;
        if (!read(fields[i], value) || !data.values.push_back(value))
            return std::nullopt;
    }
    return data;
}

// Everything after the type and its comma, for lines that carry text.
std::string text_of(std::string_view body)
{
    return std::string(body.substr(std::min<std::size_t>(2, body.size())));
}

std::optional<Band> site_of(char letter)
{
    constexpr std::string_view kLetters = "cbs"; // chest, belly, sacrum
    const auto at = kLetters.find(letter);
    return at == std::string_view::npos ? std::nullopt : std::optional(Band(at));
}

// "cax" is the x axis of the chest's acceleration.
std::optional<Channel> channel_of(std::string_view name)
{
    if (name == "chest")
        return Channel{Band::thoracic, Quantity::displacement};
    if (name == "belly")
        return Channel{Band::abdominal, Quantity::displacement};
    if (name == "chest_ac")
        return Channel{Band::thoracic, Quantity::displacement_ac};
    if (name == "belly_ac")
        return Channel{Band::abdominal, Quantity::displacement_ac};
    if (name.size() != 3 || name[1] != 'a' || name[2] < 'x' || name[2] > 'z')
        return std::nullopt;
    const auto site = site_of(name[0]);
    if (!site)
        return std::nullopt;
    return Channel{*site, Quantity::acceleration_x + std::size_t(name[2] - 'x')};
}

std::string names_of(const std::vector<LineColumn>& columns)
{
    std::string names;
    for (const auto& column : columns)
        names += (names.empty() ? "" : ", ") + column.name;
    return names;
}

} // namespace

std::uint16_t crc16(std::string_view text)
{
    unsigned crc = 0xFFFF;
    for (const char letter : text) {
        crc ^= unsigned(std::uint8_t(letter)) << 8;
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1;
    }
    return std::uint16_t(crc);
}

std::string framed(std::string_view body)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const auto sum = crc16(body);
    std::string line(1, '$');
    line += body;
    line += '*';
    for (int shift = 12; shift >= 0; shift -= 4)
        line += kHex[sum >> shift & 15];
    return line + "\n";
}

std::optional<LineMessage> LineParser::operator()(std::uint8_t byte)
{
    if (byte == '$') { // always a beginning, even in the middle of a line that lost its end
        const bool cut_short = !line_.empty();
        line_ = '$';
        return cut_short ? std::optional<LineMessage>(LineRejected{}) : std::nullopt;
    }
    if (line_.empty() || byte == '\r')
        return std::nullopt;
    if (byte == '\n') {
        auto message = finish();
        line_.clear();
        return message;
    }
    if (line_.size() == kMaxLine) {
        line_.clear();
        return LineRejected{};
    }
    line_ += char(byte);
    return std::nullopt;
}

LineMessage LineParser::finish()
{
    if (line_.size() < 2 + kCheckSum || line_[line_.size() - kCheckSum] != '*')
        return LineRejected{};
    const auto body = std::string_view(line_).substr(1, line_.size() - 1 - kCheckSum);
    if (!check_sum_fits(body, std::string_view(line_).substr(line_.size() - 4)))
        return LineRejected{};

    const auto fields = split(body, ',');
    if (fields[0] == "K")
        return LineIdle{};
    if (fields[0] == "E")
        return LineTrouble{text_of(body)};
    if (fields[0] == "A")
        return LineAnswer{text_of(body)};
    if (fields[0] == "H")
        if (auto parsed = header(fields)) {
            columns_ = parsed->columns.size();
            rate_hz_ = parsed->rate_hz;
            return std::move(*parsed);
        }
    if (fields[0] == "D")
        if (auto parsed = data(fields);
            parsed && (!columns_ || parsed->values.size() == columns_)) {
            compare_with_last(*parsed);
            last_ = *parsed;
            return *parsed;
        }
    return LineRejected{};
}

// A gap in the numbers is a loss only when the device's clock tells of the same gap; else the
// device was restarted.
void LineParser::compare_with_last(LineData& data) const
{
    if (!last_ || rate_hz_ <= 0)
        return;
    const auto steps = std::uint16_t(data.sequence - last_->sequence);
    if (steps <= 1)
        return;
    const double elapsed_s = std::uint32_t(data.micros - last_->micros) * 1e-6;
    const double expected_s = steps / rate_hz_;
    data.restarted = elapsed_s < expected_s / 2 || elapsed_s > expected_s * 2;
    data.lost_before = data.restarted ? std::uint16_t(0) : std::uint16_t(steps - 1);
}

Result<std::vector<std::optional<Channel>>> channels_of(const LineHeader& header)
{
    if (header.version != LineHeader::kVersion)
        return Error{
            "it speaks version " + std::to_string(header.version)
            + " of the Crura line protocol and this program version "
            + std::to_string(LineHeader::kVersion)
            + "; load the sketch that came with this program (devices/firmware) onto the board"};

    std::vector<std::optional<Channel>> channels;
    bool any = false;
    for (const auto& column : header.columns) {
        const auto channel = channel_of(column.name);
        const bool belt = channel
            && (channel->quantity == Quantity::displacement
                || channel->quantity == Quantity::displacement_ac);
        if (channel && !belt && column.unit != "g")
            return Error{"its column " + column.name + " is in " + column.unit
                         + "; acceleration must be sent in g"};
        any = any || (channel && channel->band != Band::sacral); // which does not breathe
        channels.push_back(channel);
    }
    if (!any)
        return Error{
            "it sends the columns " + names_of(header.columns)
            + "; name them chest, belly, chest_ac, belly_ac, or cax, cay, caz, bax, bay, baz "
              "(docs/line-protocol.md)"};
    return channels;
}

} // namespace crura::devices
