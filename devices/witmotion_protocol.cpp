#include "devices/witmotion_protocol.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace crura::devices {

namespace {

constexpr std::uint8_t kHead = 0x55;
constexpr double kGPerCount = 16.0 / 32768;
constexpr double kDpsPerCount = 2000.0 / 32768;
constexpr double kMinG = 0.2; // of the length of the acceleration, for a body that breathes
constexpr double kMaxG = 4;

std::array<double, 3> vector_at(const std::uint8_t* bytes, double scale)
{
    const auto number = [bytes, scale](int axis) {
        return std::int16_t(bytes[2 * axis] | bytes[2 * axis + 1] << 8) * scale;
    };
    return {number(0), number(1), number(2)};
}

} // namespace

std::optional<WitFrame> WitParser::operator()(std::uint8_t byte)
{
    bytes_[count_++] = byte;
    while (count_ > 0) {
        if (bytes_[0] != kHead || (count_ > 1 && !wired() && !unchecked())) {
            slide();
            continue;
        }
        if (count_ < 2 || count_ < length() + (unchecked() ? kLookAhead : 0))
            return std::nullopt;
        const auto frame = whole() ? decode() : std::nullopt;
        if (frame) {
            in_step_ = true;
            drop(length());
            return frame;
        }
        rejected_ += in_step_;
        in_step_ = false;
        slide();
    }
    return std::nullopt;
}

// Whether what comes first looks like one frame from its first to its last byte.
bool WitParser::whole() const
{
    if (wired())
        return std::accumulate(bytes_.begin(), bytes_.begin() + 10, 0u) % 256 == bytes_[10];
    return bytes_[20] == kHead && (bytes_[21] == 0x61 || bytes_[21] == 0x71);
}

std::optional<WitFrame> WitParser::decode() const
{
    WitFrame frame;
    const auto first = &bytes_[2];
    switch (bytes_[1]) {
    case 0x51:
        frame.kind = WitFrame::Kind::acceleration;
        frame.acceleration_g = vector_at(first, kGPerCount);
        break;
    case 0x52:
        frame.kind = WitFrame::Kind::angular_rate;
        frame.angular_rate_dps = vector_at(first, kDpsPerCount);
        return frame;
    case 0x61:
        frame.kind = WitFrame::Kind::motion;
        frame.acceleration_g = vector_at(first, kGPerCount);
        frame.angular_rate_dps = vector_at(first + 6, kDpsPerCount);
        break;
    case 0x5F:
    case 0x71:
        frame.kind = WitFrame::Kind::registers;
        return frame;
    default:
        return frame;
    }
    const auto& a = frame.acceleration_g;
    const double length_g = std::hypot(a[0], a[1], a[2]);
    return length_g >= kMinG && length_g <= kMaxG ? std::optional(frame) : std::nullopt;
}

void WitParser::drop(std::size_t count)
{
    std::copy(bytes_.begin() + count, bytes_.begin() + count_, bytes_.begin());
    count_ -= count;
}

// To the next byte that could begin a frame.
void WitParser::slide()
{
    const auto end = bytes_.begin() + count_;
    drop(std::size_t(std::find(bytes_.begin() + 1, end, kHead) - bytes_.begin()));
}

} // namespace crura::devices
