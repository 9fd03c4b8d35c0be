#include "web/rules.hpp"

#include "web/text.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace crura::web {

std::optional<Refusal> objection(const Asked& asked, const Callers& callers)
{
    constexpr std::array<std::string_view, 5> kMethods{"GET", "HEAD", "POST", "PUT", "DELETE"};
    if (std::find(kMethods.begin(), kMethods.end(), asked.method) == kMethods.end())
        return Refusal{405, "This way of asking is not known here."};
    if (asked.host.empty())
        return Refusal{400, "The request does not say whom it calls (Host)."};
    if (!callers.calls_us(asked.host))
        return Refusal{421, "This machine is not called so here (Host)."};
    if (!asked.origin.empty() && !callers.is_our_page(asked.origin, asked.host))
        return Refusal{403, "Another page asks (Origin)."};
    const bool only_reads = (asked.method == "GET" || asked.method == "HEAD") && !asked.upgrade;
    if (asked.origin.empty() && !only_reads)
        return Refusal{403, "The request does not say which page asks (Origin)."};
    if (!read_target(asked.target))
        return Refusal{400, "This is no path."};
    if (asked.expects)
        return Refusal{417, "No interim answer is given here (Expect)."};
    return std::nullopt;
}

} // namespace crura::web
