#include "audio/host/choice.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace crura::audio;

namespace {

AudioOutput output(const std::string& name, bool is_default = false)
{
    return {.name = name, .host_api = "ALSA", .max_channels = 2, .is_default = is_default};
}

std::string chosen(const std::vector<AudioOutput>& outputs, const std::string& wanted,
                   const std::string& last = "")
{
    const auto found = choose(outputs, wanted, last);
    return found ? found->name : "nothing";
}

const std::vector<AudioOutput> kThree = {
    output("HDA Intel: Analog (hw:0,0)"),
    output("USB Audio DAC: - (hw:1,0)"),
    output("default", true),
};

} // namespace

TEST_CASE("Without a name the default is played on, else the first that there is")
{
    CHECK(chosen(kThree, "") == "default");
    CHECK(chosen({kThree[0], kThree[1]}, "") == kThree[0].name);
    CHECK(chosen({}, "") == "nothing");
    CHECK(chosen({kThree[0]}, "", "default") == kThree[0].name); // the default has changed
}

TEST_CASE("A name is the whole of one, else a part of one, and never another device")
{
    CHECK(chosen(kThree, "usb") == "USB Audio DAC: - (hw:1,0)");
    CHECK(chosen({output("my default"), output("default")}, "default") == "default");
    CHECK(chosen(kThree, "gramophone") == "nothing");
    CHECK(chosen({}, "usb") == "nothing");
}

TEST_CASE("What was asked for by name and was open is waited for, whatever else has the word in it")
{
    const auto dac = output("USB Audio DAC: - (hw:2,0)");
    const auto headset = output("USB Headset: - (hw:1,0)");
    CHECK(chosen({headset}, "usb", "USB Audio DAC: - (hw:1,0)") == "nothing");
    CHECK(chosen({headset, dac}, "usb", "USB Audio DAC: - (hw:1,0)") == dac.name);
    CHECK(chosen({headset, dac}, "usb") == headset.name);
}

TEST_CASE("A device is the same wherever it is plugged in")
{
    CHECK(same_device("DAC: - (hw:1,0)", "DAC: - (hw:10,3)"));
    CHECK(same_device("system", "system"));
    CHECK_FALSE(same_device("DAC: - (hw:1,0)", "DAC 2: - (hw:1,0)"));
    CHECK_FALSE(same_device("DAC", "system"));
}

TEST_CASE("A sound server is not one card")
{
    for (const char* name : {"default", "sysdefault", "pulse", "pipewire"})
        CHECK_FALSE(is_one_card(name));
    CHECK(is_one_card("USB Audio DAC: - (hw:1,0)"));
    CHECK(is_one_card("system"));
}
