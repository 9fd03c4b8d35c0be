#include "trend/change.hpp"

#include "trend/noise.hpp"
#include "trend/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace crura::trend {
namespace {

constexpr std::size_t kFewest = 6; // sessions that a level is told of
constexpr double kOutside = 0.05;  // of an interval by itself
constexpr double kNormal95 = 1.96;

// One comparison of the latest sessions with the first.
struct Look {
    double difference = 0;
    double half_width = 0;

    Verdict verdict() const
    {
        if (std::fabs(difference) <= half_width)
            return Verdict::no_clear_change;
        return difference > 0 ? Verdict::rose : Verdict::fell;
    }
};

// The share of the error that the look with this number, from 1, may spend on one measure. Over
// endless looks 5 / 30 + 5 / 42 + 5 / 56 + ... comes to 1.
double error_of(std::size_t look, double error)
{
    constexpr double kFlat = 4; // the first looks, which know least, do not spend most of it
    const double k = double(look) + kFlat;
    return error / double(measures().size()) * (kFlat + 1) / (k * (k + 1));
}

// A series cut into whole blocks.
class Blocks {
public:
    Blocks(const Measure& measure, std::span<const Point> settled, const ChangeParams& params)
        : measure_(measure), settled_(settled), params_(params)
    {
        std::vector<double> values;
        for (const auto& point : settled)
            values.push_back(point.value.value);
        const auto all = std::span<const double>(values);
        for (std::size_t at = 0; at + params.block <= all.size(); at += params.block)
            sums_.emplace_back(all.subspan(at, params.block));
    }

    std::size_t count() const { return sums_.size(); }

    // As the first so many blocks show it.
    Noise noise(std::size_t until) const
    {
        return {std::span(sums_).first(until), measure_.smallest_spread, params_.caution};
    }

    std::size_t recent_from(std::size_t until) const
    {
        return until - std::min(params_.recent_blocks, until - params_.baseline_blocks);
    }

    Look look(std::size_t until) const
    {
        const BlockSums baseline = sum(0, params_.baseline_blocks);
        const BlockSums recent = sum(recent_from(until), until);
        const Noise now = noise(until);
        const double error = error_of(until - params_.baseline_blocks, params_.error);
        const double variance = now.variance_of_mean(baseline) + now.variance_of_mean(recent);
        return {recent.mean() - baseline.mean(),
                student_t(error, now.degrees()) * std::sqrt(variance)};
    }

    Stretch stretch(std::size_t from, std::size_t until) const
    {
        const Noise now = noise(count());
        const BlockSums sums = sum(from, until);
        const double half_width =
            student_t(kOutside, now.degrees()) * std::sqrt(now.variance_of_mean(sums));
        const auto points = settled_.subspan(from * params_.block, (until - from) * params_.block);
        return {{sums.mean(), half_width, true},
                points.size(),
                points.front().began,
                points.back().began};
    }

private:
    BlockSums sum(std::size_t from, std::size_t until) const
    {
        BlockSums all = sums_[from];
        for (std::size_t block = from + 1; block < until; ++block)
            all += sums_[block];
        return all;
    }

    const Measure& measure_;
    std::span<const Point> settled_;
    ChangeParams params_;
    std::vector<BlockSums> sums_;
};

void tell_noise(Change& change, const Noise& noise)
{
    change.spread = noise.spread();
    change.autocorrelation = noise.autocorrelation();
    change.between_sessions = kNormal95 * std::numbers::sqrt2 * change.spread;
}

// The baseline as far as it goes: all of it is one block.
void begin_baseline(Change& change, const Measure& measure, std::span<const Point> settled,
                    ChangeParams params)
{
    if (settled.size() < kFewest)
        return;
    params.block = settled.size();
    const Blocks blocks(measure, settled, params);
    change.baseline = blocks.stretch(0, 1);
    tell_noise(change, blocks.noise(1));
}

} // namespace

Change change_of(const Measure& measure, std::span<const Point> series, ChangeParams params)
{
    const auto settled = series.subspan(std::min(params.settling, series.size()));
    const Blocks blocks(measure, settled, params);
    const std::size_t now = blocks.count();
    const std::size_t first_look = params.baseline_blocks + 1;

    Change change;
    change.sessions = series.size();
    change.wanted = params.settling + std::max(now + 1, first_look) * params.block - series.size();
    if (now < first_look) {
        const std::size_t baseline = params.baseline_blocks * params.block;
        begin_baseline(change, measure, settled.first(std::min(baseline, settled.size())), params);
        return change;
    }

    tell_noise(change, blocks.noise(now));
    change.baseline = blocks.stretch(0, params.baseline_blocks);
    change.recent = blocks.stretch(blocks.recent_from(now), now);
    const Look last = blocks.look(now);
    change.verdict = last.verdict();
    change.difference = {last.difference, last.half_width, true};
    change.smallest_seen = last.half_width;
    if (change.verdict != Verdict::no_clear_change) {
        std::size_t first = now;
        while (first > first_look && blocks.look(first - 1).verdict() == change.verdict)
            --first;
        change.since = settled[blocks.recent_from(first) * params.block].began;
    }
    return change;
}

} // namespace crura::trend
