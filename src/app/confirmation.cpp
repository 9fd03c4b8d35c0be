#include "app/confirmation.hpp"

#include "speech/checksum.hpp"

#include <fmt/format.h>

#include <fstream>
#include <string>
#include <system_error>

namespace fs = std::filesystem;

namespace crura::app {
namespace {

fs::path file_of(const sessions::Session& session, const fs::path& folder)
{
    return folder / "confirmed" / (session.id + ".sha256");
}

std::string checksum_of(const sessions::Session& session)
{
    std::string cautions;
    for (const std::string& line : session.cautions)
        cautions += line + '\n';
    return speech::sha256_of(cautions);
}

bool write_privately(const fs::path& file, const std::string& text)
{
    std::ofstream out(file, std::ios::trunc);
    std::error_code error;
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, error);
    out << text << '\n';
    out.close();
    return out && !error;
}

} // namespace

bool needs_confirmation(const sessions::Session& session, const fs::path& folder)
{
    if (session.cautions.empty())
        return false;
    std::ifstream in(file_of(session, folder));
    std::string confirmed;
    std::getline(in, confirmed);
    return confirmed != checksum_of(session);
}

Result<void> remember_confirmation(const sessions::Session& session, const fs::path& folder)
{
    const auto file = file_of(session, folder);
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    if (!error)
        fs::permissions(file.parent_path(), fs::perms::owner_all, error);
    const auto part = fs::path(file.string() + ".part");
    if (!error && write_privately(part, checksum_of(session)))
        fs::rename(part, file, error);
    else if (!error)
        error = std::make_error_code(std::errc::io_error);
    if (error)
        return Error{fmt::format("{} cannot be written, so you will be asked again; is there room, "
                                 "and may you write there?",
                                 file.string())};
    return {};
}

} // namespace crura::app
