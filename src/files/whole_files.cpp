#include "files/whole_files.hpp"

#include <system_error>
#include <utility>

namespace crura::files {

Result<void> write_whole(const std::vector<NamedBytes>& files, IfTaken if_taken)
{
    std::vector<WholeFile> parts;
    for (const auto& [path, bytes] : files) {
        auto part = WholeFile::create(path, if_taken);
        if (!part)
            return part.error();
        parts.push_back(std::move(*part));
        if (auto written = parts.back().write(
                {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
            !written)
            return written;
    }
    for (std::size_t named = 0; named < parts.size(); ++named)
        if (auto finished = parts[named].finish(); !finished) {
            std::error_code ignored;
            while (named > 0)
                std::filesystem::remove(files[--named].path, ignored);
            return finished;
        }
    return {};
}

} // namespace crura::files
