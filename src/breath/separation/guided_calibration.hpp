#pragma once

#include "breath/separation/calibration.hpp"
#include "breath/separation/isovolume.hpp"
#include "core/breath_state.hpp"
#include "core/calibration_guidance.hpp"
#include "core/few.hpp"
#include "core/time.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace crura::breath {

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
    void abandon();                                      // the posture changed
    void leave() { *this = GuidedCalibration(params_); } // nobody wants to go on

    // Every frame: levels while both bands are measured.
    void operator()(Time now, const std::optional<Levels>& level);

    // Every breath that became known.
    void add_breath(const Breath& breath);

    // Once, when it has come to an end: what was found.
    std::optional<Calibration::Result> take_result();

    bool under_way() const { return guidance_.under_way(); }
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
