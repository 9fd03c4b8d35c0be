#include "app/rehearsal.hpp"
#include "devices/simulated_body.hpp"
#include "sessions/limits.hpp"
#include "sessions/loader.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

using namespace crura;
using namespace std::chrono_literals;

namespace {

// Each program from start to end. The first line of a script says how it is rehearsed;
// tools/scripts writes them anew, and a script that changes is read through by a person before it
// is kept.
struct Rehearsed {
    std::string program;
    double minutes = 0; // 0: as written
    std::string body = "calm";
};

const fs::path kPrograms = CRURA_ROOT "/sessions/programs";
const fs::path kScripts = CRURA_ROOT "/tests/scripts";

// "# crura rehearse PROGRAM --minutes 10 --body calm --speed 0"
Rehearsed command_in(const std::string& line)
{
    std::istringstream words(line);
    std::string word;
    Rehearsed rehearsed;
    words >> word >> word >> word >> rehearsed.program;
    while (words >> word) {
        if (word == "--minutes")
            words >> rehearsed.minutes;
        else if (word == "--body")
            words >> rehearsed.body;
        else if (word != "--speed" && word != "0")
            FAIL("tests/scripts cannot say " << word);
    }
    return rehearsed;
}

std::vector<std::string> script_of(const Rehearsed& rehearsed, bool silent = false)
{
    const auto loaded = sessions::load_session(kPrograms / (rehearsed.program + ".toml"));
    REQUIRE(loaded);
    const auto session = sessions::limited(*loaded, {});
    REQUIRE(session);
    const auto body = devices::SimulatedBody::find(rehearsed.body);
    REQUIRE(body);
    const auto total =
        rehearsed.minutes > 0 ? from_seconds(60 * rehearsed.minutes) : session->duration();
    app::Rehearsal rehearsal(
        {std::make_shared<const sessions::Session>(*session), total, *body, 1, silent});
    std::vector<std::string> lines;
    while (!rehearsal.over())
        for (auto& line : rehearsal())
            lines.push_back(std::move(line));
    return lines;
}

std::vector<std::string> lines_of(const fs::path& file)
{
    std::ifstream in(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

std::vector<fs::path> scripts()
{
    std::vector<fs::path> files;
    for (const auto& file : fs::directory_iterator(kScripts))
        files.push_back(file.path());
    std::sort(files.begin(), files.end());
    return files;
}

bool any_has(const std::vector<std::string>& lines, const std::string& part)
{
    return std::any_of(lines.begin(), lines.end(),
                       [&](const auto& line) { return line.find(part) != std::string::npos; });
}

} // namespace

TEST_CASE("Every shipped program has a script, and every script a program")
{
    std::set<std::string> shipped, written;
    for (const auto& each : sessions::find_programs(std::array{kPrograms}))
        shipped.insert(each.id);
    for (const auto& file : scripts()) {
        written.insert(file.stem().string());
        CHECK(command_in(lines_of(file).at(0)).program == file.stem().string());
    }
    CHECK(written == shipped);
}

TEST_CASE("A program rehearsed from start to end says and does what its reviewed script says")
{
    for (const auto& file : scripts()) {
        INFO(file.stem().string());
        auto expected = lines_of(file);
        const auto rehearsed = command_in(expected.at(0));
        expected.erase(expected.begin());
        const auto lines = script_of(rehearsed);
        const auto [is, was] =
            std::mismatch(lines.begin(), lines.end(), expected.begin(), expected.end());
        const auto line = [](auto found, const auto& all) {
            return found == all.end() ? std::string("(the end)") : *found;
        };
        INFO("line " << is - lines.begin() + 2);
        CHECK(line(is, lines) == line(was, expected));
    }
}

TEST_CASE("Whoever answers nothing in a release session is grounded, and the session stands still")
{
    const auto lines = script_of({"release-session", 0, "trembling"}, true);
    CHECK(any_has(lines, "(are_you_here)"));
    CHECK(any_has(lines, "(still_here)"));
    CHECK(any_has(lines, "brakes: 2 questions without an answer (limit 2)"));
    CHECK(any_has(lines, "(ground_knees)"));
    CHECK(any_has(lines, "(ground_name)"));
    CHECK_FALSE(any_has(lines, "goes on"));
    CHECK_FALSE(any_has(lines, "   over"));
}

TEST_CASE("A body with other breaths says the same sentences at the same times")
{
    const auto words = [](const std::vector<std::string>& lines) {
        std::vector<std::string> said;
        for (const auto& line : lines)
            if (line.find('"') != std::string::npos)
                said.push_back(line);
        return said;
    };
    CHECK(words(script_of({"constructive-rest", 10, "calm"}))
          == words(script_of({"constructive-rest", 10, "slow"})));
}

TEST_CASE("Who falls asleep is left alone, and the sound with them, within two minutes and a half")
{
    const auto lines = script_of({"slow-breath-training", 20, "sleeping"}); // after five minutes
    const auto minute_of = [&](const std::string& part) {
        for (const auto& line : lines)
            if (line.find(part) != std::string::npos)
                return std::stod(line.substr(0, 2)) + std::stod(line.substr(3, 2)) / 60;
        return -1.;
    };
    const double asleep = minute_of("they seem to fall asleep");
    CHECK(asleep > 5);
    CHECK(asleep < 7.5);
    CHECK(minute_of("sound is gone") - asleep < 0.5);
}
