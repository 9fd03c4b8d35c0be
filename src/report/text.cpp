#include "report/text.hpp"

#include "files/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace crura::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

} // namespace

std::string clean(std::string_view text)
{
    return files::as_line(text, text.npos, kReplacement);
}

std::string escaped(std::string_view text)
{
    std::string safe;
    for (const char c : clean(text)) {
        if (c == '<')
            safe += "&lt;";
        else if (c == '>')
            safe += "&gt;";
        else if (c == '&')
            safe += "&amp;";
        else if (c == '"')
            safe += "&quot;";
        else if (c == '\'')
            safe += "&#39;";
        else
            safe += c;
    }
    return safe;
}

std::string clock(double seconds)
{
    const auto whole = std::int64_t(std::max(0., std::floor(seconds + 0.5)));
    if (whole < 3600)
        return fmt::format("{}:{:02}", whole / 60, whole % 60);
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string lasting(double seconds)
{
    if (seconds < 9.95)
        return fmt::format("{:.1f} s", std::max(0., seconds));
    const auto whole = std::int64_t(std::floor(seconds + 0.5));
    if (whole < 60)
        return fmt::format("{} s", whole);
    if (whole % 60 == 0)
        return fmt::format("{} min", whole / 60);
    return fmt::format("{} min {:02} s", whole / 60, whole % 60);
}

} // namespace crura::report
