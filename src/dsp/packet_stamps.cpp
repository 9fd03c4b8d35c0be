#include "dsp/packet_stamps.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace crura::dsp {
namespace {

constexpr Duration kPause = std::chrono::seconds(3); // a longer interval is none that is usual

Duration usual_interval(std::span<const Time> stamps)
{
    Duration sum{};
    Duration::rep count = 0;
    for (std::size_t i = 1; i < stamps.size(); ++i)
        if (const Duration interval = stamps[i] - stamps[i - 1]; interval < kPause) {
            sum += interval;
            ++count;
        }
    return count > 0 ? sum / count : Duration(0);
}

} // namespace

void spread_packets(std::span<Time> stamps)
{
    const Duration usual = usual_interval(stamps);
    Time before{}; // the end of the last packet
    for (std::size_t first = 0, end = 0; first < stamps.size(); first = end) {
        for (end = first + 1; end < stamps.size() && stamps[end] - stamps[end - 1] < usual / 4;)
            ++end;
        const Time last = stamps[end - 1];
        const auto size = Duration::rep(end - first);
        const Duration step =
            first == 0 ? usual : std::min((last - before) / size, usual + usual / 2);
        for (std::size_t i = first; i + 1 < end; ++i)
            stamps[i] = last - Duration::rep(end - 1 - i) * step;
        before = last;
    }
}

void spread_packets(std::span<Sample> samples)
{
    std::array<std::vector<std::size_t>, kChannels> places;
    for (std::size_t i = 0; i < samples.size(); ++i)
        places[index_of(samples[i].channel)].push_back(i);
    std::vector<Time> stamps;
    for (const auto& own : places) {
        stamps.clear();
        for (const auto place : own)
            stamps.push_back(samples[place].time);
        spread_packets(std::span(stamps));
        for (std::size_t i = 0; i < own.size(); ++i)
            samples[own[i]].time = stamps[i];
    }
    std::stable_sort(samples.begin(), samples.end(),
                     [](const Sample& a, const Sample& b) { return a.time < b.time; });
}

} // namespace crura::dsp
