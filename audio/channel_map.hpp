#pragma once

#include "core/result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace crura::audio {

// What one channel of a sound card is given.
enum class Feed : std::uint8_t {
    none,
    left,
    right,
    middle, // both ears in one loudspeaker
    touch,  // the haptic band: for a transducer on the body, never for ears
};

// What each channel of a sound card is given, in order. A plain value; [any]
class ChannelMap {
public:
    static constexpr std::size_t kMostChannels = 8;

    // What a card with so many channels (1 .. 8, others are taken as the nearest) gets when nobody
    // chose: one is given the middle; of more the first two are left and right, the rest silent.
    // Touch is in no map that a person did not write.
    static ChannelMap usual(std::size_t channels);

    // "left,right,none,touch": a word a channel, separated by commas. The error says what is wrong
    // and what is permitted.
    static Result<ChannelMap> parse(std::string_view text);

    std::size_t size() const noexcept { return size_; }
    Feed operator[](std::size_t channel) const noexcept { return feeds_[channel]; }
    bool has(Feed feed) const noexcept;
    std::string text() const; // as parse() reads it

    friend bool operator==(const ChannelMap&, const ChannelMap&) = default;

private:
    ChannelMap() = default;
    void add(Feed feed) { feeds_[size_++] = feed; }

    std::array<Feed, kMostChannels> feeds_{};
    std::size_t size_ = 0;
};

} // namespace crura::audio
