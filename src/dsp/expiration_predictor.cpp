#include "dsp/expiration_predictor.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

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
}

double ExpirationPredictor::operator()(double inspiratory_time_s) const
{
    const Guesses each = guesses(inspiratory_time_s);
    std::array<std::size_t, kPredictors> order;
    std::iota(order.begin(), order.end(), 0);
    std::partial_sort(order.begin(), order.begin() + kVoices, order.end(),
                      [this](auto a, auto b) { return errors_[a] < errors_[b]; });
    double sum = 0;
    for (std::size_t i = 0; i < kVoices; ++i)
        sum += each[order[i]];
    return std::max(sum / kVoices, 0.);
}

ExpirationPredictor::Guesses ExpirationPredictor::guesses(double inspiratory_time_s) const
{
    const double usual_s = median(expirations_), last_s = expirations_[0];
    return {smooth_expiration_s_,
            median(expirations_, 3),
            median(expirations_, 7),
            last_s,
            usual_s + 0.3 * (last_s - usual_s),
            usual_s,
            smooth_breath_s_ - inspiratory_time_s,
            median(breaths_, 3) - inspiratory_time_s,
            median(breaths_, 7) - inspiratory_time_s,
            breaths_[0] - inspiratory_time_s,
            smooth_expiration_s_ * inspiratory_time_s / smooth_inspiration_s_};
}

// The first error counts in full: there is nothing yet to weigh it against.
void ExpirationPredictor::judge(double inspiratory_time_s, double expiratory_time_s)
{
    const double weight = judged_ ? params_.forgetting : 1;
    const auto learn = [weight, expiratory_time_s](double& error_s, double guess_s) {
        error_s += weight * (std::fabs(guess_s - expiratory_time_s) - error_s);
    };
    learn(error_s_, (*this)(inspiratory_time_s));
    const Guesses each = guesses(inspiratory_time_s);
    for (std::size_t i = 0; i < kPredictors; ++i)
        learn(errors_[i], each[i]);
    judged_ = true;
}

} // namespace crura::dsp
