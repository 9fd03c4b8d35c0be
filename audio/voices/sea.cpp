#include "audio/voices/sea.hpp"

#include "audio/voices/glide.hpp"

#include <algorithm>
#include <cmath>

namespace crura::audio {

namespace {

constexpr float kLevel = 0.66f; // fully risen: about -26 LUFS
constexpr double kDarkHz = 300; // the brightness of a wave that is down
constexpr double kSlowHz = 0.067;
constexpr double kSlowerHz = 0.029;
constexpr float kWanderOctaves = 0.2f; // of the brightness
constexpr float kWanderBalance = 0.1f; // of the gain of each ear

} // namespace

Sea::Sea(double sample_rate_hz, Settings settings, std::uint32_t seed)
    : settings_(settings), air_(sample_rate_hz, seed),
      level_({.time_s = 0.05}, sample_rate_hz, kBlockFrames),
      height_({.time_s = 0.03}, sample_rate_hz, kBlockFrames),
      colour_({.time_s = 0.05}, sample_rate_hz, kBlockFrames),
      slow_(kSlowHz, sample_rate_hz / double(kBlockFrames), 0),
      slower_(kSlowerHz, sample_rate_hz / double(kBlockFrames), 0)
{
}

// What is left of the last expiration, as it were stays dark: only what rises from there is bright.
Sea::Wave Sea::rise(float displacement) noexcept
{
    ebbing_ = false;
    trough_ = std::min(trough_, displacement);
    return {displacement, trough_ < 1 ? (displacement - trough_) / (1 - trough_) : 0};
}

Sea::Wave Sea::ebb(float displacement, float falling) noexcept
{
    if (!ebbing_) {
        ebbing_ = true;
        crest_ = {height_.value(), colour_.value()};
        began_ = 0;
        to_go_ = 1;
        trough_ = 1;
    }
    began_ = std::max(began_, falling); // it may come up over some ticks
    to_go_ = std::min(to_go_, falling / began_);
    return {std::max(displacement, crest_.height * to_go_), crest_.colour * to_go_};
}

// -1 .. 1
float Sea::wander() noexcept
{
    ++slow_;
    ++slower_;
    slow_.tidy();
    slower_.tidy();
    return 0.5f * (slow_.sine() + slower_.sine());
}

void Sea::render(float level, float displacement, float falling, Block& mix) noexcept
{
    const auto wave = falling > 0 ? ebb(displacement, falling) : rise(displacement);
    level_(level);
    height_(wave.height);
    colour_(wave.colour);

    const float wandering = wander();
    const float depth = float(settings_.depth);
    const float colour = 1 - depth * (1 - colour_.value());
    const float gain = kLevel * level_.value() * (1 - depth * (1 - height_.value()));
    const double brightness_hz = kDarkHz * std::pow(settings_.brightness_hz / kDarkHz, colour)
        * std::exp2(kWanderOctaves * wandering);
    const float balance = kWanderBalance * slow_.cosine();
    const auto left = glide(left_, gain * (1 + balance));
    const auto right = glide(right_, gain * (1 - balance));
    air_.render(brightness_hz, left, right, mix);
}

} // namespace crura::audio
