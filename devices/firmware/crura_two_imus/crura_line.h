// The board's half of the Crura line protocol (docs/line-protocol.md), for Arduino and ESP32.
// Each sketch has its own copy, because the Arduino IDE builds one folder; the copies are the same.
#pragma once

#include "crura_motor.h"
#include <Arduino.h>

class CruraLine {
public:
    // columns: "chest:adc10:1023,belly:adc10:1023". The pin drives a vibration motor, unless a
    // motor driver is found on the I2C bus.
    CruraLine(const char* device, const char* columns, uint8_t motor_pin)
        : device_(device), columns_(columns), motor_(motor_pin)
    {
    }

    // In setup(). Begins Wire, too.
    void begin()
    {
        rate_hz_ = 50;
        sequence_ = 0;
        measuring_ = false;
        command_length_ = 0;
        command_too_long_ = false;
        Serial.begin(115200);
        motor_.begin();
        send_header();
    }

    // In loop(): does what the computer asks for. True when it is time to measure.
    bool due()
    {
        while (Serial.available() > 0)
            take(char(Serial.read()));
        motor_.update();
        if (millis() - header_ms_ >= 5000)
            send_header();
        if (!measuring_) {
            if (millis() - idle_ms_ >= 1000) {
                idle_ms_ = millis();
                start("K");
                send();
            }
            return false;
        }
        const uint32_t period_us = uint32_t(1000000) / rate_hz_;
        const uint32_t late_us = micros() - next_us_;
        if (late_us >= 0x80000000UL) // not yet
            return false;
        next_us_ += late_us < period_us ? period_us : late_us + period_us;
        return true;
    }

    // One measurement: start_data(), then add_...() once per column in order, then send().
    void start_data()
    {
        start("D");
        add_unsigned(sequence_++);
        add_unsigned(micros());
    }

    // value / 10^decimals
    void add(int32_t value, uint8_t decimals)
    {
        put(',');
        if (value < 0)
            put('-');
        uint32_t scale = 1;
        for (uint8_t i = 0; i < decimals; ++i)
            scale *= 10;
        const uint32_t size = value < 0 ? uint32_t(-value) : uint32_t(value);
        put_number(size / scale);
        if (decimals == 0)
            return;
        put('.');
        for (uint32_t digit = scale / 10; digit > 0; digit /= 10)
            put(char('0' + size / digit % 10));
    }

    // The sensor of this column does not answer.
    void add_missing()
    {
        put(',');
        put_text("nan");
    }

    void send()
    {
        static const char kHex[] = "0123456789ABCDEF";
        uint16_t crc = 0xFFFF; // CRC-16/CCITT-FALSE of what stands between $ and *
        for (uint8_t i = 1; i < length_; ++i) {
            crc = uint16_t(crc ^ uint16_t(uint8_t(line_[i])) << 8);
            for (uint8_t bit = 0; bit < 8; ++bit)
                crc = uint16_t(crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1);
        }
        put('*');
        for (int8_t shift = 12; shift >= 0; shift = int8_t(shift - 4))
            put(kHex[crc >> shift & 15]);
        put('\n');
        Serial.write(reinterpret_cast<const uint8_t*>(line_), length_);
    }

    // Tells the person at the computer. Not between start_data() and send().
    void complain(const char* text)
    {
        start("E");
        put(',');
        put_text(text);
        send();
    }

private:
    void start(const char* type)
    {
        length_ = 0;
        put('$');
        put_text(type);
    }

    void put(char letter)
    {
        if (length_ < sizeof line_)
            line_[length_++] = letter;
    }

    void put_text(const char* text)
    {
        while (*text)
            put(*text++);
    }

    void put_number(uint32_t value)
    {
        char digits[10];
        uint8_t count = 0;
        do {
            digits[count++] = char('0' + value % 10);
            value /= 10;
        } while (value > 0);
        while (count > 0)
            put(digits[--count]);
    }

    void add_unsigned(uint32_t value)
    {
        put(',');
        put_number(value);
    }

    void send_header()
    {
        header_ms_ = millis();
        start("H,1,");
        put_text(device_);
        add_unsigned(rate_hz_);
        put(',');
        put_text(columns_);
        send();
    }

    void take(char letter)
    {
        if (letter == '\r')
            return;
        if (letter != '\n') {
            command_too_long_ = command_too_long_ || command_length_ + 1u >= sizeof command_;
            if (!command_too_long_)
                command_[command_length_++] = letter;
            return;
        }
        command_[command_length_] = 0;
        if (command_too_long_ || !obey())
            complain("unknown command");
        command_length_ = 0;
        command_too_long_ = false;
    }

    bool obey()
    {
        const char kind = command_[0];
        const bool alone = kind != 0 && command_[1] == 0;
        if (alone && kind == '?') {
            send_header();
            return true;
        }
        uint16_t numbers[2] = {0, 0};
        const uint8_t count = read_numbers(numbers);
        const bool known = (alone && (kind == '+' || kind == '-'))
            || (kind == 'R' && count == 1 && numbers[0] >= 1 && numbers[0] <= 100)
            || (kind == 'V' && count == 1 && numbers[0] <= 255)
            || (kind == 'P' && count == 2 && numbers[0] <= 255
                && motor_.play(uint8_t(numbers[0]), numbers[1]));
        if (!known)
            return false;
        start("A,");
        put_text(command_);
        send();
        if (alone) {
            if (!measuring_)
                next_us_ = micros();
            measuring_ = kind == '+';
            idle_ms_ = millis();
        } else if (kind == 'R') {
            rate_hz_ = numbers[0];
            send_header();
        } else if (kind == 'V')
            motor_.set(uint8_t(numbers[0]));
        return true;
    }

    // What follows the first letter: one number, or two with a comma between. 0: neither.
    uint8_t read_numbers(uint16_t (&numbers)[2]) const
    {
        uint8_t count = 0;
        uint8_t digits = 0;
        for (uint8_t i = 1; i < command_length_; ++i) {
            const char letter = command_[i];
            if (letter == ',' && digits > 0 && count == 0) {
                count = 1;
                digits = 0;
                continue;
            }
            if (letter < '0' || letter > '9' || ++digits > 4)
                return 0;
            numbers[count] = uint16_t(numbers[count] * 10 + uint16_t(letter - '0'));
        }
        return digits > 0 ? uint8_t(count + 1) : uint8_t(0);
    }

    const char* device_;
    const char* columns_;
    CruraMotor motor_;

    uint16_t rate_hz_ = 50;
    uint16_t sequence_ = 0;
    bool measuring_ = false;
    uint32_t next_us_ = 0; // when to measure
    uint32_t header_ms_ = 0;
    uint32_t idle_ms_ = 0;
    char command_[16];
    uint8_t command_length_ = 0;
    bool command_too_long_ = false;
    char line_[161]; // and its line feed
    uint8_t length_ = 0;
};
