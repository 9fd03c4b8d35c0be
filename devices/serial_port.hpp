#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace crura::devices {

struct SerialPortInfo {
    std::string name;             // "/dev/ttyUSB0"
    std::string description;      // "FT231X USB UART"
    std::string usb_manufacturer; // these five are empty, or 0, when it is not a USB port
    std::string usb_product;
    std::string usb_serial;
    std::uint16_t usb_vendor_id = 0;
    std::uint16_t usb_product_id = 0;
};

// [any] The serial ports that the system knows, in the order of their names.
std::vector<SerialPortInfo> list_serial_ports();

// Where the USB adapter with this serial number is now: under its old name if it is there, else
// under the only other name that has it. Cheap adapters share one serial number, hence the care.
std::optional<std::string> find_port(const std::string& usb_serial, const std::string& old_name,
                                     std::span<const SerialPortInfo> ports);

// [any] Two names of one port, one of which may be a link to the other.
bool same_port(const std::string& one, const std::string& other);

// An open serial port: 8 data bits, no parity, 1 stop bit, no flow control, ours alone. Every byte
// value passes. Used by one thread at a time.
class SerialPort {
public:
    // `name` is a device ("/dev/ttyUSB0") or a link to one ("/dev/serial/by-id/..."). The error is
    // one sentence that says what to do.
    static Result<SerialPort> open(const std::string& name, int baud);

    // Waits for bytes until `timeout`. Empty: none came. Error: the port is gone, for good.
    Result<std::span<const std::uint8_t>> read(std::span<std::uint8_t> into, Duration timeout);

    // Error: the port is gone, or did not take the bytes within 0.2 s.
    Result<void> write(std::span<const std::uint8_t> bytes);

    // Changes the speed and forgets what was received at the old one.
    Result<void> set_baud(int baud);

    // Of the adapter; empty when it has none or is not on USB.
    std::string usb_serial() const;

    // So does the destructor. Nothing else may be called afterwards.
    void close();

    SerialPort(SerialPort&&) noexcept;
    SerialPort& operator=(SerialPort&&) noexcept;
    ~SerialPort();

private:
    struct Handle;

    SerialPort(std::unique_ptr<Handle> handle, std::string name);
    Error gone() const;

    std::unique_ptr<Handle> handle_;
    std::string name_;
};

// A port that is found again after it was unplugged, even under another name: the USB serial
// number is remembered from the first time it opened.
class KnownPort {
public:
    explicit KnownPort(std::string name) : name_(std::move(name)) {}

    const std::string& name() const { return name_; }

    Result<SerialPort> open(int baud);

private:
    std::string name_;
    std::string usb_serial_;
};

} // namespace crura::devices
