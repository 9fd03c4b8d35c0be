#include "app/seal.hpp"

#include "app/paths.hpp"
#include "app/places.hpp"
#include "exchange/sealed_bundle.hpp"
#include "files/names.hpp"
#include "files/staging.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fs = std::filesystem;

namespace crura::app {
namespace {

using exchange::NamedFile;
using exchange::Secret;

// All files of a folder, under its own name; in the order of their names, so that the same folder
// is always sealed alike.
Result<std::vector<NamedFile>> files_in(const fs::path& folder, const std::string& name)
{
    std::vector<NamedFile> files;
    std::error_code error;
    for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
         at.increment(error)) {
        const bool link_to_folder = at->is_symlink() && at->is_directory();
        if (at->is_directory() && !link_to_folder)
            continue;
        if (!at->is_regular_file())
            return Error{
                fmt::format("{} is neither a file nor a folder, and cannot be sealed; take "
                            "it out of {} first.",
                            shown(at->path()), shown(folder))};
        files.push_back({at->path(), name + at->path().lexically_relative(folder).string()});
    }
    if (error)
        return Error{
            fmt::format("The folder {} cannot be read ({}).", shown(folder), error.message())};
    std::sort(files.begin(), files.end(),
              [](const NamedFile& a, const NamedFile& b) { return a.name < b.name; });
    return files;
}

Result<std::vector<NamedFile>> named(const std::vector<fs::path>& paths)
{
    std::vector<NamedFile> all;
    for (const auto& path : paths) {
        std::error_code error;
        auto whole = fs::absolute(path, error).lexically_normal();
        if (!whole.has_filename()) // "folder/"
            whole = whole.parent_path();
        if (!fs::is_directory(whole, error)) {
            all.push_back({path, whole.filename().string()});
            continue;
        }
        const auto files = files_in(whole, whole.filename().string() + '/');
        if (!files)
            return files.error();
        if (files->empty())
            return Error{
                fmt::format("There is no file in {}, so nothing was sealed.", shown(path))};
        all.insert(all.end(), files->begin(), files->end());
    }
    return all;
}

std::string counted(std::size_t files)
{
    return files == 1 ? "1 file" : fmt::format("{} files", files);
}

// Before anybody is asked for a passphrase.
Result<void> is_free(const fs::path& out)
{
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(out, ignored)))
        return Error{fmt::format("{} exists already and was left as it was; choose another name.",
                                 shown(out))};
    return {};
}

Result<std::string> seal_named(const std::vector<NamedFile>& files, const fs::path& out,
                               const Secret& passphrase, exchange::SealCost cost)
{
    if (const auto sealed = exchange::seal_files(files, out, passphrase, cost); !sealed)
        return sealed.error();
    return fmt::format("{} sealed in {}. Only the passphrase opens it (crura unseal); nobody can "
                       "help when it is lost.",
                       counted(files.size()), shown(out));
}

} // namespace

Result<std::string> seal(const SealOptions& options)
{
    if (const auto free = is_free(options.out); !free)
        return free.error();
    const auto files = named(options.files); // what is not there is said before anybody types
    if (!files)
        return files.error();
    const auto passphrase = new_passphrase();
    if (!passphrase)
        return passphrase.error();
    return seal_named(*files, options.out, *passphrase, exchange::kModerate);
}

Result<std::string> unseal(const UnsealOptions& options)
{
    std::error_code ignored;
    if (!fs::is_regular_file(options.file, ignored))
        return Error{fmt::format("There is no file {}; is the name right?", shown(options.file))};
    const auto passphrase = known_passphrase();
    if (!passphrase)
        return passphrase.error();
    return unseal(options, *passphrase);
}

Result<std::string> seal(const SealOptions& options, const Secret& passphrase,
                         exchange::SealCost cost)
{
    const auto files = named(options.files);
    if (!files)
        return files.error();
    return seal_named(*files, options.out, passphrase, cost);
}

Result<std::string> unseal(const UnsealOptions& options, const Secret& passphrase)
{
    const auto folder = options.folder.empty() ? options.file.parent_path() : options.folder;
    const auto paths = exchange::unseal_files(options.file, folder, passphrase);
    if (!paths)
        return paths.error();
    std::string said = counted(paths->size()) + " restored:";
    for (const auto& path : *paths)
        said += "\n  " + shown(path);
    return said;
}

Result<std::string> seal_instead(const WriteInto& write, const fs::path& out,
                                 const Secret& passphrase, exchange::SealCost cost)
{
    if (const auto free = is_free(out); !free)
        return free.error();
    if (const auto made = files::make_private(state_folder()); !made)
        return made.error();
    const auto staging = files::Staging::in(state_folder());
    if (!staging)
        return staging.error();
    const auto written = write(staging->path());
    if (!written)
        return written;
    const auto files = files_in(staging->path(), "");
    if (!files)
        return files.error();
    return seal_named(*files, out, passphrase, cost);
}

} // namespace crura::app
