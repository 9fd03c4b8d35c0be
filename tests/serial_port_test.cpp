#include "devices/serial_linux.hpp"
#include "devices/serial_port.hpp"
#include "support/pty.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <chrono>
#include <filesystem>
#include <numeric>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace crura;
using namespace crura::devices;
using namespace std::chrono_literals;
using test::Pty;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes all_values()
{
    Bytes bytes(256);
    std::iota(bytes.begin(), bytes.end(), std::uint8_t(0));
    return bytes;
}

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

SerialPort open_port(const Pty& pty, int baud = 115200)
{
    auto port = SerialPort::open(pty.port_name(), baud);
    if (!port)
        FAIL(port.error().message);
    return std::move(*port);
}

} // namespace

TEST_CASE("All 256 byte values pass through a serial port, both ways")
{
    Pty pty;
    auto port = open_port(pty);
    const auto sent = all_values();

    REQUIRE(pty.write(sent));
    Bytes received;
    std::array<std::uint8_t, 100> buffer;
    while (received.size() < sent.size()) {
        const auto bytes = port.read(buffer, 500ms);
        REQUIRE(bytes);
        REQUIRE_FALSE(bytes->empty());
        received.insert(received.end(), bytes->begin(), bytes->end());
    }
    CHECK(received == sent);

    REQUIRE(port.write(sent));
    received.clear();
    while (received.size() < sent.size()) {
        const auto bytes = pty.read(500ms);
        REQUIRE_FALSE(bytes.empty());
        received.insert(received.end(), bytes.begin(), bytes.end());
    }
    CHECK(received == sent);
}

TEST_CASE("No bytes yet is an empty answer, after the time given")
{
    Pty pty;
    auto port = open_port(pty);
    std::array<std::uint8_t, 16> buffer;
    const auto before = host_now();
    const auto bytes = port.read(buffer, 60ms);
    const auto waited = host_now() - before;
    REQUIRE(bytes);
    CHECK(bytes->empty());
    CHECK(waited >= 60ms);
    CHECK(waited < 200ms);
}

TEST_CASE("An unplugged port is an error within 10 ms, for ever after, and for writing too")
{
    std::vector<Duration> delays;
    for (int i = 0; i < 9; ++i) {
        Pty pty;
        auto port = open_port(pty);
        Time unplugged{};
        std::jthread hand([&] {
            std::this_thread::sleep_for(30ms);
            unplugged = host_now();
            pty.unplug();
        });
        std::array<std::uint8_t, 16> buffer;
        const auto bytes = port.read(buffer, 5s);
        const auto seen = host_now();
        hand.join();
        delays.push_back(seen - unplugged);
        REQUIRE_FALSE(bytes);
        CHECK(contains(bytes.error().message, pty.port_name()));
        CHECK(contains(bytes.error().message, "plug"));

        const auto before = host_now();
        CHECK_FALSE(port.read(buffer, 5s));
        CHECK_FALSE(port.write(all_values()));
        CHECK(host_now() - before < 100ms);
    }
    std::nth_element(delays.begin(), delays.begin() + 4, delays.end());
    CHECK(delays[4] < 10ms); // the median: a busy machine may be late once
}

TEST_CASE("A port that came back can be opened again while the old one stays gone")
{
    Pty pty;
    auto old = open_port(pty);
    pty.unplug();
    CHECK_FALSE(SerialPort::open(pty.port_name(), 115200));
    pty.plug();
    auto port = open_port(pty);
    std::array<std::uint8_t, 16> buffer;
    REQUIRE(pty.write("again"));
    const auto bytes = port.read(buffer, 500ms);
    REQUIRE(bytes);
    CHECK(bytes->size() == 5);
    CHECK_FALSE(old.read(buffer, 0ms));
}

TEST_CASE("A port runs at the speed it was opened with, then at the one it was set to")
{
    Pty pty;
    auto port = open_port(pty, 9600);
    CHECK(pty.baud() == 9600);
    REQUIRE(port.set_baud(921600));
    CHECK(pty.baud() == 921600);
}

TEST_CASE("What came at the old speed is forgotten with it")
{
    Pty pty;
    auto port = open_port(pty);
    REQUIRE(pty.write("nonsense"));
    std::this_thread::sleep_for(5ms);
    REQUIRE(port.set_baud(9600));
    std::array<std::uint8_t, 16> buffer;
    const auto bytes = port.read(buffer, 20ms);
    REQUIRE(bytes);
    CHECK(bytes->empty());
}

TEST_CASE("A moved port goes on, and a closed one is free for others")
{
    Pty pty;
    auto first = open_port(pty);
    auto port = std::move(first);
    REQUIRE(pty.write("x"));
    std::array<std::uint8_t, 16> buffer;
    CHECK(port.read(buffer, 500ms)->size() == 1);
    CHECK(pty.opened());
    port.close();
    CHECK_FALSE(pty.opened());
    CHECK(SerialPort::open(pty.port_name(), 115200));
}

TEST_CASE("A port that cannot be opened says why and what to do")
{
    const auto message = [](const std::string& name) {
        const auto port = SerialPort::open(name, 115200);
        REQUIRE_FALSE(port);
        CHECK(contains(port.error().message, name));
        return port.error().message;
    };
    SECTION("missing")
    {
        CHECK(contains(message("/dev/ttyUSB97"), "plugged in"));
        CHECK(contains(message("ttyUSB97"), "plugged in"));
        CHECK(contains(message("/dev/serial/by-id/usb-nothing"), "plugged in"));
        CHECK(contains(message(""), "plugged in"));
    }
    SECTION("not a port")
    {
        CHECK(contains(message("/dev/null"), "plugged in"));
        Pty pty;
        const auto link = std::filesystem::path(pty.port_name()).replace_filename("null");
        std::filesystem::create_symlink("/dev/null", link);
        CHECK(contains(message(link), "not a serial port"));
    }
    SECTION("used by another")
    {
        Pty pty;
        const auto port = open_port(pty);
        CHECK(contains(message(pty.port_name()), "another program"));
    }
    SECTION("not allowed")
    {
        Pty pty;
        chmod(pty.device_name().c_str(), 0);
        const bool root = geteuid() == 0; // who is allowed everything
        if (root)
            REQUIRE(seteuid(65534) == 0);
        const auto port = SerialPort::open(pty.port_name(), 115200);
        if (root)
            REQUIRE(seteuid(0) == 0);
        REQUIRE_FALSE(port);
        CHECK(contains(port.error().message, "dialout"));
    }
}

TEST_CASE("A link to a device stands for the device, any other name for itself")
{
    Pty pty; // its link leads to a pseudo-terminal, which is not a serial port
    const auto folder = std::filesystem::path(pty.port_name()).parent_path();
    const auto link = folder / "usb-FTDI_FT231X_DM00Q0QN-if00-port0";
    std::filesystem::create_symlink("/dev/tty", link); // every Linux has it in /sys/class/tty
    CHECK(device_behind(link) == "/dev/tty");
    CHECK(device_behind(pty.port_name()) == pty.port_name());
    CHECK(device_behind("/dev/null") == "/dev/null");
    CHECK(device_behind("/dev/ttyUSB97") == "/dev/ttyUSB97");
}

TEST_CASE("An adapter is found by its serial number, wherever it was plugged in again")
{
    const auto port = [](std::string name, std::string serial) {
        SerialPortInfo info;
        info.name = std::move(name);
        info.usb_serial = std::move(serial);
        return info;
    };
    const std::vector ports{port("/dev/ttyS0", ""), port("/dev/ttyUSB0", "BELLY"),
                            port("/dev/ttyUSB1", "CHEST"), port("/dev/ttyUSB2", "0001"),
                            port("/dev/ttyUSB3", "0001")};

    CHECK(find_port("BELLY", "/dev/ttyUSB0", ports) == "/dev/ttyUSB0");
    CHECK(find_port("CHEST", "/dev/ttyUSB0", ports) == "/dev/ttyUSB1");
    CHECK(find_port("GONE", "/dev/ttyUSB0", ports) == std::nullopt);
    // Two adapters with one number: only the old name can tell them apart.
    CHECK(find_port("0001", "/dev/ttyUSB3", ports) == "/dev/ttyUSB3");
    CHECK(find_port("0001", "/dev/ttyUSB9", ports) == std::nullopt);
}

TEST_CASE("The ports of this machine can be listed")
{
    for (const auto& port : list_serial_ports())
        CHECK(port.name.rfind("/dev/", 0) == 0);
}
