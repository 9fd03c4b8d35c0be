#include "app/recording_words.hpp"

#include "engine/engine.hpp"
#include "record/file_claim.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crura::app {
namespace {

// How long no tick was recorded at this place; the last one has none after it.
double hole_s(const record::Recording& recording, const record::Loss& loss)
{
    const auto& ticks = recording.ticks;
    const auto earlier = [](const record::RecordedTick& tick, Time time) {
        return tick.time < time;
    };
    const auto after = std::lower_bound(ticks.begin(), ticks.end(), loss.time, earlier);
    const bool inside = after != ticks.begin() && after + 1 < ticks.end();
    return inside ? to_seconds(after->time - (after - 1)->time)
                  : to_seconds(engine::kTick) * double(loss.ticks);
}

std::string ending_of(const record::Recording& recording, const std::filesystem::path& file)
{
    if (recording.closed)
        return "";
    if (record::is_being_recorded(file))
        return fmt::format("{} is still being recorded; this is what there is so far.",
                           file.string());
    return fmt::format("{} was cut: the program or the computer stopped before the session ended, "
                       "and its last second may be missing.",
                       file.string());
}

std::string holes_in(const record::Recording& recording)
{
    if (recording.losses.empty())
        return "";
    double all_s = 0;
    for (const auto& loss : recording.losses)
        all_s += hole_s(recording, loss);
    return fmt::format(
        "About {:.1f} s of the session are missing in it, for it could not be written "
        "at all times.",
        all_s);
}

std::string damage_of(const record::Recording& recording)
{
    std::size_t places = recording.damage.size();
    if (recording.cut_bytes > 0)
        --places; // the cut end is no other damage
    if (places == 0)
        return "";
    return fmt::format("It is damaged in {} place{}, which {} left out.", places,
                       places == 1 ? "" : "s", places == 1 ? "was" : "were");
}

} // namespace

std::string condition_of(const std::filesystem::path& file)
{
    const auto recording = record::read_recording(file);
    return recording ? condition_of(*recording, file) : "";
}

std::string condition_of(const record::Recording& recording, const std::filesystem::path& file)
{
    std::string all;
    for (const auto& sentence :
         {ending_of(recording, file), holes_in(recording), damage_of(recording)})
        if (!sentence.empty())
            all += (all.empty() ? "" : " ") + sentence;
    return all;
}

} // namespace crura::app
