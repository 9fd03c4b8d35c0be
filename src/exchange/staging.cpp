#include "exchange/staging.hpp"

#include "exchange/whole_file.hpp"

#include <cstdlib>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

namespace crura::exchange {

Result<void> make_private(const fs::path& folder)
{
    std::error_code error;
    if (fs::is_directory(folder, error))
        return {};
    if (folder.has_parent_path())
        if (auto made = make_private(folder.parent_path()); !made)
            return made;
    fs::create_directory(folder, error);
    if (!error)
        fs::permissions(folder, fs::perms::owner_all, error);
    if (error)
        return Error{"The folder " + folder.string() + " cannot be made (" + error.message()
                     + "); choose another place."};
    return {};
}

Result<Staging> Staging::in(const fs::path& folder)
{
    auto path = (folder / ".crura-XXXXXX").string();
    if (!::mkdtemp(path.data())) // mode 0700
        return Error{"Nothing can be written into " + folder.string()
                     + "; choose another folder, or see to its rights and its room."};
    return Staging(path);
}

Staging::Staging(fs::path path) : path_(std::move(path)) {}

Staging::Staging(Staging&& other) noexcept : path_(std::exchange(other.path_, fs::path())) {}

Staging::~Staging()
{
    std::error_code ignored;
    if (!path_.empty())
        fs::remove_all(path_, ignored);
}

Result<void> Staging::publish(const std::set<std::string>& names, const fs::path& folder) const
{
    std::vector<std::string> moved;
    for (const auto& name : names) {
        if (auto renamed = rename_beside(path_ / name, folder / name); !renamed) {
            std::error_code ignored;
            for (const auto& back : moved)
                fs::rename(folder / back, path_ / back, ignored);
            return renamed;
        }
        moved.push_back(name);
    }
    return {};
}

} // namespace crura::exchange
