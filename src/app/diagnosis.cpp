#include "app/diagnosis.hpp"

#include "app/places.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fs = std::filesystem;

namespace crura::app {
namespace {

using Mark = Finding::Mark;

constexpr std::size_t kNamed = 5; // so many files are named, the others counted

// The largest recording there is, of two motion sensors: docs/recording-format.md.
constexpr double kBytesPerMinute = 99e6 / 60;

constexpr const char* kUnseen =
    "A disk that encrypts by itself, and what lies outside of a virtual "
    "machine, cannot be seen from here.";

std::string names_of(const std::vector<fs::path>& paths)
{
    std::string names;
    for (std::size_t i = 0; i < std::min(kNamed, paths.size()); ++i)
        names += (i ? ", " : "") + shown(paths[i]);
    if (paths.size() > kNamed)
        names += fmt::format(" and {} more", paths.size() - kNamed);
    return names;
}

std::string counted(std::size_t count, const char* one, const char* many)
{
    return count == 1 ? fmt::format("One {}", one) : fmt::format("{} {}", count, many);
}

} // namespace

Finding about_disk(const DiskState& disk)
{
    switch (disk.shelter) {
    case Shelter::encrypted:
        return {Mark::ok, fmt::format("The disk under them is encrypted: {}.", disk.how), ""};
    case Shelter::plain:
        return {Mark::look,
                fmt::format("Nothing was found that encrypts the disk under them ({}): whoever "
                            "gets hold of it can read them.",
                            disk.how),
                fmt::format("Encrypt the disk or the home folder when the system is next set up "
                            "(LUKS); seal what leaves the house (crura seal). {}",
                            kUnseen)};
    case Shelter::memory:
        return {Mark::wrong,
                fmt::format("They lie in memory ({}), and are gone when the computer is switched "
                            "off.",
                            disk.how),
                "Let XDG_DATA_HOME name a folder on a disk."};
    case Shelter::elsewhere:
        return {Mark::look,
                fmt::format("They lie on another computer ({}); whether its disk is encrypted "
                            "cannot be told from here.",
                            disk.how),
                "Ask whoever keeps it who can read it."};
    default:
        return {
            Mark::look,
            fmt::format("Whether the disk under them is encrypted cannot be told: {}.", disk.how),
            "Ask whoever set it up."};
    }
}

Finding about_swap(const std::optional<DiskState>& swap)
{
    if (!swap)
        return {Mark::ok, "There is no swap space into which memory could be written.", ""};
    switch (swap->shelter) {
    case Shelter::encrypted:
        return {Mark::ok, fmt::format("The swap space is encrypted: {}.", swap->how), ""};
    case Shelter::memory:
        return {Mark::ok, fmt::format("The swap space is in memory ({}).", swap->how), ""};
    case Shelter::plain:
        return {Mark::look,
                fmt::format("Nothing was found that encrypts the swap space ({}): what is in "
                            "memory may come to lie there.",
                            swap->how),
                fmt::format("Encrypt it (crypttab with a new key at each start), or do without. {}",
                            kUnseen)};
    default:
        return {Mark::look,
                fmt::format("Whether the swap space is encrypted cannot be told ({}).", swap->how),
                "Ask whoever set it up."};
    }
}

Finding about_room(std::uint64_t free_bytes)
{
    const double minutes = double(free_bytes) / kBytesPerMinute;
    const auto what =
        fmt::format("There is room for {:.0f} minutes of recording (of two motion sensors, which "
                    "take most).",
                    minutes);
    if (minutes >= 120)
        return {Mark::ok, what, ""};
    return {minutes < 20 ? Mark::wrong : Mark::look, what, "Make room before the next session."};
}

Finding about_sync(double longest_s)
{
    const auto what =
        fmt::format("The disk takes what is written within {:.0f} ms.", 1000 * longest_s);
    if (longest_s < 0.5) // the recorder writes twice a second
        return {Mark::ok, what, ""};
    return {Mark::look, what,
            "That is slow: a power cut may cost more than the last second. Record onto another "
            "disk, or see what else writes to this one."};
}

Finding about_clock(std::chrono::system_clock::time_point now)
{
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(now)};
    const int year = int(date.year());
    if (year >= 2024)
        return {Mark::ok, fmt::format("The clock says that it is {}.", year), ""};
    return {Mark::wrong, fmt::format("The clock says that it is {}.", year),
            "Set it, or the sessions will be in a wrong order."};
}

Finding about_sound(std::size_t outputs)
{
    if (outputs > 0)
        return {Mark::ok, "There is something to play sound with.", ""};
    return {Mark::look, "No sound output was found.",
            "See whether the sound server runs and a loudspeaker is there (crura devices)."};
}

Finding about_ports(const std::vector<std::string>& ports, const std::vector<std::string>& refused)
{
    if (ports.empty())
        return {Mark::ok, "No serial port is there just now, so none was tried.", ""};
    if (refused.empty())
        return {Mark::ok, fmt::format("The serial ports may be used ({}).", fmt::join(ports, ", ")),
                ""};
    return {Mark::wrong, fmt::format("You may not use {}.", fmt::join(refused, ", ")),
            "sudo usermod -aG dialout \"$USER\", then log out and in again."};
}

Finding about_modes(const std::vector<fs::path>& open, bool mended)
{
    if (open.empty())
        return {Mark::ok, "No other person of this computer may open them.", ""};
    if (mended)
        return {Mark::ok,
                fmt::format("{} were open to others and no longer are: {}.", open.size(),
                            names_of(open)),
                ""};
    return {Mark::wrong,
            fmt::format("Others may open {} of the files and folders: {}.", open.size(),
                        names_of(open)),
            "crura doctor --mend closes them."};
}

std::vector<Finding> about_recordings(const RecordingsState& state)
{
    std::vector<Finding> found;
    const auto being =
        state.being_recorded == 0 ? "" : fmt::format(" {} being recorded.", state.being_recorded);
    if (state.there == 0)
        return {{Mark::ok, "There is no recording yet.", ""}};
    found.push_back({Mark::ok,
                     fmt::format("{} of {} recordings were read from beginning to end.{}",
                                 state.read, state.there, being),
                     ""});
    if (!state.mended.empty())
        found.push_back(
            {Mark::ok, fmt::format("An unfinished end was taken away: {}.", names_of(state.mended)),
             ""});
    if (!state.cut.empty())
        found.push_back({Mark::look,
                         counted(state.cut.size(), "recording has", "recordings have")
                             + fmt::format(" an unfinished end, as a power cut leaves it: {}.",
                                           names_of(state.cut)),
                         "All before it can be read. crura doctor --mend takes the end away."});
    if (!state.damaged.empty())
        found.push_back({Mark::wrong,
                         counted(state.damaged.size(), "recording is", "recordings are")
                             + fmt::format(" damaged in the middle: {}.", names_of(state.damaged)),
                         "The rest can be read; a backup has it whole. See whether the disk is in "
                         "order."});
    for (const auto& why : state.unread)
        found.push_back({Mark::wrong, why, ""});
    return found;
}

} // namespace crura::app
