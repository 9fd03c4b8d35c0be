#pragma once

#include "breath/pending_rows.hpp"
#include "core/frame.hpp"
#include "core/sample.hpp"

#include <array>
#include <bitset>
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
// `bridge_s`. Samples must arrive within `bridge_s` of their time. When nothing at all was heard
// for `silence_s` no more frames are made, and the grid goes on with the next sample.
//
// This is the border for NaN: a sample that is not finite, or absurd, or comes behind one of its
// own channel or seconds before the frame that is due, is left out and counted. A channel that was
// never seen costs nothing. Any thread; a plain value that never allocates.
class Aligner {
public:
    struct Params {
        double bridge_s = 0.3; // longest hole that is filled
        double silence_s = 60; // longest silence that is filled with empty frames
        double largest = 1e12; // no sensor measures more, in any unit
    };

    explicit Aligner(Params params)
        : params_(params), bridge_(from_seconds(params.bridge_s)),
          silence_(from_seconds(params.silence_s))
    {
    }

    // Takes samples in the order of their arrival.
    void add(std::span<const Sample> samples) noexcept;

    // The next frame that is due at `now`; call until there is none. No frame comes before the
    // first sample. It stays until the next call.
    const Frame* next(Time now) noexcept;

    // Channels that ever had a sample.
    const std::bitset<kChannels>& seen() const { return seen_; }

    // Samples that were not finite, came out of order, or found no room.
    std::uint64_t left_out() const { return left_out_; }

private:
    // One channel.
    struct Track {
        Time time{};      // of its newest sample
        double value = 0; // of its newest sample
        Duration usual{}; // interval between samples; 0 until two were heard
        std::uint8_t channel = 0;
        bool live = false; // sends; is waited for
    };

    bool take(const Sample& sample) noexcept;
    void begin(std::size_t channel, const Sample& sample) noexcept;
    void interpolate(std::size_t column, const Sample& sample, bool after_hole) noexcept;
    bool due(Time now) const noexcept;
    void fill(std::size_t column) noexcept;

    Params params_;
    Duration bridge_, silence_;
    std::optional<Time> next_; // of the next frame
    Time newest_{};            // sample of any channel
    std::bitset<kChannels> seen_;
    Frame frame_;                                  // the last that was made
    std::array<std::uint8_t, kChannels> column_{}; // of each channel that was seen
    std::array<Track, kChannels> tracks_{};        // by column: in the order of their first sample
    std::size_t columns_ = 0;
    PendingRows rows_;
    std::uint64_t left_out_ = 0;
};

} // namespace crura::breath
