#include "app/mounts_linux.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

namespace fs = std::filesystem;

namespace crura::app {
namespace {

// One line of /proc/self/mountinfo (proc_pid_mountinfo(5)).
Mount mount_in(const std::string& line)
{
    Mount mount;
    std::string id, parent, root, point, word;
    std::istringstream words(line);
    words >> id >> parent >> mount.device >> root >> point;
    while (words >> word && word != "-") {
    }
    words >> mount.type >> mount.source;
    mount.point = unescaped(point);
    mount.source = unescaped(mount.source);
    return mount;
}

bool is_in(const fs::path& path, const fs::path& folder)
{
    const auto inside = path.lexically_relative(folder);
    return !inside.empty() && *inside.begin() != "..";
}

} // namespace

std::string unescaped(const std::string& text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\\' && i + 3 < text.size()) {
            plain += char(std::strtol(text.substr(i + 1, 3).c_str(), nullptr, 8));
            i += 3;
        } else {
            plain += text[i];
        }
    return plain;
}

Mount mount_of(const fs::path& path, const fs::path& root)
{
    Mount nearest;
    std::ifstream in(root / "proc/self/mountinfo");
    for (std::string line; std::getline(in, line);) {
        auto mount = mount_in(line);
        if (is_in(path, mount.point)
            && mount.point.native().size() >= nearest.point.native().size())
            nearest = std::move(mount);
    }
    return nearest;
}

} // namespace crura::app
