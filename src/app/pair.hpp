#pragma once

#include "access/device.hpp"
#include "app/lan_hosts.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace crura::app {

inline constexpr std::uint16_t kLanPort = 8443;

// Lets a device in, shows which are let in, or puts one out.
struct PairOptions {
    enum class Job : std::uint8_t { offer, list, revoke } job = Job::offer;
    access::Role role = access::Role::therapist;
    int mat = 0; // 1 .. 4: sees and commands only this one; 0: all
    std::uint16_t port = kLanPort;
    std::string device = {}; // to revoke: its id
};

// Where `crura pair` works.
struct PairPlace {
    std::filesystem::path folder; // page_folder()
    LanHosts hosts;
    bool draws = true; // the QR code: standard output is a terminal
};

// [main] `crura pair`; gives what to say. A running server knows of it at the next question.
Result<std::string> pair(const PairOptions& options, const PairPlace& place, access::WallTime now);

} // namespace crura::app
