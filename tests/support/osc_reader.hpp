#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace crura::test {

// OSC as the specification has it (opensoundcontrol.org, OSC 1.0), read and written without the
// library that the program uses.
struct OscMessage {
    std::string address;
    std::string types; // without the comma
    std::vector<std::variant<std::int32_t, float, std::string>> arguments;
};
struct OscBundle {
    std::uint64_t tag = 0; // NTP: seconds since 1900 and their 2^32nds
    std::vector<OscMessage> messages;
};

// Throws std::runtime_error for what is not exactly one bundle of messages of i, f and s.
OscBundle read_osc_bundle(const std::vector<std::uint8_t>& packet);

// A message with floats.
std::vector<std::uint8_t> osc_message(const std::string& address,
                                      const std::vector<float>& arguments);

// A message with one text.
std::vector<std::uint8_t> osc_text(const std::string& address, const std::string& text);

// A UDP port of this computer that keeps whatever comes.
class UdpListener {
public:
    UdpListener();
    ~UdpListener();
    UdpListener(const UdpListener&) = delete;
    UdpListener& operator=(const UdpListener&) = delete;

    std::uint16_t port() const { return port_; }

    // The next packet; nothing when none comes in time.
    std::optional<std::vector<std::uint8_t>> next(double at_most_s);

private:
    int socket_ = -1;
    std::uint16_t port_ = 0;
};

void send_udp(std::uint16_t port, const std::vector<std::uint8_t>& packet);

} // namespace crura::test
