#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace crura::test {

// The sensor's end of a serial port that needs no hardware: a pseudo-terminal behind a link whose
// name libserialport accepts. The program at the other end needs pty_shim.c.
//
// As with a real adapter, bytes sent while nobody has the port open are lost.
class Pty {
public:
    // Plugged in. `link` is the last part of the port's name.
    explicit Pty(const std::string& link = "ttyTEST");
    ~Pty();
    Pty(const Pty&) = delete;
    Pty& operator=(const Pty&) = delete;

    // What the program is to open; stays the same over unplug and plug.
    const std::string& port_name() const { return port_name_; }

    void unplug();
    void plug();
    bool plugged() const { return device_ >= 0; }

    bool opened() const; // by the program
    int baud() const;    // that the program set

    // False: unplugged, or nobody listens. Waits when the program is slow to read.
    bool write(std::span<const std::uint8_t> bytes);
    bool write(std::string_view text);

    // What the program has sent by now; waits for something until the time is over.
    std::vector<std::uint8_t> read(std::chrono::milliseconds wait);

    const std::string& device_name() const { return device_name_; } // /dev/pts/3

private:
    std::filesystem::path folder_;
    std::filesystem::path link_;
    std::string port_name_;
    std::string device_name_;
    int device_ = -1;
};

} // namespace crura::test
