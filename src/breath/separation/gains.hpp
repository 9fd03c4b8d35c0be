#pragma once

#include "core/breath_state.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace crura::breath {

// How much volume a unit of each band's excursion stands for. Only the ratio matters here.
struct Gains {
    double thoracic = 1;
    double abdominal = 1;
    double log_ratio_plus_minus = 1; // 95 % half width of ln(thoracic / abdominal)
    bool calibrated = false;         // false: one sensor type taken as equally sensitive twice

    // The abdomen's part of a breath whose bands moved by these amounts at the same instants
    // [sensor units]: its doubt is that of the gains and that of the amplitudes. Not known when
    // nothing moved.
    Estimate abdominal_share(const Estimate& thoracic_amplitude,
                             const Estimate& abdominal_amplitude) const
    {
        const double chest = std::max(thoracic * thoracic_amplitude.value, 0.);
        const double belly = std::max(abdominal * abdominal_amplitude.value, 0.);
        const double volume = chest + belly;
        if (volume <= 0)
            return {};
        const double share = belly / volume;
        const double of_gains = share * (1 - share) * log_ratio_plus_minus;
        const double of_chest = share * thoracic * thoracic_amplitude.plus_minus / volume;
        const double of_belly = (1 - share) * abdominal * abdominal_amplitude.plus_minus / volume;
        return {share, std::hypot(of_gains, of_chest, of_belly), true};
    }

    Estimate abdominal_share(double thoracic_amplitude, double abdominal_amplitude) const
    {
        return abdominal_share(Estimate{thoracic_amplitude, 0, true},
                               Estimate{abdominal_amplitude, 0, true});
    }
};

} // namespace crura::breath
