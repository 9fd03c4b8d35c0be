// Two MPU-6050 acceleration sensors (GY-521 boards), on the chest and on the belly, on one bus.
// Wiring: docs/hardware.md. Nothing to install but the board itself.
//
//     SDA, SCL of both  ->  A4, A5 (ESP32: 21, 22)
//     AD0 of the chest  ->  GND    (address 68)
//     AD0 of the belly  ->  3.3 V  (address 69)

#include "crura_line.h"
#include <Wire.h>

#if defined(ESP32)
const uint8_t kMotorPin = 25;
#else
const uint8_t kMotorPin = 9;
#endif

// Registers: MPU-6000/6050 register map, revision 4.2.
const uint8_t kFilter = 0x1A;
const uint8_t kRange = 0x1C;
const uint8_t kAcceleration = 0x3B;
const uint8_t kPower = 0x6B;

struct Imu {
    uint8_t address;
    bool awake;
    int16_t acceleration[3]; // 16384 is 1 g
};

CruraLine board("two-imus", "cax:g:2,cay:g:2,caz:g:2,bax:g:2,bay:g:2,baz:g:2", kMotorPin);
Imu chest = {0x68, false, {0, 0, 0}};
Imu belly = {0x69, false, {0, 0, 0}};
uint32_t complained_ms = 0;

bool write_register(const Imu& imu, uint8_t which, uint8_t value)
{
    Wire.beginTransmission(imu.address);
    Wire.write(which);
    Wire.write(value);
    return Wire.endTransmission() == 0;
}

// Awake, on the gyro's clock; 21 Hz low-pass; 2 g.
bool wake(const Imu& imu)
{
    return write_register(imu, kPower, 1) && write_register(imu, kFilter, 4)
        && write_register(imu, kRange, 0);
}

// False: it does not answer. One that was unplugged for a moment is asleep, shows zeros, and is
// woken again.
bool measure(Imu& imu)
{
    if (!imu.awake && !(imu.awake = wake(imu)))
        return false;
    Wire.beginTransmission(imu.address);
    Wire.write(kAcceleration);
    imu.awake = Wire.endTransmission(false) == 0 && Wire.requestFrom(imu.address, uint8_t(6)) == 6;
    if (!imu.awake)
        return false;
    bool any = false;
    for (uint8_t axis = 0; axis < 3; ++axis) {
        const uint8_t high = uint8_t(Wire.read());
        const uint8_t low = uint8_t(Wire.read());
        imu.acceleration[axis] = int16_t(uint16_t(high) << 8 | low);
        any = any || imu.acceleration[axis] != 0;
    }
    imu.awake = any;
    return any;
}

void add(const Imu& imu, bool measured)
{
    for (uint8_t axis = 0; axis < 3; ++axis)
        if (measured)
            board.add(int32_t(imu.acceleration[axis]) * 10000 / 16384, 4);
        else
            board.add_missing();
}

void setup()
{
    chest.awake = belly.awake = false;
    board.begin();
    Wire.setClock(400000); // begin() has slowed it down
}

void loop()
{
    if (!board.due())
        return;
    board.start_data();
    const bool has_chest = measure(chest);
    const bool has_belly = measure(belly);
    add(chest, has_chest);
    add(belly, has_belly);
    board.send();

    if ((has_chest && has_belly) || millis() - complained_ms < 2000)
        return;
    complained_ms = millis();
    board.complain(has_belly       ? "the chest sensor (address 68) does not answer"
                       : has_chest ? "the belly sensor (address 69) does not answer"
                                   : "neither sensor answers");
}
