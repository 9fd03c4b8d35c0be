#include "app/even_grid.hpp"

#include "dsp/packet_stamps.hpp"

#include <algorithm>
#include <cmath>

namespace crura::app {
namespace {

constexpr std::size_t kSpan = 8;         // intervals that are averaged for a first guess
constexpr double kFollow = 0.02;         // how fast a step of the stamps is forgotten, per sample
constexpr double kStaysS = 0.5;          // a step that lasts so long is one of the measurement,
constexpr std::size_t kStaysSamples = 8; // and at least so many samples
constexpr std::size_t kFewest = 4;       // samples that can show that one came twice
constexpr std::int64_t kHole = 8;        // slots: what lies beyond may be miscounted
constexpr int kPasses = 4;
constexpr double kSlip = 0.25; // slots that a rounder rate may cost by the end
constexpr double kHighestHz = 1e5;
constexpr double kMostSlots = 1e8;

using Seconds = std::vector<double>; // stamps since the origin

// The mean of the spans that are as long as usual: jitter cancels, what was lost is left out.
double first_interval(const Seconds& stamps)
{
    for (auto span = std::min(kSpan, stamps.size() - 1);;
         span = std::min(2 * span, stamps.size() - 1)) {
        Seconds lengths;
        for (std::size_t i = span; i < stamps.size(); ++i)
            lengths.push_back(stamps[i] - stamps[i - span]);
        const auto middle = lengths.begin() + std::ptrdiff_t(lengths.size() / 2);
        std::nth_element(lengths.begin(), middle, lengths.end());
        const double median = *middle;
        if (median <= 0 && span < stamps.size() - 1)
            continue;
        double sum = 0, count = 0;
        for (const double length : lengths)
            if (std::fabs(length - median) * 2 * double(span) <= median) {
                sum += length;
                ++count;
            }
        return sum / count / double(span);
    }
}

// Gives every sample its slot.
class Placing {
public:
    Placing(const Seconds& stamps, std::span<const double> values, double interval_s)
        : stamps_(stamps), values_(values), interval_s_(interval_s),
          window_(std::max(kStaysSamples, std::size_t(kStaysS / interval_s)))
    {
    }

    std::vector<std::int64_t> slots()
    {
        std::vector<std::int64_t> slots{std::llround(stamps_[0] / interval_s_)};
        behind_ = stamps_[0] / interval_s_ - double(slots[0]);
        auto last = slots[0];
        for (std::size_t i = 1; i < stamps_.size(); ++i) {
            const auto step = step_at(i, last + 1);
            slots.push_back(step < 0 ? kNoSlot : last + 1 + step);
            if (step < 0)
                continue;
            last = slots.back();
            behind_ += kFollow * std::clamp(off(i, last), -0.5, 0.5);
        }
        return slots;
    }

private:
    // By how many slots the stamp comes later than those before it let expect.
    double off(std::size_t i, std::int64_t slot) const
    {
        return stamps_[i] / interval_s_ - double(slot) - behind_;
    }

    // How many slots to leave empty; -1: the slot before has two samples.
    std::int64_t step_at(std::size_t i, std::int64_t expected) const
    {
        const double now = off(i, expected);
        if (std::fabs(now) < 0.5)
            return 0;
        const auto end = std::min(i + window_, stamps_.size());
        double least = std::fabs(now);
        for (std::size_t j = i; j < end; ++j)
            least = std::min(least, std::copysign(1, now) * off(j, expected + std::int64_t(j - i)));
        if (now > 0)
            return std::llround(std::max(0., least));
        const bool twice = values_[i] == values_[i - 1];
        return twice && least > 0.5 && end - i >= kFewest ? -1 : 0;
    }

    const Seconds& stamps_;
    std::span<const double> values_;
    double interval_s_;
    std::size_t window_;
    double behind_ = 0; // the stamps, their slots; followed slowly
};

// The slope of stamps over slots by least squares; `hole`: each stretch between holes by itself.
double interval_of(const Seconds& stamps, const std::vector<std::int64_t>& slots, std::int64_t hole)
{
    double products = 0, squares = 0;
    for (std::size_t first = 0, end = 0; first < stamps.size(); first = end) {
        double count = 0, slot_sum = 0, stamp_sum = 0;
        auto last = slots[first];
        for (end = first; end < stamps.size() && slots[end] - last < hole; ++end)
            if (slots[end] != kNoSlot) {
                last = slots[end];
                ++count;
                slot_sum += double(last);
                stamp_sum += stamps[end];
            }
        for (std::size_t i = first; i < end; ++i)
            if (slots[i] != kNoSlot) {
                const double slot = double(slots[i]) - slot_sum / count;
                products += slot * (stamps[i] - stamp_sum / count);
                squares += slot * slot;
            }
    }
    return squares > 0 ? products / squares : 0;
}

double rounded(double rate_hz, double length_s, std::span<const double> known_hz)
{
    for (const double known : known_hz)
        if (std::fabs(known - rate_hz) * length_s <= 2 * kSlip)
            return known;
    for (double scale = 1; scale < 1e12; scale *= 10)
        if (const double round = std::round(rate_hz * scale) / scale;
            round > 0 && std::fabs(round - rate_hz) * length_s <= kSlip)
            return round;
    return rate_hz;
}

Seconds since(Time origin, std::span<const Time> stamps)
{
    Seconds seconds;
    seconds.reserve(stamps.size());
    for (const Time stamp : stamps)
        seconds.push_back(std::max(0., to_seconds(stamp - origin)));
    return seconds;
}

// Before the interval is known.
Seconds roughly_spread(std::span<const Time> stamps, Time origin)
{
    std::vector<Time> spread(stamps.begin(), stamps.end());
    dsp::spread_packets(std::span(spread));
    return since(origin, spread);
}

// A packet's last sample was measured at its stamp, and those before it evenly before that: as
// dsp::spread_packets, but never further apart than they are, so that a packet after a gap is one.
Seconds spread(Seconds stamps, double interval_s)
{
    double before = 0; // the end of the last packet
    for (std::size_t first = 0, end = 0; first < stamps.size(); first = end) {
        for (end = first + 1;
             end < stamps.size() && stamps[end] - stamps[end - 1] < interval_s / 4;)
            ++end;
        const double last = stamps[end - 1];
        const double step = std::min(interval_s, (last - before) / double(end - first));
        for (std::size_t i = first; i + 1 < end; ++i)
            stamps[i] = last - double(end - 1 - i) * step;
        before = last;
    }
    return stamps;
}

} // namespace

std::int64_t EvenGrid::slots_used() const
{
    const auto last = std::find_if(slots.rbegin(), slots.rend(),
                                   [](std::int64_t slot) { return slot != kNoSlot; });
    return last == slots.rend() ? 0 : *last - slots.front() + 1;
}

std::optional<EvenGrid> even_grid(std::span<const Time> stamps, std::span<const double> values,
                                  Time origin, std::span<const double> known_hz)
{
    if (stamps.size() < 2 || stamps.front() >= stamps.back())
        return std::nullopt;
    const auto raw = since(origin, stamps);
    const double length_s = raw.back() - raw.front();
    double interval_s = first_interval(roughly_spread(stamps, origin));
    const auto believable = [&] {
        return interval_s * kHighestHz >= 1 && raw.back() / interval_s <= kMostSlots;
    };
    for (int pass = 0; pass < kPasses && believable(); ++pass) {
        const auto seconds = spread(raw, interval_s);
        interval_s = interval_of(seconds, Placing(seconds, values, interval_s).slots(),
                                 pass + 1 < kPasses ? kHole : std::int64_t(kMostSlots));
    }
    if (!believable())
        return std::nullopt;

    EvenGrid grid;
    grid.rate_hz = rounded(1 / interval_s, length_s, known_hz);
    const auto seconds = spread(raw, 1 / grid.rate_hz);
    grid.slots = Placing(seconds, values, 1 / grid.rate_hz).slots();
    for (std::size_t i = 0; i < seconds.size(); ++i)
        if (grid.slots[i] == kNoSlot)
            ++grid.doubles;
        else
            grid.worst_s = std::max(grid.worst_s,
                                    std::fabs(seconds[i] - double(grid.slots[i]) / grid.rate_hz));
    return grid;
}

} // namespace crura::app
