#include "devices/touch/touch_level.hpp"
#include "support/touch_cues.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace crura;
using namespace std::chrono_literals;
using devices::TouchLevel;
using test::touch_snapshot;

namespace {

constexpr Time kNow{10s};

float drive(float level, devices::TouchStrength strength = {})
{
    TouchLevel touch(strength);
    touch.hear(touch_snapshot(1, level));
    return touch(kNow).drive;
}

} // namespace

TEST_CASE("TouchLevel lifts what is felt to where a motor turns, and caps it at its strongest")
{
    CHECK(drive(0) == 0);
    CHECK(drive(0.019f) == 0);
    CHECK(drive(0.02f) == Approx(0.2));
    CHECK(drive(1) == Approx(0.6));
    CHECK(drive(0.51f) == Approx(0.4));
    CHECK(drive(7) == Approx(0.6));
    CHECK(drive(-1) == 0);
    CHECK(drive(std::numeric_limits<float>::quiet_NaN()) == 0);
    for (float level = 0, last = 0; level <= 1; level += 0.001f) {
        REQUIRE(drive(level) >= last);
        last = drive(level);
    }
}

TEST_CASE("TouchLevel never drives more than the motor can, whatever it was set to")
{
    CHECK(drive(1, {.strongest = 3}) == 1);
    CHECK(drive(1, {.strongest = -1}) == 0);
    CHECK(drive(0.5f, {.strongest = 0.3f, .weakest = 0.9f}) == Approx(0.3));
}

TEST_CASE("TouchLevel as a probe follows the raw value as it is")
{
    TouchLevel touch({.probe = true});
    auto snapshot = touch_snapshot(1, 1);
    snapshot.cues.touch.raw = 0.25f;
    touch.hear(snapshot);
    CHECK(touch(kNow).drive == 0.25f);
}

TEST_CASE("TouchLevel is still before the first tick, half a second after the last, and on request")
{
    TouchLevel touch({});
    CHECK(touch(kNow).drive == 0);

    touch.hear(touch_snapshot(1, 1, kNow - 3ms));
    CHECK(touch(kNow).drive > 0);
    CHECK(touch(kNow).sensed_at == kNow - 3ms);
    CHECK(touch(kNow + 499ms).drive > 0);
    CHECK(touch(kNow + 500ms).drive == 0);
    touch.hear(touch_snapshot(1, 1)); // the same tick again is no sign of life
    CHECK(touch(kNow + 510ms).drive == 0);
    touch.hear(touch_snapshot(2, 1));
    CHECK(touch(kNow + 520ms).drive > 0);

    auto quiet = touch_snapshot(3, 1);
    SECTION("by the brake")
    {
        quiet.session.braked = true;
    }
    SECTION("by a panic")
    {
        quiet.cues.audio.panic = true;
    }
    touch.hear(quiet);
    CHECK(touch(kNow + 530ms).drive == 0);
}
