#include "sessions/loader.hpp"

#include "forms/form.hpp"
#include "sessions/about_reader.hpp"
#include "sessions/phrase_reader.hpp"
#include "sessions/rules.hpp"
#include "sessions/step_reader.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace fs = std::filesystem;

namespace crura::sessions {

namespace {

constexpr int kFormat = 2;

void read_program(const forms::Table& file, Session& session)
{
    const int format = forms::read_format(file, kFormat);
    const auto about = read_about(file, format, session);
    const auto levels = read_levels(file, format, session);
    read_phrases(file, format, session);
    const auto steps = read_steps(file, format, session);
    if (about)
        check_rules({session, *about, levels, steps});
}

} // namespace

Result<Checked> check_session(std::string_view text, const std::string& file_name)
{
    Session session;
    session.text = text;
    session.id = fs::path(file_name).stem().string();
    auto read = forms::read_form(text, file_name, {"format", "session", "level", "phrases", "step"},
                                 [&](const forms::Table& file) { read_program(file, session); });
    if (!read)
        return read.error();
    if (session.offered_minutes.empty())
        session.offered_minutes = {to_seconds(session.duration()) / 60};
    return Checked{std::move(session), std::move(*read)};
}

Result<Checked> check_session(const fs::path& file)
{
    const auto text = forms::read_file(file, "`crura programs` lists those there are.");
    return text ? check_session(*text, file.string()) : text.error();
}

Result<Session> parse_session(std::string_view text, const std::string& file_name)
{
    auto checked = check_session(text, file_name);
    return checked ? Result<Session>(std::move(checked->session)) : checked.error();
}

Result<Session> load_session(const fs::path& file)
{
    auto checked = check_session(file);
    return checked ? Result<Session>(std::move(checked->session)) : checked.error();
}

std::vector<ProgramFile> find_programs(std::span<const fs::path> folders)
{
    std::vector<ProgramFile> programs;
    for (const fs::path& folder : folders) {
        std::error_code absent;
        for (const auto& entry : fs::directory_iterator(folder, absent))
            if (entry.path().extension() == ".toml" && entry.is_regular_file(absent))
                programs.push_back({entry.path().stem().string(), entry.path()});
    }
    std::stable_sort(programs.begin(), programs.end(),
                     [](const ProgramFile& a, const ProgramFile& b) { return a.id < b.id; });
    const auto same = [](const ProgramFile& a, const ProgramFile& b) { return a.id == b.id; };
    programs.erase(std::unique(programs.begin(), programs.end(), same), programs.end());
    return programs;
}

} // namespace crura::sessions
