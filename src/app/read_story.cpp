#include "app/read_story.hpp"

#include "app/recorded_session.hpp"
#include "app/story.hpp"
#include "record/recording.hpp"

#include <fmt/format.h>

#include <optional>

namespace crura::app {
namespace {

std::optional<sessions::Session> program_of(const record::RecordingHeader& header)
{
    const auto session = recorded_session(header);
    if (!session || !session->session || session->session->name != header.program_name)
        return std::nullopt;
    return *session->session;
}

} // namespace

Result<report::Story> read_story(const std::filesystem::path& file, bool for_therapist,
                                 const std::string& person)
{
    const auto recording = record::read_said(file);
    if (!recording)
        return recording.error();
    if (recording->said.empty())
        return Error{fmt::format("{} holds nothing that Crura said of a session; there is nothing "
                                 "to report.",
                                 file.string())};
    const auto session = program_of(recording->header);
    return story_of(*recording, {for_therapist, person, session ? &*session : nullptr});
}

} // namespace crura::app
