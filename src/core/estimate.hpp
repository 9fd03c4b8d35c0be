#pragma once

namespace crura {

// A number with its doubt. Where `known` is false the number must not be shown ("--").
struct Estimate {
    double value = 0;
    double plus_minus = 0; // half width of the 95 % interval, in the unit of the value
    bool known = false;
};

} // namespace crura
