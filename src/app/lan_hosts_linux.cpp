#include "app/lan_hosts.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <filesystem>
#include <memory>
#include <optional>

namespace crura::app {
namespace {

struct Freed {
    void operator()(ifaddrs* list) const { ::freeifaddrs(list); }
};

std::optional<InterfaceAddress> address_of(const ifaddrs& interface)
{
    constexpr unsigned kWanted = IFF_UP | IFF_RUNNING;
    const bool is_on = (interface.ifa_flags & kWanted) == kWanted;
    if (!interface.ifa_addr || !is_on || (interface.ifa_flags & IFF_LOOPBACK) != 0)
        return std::nullopt;
    const auto family = interface.ifa_addr->sa_family;
    const void* bytes = nullptr;
    if (family == AF_INET)
        bytes = &reinterpret_cast<const sockaddr_in*>(interface.ifa_addr)->sin_addr;
    else if (family == AF_INET6)
        bytes = &reinterpret_cast<const sockaddr_in6*>(interface.ifa_addr)->sin6_addr;
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (!bytes || !::inet_ntop(family, bytes, text.data(), text.size()))
        return std::nullopt;
    std::error_code ignored;
    const auto card = std::filesystem::path("/sys/class/net") / interface.ifa_name / "device";
    return InterfaceAddress{text.data(), std::filesystem::exists(card, ignored)};
}

} // namespace

LanHosts lan_hosts()
{
    std::array<char, HOST_NAME_MAX + 1> name{};
    ::gethostname(name.data(), name.size() - 1);
    std::vector<InterfaceAddress> found;
    ifaddrs* first = nullptr;
    if (::getifaddrs(&first) == 0) {
        const std::unique_ptr<ifaddrs, Freed> list(first);
        for (const auto* each = first; each; each = each->ifa_next)
            if (auto address = address_of(*each))
                found.push_back(std::move(*address));
    }
    return lan_hosts_from(name.data(), std::move(found));
}

} // namespace crura::app
