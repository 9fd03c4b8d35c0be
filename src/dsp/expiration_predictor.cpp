#include "dsp/expiration_predictor.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace crura::dsp {

void ExpirationPredictor::learn(double inspiratory_time_s, double expiratory_time_s)
{
    if (known())
        judge(inspiratory_time_s, expiratory_time_s);
    const double breath_s = inspiratory_time_s + expiratory_time_s;
    const double weight = expirations_.empty() ? 1 : 0.3;
    smooth_inspiration_s_ += weight * (inspiratory_time_s - smooth_inspiration_s_);
    smooth_expiration_s_ += weight * (expiratory_time_s - smooth_expiration_s_);
    smooth_breath_s_ += weight * (breath_s - smooth_breath_s_);
    inspirations_.push(inspiratory_time_s);
    expirations_.push(expiratory_time_s);
    breaths_.push(breath_s);
    predict();
}

double ExpirationPredictor::operator()(double inspiratory_time_s) const
{
    double sum = 0;
    for (const Predictor& voice : voices_)
        sum += voice(inspiratory_time_s);
    return std::max(sum / kVoices, 0.);
}

void ExpirationPredictor::predict()
{
    const double usual_s = median(expirations_), last_s = expirations_[0];
    const std::array<std::pair<double, double>, kPredictors> lines{{
        {smooth_expiration_s_, 0},
        {median(expirations_, 3), 0},
        {median(expirations_, 7), 0},
        {last_s, 0},
        {usual_s + 0.3 * (last_s - usual_s), 0},
        {usual_s, 0},
        {smooth_breath_s_, -1},
        {median(breaths_, 3), -1},
        {median(breaths_, 7), -1},
        {breaths_[0], -1},
        {0, smooth_expiration_s_ / smooth_inspiration_s_},
    }};
    for (std::size_t i = 0; i < kPredictors; ++i)
        std::tie(predictors_[i].after_none_s, predictors_[i].slope) = lines[i];
    auto order = predictors_;
    std::partial_sort(order.begin(), order.begin() + kVoices, order.end(),
                      [](const auto& a, const auto& b) { return a.error_s < b.error_s; });
    std::copy_n(order.begin(), kVoices, voices_.begin());
}

// The first error counts in full: there is nothing yet to weigh it against.
void ExpirationPredictor::judge(double inspiratory_time_s, double expiratory_time_s)
{
    const double weight = judged_ ? params_.forgetting : 1;
    const auto learn = [weight, expiratory_time_s](double& error_s, double guess_s) {
        error_s += weight * (std::fabs(guess_s - expiratory_time_s) - error_s);
    };
    learn(error_s_, (*this)(inspiratory_time_s));
    for (Predictor& each : predictors_)
        learn(each.error_s, each(inspiratory_time_s));
    judged_ = true;
}

} // namespace crura::dsp
