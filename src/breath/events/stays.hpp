#pragma once

#include "core/time.hpp"
#include "dsp/history.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace crura::breath {

// How long the displacement usually stays in each third of the breath. What is only later
// understood to be no breath does not become usual. Any thread; a plain value.
class Stays {
public:
    enum Place : std::uint8_t { bottom, middle, top };
    static constexpr std::size_t kPlaces = 3;

    struct Params {
        double top = 0.6;    // displacement, more than; 0.5 .. 0.8
        double bottom = 0.3; // less than; 0.1 .. 0.4
        double keep_s = 4;   // in which it is understood that something was no breath; 3 .. 10
    };

    explicit Stays(Params params) : params_(params) {}

    void begin(Time now, double level)
    {
        place_ = place_of(level);
        since_ = now;
    }

    void operator()(Time now, double level)
    {
        const Place place = place_of(level);
        if (place == place_)
            return;
        lasting_s_[place_].push(to_seconds(now - since_));
        place_ = place;
        since_ = now;
    }

    // Every step, whether what was heard of late is to be kept.
    void keep(Time now, bool breath)
    {
        if (!breath)
            lasting_s_ = before_[0] = before_[1];
        if (to_seconds(now - kept_) < params_.keep_s)
            return;
        before_[1] = before_[0];
        before_[0] = lasting_s_;
        kept_ = now;
    }

    Place place() const { return place_; }
    Time since() const { return since_; }

    // Median of the last eight; 0 while there are less than three [s].
    double usual_s(Place place) const
    {
        const auto& lasting_s = lasting_s_[place];
        return lasting_s.size() < kEnough ? 0 : dsp::median(lasting_s);
    }

private:
    static constexpr std::size_t kEnough = 3;
    using Lasting = std::array<dsp::History<double, 8>, kPlaces>;

    Place place_of(double level) const
    {
        return level > params_.top ? top : level < params_.bottom ? bottom : middle;
    }

    Params params_;
    Place place_ = bottom;
    Time since_{};
    Lasting lasting_s_;
    std::array<Lasting, 2> before_; // some seconds ago, and before that
    Time kept_{};
};

} // namespace crura::breath
