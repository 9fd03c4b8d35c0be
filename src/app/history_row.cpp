#include "app/history_row.hpp"

#include <chrono>

namespace crura::app {

history::SessionRow row_of(const record::RecordingHeader& header, const std::filesystem::path& file)
{
    history::SessionRow row;
    row.program_id = header.program_id;
    row.program_name = header.program_name;
    row.crura_version = header.crura_version;
    for (const auto& band : header.bands)
        if (!band.kind.empty())
            row.sensors += (row.sensors.empty() ? "" : ", ") + band.kind;
    if (!file.empty())
        row.recording = std::filesystem::absolute(file).lexically_normal().string();
    row.began = std::chrono::floor<std::chrono::milliseconds>(header.started_at);
    return row;
}

} // namespace crura::app
