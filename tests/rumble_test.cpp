#include "devices/touch/rumble_linux.hpp"

#include "support/gamepad_shim.hpp"
#include "support/touch_cues.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <unistd.h>

using namespace crura;
using namespace std::chrono_literals;
using devices::Gamepad;
using devices::Rumble;
using test::FakeGamepad;
using test::TouchEngine;
using What = FakeGamepad::Asked::What;

namespace {

constexpr devices::TouchStrength kAll{.strongest = 1, .weakest = 0};

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

std::vector<std::uint8_t> event(std::uint16_t type, std::uint16_t code, std::int32_t value)
{
    std::vector<std::uint8_t> bytes(24); // struct input_event of a 64-bit kernel, time 0
    std::memcpy(&bytes[16], &type, 2);
    std::memcpy(&bytes[18], &code, 2);
    std::memcpy(&bytes[20], &value, 4);
    return bytes;
}

std::vector<std::uint8_t> joined(const std::vector<std::vector<std::uint8_t>>& parts)
{
    std::vector<std::uint8_t> all;
    for (const auto& part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

bool works(const Rumble& rumble)
{
    return test::within(2s, [&] { return rumble.state() == Output::working; });
}

std::string refusal(const std::string& wanted, const std::string& folder)
{
    const auto pad = Gamepad::open(wanted, folder);
    REQUIRE_FALSE(pad);
    return pad.error().message;
}

} // namespace

TEST_CASE("Gamepad uses one effect, and every byte it writes is what the kernel documents")
{
    FakeGamepad fake;
    {
        auto pad = Gamepad::open("", fake.folder());
        REQUIRE(pad);
        CHECK(pad->name() == "Fake Pad");
        CHECK(pad->rumble(0x8000));
        CHECK(pad->rumble(0xFFFF));
        CHECK(pad->still());
        CHECK(pad->pulse_twice(0x1234, 600ms));
    }
    const auto play = event(0x15, 5, 1);
    const auto stop = event(0x15, 5, 0);
    CHECK(fake.bytes() == joined({play, play, stop, event(0x15, 5, 2), stop}));

    const auto asked = fake.asked();
    REQUIRE(asked.size() == 5);
    const std::array<int, 4> strong{0, 0x8000, 0xFFFF, 0x1234};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(asked[i].what == What::upload);
        CHECK(asked[i].effect.type == 0x50);
        CHECK(asked[i].effect.id == 5);
        CHECK(asked[i].effect.u.rumble.strong_magnitude == strong[i]);
        CHECK(asked[i].effect.u.rumble.weak_magnitude == 0);
        CHECK(asked[i].effect.replay.length == (i == 3 ? 200 : 400));
        CHECK(asked[i].effect.replay.delay == (i == 3 ? 100 : 0));
    }
    CHECK(asked[4].what == What::remove);
    CHECK(asked[4].effect.id == 5);
}

TEST_CASE("Gamepad is found by a part of its name or by its device, and says why it is not")
{
    FakeGamepad fake("Very Good Gamepad", GENERATE(true, false));
    if (Gamepad::open("", fake.folder())) {
        CHECK(Gamepad::open("good game", fake.folder()));
        CHECK(Gamepad::open(fake.path()));
        CHECK(contains(refusal("xbox", fake.folder()), "no gamepad called 'xbox'"));
        if (geteuid() != 0) { // who may open everything
            std::filesystem::permissions(fake.path(), std::filesystem::perms::none);
            CHECK(contains(refusal(fake.path(), ""), "group input"));
            CHECK(contains(refusal("", fake.folder()), "group input"));
        }
    } else {
        CHECK(contains(refusal(fake.path(), ""), "(Very Good Gamepad) cannot rumble"));
        CHECK(contains(refusal("", fake.folder()), "plug it in"));
    }
    CHECK(contains(refusal("/dev/input/event97", ""), "plugged in"));
    CHECK(contains(refusal("", "/no/such/folder"), "no gamepad that can rumble"));
}

TEST_CASE("Rumble swells with the breath, is played again before it ends, and is still at the end")
{
    FakeGamepad fake;
    {
        Rumble rumble("", kAll, fake.folder());
        REQUIRE(works(rumble));
        const TouchEngine engine(rumble,
                                 [](double s) { return float(std::min(1., s)); }); // and stays
        std::this_thread::sleep_for(2200ms);
        CHECK(rumble.latency().known);
    }
    const auto asked = fake.asked();
    REQUIRE(asked.size() > 20);
    std::uint16_t last = 0;
    for (std::size_t i = 0; i + 1 < asked.size(); ++i) {
        REQUIRE(asked[i].what == What::upload);
        const auto strong = asked[i].effect.u.rumble.strong_magnitude;
        REQUIRE(strong >= last);
        last = strong;
        if (i > 1) {
            CHECK(asked[i].time - asked[i - 1].time < 300ms); // of 400
            CHECK(asked[i].time - asked[i - 1].time >= 39ms);
        }
    }
    CHECK(last == 0xFFFF);
    CHECK(asked.back().what == What::remove);
    CHECK(fake.events().back().value == 0);
    CHECK(fake.bytes().size() % 24 == 0);
}

TEST_CASE("Rumble stops when the engine stalls")
{
    FakeGamepad fake;
    Rumble rumble("", kAll, fake.folder());
    REQUIRE(works(rumble));
    {
        const TouchEngine engine(rumble, [](double) { return 1.f; });
        REQUIRE(test::within(1s, [&] { return fake.events().size() > 2; }));
    }
    CHECK(test::within(700ms, [&] { return fake.events().back().value == 0; }));
    CHECK(rumble.state() == Output::working);
}

TEST_CASE("Rumble notices within 1.5 s that the gamepad went, even at rest, and finds it again")
{
    FakeGamepad fake;
    Rumble rumble("", kAll, fake.folder());
    REQUIRE(works(rumble));
    fake.unplug();
    CHECK(test::within(1500ms, [&] { return rumble.state() == Output::lost; }));
    CHECK(test::within(1500ms, [&] { return contains(rumble.problem(), "no gamepad"); }));
    fake.plug();
    CHECK(test::within(1500ms, [&] { return rumble.state() == Output::working; }));
    CHECK(rumble.problem().empty());
    rumble.stop();
    CHECK(rumble.state() == Output::off);
}

TEST_CASE("A try-out of a gamepad is one effect played twice")
{
    FakeGamepad fake;
    Rumble rumble("", {}, fake.folder());
    REQUIRE(works(rumble));
    rumble.try_out();
    CHECK(test::within(500ms, [&] {
        const auto events = fake.events();
        return std::any_of(events.begin(), events.end(),
                           [](const auto& each) { return each.value == 2; });
    }));
}
