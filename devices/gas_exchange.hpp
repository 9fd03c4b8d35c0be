#pragma once

#include <algorithm>

namespace crura::devices {

// How the carbon dioxide of a resting body follows its breath: what the lungs hold, which empties
// within seconds, and what blood and tissues hold, which takes minutes; between them the blood
// flow.
//
//     made -> body [105 ml/mmHg] <=> lungs [3 ml/mmHg] -> breathed out
//                       blood flow, 23 ml/min/mmHg
//
// In the long run the PCO2 is kUsualMmHg / ventilation. The body's capacity is the 1.5 ml/kg/mmHg
// of Farhi and Rahn ("Gas stores of the body and the unsteady state", J Appl Physiol 7, 1955) at
// 70 kg. The test holds it against the 2.5 l that people lose in 12 minutes of breathing four and a
// half times as much as usual (J Appl Physiol 17:805, 1962). It knows no acid-base balance, no
// breath within a breath, and no brain. Any thread; a plain value.
class GasExchange {
public:
    static constexpr double kUsualMmHg = 40; // arterial and alveolar, at rest

    // The next `seconds` at this alveolar ventilation, 1 as usual; at most a few seconds a call.
    void operator()(double ventilation, double seconds)
    {
        constexpr double kStepS = 0.5;
        for (double left = seconds; left > 0; left -= kStepS)
            step(ventilation, std::min(left, kStepS) / 60);
    }

    double pco2_mmhg() const { return lungs_; } // of the alveoli and of arterial blood
    double lost_ml() const
    {
        return (kBodyAtRest - body_) * kBody + (kUsualMmHg - lungs_) * kLungs;
    }

private:
    static constexpr double kMade = 200;               // [ml/min]
    static constexpr double kOut = kMade / kUsualMmHg; // at ventilation 1 [ml/min/mmHg]
    static constexpr double kFlow = 23;                // 5 l/min, 4.6 ml/l/mmHg
    static constexpr double kLungs = 3;                // 2.5 l of gas [ml/mmHg]
    static constexpr double kBody = 1.5 * 70;          // [ml/mmHg]
    static constexpr double kBodyAtRest = kUsualMmHg + kMade / kFlow; // as mixed venous blood

    void step(double ventilation, double minutes)
    {
        const double carried = kFlow * (body_ - lungs_);
        body_ += (kMade - carried) / kBody * minutes;
        lungs_ += (carried - kOut * ventilation * lungs_) / kLungs * minutes;
    }

    double lungs_ = kUsualMmHg;
    double body_ = kBodyAtRest;
};

} // namespace crura::devices
