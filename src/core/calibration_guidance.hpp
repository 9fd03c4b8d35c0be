#pragma once

#include <cstddef>
#include <cstdint>

namespace crura {

// What a person does while the gains of chest and belly are measured.
enum class Manoeuvre : std::uint8_t {
    natural,   // breathes as it comes
    belly,     // lets the belly breathe and the chest rest
    chest,     // the other way round
    isovolume, // breath stopped, volume shifted between chest and belly
};
inline constexpr std::size_t kManoeuvres = 4;

// What became of a breath that was heard meanwhile.
enum class BreathVerdict : std::uint8_t {
    none, // was heard yet
    counted,
    between,     // two manoeuvres
    faint,       // low confidence
    one_band,    // was heard
    unlike,      // the others: a sigh, or hardly a breath
    chest_moved, // too much for a belly breath
    belly_moved, // too much for a chest breath
};

enum class CalibrationOutcome : std::uint8_t {
    none, // never begun, or left
    under_way,
    separated,
    too_few,
    alike,
    wrong_way,
    uncertain,
    unclear,
    moved, // the posture changed
};

// Where a guided calibration stands: whole, and small enough to be shown every tick.
struct CalibrationGuidance {
    CalibrationOutcome outcome = CalibrationOutcome::none;
    Manoeuvre manoeuvre = Manoeuvre::natural;
    std::uint8_t wanted = 0; // breaths of this manoeuvre, or cycles of an isovolume
    std::uint8_t heard = 0;
    std::uint8_t counted = 0;
    BreathVerdict last = BreathVerdict::none;
    bool finishing = false; // the last breath is waited for
    double condition = 0;   // of what was measured; 1 best, beyond 30 nothing can be told apart

    bool under_way() const { return outcome == CalibrationOutcome::under_way; }
    bool enough() const { return counted >= wanted; }
};

} // namespace crura
