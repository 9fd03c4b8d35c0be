#pragma once

#include "core/breath_state.hpp"
#include "core/sample.hpp"
#include "support/labels.hpp"

#include <array>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

namespace crura::test {

// Infants' chest and belly bands with labelled spans (shared data, mccribs_infant_dualrip).
struct InfantRecording {
    struct Segment {
        Span span;
        int state; // 2 asynchronous, 4 synchronous
    };
    std::vector<Sample> samples;
    std::vector<Segment> segments; // of these two states, 2 s or longer
};

inline InfantRecording read_infants(const std::filesystem::path& file)
{
    InfantRecording recording;
    const auto rows = rows_of(file);
    std::string now;
    double begun_s = 0, last_s = 0;
    const auto end_segment = [&](double end_s) {
        const int state = now.empty() ? 0 : std::stoi(now);
        if ((state == 2 || state == 4) && end_s - begun_s >= 2)
            recording.segments.push_back({{begun_s, end_s}, state});
    };
    for (std::size_t i = 1; i < rows.size(); ++i) {
        last_s = std::stod(rows[i][0]);
        const auto time = time_from_seconds(last_s);
        recording.samples.push_back(
            {time, std::stod(rows[i][1]), {Band::thoracic, Quantity::displacement}});
        recording.samples.push_back(
            {time, std::stod(rows[i][2]), {Band::abdominal, Quantity::displacement}});
        const std::string label = rows[i][5] + " " + rows[i][6];
        if (label != now) {
            end_segment(last_s);
            now = label;
            begun_s = last_s;
        }
    }
    end_segment(last_s + 0.02);
    return recording;
}

// What a measure says of each segment: the mean over the breaths, each weighed by how much of it
// lies there. Segments without any are counted as `none`.
template <class Measure>
double of_segment(const Span& span, const std::vector<Breath>& breaths, double none,
                  Measure measure)
{
    double sum = 0, weight = 0;
    for (const Breath& breath : breaths) {
        const double from_s = std::max(to_seconds(breath.inspiration_onset), span.from_s);
        const double to_s = std::min(to_seconds(breath.end), span.to_s);
        const Estimate estimate = measure(breath);
        if (to_s > from_s && estimate.known) {
            sum += (to_s - from_s) * estimate.value;
            weight += to_s - from_s;
        }
    }
    return weight > 0 ? sum / weight : none;
}

// How often one of `ill` is larger than one of `well`: area under the ROC curve, 0.5 is chance.
inline double auc(const std::vector<double>& well, const std::vector<double>& ill)
{
    double larger = 0;
    for (const double a : well)
        for (const double b : ill)
            larger += b > a ? 1 : b == a ? 0.5 : 0;
    return larger / (double(well.size()) * double(ill.size()));
}

} // namespace crura::test
