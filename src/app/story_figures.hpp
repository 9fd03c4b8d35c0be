#pragma once

#include "core/assessment.hpp"
#include "core/breath_state.hpp"
#include "core/estimate.hpp"
#include "core/event.hpp"
#include "report/story.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace crura::app {

// The middle one of these numbers, in the order in which they were measured, with the doubt that is
// left when neighbours are alike (an interval by order statistics, of as many numbers as would
// count if they were independent). Not known of fewer than six such.
Estimate middle_of(const std::vector<double>& in_order);

// What a session comes to in numbers, from what the engine said of it.
class StoryFigures {
public:
    void add(const Breath& breath);
    // As it was told, for so long. `sure`: the breath could be followed.
    void add(double seconds, const Estimate& breath_rate_bpm, bool sure);
    void add(const Event& event);
    void add(const Estimate& carry_over);
    void add(const Assessment& assessment);

    std::vector<report::Figure> figures(double length_s,
                                        const std::array<bool, kBands>& heard) const;

    std::size_t breaths() const { return breaths_; }
    Estimate rate() const { return middle_of(rates_bpm_); }
    double followed_s() const { return followed_s_; }
    Estimate share() const; // of what share_rests_on says
    Partition share_rests_on() const;

private:
    struct Shares {
        std::vector<double> values, doubts;
    };

    report::Figure share_figure(const std::array<bool, kBands>& heard) const;
    report::Figure slow_figure() const;
    void add_guided(std::vector<report::Figure>& figures) const;

    std::size_t breaths_ = 0;
    std::vector<double> rates_bpm_, inspiratory_times_s_, expiratory_times_s_;
    std::array<Shares, 3> shares_; // by Partition
    double followed_s_ = 0;
    bool rate_known_ = false;
    double slow_s_ = 0, surely_slow_s_ = 0, perhaps_slow_s_ = 0; // below 10 a minute
    std::size_t tremors_ = 0;
    double tremor_s_ = 0;
    Estimate carry_over_;
    Assessment assessment_;
};

} // namespace crura::app
