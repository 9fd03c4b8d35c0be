#include "app/whole_files.hpp"

#include <fmt/format.h>

#include <fstream>
#include <system_error>

namespace crura::app {
namespace {

namespace fs = std::filesystem;

fs::path part_of(const fs::path& file)
{
    return file.string() + ".part";
}

bool write_part(const fs::path& file, const std::string& text)
{
    std::ofstream out(part_of(file), std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    return bool(out);
}

} // namespace

Result<void> write_whole(const fs::path& folder, const std::vector<TextFile>& files)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return Error{
            fmt::format("The folder {} cannot be made: {}.", folder.string(), error.message())};

    const auto give_up = [&](const fs::path& failed, std::size_t named) {
        for (std::size_t i = 0; i < files.size(); ++i) {
            std::error_code ignored;
            fs::remove(part_of(folder / files[i].name), ignored);
            if (i < named)
                fs::remove(folder / files[i].name, ignored);
        }
        return Error{fmt::format("{} cannot be written; is there room, and may you write there?",
                                 failed.string())};
    };
    for (const auto& [name, text] : files)
        if (!write_part(folder / name, text))
            return give_up(folder / name, 0);
    for (std::size_t i = 0; i < files.size(); ++i) {
        fs::rename(part_of(folder / files[i].name), folder / files[i].name, error);
        if (error)
            return give_up(folder / files[i].name, i);
    }
    return {};
}

} // namespace crura::app
