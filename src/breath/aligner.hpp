#pragma once

#include "core/few.hpp"
#include "core/frame.hpp"
#include "core/sample.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace crura::breath {

// Brings the samples of all sensors onto one uniform grid (kFrameStep), with gaps marked.
//
// Between two samples it interpolates linearly. A hole, half as long again as the channel's usual
// interval or longer, is bridged and flagged when it is no longer than `bridge_s`; a longer one
// makes the channel invalid until its next sample. So a sensor must send 4 times a second or more.
//
// A frame is made as soon as every live channel has a sample at or after it, so a healthy sensor
// costs no more than its own sample interval; a sensor that falls silent is waited for once, for
// `bridge_s`. Samples must arrive within `bridge_s` of their time.
//
// This is the border for NaN: a sample that is not finite, or absurd, or comes behind one of its
// own channel, is left out and counted. Any thread; a plain value.
class Aligner {
public:
    struct Params {
        double bridge_s = 0.3; // longest hole that is filled
        double largest = 1e12; // no sensor measures more, in any unit
    };

    explicit Aligner(Params params) : params_(params), bridge_(from_seconds(params.bridge_s)) {}

    // Takes samples in the order of their arrival.
    void add(std::span<const Sample> samples) noexcept;

    // The next frame that is due at `now`; call until there is none. No frame comes before the
    // first sample.
    std::optional<Frame> next(Time now) noexcept;

    // Channels that ever had a sample.
    const std::bitset<kChannels>& seen() const { return seen_; }

    // Samples that were not finite, came out of order, or found no room.
    std::uint64_t left_out() const { return left_out_; }

private:
    static constexpr std::size_t kPending = 512; // two a frame: 2.5 s of any sensor

    struct Point {
        Time time{};
        double value = 0;
        bool after_hole = false;
    };
    class Track { // one channel
    public:
        bool add(Time time, double value) noexcept;
        void advance_to(Time time) noexcept; // drops what lies before the last point <= time
        bool reaches(Time time) const { return size_ > 0 && newest().time >= time; }
        const Point& at(std::size_t place) const { return points_[(first_ + place) % kPending]; }
        const Point& newest() const { return at(size_ - 1); }
        std::size_t size() const { return size_; }

        bool live = false; // sends; is waited for

    private:
        std::array<Point, kPending> points_{};
        std::size_t first_ = 0;
        std::size_t size_ = 0;
        Duration usual_{}; // interval between samples
    };

    bool due(Time now) const noexcept;
    void fill(Frame& frame, std::size_t channel) noexcept;

    Params params_;
    Duration bridge_;
    std::array<Track, kChannels> tracks_{};
    std::bitset<kChannels> seen_;
    std::array<double, kChannels> held_{}; // the last valid value of each channel
    std::optional<Time> next_;             // of the next frame
    std::uint64_t left_out_ = 0;
};

} // namespace crura::breath
