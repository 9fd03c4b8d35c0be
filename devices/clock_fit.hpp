#pragma once

#include "core/time.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

namespace crura::devices {

// Maps a device's own clock, or the running number of its samples, to host time.
//
// A packet arrives when it was measured plus a delay that is never negative and at times short. So
// what the host clock shows beyond the device clock lies above a line, whose slope is the rate
// error of the device and whose level is the start of its clock (plus the shortest delay):
//
//     arrival - device time
//       |         .       :    .          .   a burst that waited
//       |  .   .     .  . :  .    .   .  .
//       |_.__._____.____.___._____.__.____    the highest line below all points
//       +--------------------------------- device time
//
// The line is fitted to the lowest point of each half second of the last half minute [1]. The
// answer never goes back and is never later than the arrival, but for the nanoseconds that keep
// samples of one burst apart. No clock inside; can be copied.
//
// [1] S. Moon, P. Skelly, D. Towsley: Estimation and removal of clock skew from network delay
//     measurements. INFOCOM 1999.
class ClockFit {
public:
    struct Params {
        double tick_s = 1e-6;         // nominal
        std::uint64_t wrap_ticks = 0; // the counter restarts after this many; 0: never. To tell a
                                      // wrap from a pause it must last far longer than any delay
        double max_rate_error = 0.02; // how far the real tick may be from the nominal one
        double max_delay_s = 10; // what seems to come later than this was not delayed: the counter
                                 // stood still. Low for a sample number, which ignores losses
    };

    explicit ClockFit(Params params) : params_(params) {}

    Time operator()(std::uint64_t ticks, Time arrived)
    {
        if (!started_ || !advance(ticks, arrived))
            anchor(arrived);
        started_ = true;
        last_ticks_ = ticks;
        last_arrival_ = arrived;

        const Point point{device_s_, to_seconds(arrived - anchor_) - device_s_};
        learn(point);
        const auto measured = anchor_ + from_seconds(device_s_ + line_at(device_s_));
        last_ = std::max(measured, last_ + Duration(1));
        return last_;
    }

    // The device's clock began anew, for all that is known; the next sample is the first.
    void restart() { started_ = false; }

private:
    static constexpr double kBinS = 0.5;
    static constexpr std::size_t kBins = 64;
    static constexpr double kTrustSlopeS = 2; // a shorter history says nothing about the rate
    static constexpr double kMaxEarlyS = 1;   // nothing arrives before it was measured

    // A counter that leapt ahead lowers every later point: what was low before says nothing more.
    static constexpr double kDropS = 0.015;

    // A counter that lost time (samples that never came) lifts every later point.
    static constexpr double kLiftS = 0.015;
    static constexpr double kLiftedForS = 1;
    static constexpr int kLiftedPoints = 10;

    struct Point {
        double device_s;
        double offset_s; // host minus device
    };
    struct Lift {
        Point lowest;
        double since_s; // host
        int points;
    };

    // Moves the device time on. False: the device was restarted, or its counter means nothing more.
    bool advance(std::uint64_t ticks, Time arrived)
    {
        double elapsed_s = double(std::int64_t(ticks - last_ticks_)) * params_.tick_s;
        if (params_.wrap_ticks > 0) {
            const double wrap_s = double(params_.wrap_ticks) * params_.tick_s;
            const double host_s = to_seconds(arrived - last_arrival_);
            elapsed_s += wrap_s * std::round((host_s - elapsed_s) / wrap_s);
        }
        if (elapsed_s < 0)
            return false;
        device_s_ += elapsed_s;
        const double delay_s = to_seconds(arrived - anchor_) - device_s_ - line_at(device_s_);
        return delay_s > -kMaxEarlyS && delay_s < params_.max_delay_s;
    }

    // Forgets everything but the rate.
    void anchor(Time arrived)
    {
        anchor_ = arrived;
        device_s_ = 0;
        restart_line({0, 0});
    }

    void restart_line(Point through)
    {
        pivot_ = through;
        bins_ = 0;
        lowest_ = through;
        bin_end_s_ = through.device_s + kBinS;
        slope_known_ = false;
        lift_.reset();
    }

    double line_at(double device_s) const
    {
        return pivot_.offset_s + slope_ * (device_s - pivot_.device_s);
    }

    // How high the line must be to go through the point.
    double level(Point point) const { return point.offset_s - slope_ * point.device_s; }

    void learn(Point point)
    {
        if (point.device_s >= bin_end_s_) {
            lows_[bins_++ % kBins] = lowest_;
            fit();
            lowest_ = point;
            bin_end_s_ = point.device_s + kBinS;
        } else if (level(point) < level(lowest_))
            lowest_ = point;

        const double above_s = level(point) - level(pivot_);
        if (above_s < -kDropS && slope_known_)
            return restart_line(point);
        if (above_s < 0)
            pivot_ = point;
        if (above_s < kLiftS || !slope_known_)
            lift_.reset();
        else if (lifted(point))
            restart_line(lift_->lowest);
    }

    // Whether every point has lain above the line for too long to blame the transport.
    bool lifted(Point point)
    {
        const double host_s = point.device_s + point.offset_s;
        if (!lift_)
            lift_ = Lift{point, host_s, 0};
        if (level(point) < level(lift_->lowest))
            lift_->lowest = point;
        return ++lift_->points >= kLiftedPoints && host_s - lift_->since_s >= kLiftedForS;
    }

    // The highest line below all lows, measured in the middle of their time: its height there is a
    // concave function of its slope.
    void fit()
    {
        const auto lows = std::span(lows_).first(std::min(bins_, kBins));
        double first_s = std::numeric_limits<double>::infinity();
        double last_s = -first_s;
        for (const auto& low : lows) {
            first_s = std::min(first_s, low.device_s);
            last_s = std::max(last_s, low.device_s);
        }
        const double middle_s = (first_s + last_s) / 2;
        const auto height = [&lows, middle_s](double slope) {
            double lowest = std::numeric_limits<double>::infinity();
            for (const auto& low : lows)
                lowest = std::min(lowest, low.offset_s + slope * (middle_s - low.device_s));
            return lowest;
        };

        if (last_s - first_s >= kTrustSlopeS) {
            double low = -params_.max_rate_error;
            double high = params_.max_rate_error;
            while (high - low > 1e-7) {
                const double third = (high - low) / 3;
                if (height(low + third) < height(high - third))
                    low += third;
                else
                    high -= third;
            }
            slope_ = (low + high) / 2;
            slope_known_ = true;
        }
        pivot_ = {middle_s, height(slope_)};
    }

    Params params_;
    bool started_ = false;
    Time anchor_{};
    Time last_arrival_{};
    std::uint64_t last_ticks_ = 0;
    double device_s_ = 0; // since the anchor, in nominal ticks
    Time last_ = Time::min();

    Point pivot_{0, 0};        // the line goes through it ...
    double slope_ = 0;         // ... with this slope, the last that was found
    bool slope_known_ = false; // and it was found since the line began
    std::array<Point, kBins> lows_{};
    std::size_t bins_ = 0; // that were ever filled
    Point lowest_{0, 0};   // of the half second that is not yet over
    double bin_end_s_ = 0;
    std::optional<Lift> lift_;
};

} // namespace crura::devices
