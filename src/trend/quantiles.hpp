#pragma once

namespace crura::trend {

// How far from 0 Student's t lies with the probability `outside` at most, both sides together:
// 1.96 for 0.05 and many degrees of freedom. `outside` in (0, 1), `degrees` above 0. [any]
double student_t(double outside, double degrees);

} // namespace crura::trend
