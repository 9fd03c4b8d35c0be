// Two stretch belts, around the chest and the belly, each a rubber cord that conducts.
// Wiring: docs/hardware.md. Nothing to install but the board itself.
//
//     5 V (ESP32: 3.3 V) --- cord ---+--- R --- GND        R: 2.7 kOhm for 15 cm of cord
//                                    |
//                                    +--- A0 chest, A1 belly (ESP32: 34, 35)

#include "crura_line.h"

#if defined(ESP32)
const uint8_t kChestPin = 34;
const uint8_t kBellyPin = 35;
const uint8_t kMotorPin = 25;
const uint16_t kFullScale = 4095;
CruraLine board("two-belts", "chest:adc12:4095,belly:adc12:4095", kMotorPin);
#else
const uint8_t kChestPin = A0;
const uint8_t kBellyPin = A1;
const uint8_t kMotorPin = 9;
const uint16_t kFullScale = 1023;
CruraLine board("two-belts", "chest:adc10:1023,belly:adc10:1023", kMotorPin);
#endif

const uint8_t kReadings = 16; // their mean resolves more than one reading does
uint32_t complained_ms = 0;

uint32_t sum_of_readings(uint8_t pin)
{
    uint32_t sum = 0;
    for (uint8_t i = 0; i < kReadings; ++i)
        sum += uint32_t(analogRead(pin));
    return sum;
}

// A cord that is not connected reads as nothing, one that touches the supply as everything.
bool connected(uint32_t sum)
{
    return sum > 0 && sum < uint32_t(kFullScale) * kReadings;
}

void add(uint32_t sum)
{
    if (connected(sum))
        board.add(int32_t(sum * 100 / kReadings), 2);
    else
        board.add_missing();
}

void setup()
{
    board.begin();
}

void loop()
{
    if (!board.due())
        return;
    board.start_data();
    const uint32_t chest = sum_of_readings(kChestPin);
    const uint32_t belly = sum_of_readings(kBellyPin);
    add(chest);
    add(belly);
    board.send();

    if ((connected(chest) && connected(belly)) || millis() - complained_ms < 2000)
        return;
    complained_ms = millis();
    board.complain(connected(belly)       ? "the chest belt is not connected"
                       : connected(chest) ? "the belly belt is not connected"
                                          : "neither belt is connected");
}
