#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace crura::test {

// Where a client connects to.
struct Place {
    std::uint16_t port = 0;
    bool tls = false; // the certificate is not looked at
    std::string address = "127.0.0.1";
    int receive_buffer = 0; // bytes that the system takes for who does not read; 0: as it likes
};

// A connection to a server on this computer, byte by byte, without the library that the server
// uses. Nothing that it does waits longer than is said.
class Wire {
public:
    explicit Wire(const Place& place);
    ~Wire();
    Wire(Wire&&) noexcept;
    Wire& operator=(Wire&&) noexcept;

    bool open() const; // could connect, and neither side has ended it
    // The other gave up in the midst, so that what it had said last may be lost (a reset).
    bool broken() const;
    // False when the other takes no more.
    bool send(std::string_view bytes, double at_most_s = 10);
    // Some bytes; empty when the other has ended; nothing when none came in time.
    std::optional<std::string> receive(double at_most_s = 10);
    void end_sending(); // half of the connection

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace crura::test
