#include "app/forget_everything.hpp"

#include "app/history_place.hpp"
#include "app/places.hpp"

#include <filesystem>
#include <vector>

namespace crura::app {
namespace {

// Those that a history names and that do not lie in the data folder.
Result<std::vector<std::filesystem::path>> recordings_elsewhere(const HistoryChoice& of,
                                                                const Places& places)
{
    std::vector<std::filesystem::path> elsewhere;
    const auto repository = find_history_of(of);
    if (!repository)
        return repository.error();
    if (!*repository)
        return elsewhere;
    const auto sessions = (*repository)->sessions({});
    if (!sessions)
        return sessions.error();
    for (const auto& session : *sessions) {
        const std::filesystem::path file = session.recording;
        if (!file.empty() && file.parent_path() != places.recordings())
            elsewhere.push_back(file);
    }
    return elsewhere;
}

} // namespace

Result<std::string> forget_everything(ForgetOptions options)
{
    const auto places = own_places();
    options.everything = true;
    for (const bool therapist : {false, true}) {
        const auto kept = recordings_elsewhere({.therapist = therapist}, places);
        if (!kept)
            return kept.error();
        options.elsewhere.insert(options.elsewhere.end(), kept->begin(), kept->end());
    }
    return forget(options, places, nullptr);
}

} // namespace crura::app
