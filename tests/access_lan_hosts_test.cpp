#include "app/lan_hosts.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace crura::app;
using Words = std::vector<std::string>;

TEST_CASE("The likeliest address is the private one of a network card, not of a bridge or tunnel")
{
    const auto hosts = lan_hosts_from("studio",
                                      {{"172.17.0.1", false},
                                       {"10.8.0.2", false},
                                       {"fd12::5", true},
                                       {"203.0.113.9", true},
                                       {"192.168.178.23", true},
                                       {"192.168.178.23", true}});
    CHECK(hosts.addresses
          == Words{"192.168.178.23", "203.0.113.9", "172.17.0.1", "10.8.0.2", "fd12::5"});
    CHECK(hosts.all()
          == Words{"studio.local", "192.168.178.23", "203.0.113.9", "172.17.0.1", "10.8.0.2",
                   "fd12::5", "localhost", "127.0.0.1", "::1"});
}

TEST_CASE("Only 172.16 to 172.31 are private of those that begin with 172")
{
    const auto hosts = lan_hosts_from(
        "studio", {{"172.15.0.1", true}, {"172.32.0.1", true}, {"172.31.0.1", true}});
    CHECK(hosts.addresses.front() == "172.31.0.1");
}

TEST_CASE("Addresses that nobody else can call are left out")
{
    const auto hosts = lan_hosts_from("studio",
                                      {{"127.0.0.1", false},
                                       {"169.254.7.7", true},
                                       {"fe80::1", true},
                                       {"2001:db8::1", true},
                                       {"::1", false}});
    CHECK(hosts.addresses.empty());
    CHECK(hosts.urls(8443).empty());
    CHECK(hosts.all() == Words{"studio.local", "localhost", "127.0.0.1", "::1"});
}

TEST_CASE(
    "A computer is called by its name in the local network, and by its whole name if it has one")
{
    CHECK(lan_hosts_from("studio.fritz.box", {}).names
          == Words{"studio.local", "studio.fritz.box"});
    CHECK(lan_hosts_from("studio.local", {}).names == Words{"studio.local"});
    for (const auto* nameless : {"", "localhost", "localhost.localdomain", "(none)", ".box"})
        CHECK(lan_hosts_from(nameless, {}).names.empty());
}

TEST_CASE("A URL has an IPv6 address in brackets")
{
    CHECK(lan_hosts_from("studio", {{"fd12::5", true}}).urls(9000)
          == Words{"https://[fd12::5]:9000", "https://studio.local:9000"});
    CHECK(lan_hosts_from("", {{"10.0.0.1", true}}).urls(8443) == Words{"https://10.0.0.1:8443"});
}

TEST_CASE("This computer calls itself localhost at least")
{
    const auto all = lan_hosts().all();
    CHECK(std::count(all.begin(), all.end(), "localhost") == 1);
    CHECK(std::count(all.begin(), all.end(), "") == 0);
}
