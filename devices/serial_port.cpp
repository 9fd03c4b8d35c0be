#include "devices/serial_port.hpp"

#include "devices/serial_linux.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <libserialport.h>
#include <utility>

namespace crura::devices {

namespace {

constexpr unsigned kWriteTimeoutMs = 200;

std::string text(const char* maybe)
{
    return maybe ? maybe : "";
}

// Why sp_open failed, for a person.
Error cannot_open(const std::string& name, int error)
{
    const auto message = "cannot open the serial port " + name + ": ";
    switch (error) {
    case EACCES:
    case EPERM:
        return {message
                + "no permission; add yourself to the group dialout (sudo usermod -aG dialout "
                  "$USER), then log out and in again"};
    case EBUSY:
        return {message + "another program uses it; close that program and try again"};
    case ENOENT:
    case ENODEV:
    case ENXIO:
        return {message
                + "it is not there; is the sensor plugged in? (crura devices lists what is)"};
    case ENOTTY:
        return {message + "it is not a serial port; crura devices lists those"};
    default:
        return {message + std::strerror(error) + "; unplug the sensor and plug it in again"};
    }
}

SerialPortInfo describe(const sp_port* port)
{
    SerialPortInfo info;
    info.name = text(sp_get_port_name(port));
    info.description = text(sp_get_port_description(port));
    if (sp_get_port_transport(port) != SP_TRANSPORT_USB)
        return info;
    info.usb_manufacturer = text(sp_get_port_usb_manufacturer(port));
    info.usb_product = text(sp_get_port_usb_product(port));
    info.usb_serial = text(sp_get_port_usb_serial(port));
    int vendor = 0;
    int product = 0;
    if (sp_get_port_usb_vid_pid(port, &vendor, &product) == SP_OK) {
        info.usb_vendor_id = std::uint16_t(vendor);
        info.usb_product_id = std::uint16_t(product);
    }
    return info;
}

// Flow control must go: sp_open leaves XON/XOFF on, which swallows the bytes 0x11 and 0x13.
bool configure(sp_port* port, int baud)
{
    return sp_set_baudrate(port, baud) == SP_OK && sp_set_bits(port, 8) == SP_OK
        && sp_set_parity(port, SP_PARITY_NONE) == SP_OK && sp_set_stopbits(port, 1) == SP_OK
        && sp_set_flowcontrol(port, SP_FLOWCONTROL_NONE) == SP_OK;
}

Error refuses_baud(const std::string& name, int baud)
{
    return {"the serial port " + name + " does not accept " + std::to_string(baud)
            + " baud; is it a serial port?"};
}

} // namespace

std::vector<SerialPortInfo> list_serial_ports()
{
    std::vector<SerialPortInfo> ports;
    sp_port** list = nullptr;
    if (sp_list_ports(&list) != SP_OK)
        return ports;
    for (auto port = list; *port; ++port)
        ports.push_back(describe(*port));
    sp_free_port_list(list);
    std::sort(ports.begin(), ports.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    return ports;
}

std::optional<std::string> find_port(const std::string& usb_serial, const std::string& old_name,
                                     std::span<const SerialPortInfo> ports)
{
    const auto old_device = device_behind(old_name);
    std::optional<std::string> elsewhere;
    int matches = 0;
    for (const auto& port : ports) {
        if (port.usb_serial != usb_serial)
            continue;
        if (port.name == old_device)
            return old_name;
        elsewhere = port.name;
        ++matches;
    }
    return matches == 1 ? elsewhere : std::nullopt;
}

bool same_port(const std::string& one, const std::string& other)
{
    return one == other || device_behind(one) == device_behind(other);
}

// An sp_port, and closed if it is open. Tells libserialport's type to this file only.
struct SerialPort::Handle {
    sp_port* port = nullptr;

    ~Handle()
    {
        sp_close(port);
        sp_free_port(port);
    }

    int descriptor() const
    {
        int descriptor = -1;
        sp_get_port_handle(port, &descriptor);
        return descriptor;
    }
};

SerialPort::SerialPort(std::unique_ptr<Handle> handle, std::string name)
    : handle_(std::move(handle)), name_(std::move(name))
{
}

SerialPort::SerialPort(SerialPort&&) noexcept = default;
SerialPort& SerialPort::operator=(SerialPort&&) noexcept = default;
SerialPort::~SerialPort() = default;

Result<SerialPort> SerialPort::open(const std::string& name, int baud)
{
    auto handle = std::make_unique<Handle>();
    if (sp_get_port_by_name(device_behind(name).c_str(), &handle->port) != SP_OK)
        return cannot_open(name, ENOENT);
    if (sp_open(handle->port, SP_MODE_READ_WRITE) != SP_OK)
        return cannot_open(name, errno);
    if (!claim(handle->descriptor()))
        return cannot_open(name, EBUSY);
    if (!configure(handle->port, baud))
        return refuses_baud(name, baud);
    return SerialPort(std::move(handle), name);
}

Result<std::span<const std::uint8_t>> SerialPort::read(std::span<std::uint8_t> into,
                                                       Duration timeout)
{
    const auto wait = wait_readable(handle_->descriptor(), timeout);
    if (wait == Wait::timeout)
        return std::span<const std::uint8_t>{};
    if (wait == Wait::gone)
        return gone();
    const int count = sp_nonblocking_read(handle_->port, into.data(), into.size());
    if (count <= 0) // readable, yet nothing to read: a hang-up that poll() did not name
        return gone();
    return std::span<const std::uint8_t>(into.first(std::size_t(count)));
}

Result<void> SerialPort::write(std::span<const std::uint8_t> bytes)
{
    const int count = sp_blocking_write(handle_->port, bytes.data(), bytes.size(), kWriteTimeoutMs);
    if (count != int(bytes.size()))
        return gone();
    return {};
}

Result<void> SerialPort::set_baud(int baud)
{
    if (sp_set_baudrate(handle_->port, baud) != SP_OK)
        return refuses_baud(name_, baud);
    sp_flush(handle_->port, SP_BUF_INPUT);
    return {};
}

std::string SerialPort::usb_serial() const
{
    return text(sp_get_port_usb_serial(handle_->port));
}

void SerialPort::close()
{
    handle_.reset();
}

Error SerialPort::gone() const
{
    return {"the serial port " + name_ + " is gone; plug the sensor in again"};
}

Result<SerialPort> KnownPort::open(int baud)
{
    auto name = name_;
    if (!usb_serial_.empty()) {
        const auto ports = list_serial_ports();
        const auto found = find_port(usb_serial_, name_, ports);
        if (!found)
            return Error{"the sensor of " + name_ + " (USB serial number " + usb_serial_
                         + ") is not there; plug it in again"};
        name = *found;
    }
    auto port = SerialPort::open(name, baud);
    if (port && usb_serial_.empty())
        usb_serial_ = port->usb_serial();
    return port;
}

} // namespace crura::devices
