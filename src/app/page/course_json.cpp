#include "app/page/course_json.hpp"

#include "app/page/values.hpp"
#include "core/names.hpp"

#include <cmath>
#include <vector>

namespace crura::app::page {

using json::Json;
using report::Curve;

namespace {

constexpr double kWaveS = 1. / 20;   // at least, between two points of a displacement
constexpr double kBreathsS = 1. / 2; // and of what a whole breath says
constexpr double kTinyS = 1e-3;      // times are written so

// Which points are kept: no two closer than that, but each end of a gap.
std::vector<std::size_t> thinned(const Curve& curve, double apart_s)
{
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < curve.value.size(); ++i) {
        const bool turns = !kept.empty()
            && std::isfinite(curve.value[i]) != std::isfinite(curve.value[kept.back()]);
        if (kept.empty() || turns
            || curve.time_s[i] - curve.time_s[kept.back()] >= apart_s - kTinyS)
            kept.push_back(i);
    }
    return kept;
}

Json of(const std::vector<float>& numbers, const std::vector<std::size_t>& kept, int places)
{
    Json::Array array;
    array.reserve(kept.size());
    for (const auto i : kept)
        array.push_back(rounded(numbers[i], places));
    return array;
}

Json json_of(const Curve& curve, double apart_s, int places)
{
    const auto kept = thinned(curve, apart_s);
    return Json::Object{{"time_s", of(curve.time_s, kept, 2)},
                        {"value", of(curve.value, kept, places)}};
}

Json json_of(const report::CurveWithDoubt& curve, int places)
{
    const auto kept = thinned(curve.value, kBreathsS);
    return Json::Object{{"time_s", of(curve.value.time_s, kept, 2)},
                        {"value", of(curve.value.value, kept, places)},
                        {"low", of(curve.low.value, kept, places)},
                        {"high", of(curve.high.value, kept, places)}};
}

Json json_of(const std::vector<report::Stretch>& stretches)
{
    Json::Array array;
    for (const auto& each : stretches)
        array.push_back(Json::Object{{"name", each.name},
                                     {"from_s", rounded(each.when.from_s, 2)},
                                     {"to_s", rounded(each.when.to_s, 2)}});
    return array;
}

Json json_of(const std::vector<report::Occurrence>& occurrences)
{
    Json::Array array;
    for (const auto& each : occurrences)
        array.push_back(Json::Object{{"kind", name_of(each.kind)},
                                     {"name", each.name},
                                     {"from_s", rounded(each.when.from_s, 2)},
                                     {"to_s", rounded(each.when.to_s, 2)},
                                     {"evidence", each.evidence}});
    return array;
}

} // namespace

Json json_of(const report::Course& course)
{
    Json::Object displacement;
    for (const auto band : {Band::thoracic, Band::abdominal})
        displacement.emplace_back(name_of(band),
                                  json_of(course.displacement[std::size_t(band)], kWaveS, 3));
    Json::Array marks;
    for (const double at_s : course.marks_s)
        marks.push_back(rounded(at_s, 2));
    return Json::Object{{"length_s", rounded(course.length_s, 2)},
                        {"displacement", std::move(displacement)},
                        {"rate_bpm", json_of(course.rate_bpm, 2)},
                        {"share", json_of(course.share, 3)},
                        {"trend", json_of(course.trend, 3)},
                        {"phase_angle_deg", json_of(course.phase_angle_deg, kBreathsS, 1)},
                        {"occurrences", json_of(course.occurrences)},
                        {"steps", json_of(course.steps)},
                        {"pauses", json_of(course.pauses)},
                        {"marks_s", std::move(marks)}};
}

} // namespace crura::app::page
