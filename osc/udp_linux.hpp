#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace crura::osc {

// Where packets go to or come in.
struct Endpoint {
    std::string host = "127.0.0.1"; // a name or an address
    std::uint16_t port = 0;
};

// "9000" or "HOST:9000".
Result<Endpoint> read_endpoint(const std::string& text);

// A UDP socket, used by one thread at a time. No UDP socket ever waits for whoever is at the other
// end.
class Udp {
public:
    // Resolves the name, which may take seconds.
    static Result<Udp> towards(const Endpoint& endpoint);

    // Hears what comes in at this address of ours; 127.0.0.1 hears this computer only.
    static Result<Udp> listening(const Endpoint& endpoint);

    // False when the network does not take it.
    bool send(std::span<const std::uint8_t> packet) noexcept;

    // The next packet, or nothing when none comes within `timeout`. What is longer than `into` is
    // cut.
    std::span<const std::uint8_t> receive(std::span<std::uint8_t> into, Duration timeout) noexcept;

    // The port that it got: another one than asked for when that was 0.
    std::uint16_t port() const noexcept;

    Udp(Udp&& other) noexcept;
    Udp& operator=(Udp&& other) noexcept;
    ~Udp();

private:
    explicit Udp(int socket) : socket_(socket) {}
    int socket_ = -1;
};

} // namespace crura::osc
