#include "speech/cache.hpp"

#include "forms/report.hpp"
#include "sound/sound_file.hpp"
#include "speech/checksum.hpp"
#include "speech/standard.hpp"

#include <system_error>

namespace fs = std::filesystem;

namespace crura::speech {

fs::path Cache::file_of(const std::string& key) const
{
    return folder_ / (sha256_of(key) + ".flac");
}

std::optional<fs::path> Cache::find(const std::string& key) const
{
    const auto file = file_of(key);
    std::error_code absent;
    if (!fs::is_regular_file(file, absent))
        return std::nullopt;
    const auto clip = sound::read_clip(file);
    const bool whole = clip && clip->sample_rate_hz == kRateHz && clip->channels == 1;
    return whole ? std::optional(file) : std::nullopt;
}

Result<fs::path> Cache::keep(const std::string& key, const sound::Clip& clip) const
{
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error)
        return Error{forms::text_of("The folder ", folder_.string(),
                                    " cannot be made: ", error.message(), '.')};
    const auto file = file_of(key);
    const auto written = sound::write_clip(file, clip);
    return written ? Result<fs::path>(file) : written.error();
}

} // namespace crura::speech
