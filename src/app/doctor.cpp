#include "app/doctor.hpp"

#include "app/file_modes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <limits>
#include <utility>

namespace fs = std::filesystem;

namespace crura::app {
namespace {

using Mark = Finding::Mark;

constexpr std::size_t kLatest = 30; // recordings; a hundred take a minute

const char* word(Mark mark)
{
    constexpr std::array kWords = {"ok   ", "look ", "wrong"};
    return kWords[std::size_t(mark)];
}

Finding failed(const Error& error, std::string advice)
{
    return {Mark::wrong, error.message, std::move(advice)};
}

Finding where(const Places& places)
{
    return {Mark::ok,
            fmt::format("Recordings and history lie in {}, what Crura remembers in {}, spoken "
                        "sentences in {}.",
                        shown(places.data), shown(places.state), shown(places.cache)),
            ""};
}

Finding modes(const Places& places, bool mend)
{
    std::vector<fs::path> open;
    for (const auto& folder : {places.data, places.state, places.cache}) {
        const auto more = open_to_others(folder);
        open.insert(open.end(), more.begin(), more.end());
    }
    if (!mend)
        return about_modes(open, false);
    for (const auto& path : open)
        if (const auto closed = close_to_others(path); !closed)
            return failed(closed.error(), "");
    return about_modes(open, true);
}

// What can only be tried once the folder is there.
void examine_writing(const fs::path& folder, std::vector<Finding>& found)
{
    const auto room = free_bytes(folder);
    found.push_back(room ? about_room(*room) : failed(room.error(), ""));
    const auto sync_s = sync_time_s(folder);
    found.push_back(sync_s ? about_sync(*sync_s)
                           : failed(sync_s.error(),
                                    "See to the rights of the folder, and whether "
                                    "its disk can be written."));
}

Finding ports_of(const std::vector<std::string>& ports)
{
    std::vector<std::string> refused;
    std::copy_if(ports.begin(), ports.end(), std::back_inserter(refused),
                 [](const std::string& port) { return !may_use(port); });
    return about_ports(ports, refused);
}

Finding history(const Result<void>& checked)
{
    if (checked)
        return {Mark::ok, "The history is sound.", ""};
    return failed(checked.error(),
                  "A backup (crura history backup) can take its place; the "
                  "recordings are not touched by this.");
}

} // namespace

bool Examination::all_well() const
{
    return std::none_of(findings.begin(), findings.end(),
                        [](const Finding& each) { return each.mark == Mark::wrong; });
}

std::string Examination::text() const
{
    std::string text;
    for (const auto& [mark, what, advice] : findings) {
        text += fmt::format("{}  {}\n", word(mark), what);
        if (!advice.empty())
            text += fmt::format("       {}\n", advice);
    }
    const auto marked = [this](Mark mark) {
        return std::count_if(findings.begin(), findings.end(),
                             [mark](const Finding& each) { return each.mark == mark; });
    };
    text += marked(Mark::look) + marked(Mark::wrong) == 0
        ? "All is well."
        : fmt::format("To look at: {}. Wrong: {}.", marked(Mark::look), marked(Mark::wrong));
    return without_home(text);
}

Examination doctor(const DoctorOptions& options, const Places& places, const DoctorAsks& asks,
                   const Machine& machine)
{
    Examination seen;
    auto& found = seen.findings;
    found.push_back(where(places));
    found.push_back(about_disk(disk_under(places.recordings(), machine)));
    found.push_back(about_swap(swap_state(machine)));
    found.push_back(modes(places, options.mend));
    std::error_code ignored;
    if (fs::is_directory(places.data, ignored))
        examine_writing(places.data, found);
    const auto recordings = about_recordings(check_recordings(
        places.recordings(), options.all ? std::numeric_limits<std::size_t>::max() : kLatest,
        options.mend));
    found.insert(found.end(), recordings.begin(), recordings.end());
    if (asks.check_history)
        found.push_back(history(asks.check_history()));
    if (asks.serial_ports)
        found.push_back(ports_of(asks.serial_ports()));
    if (asks.sound_outputs)
        found.push_back(about_sound(asks.sound_outputs()));
    found.push_back(about_clock(std::chrono::system_clock::now()));
    return seen;
}

} // namespace crura::app
