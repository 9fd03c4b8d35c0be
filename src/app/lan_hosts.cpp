#include "app/lan_hosts.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>

namespace crura::app {
namespace {

bool is_ipv6(const std::string& address)
{
    return address.find(':') != std::string::npos;
}

// Unique local, fc00::/7.
bool is_local_ipv6(const std::string& address)
{
    return address.starts_with("fc") || address.starts_with("fd");
}

// 10/8, 172.16/12 and 192.168/16, RFC 1918.
bool is_private(const std::string& address)
{
    if (address.starts_with("172.")) {
        int second = 0;
        std::from_chars(address.data() + 4, address.data() + address.size(), second);
        return second >= 16 && second <= 31;
    }
    return address.starts_with("10.") || address.starts_with("192.168.");
}

// Not what a computer without a network calls itself.
bool is_usable(const InterfaceAddress& found)
{
    const auto& address = found.address;
    return is_ipv6(address) ? is_local_ipv6(address)
                            : !address.starts_with("127.") && !address.starts_with("169.254.");
}

auto rank(const InterfaceAddress& found)
{
    return std::tuple(is_ipv6(found.address), !found.is_of_a_card, !is_private(found.address));
}

// The name of multicast DNS (RFC 6762) is the first part of the host's own.
std::vector<std::string> names_of(const std::string& host_name)
{
    const auto first = host_name.substr(0, host_name.find('.'));
    if (first.empty() || first == "localhost" || first == "(none)")
        return {};
    std::vector<std::string> names = {first + ".local"};
    if (host_name.find('.') != std::string::npos && host_name != names.front())
        names.push_back(host_name);
    return names;
}

} // namespace

std::vector<std::string> LanHosts::all() const
{
    auto all = names;
    all.insert(all.end(), addresses.begin(), addresses.end());
    all.insert(all.end(), {"localhost", "127.0.0.1", "::1"});
    return all;
}

std::vector<std::string> LanHosts::urls(std::uint16_t port) const
{
    std::vector<std::string> urls;
    if (addresses.empty())
        return urls;
    const auto url = [port](const std::string& host) {
        return "https://" + (is_ipv6(host) ? "[" + host + "]" : host) + ":" + std::to_string(port);
    };
    urls.push_back(url(addresses.front()));
    for (const auto& name : names)
        urls.push_back(url(name));
    return urls;
}

LanHosts lan_hosts_from(const std::string& host_name, std::vector<InterfaceAddress> found)
{
    std::erase_if(found, [](const auto& each) { return !is_usable(each); });
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return rank(a) < rank(b); });
    LanHosts hosts{names_of(host_name), {}};
    for (const auto& each : found)
        if (std::find(hosts.addresses.begin(), hosts.addresses.end(), each.address)
            == hosts.addresses.end())
            hosts.addresses.push_back(each.address);
    return hosts;
}

} // namespace crura::app
