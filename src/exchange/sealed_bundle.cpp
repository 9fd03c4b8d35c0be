#include "exchange/sealed_bundle.hpp"

#include "files/names.hpp"
#include "files/staging.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <set>
#include <string_view>
#include <utility>

namespace fs = std::filesystem;

namespace crura::exchange {
namespace {

constexpr std::size_t kPiece = 64 * 1024; // read and written at once
constexpr std::uint32_t kMostFiles = 100'000;
constexpr std::size_t kLongestName = 1000, kLongestPart = 255; // bytes

struct Entry {
    std::string name;
    std::uint64_t bytes = 0;
};

bool is_sound_part(std::string_view part)
{
    return !part.empty() && part != "." && part != ".." && part.size() <= kLongestPart
        && std::none_of(part.begin(), part.end(), [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return byte < 0x20 || byte == 0x7f || byte == '\\';
           });
}

template <class Unsigned>
Result<void> write_number(Sealer& into, Unsigned value)
{
    std::array<std::uint8_t, sizeof value> bytes{};
    for (std::size_t i = 0; i < sizeof value; ++i)
        bytes[i] = std::uint8_t(value >> (8 * i));
    return into.write(bytes);
}

template <class Unsigned>
Result<Unsigned> read_number(Unsealer& from)
{
    std::array<std::uint8_t, sizeof(Unsigned)> bytes{};
    if (const auto read = from.read(bytes); !read)
        return read.error();
    Unsigned value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i)
        value |= Unsigned(Unsigned(bytes[i]) << (8 * i));
    return value;
}

Result<std::vector<Entry>> list_of(std::span<const NamedFile> files)
{
    std::vector<Entry> list;
    std::set<std::string> names;
    for (const auto& [file, name] : files) {
        std::error_code error;
        const auto bytes = fs::file_size(file, error);
        if (error || !fs::is_regular_file(file, error))
            return Error{file.string() + " is no file that can be read; is it there?"};
        if (!is_sound_name(name))
            return Error{file.string()
                         + " has a name that other computers cannot take; give it a simpler one."};
        if (!names.insert(name).second)
            return Error{"Two of the files are named " + name + "; rename one of them."};
        list.push_back({name, bytes});
    }
    if (list.empty() || list.size() > kMostFiles)
        return Error{"There must be between 1 and " + std::to_string(kMostFiles)
                     + " files to seal, but there are " + std::to_string(list.size()) + '.'};
    return list;
}

Result<void> write_list(Sealer& into, const std::vector<Entry>& list)
{
    auto written = write_number(into, std::uint32_t(list.size()));
    for (const auto& [name, bytes] : list) {
        if (written)
            written = write_number(into, std::uint16_t(name.size()));
        if (written)
            written = into.write({reinterpret_cast<const std::uint8_t*>(name.data()), name.size()});
        if (written)
            written = write_number(into, bytes);
    }
    return written;
}

Error not_ours(const fs::path& sealed)
{
    return Error{sealed.string()
                 + " holds names or numbers that Crura never writes; nothing was taken out of it."};
}

Result<std::vector<Entry>> read_list(Unsealer& from, const fs::path& sealed)
{
    const auto count = read_number<std::uint32_t>(from);
    if (!count)
        return count.error();
    if (*count == 0 || *count > kMostFiles)
        return not_ours(sealed);
    std::vector<Entry> list;
    std::set<std::string> names;
    while (list.size() < *count) {
        const auto size = read_number<std::uint16_t>(from);
        if (!size)
            return size.error();
        std::vector<std::uint8_t> name(*size);
        if (const auto read = from.read(name); !read)
            return read.error();
        const auto bytes = read_number<std::uint64_t>(from);
        if (!bytes)
            return bytes.error();
        list.push_back({{name.begin(), name.end()}, *bytes});
        if (!is_sound_name(list.back().name) || !names.insert(list.back().name).second)
            return not_ours(sealed);
    }
    return list;
}

Result<void> copy_in(const fs::path& file, std::uint64_t bytes, Sealer& into)
{
    std::ifstream in(file, std::ios::binary);
    std::vector<std::uint8_t> piece(kPiece);
    while (bytes > 0) {
        const auto now = std::size_t(std::min<std::uint64_t>(bytes, kPiece));
        if (!in.read(reinterpret_cast<char*>(piece.data()), std::streamsize(now)))
            return Error{file.string()
                         + " cannot be read to its end; is it being changed, or the disk failing?"};
        if (auto written = into.write(std::span(piece).first(now)); !written)
            return written;
        bytes -= now;
    }
    return {};
}

Result<void> copy_out(Unsealer& from, std::uint64_t bytes, const fs::path& path)
{
    if (files::is_taken(path)) // on a disk that takes A and a for the same
        return files::taken(path);
    std::ofstream file(path, std::ios::binary);
    std::vector<std::uint8_t> piece(kPiece);
    while (bytes > 0) {
        const auto now =
            std::span(piece).first(std::size_t(std::min<std::uint64_t>(bytes, kPiece)));
        if (auto read = from.read(now); !read)
            return read;
        if (!file.write(reinterpret_cast<const char*>(now.data()), std::streamsize(now.size())))
            return files::cannot_write(path, errno);
        bytes -= now.size();
    }
    file.close();
    return file ? Result<void>() : files::cannot_write(path, errno);
}

std::set<std::string> tops_of(const std::vector<Entry>& list)
{
    std::set<std::string> tops;
    for (const auto& entry : list)
        tops.insert(entry.name.substr(0, entry.name.find('/')));
    return tops;
}

Result<void> all_free(const std::set<std::string>& tops, const fs::path& folder)
{
    for (const auto& top : tops) {
        if (files::is_taken(folder / top))
            return Error{(folder / top).string()
                         + " exists already and was left as it was; choose another folder."};
    }
    return {};
}

Result<void> restore(Unsealer& from, const std::vector<Entry>& list, const fs::path& folder)
{
    const auto tops = tops_of(list);
    if (auto free = all_free(tops, folder); !free)
        return free;
    const auto staging = files::Staging::in(folder);
    if (!staging)
        return staging.error();
    for (const auto& [name, bytes] : list)
        if (auto copied = copy_out(from, bytes, staging->place(name)); !copied)
            return copied;
    if (auto finished = from.finish(); !finished)
        return finished;
    return staging->publish(tops, folder);
}

} // namespace

bool is_sound_name(const std::string& name)
{
    std::size_t begin = 0;
    for (std::size_t end = 0; end != std::string::npos; begin = end + 1) {
        end = name.find('/', begin);
        if (!is_sound_part(std::string_view(name).substr(begin, end - begin)))
            return false;
    }
    return name.size() <= kLongestName;
}

Result<void> seal_files(std::span<const NamedFile> files, const fs::path& out,
                        const Secret& passphrase, SealCost cost)
{
    const auto list = list_of(files);
    if (!list)
        return list.error();
    auto file = files::WholeFile::create(out);
    if (!file)
        return file.error();
    auto sealer = Sealer::begin(std::move(*file), passphrase, cost);
    if (!sealer)
        return sealer.error();
    if (auto written = write_list(*sealer, *list); !written)
        return written;
    for (std::size_t i = 0; i < files.size(); ++i)
        if (auto copied = copy_in(files[i].file, (*list)[i].bytes, *sealer); !copied)
            return copied;
    return sealer->finish();
}

Result<std::vector<fs::path>> unseal_files(const fs::path& sealed, const fs::path& folder,
                                           const Secret& passphrase)
{
    auto from = Unsealer::open(sealed, passphrase);
    if (!from)
        return from.error();
    const auto list = read_list(*from, sealed);
    if (!list)
        return list.error();
    const auto into = folder.empty() ? fs::path(".") : folder;
    std::error_code ignored;
    const bool new_folder = !fs::exists(into, ignored);
    if (const auto made = files::make_private(into); !made)
        return made.error();
    if (const auto restored = restore(*from, *list, into); !restored) {
        if (new_folder)
            fs::remove(into, ignored);
        return restored.error();
    }
    std::vector<fs::path> paths;
    for (const auto& entry : *list)
        paths.push_back(folder / entry.name);
    return paths;
}

} // namespace crura::exchange
