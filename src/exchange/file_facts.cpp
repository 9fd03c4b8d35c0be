#include "exchange/file_facts.hpp"

#include "exchange/edf_header.hpp"
#include "json/json.hpp"

#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>

namespace crura::exchange {
namespace {

using json::Json;

using Moment = std::chrono::sys_time<std::chrono::nanoseconds>;

std::optional<Moment> local_moment(int year, int month, int day, int hour, int minute,
                                   double second)
{
    if (month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || hour > 23 || minute < 0
        || minute > 59 || !(second >= 0 && second < 61))
        return std::nullopt;
    std::tm local{};
    local.tm_year = year - 1900;
    local.tm_mon = month - 1;
    local.tm_mday = day;
    local.tm_hour = hour;
    local.tm_min = minute;
    local.tm_isdst = -1;
    const auto time = std::mktime(&local);
    if (time == -1)
        return std::nullopt;
    return Moment(std::chrono::seconds(time))
        + std::chrono::nanoseconds(std::llround(second * 1e9));
}

std::string text_at(std::istream& file, std::uint64_t at, std::size_t width)
{
    std::string text(width, ' ');
    file.clear();
    file.seekg(std::streamoff(at));
    file.read(text.data(), std::streamsize(width));
    const auto last = text.find_last_not_of(std::string_view(" \0", 2));
    return last == text.npos ? "" : text.substr(0, last + 1);
}

// The first record of EDF+ says by how much of a second it begins after the header's start.
double first_onset_s(std::istream& file, const EdfHeader& header)
{
    if (!header.annotations())
        return 0;
    const auto text =
        text_at(file, header.bytes() + header.annotations()->at, 2 * header.annotations()->count);
    const auto onset_s = edf_number(text.substr(0, text.find('\x14')));
    return onset_s && *onset_s >= 0 && *onset_s < 1 ? *onset_s : 0;
}

std::optional<Moment> edf_start(std::istream& file, const EdfHeader& header)
{
    constexpr int kFirstYear = 85; // of the 20th century; a file that does not say has its 1st day
    const bool plus = text_at(file, 88, 9) == "Startdate";
    if (plus && text_at(file, 88, 12) == "Startdate X")
        return std::nullopt;
    int day = 0, month = 0, year = 0, hour = 0, minute = 0, second = 0;
    if (std::sscanf(text_at(file, 168, 8).c_str(), "%2d.%2d.%2d", &day, &month, &year) != 3
        || std::sscanf(text_at(file, 176, 8).c_str(), "%2d.%2d.%2d", &hour, &minute, &second) != 3)
        return std::nullopt;
    if (!plus && day == 1 && month == 1 && year == kFirstYear)
        return std::nullopt;
    return local_moment(year >= kFirstYear ? 1900 + year : 2000 + year, month, day, hour, minute,
                        second + first_onset_s(file, header));
}

} // namespace

FileFacts edf_facts(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    const auto header = EdfHeader::read(path, file);
    if (!header)
        return {};
    FileFacts facts{edf_start(file, *header), {}};
    constexpr std::uint64_t kSignalsAt = 256, kBeforeUnit = 16 + 80;
    const auto signals = header->signals().size();
    for (std::size_t i = 0; i < signals; ++i)
        facts.units.emplace_back(header->signals()[i].name,
                                 text_at(file, kSignalsAt + kBeforeUnit * signals + 8 * i, 8));
    return facts;
}

FileFacts open_signals_facts(const std::filesystem::path& path)
{
    std::ifstream file(path);
    std::string line;
    for (int i = 0; i < 10 && std::getline(file, line); ++i)
        if (const auto brace = line.find('{'); brace != line.npos) {
            const auto json = json::parse_json(line.substr(brace));
            const auto* devices = json ? std::get_if<Json::Object>(&json->value) : nullptr;
            if (!devices || devices->empty())
                return {};
            const auto& device = devices->front().second;
            const auto* date = device.find<std::string>("date");
            const auto* time = device.find<std::string>("time");
            int year = 0, month = 0, day = 0, hour = 0, minute = 0;
            double second = 0;
            if (!date || !time
                || std::sscanf(date->c_str(), "%4d-%2d-%2d", &year, &month, &day) != 3
                || std::sscanf(time->c_str(), "%2d:%2d:%lf", &hour, &minute, &second) != 3)
                return {};
            return {local_moment(year, month, day, hour, minute, second), {}};
        }
    return {};
}

} // namespace crura::exchange
