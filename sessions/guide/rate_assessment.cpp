#include "sessions/guide/rate_assessment.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace crura::sessions {
namespace {

constexpr Duration kLongestTick = std::chrono::milliseconds(100);
constexpr double kSure = 1.96;       // half width of a 95 % interval [SD]
constexpr double kOfShape = 0.1;     // half width: no body's curve is a parabola [1/min]
constexpr double kAnswerDoubt = 0.5; // of an answer, in its choices

bool is_tried(const Step* step)
{
    return step && step->intent == Intent::guide && step->style == GuideStyle::fixed;
}

// Longest less shortest beat as a difference of rates.
double swing_bpm(double rsa_ms, double rate_bpm)
{
    return rsa_ms / 1000 * rate_bpm * rate_bpm / 60;
}

template <class Member>
bool all_know(const Few<RateScore, 8>& rates, Member member)
{
    return std::all_of(rates.begin(), rates.end(), [member](const RateScore& rate) {
        return !rate.counts || (rate.*member).known;
    });
}

} // namespace

void RateAssessment::Running::operator()(double value) noexcept
{
    const double before = value - mean_;
    mean_ += before / ++count_;
    power_ += before * (value - mean_);
}

double RateAssessment::Running::deviation() const noexcept
{
    return count_ > 1 ? std::sqrt(power_ / (count_ - 1)) : 0;
}

Estimate RateAssessment::Running::estimate() const noexcept
{
    if (count_ < 2)
        return {};
    return {mean_, kSure * deviation() / std::sqrt(double(count_)), true};
}

const Assessment& RateAssessment::operator()(Time now, const Step* step, double guide_bpm,
                                             const BreathState& breath,
                                             const CheckInState& check_in) noexcept
{
    const Duration passed =
        begun_ ? std::clamp(now - last_, Duration(0), kLongestTick) : Duration(0);
    begun_ = true;
    last_ = now;
    if (step != step_)
        change_step(step);
    if (under_way_) {
        wait_for(now, guide_bpm);
        heed(now, to_seconds(passed), breath);
    }
    heed_answers(check_in);
    return assessment_;
}

void RateAssessment::change_step(const Step* step) noexcept
{
    if (under_way_) {
        say(*under_way_, true);
        last_over_ = under_way_;
        under_way_.reset();
        conclude();
    }
    step_ = step;
    if (!is_tried(step))
        return;
    counts_from_.reset();
    const auto end = tried_.begin() + std::ptrdiff_t(assessment_.rates.size());
    const auto again =
        std::find_if(tried_.begin(), end, [step](const Tried& each) { return each.step == step; });
    if (again == end) {
        RateScore rate;
        rate.asked_bpm = step->breath_rate_bpm;
        if (!assessment_.rates.push_back(rate))
            return; // more than can be compared
    }
    again->step = step;
    under_way_ = std::size_t(again - tried_.begin());
}

void RateAssessment::wait_for(Time now, double guide_bpm) noexcept
{
    const double asked_bpm = assessment_.rates[*under_way_].asked_bpm;
    if (!counts_from_ && std::fabs(guide_bpm - asked_bpm) <= params_.shown_bpm)
        counts_from_ = now + from_seconds(params_.settle_s);
}

void RateAssessment::heed(Time now, double seconds, const BreathState& breath) noexcept
{
    if (!counts_from_ || now < *counts_from_)
        return;
    Tried& tried = tried_[*under_way_];
    tried.heard_s += seconds;
    if (breath.confidence < params_.good_confidence)
        tried.gaps_s += seconds;
    for (const Breath& each : breath.breaths)
        heed_breath(each, breath);
    if (!breath.breaths.empty())
        say(*under_way_, false);
}

void RateAssessment::heed_breath(const Breath& breath, const BreathState& state) noexcept
{
    if (breath.inspiration_onset < *counts_from_ || breath.confidence < params_.good_confidence)
        return;
    Tried& tried = tried_[*under_way_];
    tried.breath_time_s(to_seconds(breath.end - breath.inspiration_onset));
    if (breath.abdominal_share.known)
        tried.abdominal_share(breath.abdominal_share.value);
    if (state.ventilation.known)
        tried.ventilation(state.ventilation.value);
    const Heart& heart = state.heart;
    if (heart.rsa_ms.known && heart.rate_bpm.known)
        tried.heart_swing_bpm(swing_bpm(heart.rsa_ms.value, heart.rate_bpm.value));
    if (heart.coherence.known)
        tried.coherence(heart.coherence.value);
}

void RateAssessment::heed_answers(const CheckInState& check_in) noexcept
{
    for (const Answer& answer : check_in.answers) {
        const bool ours = answer.question == Question::comfort && answer.when == CheckInTime::pace
            && answer.by != AnsweredBy::nobody;
        if (!ours || !last_over_)
            continue;
        assessment_.rates[*last_over_].comfort = std::int8_t(answer.choice);
        conclude();
    }
}

// What is known of a rate so far; only when it is over does it count.
void RateAssessment::say(std::size_t at, bool over) noexcept
{
    const Tried& tried = tried_[at];
    RateScore& rate = assessment_.rates[at];
    const int breaths = tried.breath_time_s.count();
    // Of most breaths, or it says nothing of the rate.
    const auto of_most = [breaths](const Running& each) {
        return 2 * each.count() > breaths ? each.estimate() : Estimate{};
    };
    rate.abdominal_share = of_most(tried.abdominal_share);
    rate.ventilation = of_most(tried.ventilation);
    rate.heart_swing_bpm = of_most(tried.heart_swing_bpm);
    rate.coherence = of_most(tried.coherence);
    if (breaths >= 2) {
        const Estimate time_s = tried.breath_time_s.estimate();
        const double varies = tried.breath_time_s.deviation() / time_s.value;
        rate.breath_rate_bpm = {60 / time_s.value,
                                60 * time_s.plus_minus / (time_s.value * time_s.value), true};
        rate.irregularity = {varies, kSure * varies / std::sqrt(2. * breaths), true};
    }
    const bool kept = rate.breath_rate_bpm.known
        && std::fabs(rate.breath_rate_bpm.value - rate.asked_bpm) <= params_.most_off_bpm;
    rate.counts = over && kept && breaths >= params_.least_breaths
        && tried.gaps_s <= params_.most_gaps * tried.heard_s;
}

void RateAssessment::conclude() noexcept
{
    const auto& rates = assessment_.rates;
    const bool heart = all_know(rates, &RateScore::heart_swing_bpm);
    const Candidates candidates = heart ? by_heart() : by_comfort();
    const auto counting = std::count_if(rates.begin(), rates.end(),
                                        [](const RateScore& rate) { return rate.counts; });
    assessment_.basis = Assessment::Basis::none;
    assessment_.best_bpm = {};
    if (counting < 2 || candidates.empty())
        return;
    assessment_.basis = heart ? Assessment::Basis::heart : Assessment::Basis::comfort;

    const std::size_t best = best_of(candidates);
    const Candidate& here = candidates[best];
    double nearest_bpm = 0.5, reach_bpm = 0;
    for (const Candidate& other : candidates) {
        const double away_bpm = std::fabs(other.rate_bpm - here.rate_bpm);
        if (away_bpm > 0)
            nearest_bpm = std::min(nearest_bpm, away_bpm);
        if (alike(here, other))
            reach_bpm = std::max(reach_bpm, away_bpm);
    }
    assessment_.best_bpm = {here.rate_bpm, std::max(reach_bpm, nearest_bpm / 2), true};
    if (best > 0 && best + 1 < candidates.size() && reach_bpm <= nearest_bpm)
        refine(candidates[best - 1], here, candidates[best + 1]);
}

// The top of a parabola through the best and its neighbours, when it is known well enough.
void RateAssessment::refine(const Candidate& slower, const Candidate& best,
                            const Candidate& faster) noexcept
{
    const double step_bpm = (faster.rate_bpm - slower.rate_bpm) / 2;
    const double bend = 2 * best.score - slower.score - faster.score;
    const bool even = std::fabs(best.rate_bpm - slower.rate_bpm - step_bpm) < 0.01;
    const bool clear = !alike(best, slower) || !alike(best, faster);
    if (!even || !clear || bend <= 0 || best.score < std::max(slower.score, faster.score))
        return;
    const double top_bpm = best.rate_bpm + step_bpm * (faster.score - slower.score) / (2 * bend);
    const double doubt_bpm = step_bpm * std::hypot(slower.doubt, faster.doubt) / (2 * bend);
    if (doubt_bpm < step_bpm / 2)
        assessment_.best_bpm = {top_bpm, std::hypot(doubt_bpm, kOfShape), true};
}

bool RateAssessment::alike(const Candidate& best, const Candidate& other) noexcept
{
    return best.score - other.score <= std::hypot(best.doubt, other.doubt);
}

// By rate, ascending.
void RateAssessment::insert(const Candidate& candidate, Candidates& candidates) noexcept
{
    candidates.push_back(candidate);
    for (std::size_t i = candidates.size() - 1;
         i > 0 && candidates[i].rate_bpm < candidates[i - 1].rate_bpm; --i)
        std::swap(candidates[i], candidates[i - 1]);
}

RateAssessment::Candidates RateAssessment::by_heart() const noexcept
{
    Candidates candidates;
    for (const RateScore& rate : assessment_.rates)
        if (rate.counts)
            insert({rate.asked_bpm, rate.heart_swing_bpm.value, rate.heart_swing_bpm.plus_minus,
                    rate.coherence.known ? rate.coherence.value : 0},
                   candidates);
    return candidates;
}

// In points. What is not known of every rate compares none; a rate with too much air is out.
RateAssessment::Candidates RateAssessment::by_comfort() const noexcept
{
    const auto& rates = assessment_.rates;
    const bool shares = all_know(rates, &RateScore::abdominal_share);
    const bool answers = std::all_of(rates.begin(), rates.end(), [](const RateScore& rate) {
        return !rate.counts || rate.comfort >= 0;
    });
    Candidates candidates;
    for (const RateScore& rate : rates) {
        const bool too_much_air =
            rate.ventilation.known && rate.ventilation.value > params_.most_ventilation;
        if (!rate.counts || too_much_air)
            continue;
        Candidate candidate{.rate_bpm = rate.asked_bpm};
        const auto add = [&candidate](double points, double doubt) {
            candidate.score += points;
            candidate.doubt = std::hypot(candidate.doubt, doubt);
        };
        add(-rate.irregularity.value / params_.point_of_irregularity,
            rate.irregularity.plus_minus / params_.point_of_irregularity);
        if (shares)
            add(rate.abdominal_share.value / params_.point_of_abdominal_share,
                rate.abdominal_share.plus_minus / params_.point_of_abdominal_share);
        if (answers)
            add(rate.comfort / params_.point_of_answer, kAnswerDoubt / params_.point_of_answer);
        insert(candidate, candidates);
    }
    return candidates;
}

// Of those that cannot be told from the highest, the one with which the heart goes best.
std::size_t RateAssessment::best_of(const Candidates& candidates) const noexcept
{
    std::size_t highest = 0;
    for (std::size_t i = 1; i < candidates.size(); ++i)
        if (candidates[i].score > candidates[highest].score)
            highest = i;
    std::size_t best = highest;
    const Candidate& top = candidates[highest];
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const Candidate& other = candidates[i];
        if (alike(top, other)
            && other.coherence > candidates[best].coherence + params_.coherence_apart)
            best = i;
    }
    return best;
}

} // namespace crura::sessions
