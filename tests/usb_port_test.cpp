#include "devices/line_sensor.hpp"
#include "devices/serial_port.hpp"
#include "support/line_emulator.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace fs = std::filesystem;
using namespace crura;
using test::LineEmulator;

namespace {

// USB serial adapters, as Linux shows them; see support/usb_shim.c.
class UsbBus {
public:
    UsbBus()
    {
        auto pattern = (fs::temp_directory_path() / "crura-usb-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()));
        root_ = pattern;
        fs::create_directories(root_ / "sys/class/tty");
        fs::create_directories(root_ / "dev");
        setenv("CRURA_USB_ROOT", root_.c_str(), 1);
    }
    ~UsbBus()
    {
        unsetenv("CRURA_USB_ROOT");
        fs::remove_all(root_);
    }
    UsbBus(const UsbBus&) = delete;
    UsbBus& operator=(const UsbBus&) = delete;

    // `port` is an emulator's; the adapter's end of it becomes /dev/`name`.
    void plug(const std::string& name, const std::string& serial, const std::string& port)
    {
        const fs::path device = "devices/usb1/" + serial;
        const auto tty = device / "1-1:1.0" / name / "tty" / name;
        fs::create_directories(root_ / "sys" / tty);
        fs::create_symlink("../../../" + name, root_ / "sys" / tty / "device");
        fs::create_symlink("../.." / tty, root_ / "sys/class/tty" / name);
        fs::create_symlink(fs::path(port).lexically_normal(), root_ / "dev" / name);
        const auto say = [&](const char* what, const std::string& text) {
            std::ofstream(root_ / "sys" / device / what) << text << "\n";
        };
        say("idVendor", "0403");
        say("idProduct", "6015");
        say("manufacturer", "FTDI");
        say("product", "FT231X USB UART");
        say("serial", serial);
        say("busnum", "1");
        say("devnum", "5");
    }

    void unplug(const std::string& name, const std::string& serial)
    {
        fs::remove_all(root_ / "sys/devices/usb1" / serial);
        fs::remove(root_ / "sys/class/tty" / name);
        fs::remove(root_ / "dev" / name);
    }

private:
    fs::path root_;
};

double first_value(SampleRing& ring)
{
    Sample sample{};
    REQUIRE(ring.pop(sample));
    return sample.value;
}

} // namespace

TEST_CASE("The ports are listed with their USB names")
{
    UsbBus bus;
    bus.plug("ttyUSB1", "BELLY", "/nowhere");
    bus.plug("ttyUSB0", "CHEST", "/nowhere");
    const auto ports = devices::list_serial_ports();
    REQUIRE(ports.size() == 2);
    CHECK(ports[0].name == "/dev/ttyUSB0");
    CHECK(ports[0].usb_serial == "CHEST");
    CHECK(ports[1].usb_serial == "BELLY");
    CHECK(ports[1].usb_manufacturer == "FTDI");
    CHECK(ports[1].usb_product == "FT231X USB UART");
    CHECK(ports[1].usb_vendor_id == 0x0403);
    CHECK(ports[1].usb_product_id == 0x6015);
}

TEST_CASE("A sensor is found again under another name, and never mistaken for its neighbour")
{
    LineEmulator chest({}, {1000, {111, 111}});
    LineEmulator belly({}, {1000, {222, 222}});
    UsbBus bus;
    bus.plug("ttyUSB0", "CHEST", chest.port_name());
    bus.plug("ttyUSB1", "BELLY", belly.port_name());
    devices::LineSensor sensor("/dev/ttyUSB1");
    SampleRing ring(1024);
    if (const auto started = sensor.start(ring); !started)
        FAIL(started.error().message);
    sensor.stop();
    CHECK(first_value(ring) == 222);

    // Both are pulled out, and only the neighbour comes back, under our name.
    bus.unplug("ttyUSB0", "CHEST");
    bus.unplug("ttyUSB1", "BELLY");
    bus.plug("ttyUSB1", "CHEST", chest.port_name());
    const auto refused = sensor.start(ring);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("BELLY") != std::string::npos);

    bus.plug("ttyUSB0", "BELLY", belly.port_name());
    for (Sample old; ring.pop(old);) {
    }
    if (const auto started = sensor.start(ring); !started)
        FAIL(started.error().message);
    sensor.stop();
    CHECK(first_value(ring) == 222);
    CHECK(sensor.name() == "line:/dev/ttyUSB1"); // as the person called it
}
