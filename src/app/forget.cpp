#include "app/forget.hpp"

#include "app/companions.hpp"
#include "app/erase.hpp"
#include "record/file_claim.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <utility>

namespace fs = std::filesystem;

namespace crura::app {
namespace {

using history::SessionRow;

constexpr const char* kBeyond =
    "Copies that you made elsewhere (exports, sealed files, backups) are as they were. A disk may "
    "keep what was deleted for a while, a solid-state disk in places that nobody can name: only an "
    "encrypted disk keeps that from others for certain.";

// A row, and the files that go before it.
struct Session {
    SessionRow row;
    std::vector<fs::path> files;
};

// In the order in which it goes.
struct Going {
    std::vector<Session> sessions;
    std::vector<fs::path> files;
    std::optional<history::Id> person;

    bool empty() const { return sessions.empty() && files.empty() && !person; }
};

fs::path recording_of(const SessionRow& row, const Places& places)
{
    if (row.recording.empty())
        return {};
    const fs::path file(row.recording);
    return file.is_absolute() ? file : places.recordings() / file;
}

Session session_of(SessionRow row, const Places& places)
{
    const auto recording = recording_of(row, places);
    auto files = recording.empty() ? std::vector<fs::path>{} : recording_and_companions(recording);
    return {std::move(row), std::move(files)};
}

bool same_file(const fs::path& a, const fs::path& b)
{
    std::error_code error;
    return fs::weakly_canonical(a, error) == fs::weakly_canonical(b, error);
}

// The sessions of the history for which this is true.
template <class Is>
Result<Going> sessions_where(Is is, const history::SessionQuery& query, const Places& places,
                             history::Repository* repository)
{
    Going going;
    if (!repository)
        return going;
    auto rows = repository->sessions(query);
    if (!rows)
        return rows.error();
    for (auto& row : *rows)
        if (is(row))
            going.sessions.push_back(session_of(std::move(row), places));
    return going;
}

Result<Going> by_recording(const fs::path& recording, const Places& places,
                           history::Repository* repository)
{
    const auto is = [&](const SessionRow& row) {
        return !row.recording.empty() && same_file(recording_of(row, places), recording);
    };
    auto going = sessions_where(is, {}, places, repository);
    std::error_code error;
    if (going && going->sessions.empty())
        going->files = recording_and_companions(fs::absolute(recording, error));
    return going;
}

bool is_database(const fs::path& path)
{
    return path.filename().string().find(".db") != std::string::npos;
}

// Recordings first, databases last.
Going everything(const ForgetOptions& options, const Places& places)
{
    Going going;
    for (const auto& recording : options.elsewhere)
        for (auto& file : recording_and_companions(recording))
            going.files.push_back(std::move(file));
    auto data = in_folder(places.data);
    std::stable_partition(data.begin(), data.end(),
                          [](const auto& each) { return !is_database(each); });
    if (!options.config_too)
        data.erase(std::remove(data.begin(), data.end(), places.voices()), data.end());
    auto folders = std::vector{places.cache, places.state};
    if (options.config_too)
        folders.push_back(places.config);
    for (const auto& folder : folders)
        for (auto& each : in_folder(folder))
            going.files.push_back(std::move(each));
    going.files.insert(going.files.end(), data.begin(), data.end());
    return going;
}

Result<Going> going_of(const ForgetOptions& options, const Places& places,
                       history::Repository* repository)
{
    if (options.everything)
        return everything(options, places);
    if (!options.recording.empty())
        return by_recording(options.recording, places, repository);
    if (options.person) {
        history::SessionQuery theirs;
        theirs.person = options.person;
        auto going =
            sessions_where([](const SessionRow&) { return true; }, theirs, places, repository);
        if (going && repository)
            going->person = options.person;
        return going;
    }
    return sessions_where([&](const SessionRow& row) { return row.id == options.session; }, {},
                          places, repository);
}

Result<void> nothing_is_recorded(const std::vector<fs::path>& files)
{
    for (const auto& file : files) {
        std::error_code error;
        if (fs::is_directory(fs::symlink_status(file, error))) {
            if (auto none = nothing_is_recorded(in_folder(file)); !none)
                return none;
        } else if (file.extension() == ".crura" && record::is_being_recorded(file)) {
            return Error{fmt::format("{} is being recorded; end that session first.", shown(file))};
        }
    }
    return {};
}

Result<void> nothing_is_recorded(const Going& going)
{
    for (const auto& session : going.sessions)
        if (auto none = nothing_is_recorded(session.files); !none)
            return none;
    return nothing_is_recorded(going.files);
}

std::string line_of(const fs::path& path)
{
    std::error_code error;
    if (fs::is_directory(fs::symlink_status(path, error)))
        return fmt::format("  {} (files: {})\n", shown(path), files_under(path));
    return fmt::format("  {}\n", shown(path));
}

std::string list_of(const Going& going)
{
    std::string list = "This will be deleted:\n";
    for (const auto& [row, files] : going.sessions) {
        for (const auto& file : files)
            list += line_of(file);
        list += fmt::format("  session {} of the history\n", row.id);
    }
    for (const auto& file : going.files)
        list += line_of(file);
    if (going.person)
        list += "  the person, with everything in the history that belongs to them\n";
    return list + kBeyond;
}

// Rows whose files are still there stay, so that they can be found again.
Result<void> erase_all(const Going& going, Eraser& eraser, history::Repository* repository)
{
    for (const auto& [row, files] : going.sessions) {
        bool gone = true;
        for (const auto& file : files)
            gone = eraser.erase(file) && gone;
        if (!gone)
            continue;
        if (const auto deleted = repository->delete_session(row.id); !deleted)
            return deleted.error();
    }
    for (const auto& file : going.files)
        eraser.erase(file);
    if (!eraser.failures().empty())
        return Error{fmt::format("Not everything is gone: {} could not be deleted. See to the "
                                 "rights there, and give the same command again; until then it "
                                 "stays in the history.",
                                 fmt::join(eraser.failures(), ", "))};
    if (!going.person)
        return {};
    const auto deleted = repository->delete_person(*going.person);
    return deleted ? Result<void>{} : deleted.error();
}

} // namespace

bool agree_in_words(const std::string& list)
{
    fmt::print("{}\n\nType yes to delete it: ", list);
    std::fflush(stdout);
    std::string typed;
    std::getline(std::cin, typed);
    return typed == "yes" || typed == "Yes";
}

Result<std::string> forget(const ForgetOptions& options, const Places& places,
                           history::Repository* repository, const Agree& agree)
{
    auto going = going_of(options, places, repository);
    if (!going)
        return going.error();
    if (going->empty())
        return Error{"There is nothing of that to delete: no file and no row of a history."};
    if (const auto none = nothing_is_recorded(*going); !none)
        return none.error();
    if (!options.everything) // spoken sentences do not say whose they were
        for (auto& sound : in_folder(places.cache / "speech"))
            going->files.push_back(std::move(sound));
    if (!options.yes && !agree(list_of(*going)))
        return Error{"Nothing was deleted."};

    Eraser eraser;
    if (const auto erased = erase_all(*going, eraser, repository); !erased)
        return erased.error();
    if (options.everything) // and the folders, where nothing is left in them
        for (const auto& folder : {places.data, places.state, places.cache, places.config}) {
            std::error_code ignored;
            fs::remove(folder, ignored);
        }
    const auto sessions = going->sessions.size();
    return fmt::format("Deleted: {} ({:.1f} MB){}{}. {}",
                       eraser.files() == 1 ? "1 file" : fmt::format("{} files", eraser.files()),
                       double(eraser.bytes()) / 1e6,
                       sessions == 0 ? "" : fmt::format(", sessions of the history: {}", sessions),
                       going->person ? ", and the person" : "", kBeyond);
}

} // namespace crura::app
