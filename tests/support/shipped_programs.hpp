#pragma once

#include "sessions/course.hpp"
#include "sessions/loader.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <vector>

// The programs that come with Crura, for tests of what is in them.
namespace crura::test {

inline const std::filesystem::path kProgramFolder =
    std::filesystem::path(CRURA_ROOT) / "sessions/programs";

inline sessions::Session shipped_program(const std::string& id)
{
    auto session = sessions::load_session(kProgramFolder / (id + ".toml"));
    INFO((session ? id : session.error().message));
    REQUIRE(session);
    return *session;
}

inline std::vector<sessions::Session> shipped_programs()
{
    std::vector<sessions::Session> programs;
    for (const auto& file : sessions::find_programs(std::array{kProgramFolder}))
        programs.push_back(shipped_program(file.id));
    REQUIRE_FALSE(programs.empty());
    return programs;
}

inline const std::string& words_of(const sessions::Session& session,
                                   const sessions::PlannedPrompt& planned)
{
    return session.steps[std::size_t(planned.step)].prompts[std::size_t(planned.prompt)].say;
}

inline Duration from_minutes(double minutes)
{
    return from_seconds(60 * minutes);
}

// A slow voice: 100 words a minute, half a second a comma, a breath before and after.
inline Duration speech_time(const std::string& sentence)
{
    const auto count = [&](char each) {
        return double(std::count(sentence.begin(), sentence.end(), each));
    };
    return from_seconds(0.6 * (count(' ') + 1) + 0.5 * count(',') + 1);
}

} // namespace crura::test
