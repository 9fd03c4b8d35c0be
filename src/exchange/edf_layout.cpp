#include "exchange/edf_layout.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ctime>

namespace crura::exchange {

namespace {

constexpr std::size_t kDigits = 7; // so many characters besides the sign

std::string fixed(double number)
{
    std::array<char, 64> text{};
    const auto end = std::to_chars(text.begin(), text.end(), number, std::chars_format::fixed).ptr;
    return {text.begin(), end};
}

// The largest number not above this positive one, or the smallest not below it, that seven
// characters can write.
double writable(double number, bool up)
{
    for (int decimals = int(kDigits) - 2; decimals > 0; --decimals) {
        const double unit = std::pow(10., decimals);
        double count = up ? std::ceil(number * unit) : std::floor(number * unit);
        if (up && count / unit < number)
            count += 1;
        if (!up && count / unit > number)
            count -= 1;
        if (fixed(count / unit).size() <= kDigits)
            return count / unit;
    }
    return up ? std::ceil(number) : std::floor(number);
}

double outward(double number, bool up)
{
    return number < 0 ? -writable(-number, !up) : writable(number, up);
}

// Printable ASCII, of this width.
std::string field(std::string_view text, std::size_t width)
{
    std::string field(text.substr(0, width));
    std::replace_if(
        field.begin(), field.end(), [](char c) { return c < ' ' || c > '~'; }, '_');
    field.resize(width, ' ');
    return field;
}

// Without spaces, which divide the parts of an identification; a character that is not ASCII
// becomes one mark.
std::string subfield(std::string_view text)
{
    std::string part;
    for (const char c : text)
        if ((std::uint8_t(c) & 0xC0) != 0x80)
            part += c > ' ' && c <= '~' ? c : '_';
    return part.empty() ? "X" : part;
}

std::string two_digits(int number)
{
    return {char('0' + number / 10 % 10), char('0' + number % 10)};
}

} // namespace

void EdfChannel::span(double lowest, double highest)
{
    lowest = std::clamp(lowest, -kLargestInEdf, kLargestInEdf);
    highest = std::clamp(highest, -kLargestInEdf, kLargestInEdf);
    if (lowest == highest) {
        const double about = std::max(1e-3, std::fabs(lowest) / 1000);
        lowest = std::max(lowest - about, -kLargestInEdf);
        highest = std::min(highest + about, kLargestInEdf);
    }
    physical_min = outward(lowest, false) + 0.; // no -0
    physical_max = outward(highest, true) + 0.;
}

void EdfChannel::turn()
{
    physical_min = 0. - physical_min;
    physical_max = 0. - physical_max;
}

bool EdfChannel::holds(double value) const
{
    return value >= std::min(physical_min, physical_max)
        && value <= std::max(physical_min, physical_max);
}

std::int16_t EdfChannel::digital(double value) const
{
    const double share = (value - physical_min) / (physical_max - physical_min);
    const double counts = std::round(share * (digital_max - digital_min));
    return std::int16_t(std::clamp(digital_min + counts, double(digital_min), double(digital_max)));
}

double EdfChannel::physical(std::int16_t digital) const
{
    return physical_min
        + (physical_max - physical_min) * (digital - digital_min) / (digital_max - digital_min);
}

EdfStart edf_start(std::chrono::sys_time<std::chrono::nanoseconds> started_at)
{
    constexpr int kFirstYear = 1985, kLastYear = 2084; // of two digits
    constexpr std::array kMonths = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                    "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    const auto second = std::chrono::floor<std::chrono::seconds>(started_at);
    const std::time_t time = second.time_since_epoch().count();
    std::tm local{};
    const int year = ::localtime_r(&time, &local) ? 1900 + local.tm_year : 0;
    if (year < kFirstYear || year > kLastYear)
        return {};
    const auto day = two_digits(local.tm_mday);
    return {day + '.' + two_digits(local.tm_mon + 1) + '.' + two_digits(year),
            two_digits(local.tm_hour) + '.' + two_digits(local.tm_min) + '.'
                + two_digits(std::min(local.tm_sec, 59)),
            day + '-' + kMonths[std::size_t(local.tm_mon)] + '-' + std::to_string(year),
            std::chrono::floor<std::chrono::microseconds>(started_at - second)};
}

std::string edf_patient(std::string_view person)
{
    return subfield(person) + " X X X";
}

std::string edf_recording(const EdfStart& start, std::string_view equipment)
{
    return "Startdate " + start.day + " X X " + subfield(equipment);
}

std::size_t EdfLayout::record_bytes() const
{
    std::size_t bytes = annotation_bytes;
    for (const auto& channel : channels)
        bytes += 2 * channel.count;
    return bytes;
}

std::string EdfLayout::header(std::uint64_t records) const
{
    std::string text = field("0", 8) + field(patient, 80) + field(recording, 80)
        + field(start.date, 8) + field(start.time, 8) + field(std::to_string(header_bytes()), 8)
        + field("EDF+C", 44) + edf_records(records) + field(edf_seconds(record), 8)
        + field(std::to_string(channels.size() + 1), 4);
    const auto each = [&](std::size_t width, auto of, std::string_view annotations) {
        for (const auto& channel : channels)
            text += field(of(channel), width);
        text += field(annotations, width);
    };
    each(
        16, [](const EdfChannel& c) { return c.label; }, "EDF Annotations");
    each(
        80, [](const EdfChannel& c) { return c.transducer; }, "");
    each(
        8, [](const EdfChannel& c) { return c.unit; }, "");
    text += ranges();
    each(
        8, [](const EdfChannel& c) { return std::to_string(c.digital_min); }, "-32768");
    each(
        8, [](const EdfChannel& c) { return std::to_string(c.digital_max); }, "32767");
    each(
        80, [](const EdfChannel& c) { return c.filter; }, "");
    each(
        8, [](const EdfChannel& c) { return std::to_string(c.count); },
        std::to_string(annotation_bytes / 2));
    each(
        32, [](const EdfChannel&) { return ""; }, "");
    return text;
}

std::string EdfLayout::ranges() const
{
    std::string text;
    for (const auto& channel : channels)
        text += field(fixed(channel.physical_min), 8);
    text += field("-1", 8);
    for (const auto& channel : channels)
        text += field(fixed(channel.physical_max), 8);
    return text + field("1", 8);
}

std::string edf_records(std::uint64_t records)
{
    return field(std::to_string(records), 8);
}

void append_edf(std::string& bytes, std::int16_t number)
{
    bytes += char(number & 0xFF);
    bytes += char((number >> 8) & 0xFF);
}

std::int16_t edf_number_at(std::string_view bytes, std::size_t at)
{
    return std::int16_t(std::uint8_t(bytes[at]) | std::uint8_t(bytes[at + 1]) << 8);
}

std::string edf_seconds(std::chrono::microseconds time)
{
    const auto count = time.count();
    auto text = std::to_string(std::abs(count) / 1'000'000);
    if (const auto rest = std::abs(count) % 1'000'000; rest != 0) {
        auto decimals = std::to_string(1'000'000 + rest);
        decimals.erase(decimals.find_last_not_of('0') + 1);
        text += '.' + decimals.substr(1);
    }
    return (count < 0 ? "-" : "") + text;
}

} // namespace crura::exchange
