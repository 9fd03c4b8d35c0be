#include "app/paths.hpp"

#include <fmt/chrono.h>

#include <sys/stat.h>

#include <cstdlib>
#include <ctime>

namespace fs = std::filesystem;

namespace crura::app {
namespace {

// A folder of the XDG base directory specification; relative values are to be ignored.
fs::path xdg(const char* variable, const char* in_home)
{
    if (const char* value = std::getenv(variable); value && fs::path(value).is_absolute())
        return value;
    const char* home = std::getenv("HOME");
    return fs::path(home && *home ? home : "/tmp") / in_home;
}

// What was installed with the program.
fs::path shared(const char* folder)
{
    std::error_code ignored;
    const auto binary = fs::read_symlink("/proc/self/exe", ignored);
    return binary.parent_path() / ".." / "share" / "crura" / folder;
}

} // namespace

void keep_files_private()
{
    ::umask(S_IRWXG | S_IRWXO);
}

std::vector<fs::path> program_folders()
{
    return {xdg("XDG_CONFIG_HOME", ".config") / "crura" / "programs", shared("programs"),
            CRURA_PROGRAMS};
}

std::vector<fs::path> plan_folders()
{
    return {xdg("XDG_CONFIG_HOME", ".config") / "crura" / "plans", shared("plans"), CRURA_PLANS};
}

std::vector<fs::path> soundscape_folders()
{
    return {xdg("XDG_CONFIG_HOME", ".config") / "crura" / "soundscapes", shared("soundscapes"),
            CRURA_SOUNDSCAPES};
}

fs::path own_midi_map()
{
    return xdg("XDG_CONFIG_HOME", ".config") / "crura" / "midi.toml";
}

std::vector<fs::path> voice_folders()
{
    return {xdg("XDG_DATA_HOME", ".local/share") / "crura" / "voices", shared("voices"),
            CRURA_VOICES};
}

fs::path speech_cache()
{
    return xdg("XDG_CACHE_HOME", ".cache") / "crura" / "speech";
}

fs::path state_folder()
{
    return xdg("XDG_STATE_HOME", ".local/state") / "crura";
}

fs::path page_folder()
{
    return state_folder() / "page";
}

fs::path new_recording(const std::string& program_id)
{
    const auto folder = xdg("XDG_DATA_HOME", ".local/share") / "crura" / "recordings";
    const auto now = fmt::localtime(std::time(nullptr));
    return folder / fmt::format("{:%Y-%m-%d_%H-%M-%S}_{}.crura", now, program_id);
}

} // namespace crura::app
