#include "sketches.hpp"

#include "Arduino.h"
#include "Wire.h"

#define ESP32

namespace crura::test::two_belts_esp32 {
#include "../../../devices/firmware/crura_two_belts/crura_two_belts.ino"
}
