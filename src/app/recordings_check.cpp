#include "app/recordings_check.hpp"

#include "record/file_claim.hpp"
#include "record/recording.hpp"

#include <algorithm>

namespace fs = std::filesystem;

namespace crura::app {
namespace {

// The latest first, by their names, which begin with the date.
std::vector<fs::path> recordings_in(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        if (at->path().extension() == ".crura" && at->is_regular_file(error))
            files.push_back(at->path());
    std::sort(files.rbegin(), files.rend());
    return files;
}

void mend_tail(const fs::path& file, RecordingsState& state)
{
    const auto repaired = record::repair(file);
    if (repaired)
        state.mended.push_back(file);
    else
        state.unread.push_back(repaired.error().message);
}

void check(const fs::path& file, bool mend, RecordingsState& state)
{
    if (record::is_being_recorded(file)) {
        ++state.being_recorded;
        return;
    }
    ++state.read;
    const auto recording = record::read_recording(file);
    if (!recording) {
        state.unread.push_back(recording.error().message);
        return;
    }
    const bool cut = recording->cut_bytes > 0;
    if (recording->damage.size() > (cut ? 1u : 0u)) // a cut end is in the list, too
        state.damaged.push_back(file);
    if (cut && mend)
        mend_tail(file, state);
    else if (cut)
        state.cut.push_back(file);
}

} // namespace

RecordingsState check_recordings(const fs::path& folder, std::size_t at_most, bool mend)
{
    const auto files = recordings_in(folder);
    RecordingsState state;
    state.there = files.size();
    for (std::size_t i = 0; i < std::min(at_most, files.size()); ++i)
        check(files[i], mend, state);
    return state;
}

} // namespace crura::app
