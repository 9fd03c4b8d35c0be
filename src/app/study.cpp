#include "app/study.hpp"

#include "app/annotations.hpp"
#include "app/derived_breath.hpp"
#include "app/even_grid.hpp"
#include "app/study_words.hpp"
#include "engine/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace crura::app {
namespace {

using exchange::Signal;
using record::Recording;

constexpr std::chrono::hours kLongest{24};
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

// The samples of one channel, by time.
struct Track {
    std::vector<Time> stamps;
    std::vector<double> values;
};
using Tracks = std::array<Track, kChannels>;

Tracks tracks_of(const Recording& recording)
{
    auto samples = record::samples_of(recording);
    std::stable_sort(samples.begin(), samples.end(),
                     [](const Sample& a, const Sample& b) { return a.time < b.time; });
    Tracks tracks;
    for (const Sample& sample : samples) {
        auto& track = tracks[index_of(sample.channel)];
        track.stamps.push_back(sample.time);
        track.values.push_back(std::isfinite(sample.value) ? sample.value : kNothing);
    }
    return tracks;
}

// What the engine last knew.
struct Known {
    std::array<int, kBands> polarity{};
    Partition partition = Partition::none;
};

Known known_at_end(const Recording& recording)
{
    Known known;
    for (const auto& said : recording.said)
        if (const auto* glance = std::get_if<record::Glance>(&said.what)) {
            known.partition = glance->partition;
            for (std::size_t b = 0; b < kBands; ++b)
                if (glance->bands[b].polarity != 0)
                    known.polarity[b] = glance->bands[b].polarity;
        }
    return known;
}

class Making {
public:
    Making(const Recording& recording, const StudyOptions& options)
        : recording_(recording), options_(options), tracks_(tracks_of(recording)),
          known_(known_at_end(recording))
    {
    }

    Result<MadeStudy> operator()()
    {
        if (const auto found = find_origin(); !found)
            return found.error();
        for (const auto channel : channels_in_order())
            add(channel);
        add_derived();
        if (made_.study.signals.empty())
            return Error{"there is not one sensor with two samples or more in it; there is "
                         "nothing to export."};
        make_even_long();
        say_who_and_when();
        made_.study.annotations = annotations_of(recording_, origin_, options_);
        for (auto& remark : remarks_on(recording_, bands(), known_.partition))
            made_.remarks.push_back(std::move(remark));
        return std::move(made_);
    }

private:
    const Track& track(Channel channel) const { return tracks_[index_of(channel)]; }

    Result<void> find_origin()
    {
        std::optional<Time> first, last;
        for (const auto& track : tracks_)
            if (!track.stamps.empty()) {
                first = std::min(first.value_or(track.stamps.front()), track.stamps.front());
                last = std::max(last.value_or(track.stamps.back()), track.stamps.back());
            }
        if (!first)
            return Error{"there are no samples in it; there is nothing to export."};
        const bool has_header = !recording_.header.crura_version.empty();
        origin_ = has_header ? std::min(recording_.header.started, *first) : *first;
        if (*last - origin_ > kLongest)
            return Error{fmt::format("it spans {:.0f} hours, of which at most {} are exported at "
                                     "once.",
                                     to_seconds(*last - origin_) / 3600, kLongest.count())};
        return {};
    }

    void add(Channel channel)
    {
        const auto& samples = track(channel);
        if (samples.stamps.empty())
            return;
        const auto label = label_of(channel);
        const auto grid = even_grid(samples.stamps, samples.values, origin_, rates_hz_);
        if (!grid) {
            made_.remarks.push_back(fmt::format("{} was left out: its {} samples come at no rate.",
                                                label, samples.stamps.size()));
            return;
        }
        Signal signal = described(channel, recording_.header);
        signal.rate_hz = grid->rate_hz;
        const int sign =
            breathes(channel) && known_.polarity[std::size_t(channel.band)] < 0 ? -1 : 1;
        std::size_t placed = 0;
        for (std::size_t i = 0; i < samples.values.size(); ++i)
            if (const auto slot = grid->slots[i]; slot != kNoSlot) {
                signal.values.resize(std::size_t(slot) + 1, kNothing);
                signal.values.back() = sign * samples.values[i];
                ++placed;
            }
        say_grid(label, *grid, placed);
        if (breathes(channel))
            say_polarity(label, known_.polarity[std::size_t(channel.band)]);
        rates_hz_.push_back(grid->rate_hz);
        made_.study.signals.push_back(std::move(signal));
    }

    void add_derived()
    {
        const auto belt = [this](std::size_t band) {
            return !track({Band(band), Quantity::displacement}).stamps.empty()
                || !track({Band(band), Quantity::displacement_ac}).stamps.empty()
                || !track({Band(band), Quantity::flow}).stamps.empty();
        };
        const auto imu = [this](std::size_t band) {
            return !track({Band(band), Quantity::acceleration_x}).stamps.empty()
                || !track({Band(band), Quantity::quaternion_w}).stamps.empty();
        };
        if (!(imu(0) && !belt(0)) && !(imu(1) && !belt(1)))
            return;
        auto levels = derived_breath(recording_, origin_);
        std::vector<Signal> derived;
        for (std::size_t b = 0; b < kBands; ++b) {
            const bool heard = std::any_of(levels[b].begin(), levels[b].end(),
                                           [](double level) { return std::isfinite(level); });
            if (!imu(b) || belt(b) || !heard)
                continue;
            derived.push_back(described_derived(Band(b)));
            derived.back().values = std::move(levels[b]);
        }
        auto& signals = made_.study.signals; // breath first
        signals.insert(signals.begin(), derived.begin(), derived.end());
    }

    // Every signal ends with the last.
    void make_even_long()
    {
        double end_s = 0;
        for (const auto& signal : made_.study.signals)
            end_s = std::max(end_s, double(signal.values.size() - 1) / signal.rate_hz);
        for (auto& signal : made_.study.signals) {
            const auto slots = std::size_t(std::floor(end_s * signal.rate_hz + 1e-6)) + 1;
            signal.values.resize(std::max(slots, signal.values.size()), kNothing);
        }
    }

    // Bands of which there is a signal of the breath.
    std::size_t bands() const
    {
        std::array<bool, kBands> heard{};
        for (const auto& signal : made_.study.signals)
            for (const auto band : {Band::thoracic, Band::abdominal})
                for (const auto quantity :
                     {Quantity::displacement, Quantity::displacement_ac, Quantity::flow})
                    heard[std::size_t(band)] |= signal.label == label_of({band, quantity});
        return std::size_t(std::count(heard.begin(), heard.end(), true));
    }

    void say_who_and_when()
    {
        const auto& header = recording_.header;
        auto& study = made_.study;
        if (!header.crura_version.empty())
            study.started_at = header.started_at - (header.started - origin_);
        else
            made_.remarks.push_back("When it began is not known: its header is lost.");
        study.person = options_.person;
        study.program = header.program_id;
        study.equipment = "Crura " + (header.crura_version.empty() ? "" : header.crura_version);
        const auto facts = facts_of(recording_, known_.partition);
        study.facts.insert(study.facts.begin(), facts.begin(), facts.end());
    }

    void say_grid(const std::string& label, const EvenGrid& grid, std::size_t placed)
    {
        const auto slots = std::size_t(grid.slots_used());
        made_.study.facts.emplace_back(
            label,
            fmt::format("{} samples at {} Hz, {} slots between them empty, {} left out because "
                        "they came twice; no stamp is further than {:.1f} ms from its slot",
                        placed, grid.rate_hz, slots - placed, grid.doubles, 1000 * grid.worst_s));
        if (grid.doubles > 0)
            made_.remarks.push_back(
                fmt::format("In {} samples came twice ({}); one of each two was left out.", label,
                            grid.doubles));
    }

    void say_polarity(const std::string& label, int polarity)
    {
        made_.study.facts.emplace_back(label + " up",
                                       polarity > 0 ? "inspiration, as measured"
                                           : polarity < 0
                                           ? "inspiration: the values were turned over"
                                           : "as measured; which way is inspiration is not known");
        if (polarity < 0)
            made_.remarks.push_back(
                fmt::format("{} was turned over: its values fall on inspiration.", label));
        if (polarity == 0)
            made_.remarks.push_back(
                fmt::format("Which way {} moves on inspiration was not found out; it is as "
                            "measured.",
                            label));
    }

    const Recording& recording_;
    const StudyOptions& options_;
    Tracks tracks_;
    Known known_;
    Time origin_{};
    std::vector<double> rates_hz_; // of the signals so far
    MadeStudy made_;
};

} // namespace

Result<MadeStudy> study_of(const Recording& recording, const StudyOptions& options)
{
    return Making(recording, options)();
}

} // namespace crura::app
