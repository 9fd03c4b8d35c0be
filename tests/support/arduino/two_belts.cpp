#include "sketches.hpp"

#include "Arduino.h"
#include "Wire.h"

namespace crura::test::two_belts {
#include "../../../devices/firmware/crura_two_belts/crura_two_belts.ino"
}
