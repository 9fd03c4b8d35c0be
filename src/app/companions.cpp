#include "app/companions.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace fs = std::filesystem;

namespace crura::app {
namespace {

// What crura run --edf, export, report and listen add to the name of a recording.
constexpr std::array<std::string_view, 10> kEndings = {
    ".edf", "-bids", "-csv", "-wav", ".pdf", ".html", ".png", ".svg", ".wav", ".flac",
};

// While they are made; a program that was killed leaves them.
constexpr std::string_view kPart = ".part";

bool is_companion(std::string_view name, std::string_view stem)
{
    if (!name.starts_with(stem))
        return false;
    auto ending = name.substr(stem.size());
    ending = ending.substr(0, ending.find(kPart));
    if (ending.starts_with(".crura.") && ending.ends_with(".sealed"))
        return true;
    return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

} // namespace

std::vector<fs::path> recording_and_companions(const fs::path& recording)
{
    std::vector<fs::path> found;
    std::error_code error;
    const auto stem = recording.stem().string();
    for (fs::directory_iterator at(recording.parent_path(), error), end; !error && at != end;
         at.increment(error))
        if (is_companion(at->path().filename().string(), stem))
            found.push_back(at->path());
    std::sort(found.begin(), found.end());
    if (fs::exists(fs::symlink_status(recording, error)))
        found.insert(found.begin(), recording);
    return found;
}

} // namespace crura::app
