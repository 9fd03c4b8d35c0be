// The vibration motor of a board that speaks to Crura (docs/touch.md), for Arduino and ESP32: on a
// DRV2605L driver if one answers on the I2C bus, else on a pin with a transistor. Each sketch has
// its own copy, because the Arduino IDE builds one folder; the copies are the same.
#pragma once

#include <Arduino.h>
#include <Wire.h>
#include <math.h>

// TI DRV2605L, an ERM motor driven by what is written to it (real-time playback).
class Drv2605l {
public:
    // True when it is there; still then. Wire has begun.
    bool begin()
    {
        ready_ = write(kMode, 0x05)    // real-time playback, awake
            && write(kLevel, 0x00)     // before anything else can make it turn
            && write(kLibrary, 0x01)   // of ERM motors
            && write(kFeedback, 0x36)  // an ERM motor, as after a reset
            && write(kControl3, 0xA0); // open loop, signed levels, as after a reset
        return ready_;
    }

    // 0 .. 255. Signed levels are 0 .. 127; the rest would brake.
    bool drive(uint8_t level)
    {
        ready_ = ready_ && write(kLevel, uint8_t(level >> 1));
        return ready_;
    }

private:
    static const uint8_t kAddress = 0x5A;
    static const uint8_t kMode = 0x01;
    static const uint8_t kLevel = 0x02;
    static const uint8_t kLibrary = 0x03;
    static const uint8_t kFeedback = 0x1A;
    static const uint8_t kControl3 = 0x1D;

    bool write(uint8_t which, uint8_t value)
    {
        Wire.beginTransmission(kAddress);
        Wire.write(which);
        Wire.write(value);
        return Wire.endTransmission() == 0;
    }

    bool ready_ = false;
};

// Follows the levels it is given without a jump, and stops by itself.
//
//     level   ____.-''''    a new level is reached in 50 ms, along half a cosine;
//     _______/              500 ms after the last one the motor stops
class CruraMotor {
public:
    explicit CruraMotor(uint8_t pin) : pin_(pin) {}

    // In setup(): still, whatever was before.
    void begin()
    {
        from_ = to_ = now_ = 0;
        pattern_ = 0;
        pinMode(pin_, OUTPUT);
        analogWrite(pin_, 0);
        Wire.begin();
#if defined(WIRE_HAS_TIMEOUT)
        Wire.setWireTimeout(3000, true); // a loose wire must not stop the board
#endif
        lost_ = false;
        has_driver_ = driver_.begin();
    }

    void set(uint8_t level)
    {
        pattern_ = 0;
        told_ms_ = millis();
        if (level != to_)
            go(level);
    }

    // 0: stops. 1: one swell. 2: two pulses. False: there is no such pattern.
    bool play(uint8_t pattern, uint16_t length_ms)
    {
        if (pattern > 2 || length_ms < 100 || length_ms > 2000)
            return false;
        set(0);
        pattern_ = pattern;
        length_ms_ = length_ms;
        return true;
    }

    // In loop(), as often as there is time.
    void update()
    {
        const uint32_t ms = millis();
        if (!pattern_ && to_ > 0 && ms - told_ms_ > 500) { // the computer has gone
            go(0);
            from_ = 0; // at once
        }
        if (ms - updated_ms_ < 10) // no motor follows faster
            return;
        updated_ms_ = ms;
        drive(pattern_ ? pattern_level(ms) : ramp_level(ms));
    }

private:
    static const uint8_t kPatternLevel = 128;
    static const uint16_t kRampMs = 50;

    void go(uint8_t level)
    {
        from_ = now_;
        to_ = level;
        since_ms_ = millis();
    }

    static float half_cosine(float way)
    {
        return 0.5f - 0.5f * cosf(float(M_PI) * way);
    }

    uint8_t ramp_level(uint32_t ms) const
    {
        const uint32_t ago_ms = ms - since_ms_;
        if (ago_ms >= kRampMs)
            return to_;
        return uint8_t(from_ + (int16_t(to_) - from_) * half_cosine(float(ago_ms) / kRampMs));
    }

    uint8_t pattern_level(uint32_t ms)
    {
        const uint32_t ago_ms = ms - told_ms_;
        if (ago_ms >= length_ms_) {
            pattern_ = 0;
            return 0;
        }
        return uint8_t(kPatternLevel * half_cosine(2 * pattern_ * float(ago_ms) / length_ms_));
    }

    void drive(uint8_t level)
    {
        if (has_driver_ && lost_ && millis() - lost_ms_ >= 1000) { // it was unplugged
            lost_ms_ = millis();
            lost_ = !driver_.begin();
            now_ = 0;
        }
        if (level == now_)
            return;
        now_ = level;
        if (!has_driver_)
            analogWrite(pin_, level);
        else if (!lost_ && !driver_.drive(level)) {
            lost_ = true;
            lost_ms_ = millis();
        }
    }

    Drv2605l driver_;
    uint8_t pin_;
    bool has_driver_ = false;
    bool lost_ = false; // the driver
    uint32_t lost_ms_ = 0;
    uint8_t from_ = 0;
    uint8_t to_ = 0;
    uint8_t now_ = 0;
    uint32_t since_ms_ = 0; // the way from one to the other
    uint32_t told_ms_ = 0;  // by the computer
    uint32_t updated_ms_ = 0;
    uint8_t pattern_ = 0;
    uint16_t length_ms_ = 0;
};
