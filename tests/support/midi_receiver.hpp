#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace crura::test {

// A synthesizer's ear, written from the MIDI 1.0 and MPE specifications and from nothing of ours:
// what a receiver knows after the bytes that it was given, and what it found wrong with them.
class MidiReceiver {
public:
    struct NoteOn {
        double time_s;
        int channel; // 1 .. 16, as everywhere here
        int note;
        int velocity;
    };

    void hear(double time_s, const std::vector<std::uint8_t>& bytes)
    {
        now_s_ = time_s;
        if (bytes.empty() || bytes[0] < 0x80)
            return complain("no status byte");
        if (bytes.size() != length_of(bytes[0]))
            return complain("wrong length");
        for (std::size_t i = 1; i < bytes.size(); ++i)
            if (bytes[i] > 0x7f)
                return complain("a data byte above 127");
        ++messages;
        if (bytes[0] >= 0xf0)
            system(bytes);
        else
            channel_message((bytes[0] & 0x0f) + 1, bytes);
    }

    // The 7-bit value of a controller; -1 when it was never told.
    int controller(int channel, int number) const
    {
        const auto found = coarse_.find({channel, number});
        return found == coarse_.end() ? -1 : found->second;
    }
    // The 14-bit value of a controller below 32.
    int fine_controller(int channel, int number) const
    {
        const auto low = coarse_.find({channel, number + 32});
        return controller(channel, number) * 128 + (low == coarse_.end() ? 0 : low->second);
    }

    std::set<std::pair<int, int>> sounding; // channel, note
    std::vector<NoteOn> notes;
    std::map<int, int> pressure, bend; // of a channel
    std::map<int, int> bend_range;     // of a channel, as RPN 0 told it
    int zone_members = 0;              // of the lower zone
    int zones_made = 0;
    bool clock_runs = false;
    int song_position = 0;           // pulses since the start, as of the next pulse
    std::vector<double> pulses_s;    // all of them
    std::vector<double> downbeats_s; // pulses at a multiple of `bar` while it runs
    int bar = 96;
    std::vector<std::string> transport; // "start", "stop", "continue", "position"
    std::map<std::pair<int, int>, std::vector<double>> told_s; // channel, controller
    std::map<int, std::vector<double>> pressed_s;              // channel
    int messages = 0;
    std::vector<std::string> complaints;

private:
    static std::size_t length_of(std::uint8_t status)
    {
        if (status >= 0xf8 || status == 0xf6)
            return 1;
        if (status == 0xf2)
            return 3;
        if (status >= 0xf0)
            return 2;
        return (status & 0xe0) == 0xc0 ? 2 : 3;
    }

    void complain(const std::string& what)
    {
        complaints.push_back(std::to_string(now_s_) + " s: " + what);
    }

    void channel_message(int channel, const std::vector<std::uint8_t>& bytes)
    {
        switch (bytes[0] & 0xf0) {
        case 0x80:
            if (!sounding.erase({channel, bytes[1]}))
                complain("a note off for a note that is not on");
            break;
        case 0x90:
            if (bytes[2] == 0)
                return complain("a note on of velocity 0");
            if (!sounding.insert({channel, bytes[1]}).second)
                complain("a note on for a note that is on");
            notes.push_back({now_s_, channel, bytes[1], bytes[2]});
            break;
        case 0xb0:
            control(channel, bytes[1], bytes[2]);
            break;
        case 0xd0:
            pressure[channel] = bytes[1];
            pressed_s[channel].push_back(now_s_);
            break;
        case 0xe0:
            bend[channel] = bytes[2] * 128 + bytes[1] - 8192;
            break;
        default:
            complain("a message that nobody asked for");
        }
    }

    void control(int channel, int number, int value)
    {
        told_s[{channel, number}].push_back(now_s_);
        coarse_[{channel, number}] = value;
        if (number < 32)
            coarse_[{channel, number + 32}] = 0; // MIDI 1.0: a coarse half resets the fine one
        if (number == 100 || number == 101)
            parameter_[channel][std::size_t(number - 100)] = value;
        if (number == 6)
            set_parameter(channel, value);
        if (number == 123)
            for (auto it = sounding.begin(); it != sounding.end();)
                it = it->first == channel ? sounding.erase(it) : std::next(it);
    }

    void set_parameter(int channel, int value)
    {
        const auto [low, high] = parameter_[channel];
        if (high == 0 && low == 6 && channel == 1) {
            zone_members = value;
            ++zones_made;
        } else if (high == 0 && low == 0) {
            bend_range[channel] = value;
        } else if (high != 127 || low != 127) {
            complain("a registered parameter that nobody knows");
        }
    }

    void system(const std::vector<std::uint8_t>& bytes)
    {
        switch (bytes[0]) {
        case 0xf2:
            if (clock_runs)
                complain("a song position while the clock runs");
            song_position = (bytes[1] + 128 * bytes[2]) * 6;
            transport.push_back("position");
            break;
        case 0xf8:
            pulses_s.push_back(now_s_);
            if (clock_runs && song_position++ % bar == 0)
                downbeats_s.push_back(now_s_);
            break;
        case 0xfa:
            song_position = 0;
            run(true, "start");
            break;
        case 0xfb:
            run(true, "continue");
            break;
        case 0xfc:
            run(false, "stop");
            break;
        default:
            complain("a system message that nobody asked for");
        }
    }

    void run(bool on, const char* what)
    {
        if (on == clock_runs)
            complain(std::string("a second ") + what);
        clock_runs = on;
        transport.push_back(what);
    }

    std::map<std::pair<int, int>, int> coarse_;
    std::map<int, std::array<int, 2>> parameter_; // selected: low, high
    double now_s_ = 0;
};

} // namespace crura::test
