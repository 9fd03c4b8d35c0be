#include "sketches.hpp"

#include "Arduino.h"
#include "Wire.h"

namespace crura::test::two_imus {
#include "../../../devices/firmware/crura_two_imus/crura_two_imus.ino"
}
