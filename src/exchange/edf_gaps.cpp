#include "exchange/edf_gaps.hpp"

#include <algorithm>
#include <cmath>

namespace crura::exchange {

std::vector<Stretch> gaps_of(const Signal& signal, double length_s)
{
    std::vector<Stretch> gaps;
    double end_s = 0; // of what was measured last
    const auto until = [&](double time_s) {
        if (time_s - end_s > kBridgeS)
            gaps.push_back({end_s, time_s - end_s});
    };
    for (std::size_t i = 0; i < signal.values.size(); ++i)
        if (std::isfinite(signal.values[i])) {
            until(double(i) / signal.rate_hz);
            end_s = double(i + 1) / signal.rate_hz;
        }
    until(length_s);
    return gaps;
}

std::optional<Stretch> beyond_edf(const Signal& signal)
{
    const auto beyond = [](double value) {
        return std::isfinite(value) && std::fabs(value) > kLargestInEdf;
    };
    const auto first = std::find_if(signal.values.begin(), signal.values.end(), beyond);
    if (first == signal.values.end())
        return std::nullopt;
    const auto last = std::find_if(signal.values.rbegin(), signal.values.rend(), beyond).base();
    return Stretch{double(first - signal.values.begin()) / signal.rate_hz,
                   double(last - first) / signal.rate_hz};
}

std::vector<double> held(std::vector<double> values)
{
    const auto measured = [](double value) { return std::isfinite(value); };
    const auto first = std::find_if(values.begin(), values.end(), measured);
    double last = first == values.end() ? 0 : *first;
    for (double& value : values)
        value = last = std::isfinite(value) ? value : last;
    return values;
}

std::vector<Annotation> GapWatch::operator()(std::size_t first, const std::vector<bool>& measured)
{
    std::vector<Annotation> said;
    for (; seen_ < first + measured.size(); ++seen_) {
        const bool silent = seen_ < first || !measured[seen_ - first];
        if (!silent && said_)
            said.push_back(
                {seconds(seen_ - silent_), seconds(silent_), "No signal (" + name_ + ')'});
        silent_ = silent ? silent_ + 1 : 0;
        const bool gap = seconds(silent_) > kBridgeS;
        if (gap && !said_)
            said.push_back({seconds(seen_ + 1 - silent_), 0, "No signal (" + name_ + ") begins"});
        said_ = gap;
    }
    return said;
}

std::string quality_label(std::string_view resp_label)
{
    return "Quality " + std::string(resp_label.substr(kResp.size()));
}

EdfChannel quality_channel(std::string_view resp_label, std::size_t count)
{
    return {.label = quality_label(resp_label),
            .transducer = "",
            .unit = "",
            .filter = "1 measured, 0 nothing measured: the last value is held",
            .physical_min = 0,
            .physical_max = 1,
            .digital_min = 0,
            .digital_max = 1,
            .count = count};
}

} // namespace crura::exchange
