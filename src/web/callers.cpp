#include "web/callers.hpp"

#include "web/text.hpp"

#include <algorithm>

namespace crura::web {

Callers::Callers(const std::vector<std::string>& hosts, std::uint16_t port, bool secure)
    : scheme_(secure ? "https://" : "http://")
{
    for (const auto& host : hosts) {
        const bool v6 = host.find(':') != std::string::npos;
        const auto name = v6 ? "[" + host + "]" : host;
        names_.push_back(name + ":" + std::to_string(port));
        if (port == (secure ? 443 : 80))
            names_.push_back(name); // browsers leave the usual port out
    }
}

bool Callers::calls_us(std::string_view host) const
{
    return std::any_of(names_.begin(), names_.end(),
                       [host](const auto& name) { return same_word(name, host); });
}

bool Callers::is_our_page(std::string_view origin, std::string_view host) const
{
    return origin.size() == scheme_.size() + host.size()
        && same_word(origin.substr(0, scheme_.size()), scheme_)
        && same_word(origin.substr(scheme_.size()), host);
}

} // namespace crura::web
