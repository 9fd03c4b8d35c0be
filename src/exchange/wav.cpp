#include "exchange/wav.hpp"

#include "exchange/study_parts.hpp"
#include "files/staging.hpp"
#include "sound/sound_file.hpp"

#include <algorithm>
#include <cmath>

namespace crura::exchange {
namespace {

using json::Json;

constexpr std::size_t kPiece = 8192; // frames written at once

Result<void> write_sound(const std::filesystem::path& file, const RateGroup& group)
{
    auto writer = sound::SoundWriter::create(file, std::max(1., std::round(group.rate_hz)),
                                             group.signals.size());
    if (!writer)
        return writer.error();
    std::vector<float> piece;
    for (std::size_t i = 0; i < group.length; ++i) {
        for (const auto* signal : group.signals) {
            const double value = value_at(*signal, i);
            piece.push_back(std::isfinite(value) ? float(value) : 0.f);
        }
        if (piece.size() < kPiece * group.signals.size() && i + 1 < group.length)
            continue;
        if (const auto written = writer->write(piece); !written)
            return written.error();
        piece.clear();
    }
    return writer->finish();
}

// Stretches of first sample and count.
Json missing(const Signal& signal, std::size_t length)
{
    Json::Array stretches;
    for (std::size_t first = 0; first < length;) {
        auto end = first;
        while (end < length && !std::isfinite(value_at(signal, end)))
            ++end;
        if (end > first)
            stretches.push_back(Json::Array{double(first), double(end - first)});
        first = end + 1;
    }
    return stretches;
}

Json about(const Study& study, const RateGroup& group)
{
    Json::Array channels, events;
    for (const auto* signal : group.signals)
        channels.push_back(Json::Object{{"Name", signal->label},
                                        {"Units", signal->unit},
                                        {"Transducer", signal->transducer},
                                        {"Filter", signal->filter},
                                        {"Missing", missing(*signal, group.length)}});
    for (const auto& each : study.annotations)
        events.push_back(Json::Object{
            {"Onset", each.onset_s}, {"Duration", each.duration_s}, {"Text", each.text}});
    return Json::Object{{"SamplingFrequency", group.rate_hz},
                        {"WavSamplingFrequency", std::max(1., std::round(group.rate_hz))},
                        {"StartTime", 0.},
                        {"Person", study.person},
                        {"Program", study.program},
                        {"Channels", channels},
                        {"Events", events},
                        {"Crura", facts_json(study)}};
}

} // namespace

Result<void> write_wav(const std::filesystem::path& folder, const Study& study)
{
    auto staging = files::Staging::beside(folder);
    if (!staging)
        return staging.error();
    for (const auto& group : groups_by_rate(study)) {
        if (const auto written = write_sound(staging->place(group.name + ".wav"), group); !written)
            return written.error();
        if (const auto written =
                staging->write(group.name + ".json", json::to_text(about(study, group)));
            !written)
            return written.error();
    }
    return staging->publish_as(folder);
}

} // namespace crura::exchange
