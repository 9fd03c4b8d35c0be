#pragma once

#include "sound/clip.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <random>
#include <string>

namespace crura::test {

// Something like a sentence in a room: syllables of a voice of 140 Hz between two silences.
struct Spoken {
    double rate_hz = 48000;
    double before_s = 0.6;
    double voice_s = 1.5;
    double after_s = 0.6;
    double voice = 0.2;   // its highest amplitude
    double room = 0.0001; // rms of the noise in which it is spoken
    double offset = 0;    // of the converter
    std::size_t channels = 1;

    sound::Clip clip() const
    {
        sound::Clip clip{rate_hz, channels, {}};
        std::mt19937 random(1);
        std::normal_distribution<double> noise(0, 1);
        const auto frames = std::size_t((before_s + voice_s + after_s) * rate_hz);
        for (std::size_t i = 0; i < frames; ++i) {
            const double t = double(i) / rate_hz - before_s;
            double sound = 0;
            if (0 <= t && t < voice_s)
                for (int harmonic = 1; harmonic <= 8; ++harmonic)
                    sound += std::sin(2 * std::numbers::pi * 140 * harmonic * t) / harmonic;
            sound *= 0.55 * voice * std::pow(std::sin(std::numbers::pi * 4 * t), 2);
            for (std::size_t c = 0; c < channels; ++c)
                clip.interleaved.push_back(
                    std::clamp(float(sound + offset + room * noise(random)), -1.f, 1.f));
        }
        return clip;
    }
};

// While it lives, programs are looked for in this folder alone.
class OnlyPath {
public:
    explicit OnlyPath(const std::filesystem::path& folder) : before_(std::getenv("PATH"))
    {
        ::setenv("PATH", folder.c_str(), 1);
    }
    ~OnlyPath() { ::setenv("PATH", before_.c_str(), 1); }
    OnlyPath(const OnlyPath&) = delete;
    OnlyPath& operator=(const OnlyPath&) = delete;

private:
    std::string before_;
};

inline void write_script(const std::filesystem::path& file, const std::string& lines)
{
    std::ofstream(file) << "#!/bin/sh\n" << lines << '\n';
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
}

inline void write_text(const std::filesystem::path& file, const std::string& text)
{
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

inline std::string text_in(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

inline bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

} // namespace crura::test
