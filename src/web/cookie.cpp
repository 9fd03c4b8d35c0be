#include "web/cookie.hpp"

#include "web/text.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace crura::web {
namespace {

constexpr std::size_t kLongest = 256; // bytes of a token

std::string name_of(bool secure)
{
    return secure ? "__Host-crura" : "crura";
}

bool is_token(std::string_view text)
{
    const auto fits = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || c == '-' || c == '_';
    };
    return text.size() <= kLongest && std::all_of(text.begin(), text.end(), fits);
}

} // namespace

std::string token_of(std::string_view cookies, bool secure)
{
    const auto start = name_of(secure) + "=";
    for (const auto cookie : split(cookies, ';'))
        if (cookie.starts_with(start)) {
            const auto token = cookie.substr(start.size());
            return is_token(token) ? std::string(token) : "";
        }
    return {};
}

std::string cookie_of(std::string_view token, bool secure)
{
    assert(is_token(token));
    const auto age_s = token.empty() ? 0 : 365 * 24 * 3600;
    return name_of(secure) + "=" + std::string(token) + "; Path=/; Max-Age=" + std::to_string(age_s)
        + "; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
}

} // namespace crura::web
