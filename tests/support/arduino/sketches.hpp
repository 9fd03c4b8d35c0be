#pragma once

// The sketches of devices/firmware, each in a namespace of its own.

namespace crura::test::two_belts {
void setup();
void loop();
} // namespace crura::test::two_belts

namespace crura::test::two_belts_esp32 {
void setup();
void loop();
} // namespace crura::test::two_belts_esp32

namespace crura::test::two_imus {
void setup();
void loop();
} // namespace crura::test::two_imus
