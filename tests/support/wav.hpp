#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace crura::test {

// A one-channel recording, in counts as stored.
struct Wav {
    double rate_hz = 0;
    std::vector<double> values;
};

// Reads a 16-bit mono PCM file; throws where it is anything else.
inline Wav read_wav(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const auto refuse = [&path](const std::string& why) {
        throw std::runtime_error(path.string() + ": " + why);
    };
    const auto unsigned_at = [&](std::size_t at, std::size_t size) {
        if (at + size > bytes.size())
            refuse("cut short");
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < size; ++i)
            value |= std::uint32_t(std::uint8_t(bytes[at + i])) << (8 * i);
        return value;
    };

    const std::string_view view = bytes;
    if (!view.starts_with("RIFF") || view.substr(8, 4) != "WAVE")
        refuse("not a WAV file");
    Wav wav;
    for (std::size_t at = 12; at + 8 <= bytes.size();) {
        const auto name = view.substr(at, 4);
        const std::size_t size = unsigned_at(at + 4, 4);
        at += 8;
        if (name == "fmt ") {
            if (unsigned_at(at, 2) != 1 || unsigned_at(at + 2, 2) != 1
                || unsigned_at(at + 14, 2) != 16)
                refuse("not 16-bit mono PCM");
            wav.rate_hz = unsigned_at(at + 4, 4);
        }
        if (name == "data")
            for (std::size_t i = 0; i + 2 <= size; i += 2)
                wav.values.push_back(std::int16_t(unsigned_at(at + i, 2)));
        at += size + size % 2;
    }
    if (wav.rate_hz == 0 || wav.values.empty())
        refuse("no sound in it");
    return wav;
}

} // namespace crura::test
