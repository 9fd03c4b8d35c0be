#pragma once

#include "dsp/history.hpp"
#include "dsp/turn_detector.hpp"

#include <array>
#include <cstddef>

namespace crura::dsp {

// When the air began to flow. A flow has a lobe for each inspiration (positive) and expiration, and
// may rest between them; a turn was when its lobe left the dead band, a tenth of its peak:
//
//                   .-.
//                  /   \                                                            .
//     ____________/.....\____........ dead band, around where the flow rests
//                ^ onset     \   /
//                             '-'
//
// The detector finds the turn in the volume; here it is looked for in the flow. While the peak of a
// lobe is not yet known, that of a usual one counts. Where the flow rests is found out, for few
// sensors rest at zero. Any thread; a plain value.
class FlowLobes {
public:
    struct Params {
        double sample_rate_hz = 50;
        double dead = 0.10;    // share of the lobe's peak, 0 .. 1
        double clear = 0.20;   // so much of a usual peak is a lobe for certain, 0 .. 1
        double near = 0.15;    // of the smaller usual peak: so near to its rest it may be resting
        double rest_s = 1;     // time constant in which the rest is learnt there,
        double mean_s = 30;    // and anywhere else
        double at_first_s = 8; // in the beginning the mean counts
    };

    explicit FlowLobes(Params params) : params_(params) {}

    void push(double time_s, double flow);

    // Corrects the times of `turn`, which was found in the volume. Not for a hesitation.
    void operator()(Turn& turn);

    // Has met an inspiration and an expiration.
    bool known() const { return !peaks_[in].empty() && !peaks_[out].empty(); }

    // The flow is clearly that of an inspiration (or expiration), as they usually are.
    bool clearly(bool inspiring) const;

    // The last expiration onset was none.
    void take_back() { expiration_s_ = expiration_before_s_; }

    // Begins anew after a gap, or when the flow is now the other way round.
    void restart() { *this = FlowLobes(params_); }

private:
    static constexpr double kNever = -1e300;
    static constexpr std::size_t kFlows = 1024; // 20 s
    enum Direction : std::size_t { in, out };

    double flow(Direction direction, std::size_t age) const
    {
        const double above = double(flow_[age]) - rest_;
        return direction == in ? above : -above;
    }
    double usual(Direction direction) const { return median(peaks_[direction]); }
    void learn_rest(double flow);
    std::size_t age_of(double time_s) const;
    std::size_t highest(Direction direction, std::size_t from, std::size_t to) const;
    double onset_s(Direction direction, std::size_t peak, std::size_t oldest, double height) const;
    void begin(Turn& turn);
    void end(Turn& turn);

    Params params_;
    double newest_s_ = 0;
    double begun_ = 0; // samples since the beginning, while the mean counts
    double rest_ = 0;
    double expiration_s_ = kNever;        // the last onset,
    double expiration_before_s_ = kNever; // and the one before, should that be taken back
    std::array<History<double, 5>, 2> peaks_;
    History<float, kFlows> flow_;
};

} // namespace crura::dsp
