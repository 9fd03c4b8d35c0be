#include "exchange/edf_signals.hpp"

#include "exchange/edf_gaps.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace crura::exchange {

namespace {

constexpr std::array kSites = {"chest", "abdomen", "sacrum"};
constexpr std::array kAxes = {"w", "x", "y", "z"};

bool is_between(Quantity quantity, Quantity first, Quantity last)
{
    return quantity >= first && quantity <= last;
}
bool is_acceleration(Quantity q)
{
    return is_between(q, Quantity::acceleration_x, Quantity::acceleration_z);
}
bool is_angular_rate(Quantity q)
{
    return is_between(q, Quantity::angular_rate_x, Quantity::angular_rate_z);
}

// "Acc x chest"
std::string raw_label(Channel channel)
{
    const auto label = [&](const char* what, Quantity first, std::size_t axis) {
        const auto at = axis + std::size_t(channel.quantity) - std::size_t(first);
        return std::string(what) + ' ' + kAxes[at] + ' ' + kSites[std::size_t(channel.band)];
    };
    if (is_acceleration(channel.quantity))
        return label("Acc", Quantity::acceleration_x, 1);
    if (is_angular_rate(channel.quantity))
        return label("Gyro", Quantity::angular_rate_x, 1);
    return label("Quat", Quantity::quaternion_w, 0);
}

void tell_raw(EdfChannel& channel, Channel of)
{
    channel.label = raw_label(of);
    channel.transducer = "imu";
    channel.unit = is_acceleration(of.quantity) ? "g" : is_angular_rate(of.quantity) ? "deg/s" : "";
    channel.filter = "none";
}

void tell_breath(EdfChannel& channel, const EdfSession::Sensor& sensor, const EdfLiveSignal& signal)
{
    const auto quantity = channel_at(signal.channel).quantity;
    channel.transducer = sensor.kind + (signal.derived ? ", tilt along the breath, derived" : "");
    channel.unit = signal.derived ? "deg" : sensor.unit;
    channel.filter = signal.derived             ? "smoothed by the engine"
        : quantity == Quantity::displacement_ac ? "none but the sensor's own high-pass"
        : quantity == Quantity::flow ? "none; this is flow, the derivative of displacement"
                                     : "none";
}

// Counts of "adc10" reach 1023; of "adc" alone, 65535.
std::optional<double> highest_count(const std::string& unit)
{
    if (!unit.starts_with("adc"))
        return std::nullopt;
    int bits = 16;
    std::from_chars(unit.data() + 3, unit.data() + unit.size(), bits);
    return std::exp2(std::clamp(bits, 1, 23)) - 1;
}

EdfRange about(const std::vector<double>& values)
{
    const auto [lowest, highest] = std::minmax_element(values.begin(), values.end());
    const double middle = (*lowest + *highest) / 2;
    const double reach = std::max({8 * (*highest - *lowest), std::fabs(middle) / 8, 1e-3});
    return {middle - reach, middle + reach};
}

} // namespace

void EdfRange::widen(double value)
{
    const double more = 3 * (highest - lowest);
    if (value < lowest)
        lowest = std::max(std::min(value, lowest - more), -kLargestInEdf);
    if (value > highest)
        highest = std::min(std::max(value, highest + more), kLargestInEdf);
}

Band band_of(const EdfLiveSignal& signal)
{
    return channel_at(signal.channel).band;
}

EdfRange full_scale(const EdfLiveSignal& signal, const EdfSession& session,
                    const std::vector<double>& values)
{
    const auto [band, quantity] = channel_at(signal.channel);
    if (signal.kind == EdfLiveSignal::Kind::quality)
        return {0, 1};
    if (signal.derived)
        return {-16, 16};
    if (is_acceleration(quantity))
        return {-16, 16};
    if (is_angular_rate(quantity))
        return {-2000, 2000};
    if (signal.kind == EdfLiveSignal::Kind::raw)
        return {-1, 1};
    if (const auto most = highest_count(session.bands[std::size_t(band)].unit))
        return {0, *most};
    return about(values);
}

EdfChannel channel_of(const EdfLiveSignal& signal, const EdfSession& session, EdfRange range,
                      bool turned, std::size_t count)
{
    const auto at = channel_at(signal.channel);
    EdfChannel channel;
    channel.count = count;
    if (signal.kind == EdfLiveSignal::Kind::raw) {
        tell_raw(channel, at);
    } else {
        const auto label = std::string(kResp) + kSites[std::size_t(at.band)];
        if (signal.kind == EdfLiveSignal::Kind::quality)
            return quality_channel(label, count);
        channel.label = label;
        tell_breath(channel, session.bands[std::size_t(at.band)], signal);
    }
    channel.span(range.lowest, range.highest);
    if (turned)
        channel.turn();
    return channel;
}

} // namespace crura::exchange
