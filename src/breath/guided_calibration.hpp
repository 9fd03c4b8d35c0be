#pragma once

#include "breath/calibration.hpp"
#include "breath/isovolume.hpp"
#include "core/breath_state.hpp"
#include "core/few.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace crura::breath {

// What became of a breath that was heard while the gains are measured.
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
    none, // never begun
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
    double condition = 0; // of what was measured; 1 best, beyond 30 nothing can be told apart

    bool enough() const { return counted >= wanted; }
};

// What to say about them to a person. Words that invite.
std::string_view words(Manoeuvre manoeuvre);
std::string_view words(BreathVerdict verdict);
std::string_view words(CalibrationOutcome outcome);

// Leads through the manoeuvres that tell chest from belly, in the posture the person is in.
//
// Manoeuvres come in any order and as often as wanted; a breath belongs to the one in which it was
// breathed in, although it is known only later. finish(), or `longest_s` without it, ends the
// calibration as soon as its last breath must be known. Any thread; a plain value.
class GuidedCalibration {
public:
    struct Params {
        Calibration::Params calibration{};
        std::array<std::uint8_t, kManoeuvres> wanted{8, 6, 6, 3}; // by Manoeuvre
        double least_confidence = 0.25;
        // A natural breath has half; a belly breath has no more than this of its movement, each
        // band against its natural amplitude, in the chest.
        double other_band = 0.35;
        double unlike = 1.7;       // times as large or small as the others of its manoeuvre
        double longest_s = 240;    // of one manoeuvre: the way out when nobody finishes it
        double last_breath_s = 15; // longest wait for what was breathed before finish()
    };

    explicit GuidedCalibration(Params params) : params_(params), calibration_(params.calibration) {}

    // From `now` on the person does this. The first one begins the calibration. `usual`: how high
    // each band went in the breaths before; 0 while unknown [sensor units].
    void begin(Manoeuvre manoeuvre, Time now, const Levels& usual);
    void finish(Time now);
    void abandon(); // the posture changed

    // Every frame: levels while both bands are measured.
    void operator()(Time now, const std::optional<Levels>& level);

    // Every breath that became known.
    void add_breath(const Breath& breath);

    // Once, when it has come to an end: what was found.
    std::optional<Calibration::Result> take_result();

    bool under_way() const { return guidance_.outcome == CalibrationOutcome::under_way; }
    const CalibrationGuidance& guidance() const { return guidance_; }

private:
    struct Step {
        Manoeuvre manoeuvre{};
        Time begun{};
    };
    struct Mean {
        int breaths = 0;
        Levels amplitude{};
    };

    const Step* step_of(const Breath& breath) const;
    BreathVerdict judge(Manoeuvre manoeuvre, const Breath& breath) const;
    double size(Manoeuvre manoeuvre, double chest, double belly) const;
    void end_isovolume();
    void conclude();

    Params params_;
    Calibration calibration_;
    CalibrationGuidance guidance_;
    Few<Step, 6> steps_;                 // the last ones; the newest is under way unless finished_
    std::array<Mean, kManoeuvres> mean_; // of counted breaths
    Levels usual_{};
    std::optional<Isovolume> isovolume_;
    std::optional<Time> finished_;
    bool concluded_ = false; // and the result not taken
    Calibration::Result result_;
};

} // namespace crura::breath
