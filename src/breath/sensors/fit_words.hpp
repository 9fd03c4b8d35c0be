#pragma once

#include "core/sample.hpp"
#include "core/sensor_fault.hpp"

#include <array>
#include <string_view>

namespace crura::breath {

// What is wrong with a sensor and what to do about it, in words for the person who wears it.
struct FitWords {
    SensorFault fault;
    std::string_view chest;
    std::string_view belly;
};

inline constexpr std::array kFitWords{
    FitWords{SensorFault::none, "The chest belt is fine.", "The belly belt is fine."},
    FitWords{SensorFault::silent,
             "Nothing comes from the chest belt: look at its plug, its battery and its switch.",
             "Nothing comes from the belly belt: look at its plug, its battery and its switch."},
    FitWords{
        SensorFault::stuck,
        "The chest belt sends the same number again and again: unplug it and plug it in again.",
        "The belly belt sends the same number again and again: unplug it and plug it in again."},
    FitWords{
        SensorFault::saturated,
        "The chest belt is at the end of its range: let it out a little, or take up the slack.",
        "The belly belt is at the end of its range: let it out a little, or take up the slack."},
    FitWords{SensorFault::loose,
             "The chest belt hardly moves: pull it a little tighter, just below the armpits.",
             "The belly belt hardly moves: pull it a little tighter, at the height of the navel."},
    FitWords{SensorFault::upside_down,
             "The chest belt falls when you inhale: it works this way, or turn it around.",
             "The belly belt falls when you inhale: it works this way, or turn it around."},
    FitWords{
        SensorFault::swapped,
        "Chest and belly seem to be the wrong way round: exchange the two belts or their plugs.",
        "Chest and belly seem to be the wrong way round: exchange the two belts or their plugs."},
    FitWords{SensorFault::noisy,
             "The chest belt is noisy: fasten its cable and keep it away from chargers.",
             "The belly belt is noisy: fasten its cable and keep it away from chargers."},
    FitWords{SensorFault::moved,
             "The chest belt has moved: smooth it down and breathe on for a few breaths.",
             "The belly belt has moved: smooth it down and breathe on for a few breaths."},
};

constexpr std::string_view fit_words(SensorFault fault, Band band)
{
    const FitWords& words = kFitWords[std::size_t(fault)];
    return band == Band::thoracic ? words.chest : words.belly;
}

} // namespace crura::breath
