#include "app/derived_breath.hpp"

#include "engine/engine.hpp"

#include <limits>

namespace crura::app {
namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr Duration kSlot = std::chrono::milliseconds(10);
constexpr Duration kHold = 3 * kSlot;

class Held {
public:
    void operator()(Duration since_origin, const BandState& band)
    {
        while (slot_time() < since_origin)
            values_.push_back(slot_time() - at_ <= kHold ? level_ : kNothing);
        // Which way up was found late: the signal before is turned over with the rest.
        const int polarity = band.polarity != 0 ? band.polarity : 1;
        level_ = band.valid ? polarity * band.level : kNothing;
        at_ = since_origin;
        if (band.polarity != 0)
            polarity_ = band.polarity;
    }

    std::vector<double> values() &&
    {
        for (double& value : values_)
            value *= polarity_;
        return std::move(values_);
    }

private:
    Duration slot_time() const { return Duration::rep(values_.size()) * kSlot; }

    std::vector<double> values_;
    double level_ = kNothing;
    Duration at_{};
    int polarity_ = 1;
};

} // namespace

std::array<std::vector<double>, kBands> derived_breath(const record::Recording& recording,
                                                       Time origin)
{
    engine::Engine engine;
    std::array<Held, kBands> bands;
    for (const auto& tick : recording.ticks) {
        const auto& snapshot =
            engine.tick(tick.time, tick.samples, {tick.commands.begin(), tick.commands.size()});
        for (std::size_t b = 0; b < kBands; ++b)
            bands[b](tick.time - origin, snapshot.breath.band[b]);
    }
    return {std::move(bands[0]).values(), std::move(bands[1]).values()};
}

} // namespace crura::app
