#include "app/page/query.hpp"

#include "core/nearest.hpp"
#include "files/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace crura::app::page {

Result<void> only_asks(const web::Request& request, std::initializer_list<std::string> names)
{
    for (const auto& [name, value] : request.query)
        if (std::find(names.begin(), names.end(), name) == names.end())
            return Error{fmt::format("\"{}\" cannot be asked here{}", files::as_line(name, 40),
                                     names.size() == 0 ? "." : did_you_mean(name, names))};
    return {};
}

Result<std::size_t> latest_of(const web::Request& request)
{
    constexpr std::size_t kMost = 10'000;
    const auto text = request.asked("latest");
    if (text.empty())
        return std::size_t(0);
    std::size_t latest = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, latest);
    if (read.ec != std::errc() || read.ptr != end || latest < 1 || latest > kMost)
        return Error{fmt::format("\"latest\" has to be a whole number, 1 .. {}.", kMost)};
    return latest;
}

} // namespace crura::app::page
