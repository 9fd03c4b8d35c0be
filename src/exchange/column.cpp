#include "exchange/column.hpp"

#include "core/nearest.hpp"

#include <algorithm>

namespace crura::exchange {

std::string in_quotes(std::string_view text)
{
    return '"' + std::string(text) + '"';
}

Result<std::size_t> find_name(const std::string& what, const std::string& name,
                              const std::vector<std::string>& names)
{
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) {
        if (std::find(found + 1, names.end(), name) != names.end())
            return Error{"two " + what + "s are called " + in_quotes(name)
                         + "; rename one, so that it is clear."};
        return std::size_t(found - names.begin());
    }
    const auto meant = nearest(name, names);
    std::string all;
    for (const auto& each : names)
        all += (all.empty() ? "" : ", ") + each;
    return Error{"there is no " + what + ' ' + in_quotes(name)
                 + (meant.empty() ? ". " : "; did you mean " + in_quotes(meant) + "? ") + "The "
                 + what + "s are: " + all + '.'};
}

} // namespace crura::exchange
