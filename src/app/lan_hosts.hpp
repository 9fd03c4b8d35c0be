#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace crura::app {

// What this computer is called, for certificates, for the check of a request's Host, and for
// people.
struct LanHosts {
    std::vector<std::string> names;     // "studio.local" first; how a network may know it
    std::vector<std::string> addresses; // the likeliest of its local network first; none: offline

    // Names, addresses and what it calls itself; never empty.
    std::vector<std::string> all() const;

    // Where others reach it, the likeliest first: "https://192.168.7.23:8443". Where it is offline,
    // they cannot.
    std::vector<std::string> urls(std::uint16_t port) const;
};

// An address that an interface has, as text.
struct InterfaceAddress {
    std::string address;
    bool is_of_a_card = false; // not of a bridge, a tunnel or a container
};

// What follows from a host's name and its addresses: IPv4 and unique local IPv6 (RFC 4193), those
// of a network card and private ones first. [any]
LanHosts lan_hosts_from(const std::string& host_name, std::vector<InterfaceAddress> found);

// Of this computer, as it is now. [any]
LanHosts lan_hosts();

} // namespace crura::app
