#include "app/summary.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crura::app {

void Summary::accept(const Snapshot& snapshot, std::span<const Sample>) noexcept
{
    session_ = snapshot.session;
    health_ = snapshot.health;
    for (const Breath& breath : snapshot.breath.breaths) {
        if (breaths_ < kRates)
            rates_[breaths_] = breath.breath_rate_bpm;
        ++breaths_;
        if (breath.partition == Partition::calibrated && breath.abdominal_share.known) {
            share_sum_ += breath.abdominal_share.value;
            ++shares_;
        }
    }
}

std::string Summary::text() const
{
    const double seconds = to_seconds(session_.elapsed);
    std::string text = fmt::format("{:.0f} min {:02.0f} s", seconds >= 60 ? seconds / 60 - 0.5 : 0,
                                   seconds - 60 * double(int(seconds / 60)));
    if (breaths_ == 0)
        text += ", no breath was understood";
    else {
        auto rates = rates_;
        const auto middle = rates.begin() + std::ptrdiff_t(std::min(breaths_, kRates) / 2);
        std::nth_element(rates.begin(), middle,
                         rates.begin() + std::ptrdiff_t(std::min(breaths_, kRates)));
        text += fmt::format(", {} breaths, {:.1f} per minute in the middle", breaths_, *middle);
    }
    if (shares_ > 0)
        text += fmt::format(", belly share {:.0f} %", 100 * share_sum_ / double(shares_));
    text += ".";

    std::uint64_t missing = 0;
    for (const auto& source : health_.sources)
        missing += source.lost + source.rejected + source.refused;
    if (missing > 0)
        text += fmt::format(" {} sensor packets went missing.", missing);
    return text;
}

} // namespace crura::app
