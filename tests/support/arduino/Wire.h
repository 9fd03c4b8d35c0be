#pragma once

#include "Arduino.h"

#include <deque>
#include <vector>

#define WIRE_HAS_TIMEOUT 1

// A bus with MPU-6050s on it, as far as the sketches know them.
class ArduinoWire {
public:
    void begin() {}
    void setClock(std::uint32_t) {}
    void setWireTimeout(std::uint32_t, bool) {}
    void beginTransmission(std::uint8_t address);
    void write(std::uint8_t byte) { written_.push_back(byte); }
    std::uint8_t endTransmission(bool release = true);
    std::uint8_t requestFrom(std::uint8_t address, std::uint8_t count);
    int read();

private:
    std::uint8_t address_ = 0;
    std::vector<std::uint8_t> written_;
    std::uint8_t register_ = 0;
    std::deque<std::uint8_t> answer_;
};
extern ArduinoWire Wire;
