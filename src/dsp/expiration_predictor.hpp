#pragma once

#include "dsp/history.hpp"

#include <array>
#include <cstddef>

namespace crura::dsp {

// Predicts how long the expiration under way will last, pause included, and so when the next
// inspiration begins.
//
// Simple predictors compete: some say how long an expiration lasts, some how long a whole breath,
// some how long either lasts after an inspiration like this one. The four that erred least lately
// speak, with one voice. Any thread; a plain value.
class ExpirationPredictor {
public:
    struct Params {
        double forgetting = 0.1; // weight of the newest error, 0 .. 1
    };

    explicit ExpirationPredictor(Params params) : params_(params) {}

    // A breath has ended.
    void learn(double inspiratory_time_s, double expiratory_time_s);

    bool known() const { return expirations_.size() >= 2; }

    // After an inspiration of this length [s]; only when known().
    double operator()(double inspiratory_time_s) const;

    // How far off that has been lately, on average [s].
    double error_s() const { return error_s_; }

private:
    static constexpr std::size_t kBreaths = 9;
    static constexpr std::size_t kPredictors = 11;
    static constexpr std::size_t kVoices = 4;

    struct Predictor {           // of an expiration
        double after_none_s = 0; // after an inspiration of no length,
        double slope = 0;        // and how much more for every second of one
        double error_s = 0;      // lately, on average

        double operator()(double inspiratory_time_s) const
        {
            return after_none_s + slope * inspiratory_time_s;
        }
    };

    void judge(double inspiratory_time_s, double expiratory_time_s);
    void predict();

    Params params_;
    History<double, kBreaths> inspirations_, expirations_, breaths_;
    double smooth_inspiration_s_ = 0, smooth_expiration_s_ = 0, smooth_breath_s_ = 0;
    std::array<Predictor, kPredictors> predictors_{};
    std::array<Predictor, kVoices> voices_{}; // the best of them
    double error_s_ = 0;
    bool judged_ = false;
};

} // namespace crura::dsp
