#include "history/server_address.hpp"

#include <algorithm>
#include <cstddef>

namespace crura::history {
namespace {

int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string decoded(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escaped = text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0
            && digit(text[i + 2]) >= 0;
        plain += escaped ? char(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
        i += escaped ? 2 : 0;
    }
    return plain;
}

void hide(std::string& text, const std::string& secret)
{
    if (secret.empty())
        return;
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3))
        text.replace(at, secret.size(), "***");
}

Error not_understood()
{
    return Error{"The address of the history's server is not understood; it has the form "
                 "postgresql://user:password@host:port/database, where any of : / ? # @ % within "
                 "the password is written %3A %2F %3F %23 %40 %25."};
}

} // namespace

bool ServerAddress::is_one(std::string_view place)
{
    return place.starts_with("postgresql://") || place.starts_with("postgres://");
}

Result<ServerAddress> ServerAddress::parse(const std::string& uri)
{
    const auto begin = uri.find("://") + 3;
    const auto end = std::min(uri.find_first_of("/?#", begin), uri.size());
    const auto authority = std::string_view(uri).substr(begin, end - begin);
    const auto at = authority.find('@');
    // A password with one of these in it would be taken for a host, and be shown as one.
    if (authority.find('@', at + 1) != std::string_view::npos && at != std::string_view::npos)
        return not_understood();
    if (uri.find("password=", end) != std::string::npos)
        return Error{"The password of the history's server belongs in front of the host "
                     "(postgresql://user:password@host/database), or into the file ~/.pgpass."};

    ServerAddress address;
    address.uri_ = address.shown_ = uri;
    const auto colon = authority.find(':');
    if (at == std::string_view::npos) {
        if (uri.find('@', end) != std::string::npos)
            return not_understood();
        return address;
    }
    if (colon == std::string_view::npos || colon > at)
        return address;
    address.written_password_ = authority.substr(colon + 1, at - colon - 1);
    address.password_ = decoded(address.written_password_);
    address.shown_.erase(begin + colon, at - colon);
    return address;
}

std::string ServerAddress::for_libpq() const
{
    std::string uri = uri_;
    const auto add = [&uri](const char* name, const char* value) {
        if (uri.find(std::string(name) + '=') == std::string::npos)
            uri += std::string(uri.find('?') == std::string::npos ? "?" : "&") + name + '=' + value;
    };
    add("connect_timeout", "5");      // s
    add("tcp_user_timeout", "10000"); // ms without an answer
    return uri;
}

std::string ServerAddress::without_password(std::string text) const
{
    hide(text, written_password_);
    hide(text, password_);
    return text;
}

} // namespace crura::history
