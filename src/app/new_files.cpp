#include "app/new_files.hpp"

#include "record/append_file.hpp"

#include <fmt/format.h>

#include <span>
#include <system_error>

namespace crura::app {
namespace {

namespace fs = std::filesystem;

fs::path part_of(const fs::path& path)
{
    return path.string() + ".part";
}

Error there_already(const fs::path& path)
{
    return {fmt::format("{} is there already and was left as it is; take it away, or choose "
                        "another name.",
                        path.string())};
}

Result<void> write_part(const NewFile& file)
{
    std::error_code ignored;
    fs::remove(part_of(file.path), ignored); // of a run that was broken off
    auto part = record::AppendFile::create(part_of(file.path));
    if (!part)
        return part.error();
    return part->append(
        {reinterpret_cast<const std::uint8_t*>(file.bytes.data()), file.bytes.size()});
}

// A second name is refused where there is a file, which a rename is not. Some disks know no second
// names.
Result<void> give_name(const fs::path& path)
{
    std::error_code failed;
    fs::create_hard_link(part_of(path), path, failed);
    if (!failed) {
        fs::remove(part_of(path), failed);
        return {};
    }
    if (fs::exists(path))
        return there_already(path);
    fs::rename(part_of(path), path, failed);
    if (failed)
        return Error{fmt::format("{} cannot be written ({}); choose another place.", path.string(),
                                 failed.message())};
    return {};
}

} // namespace

Result<void> write_new(const std::vector<NewFile>& files)
{
    std::size_t named = 0;
    const auto give_up = [&](Error why) {
        std::error_code ignored;
        for (std::size_t i = 0; i < files.size(); ++i) {
            fs::remove(part_of(files[i].path), ignored);
            if (i < named)
                fs::remove(files[i].path, ignored);
        }
        return why;
    };
    std::error_code ignored;
    for (const auto& file : files)
        if (fs::exists(file.path, ignored))
            return there_already(file.path);
    for (const auto& file : files)
        if (const auto written = write_part(file); !written)
            return give_up(written.error());
    for (; named < files.size(); ++named)
        if (const auto given = give_name(files[named].path); !given)
            return give_up(given.error());
    return {};
}

} // namespace crura::app
