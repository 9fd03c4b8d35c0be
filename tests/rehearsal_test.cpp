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
#include <string>
#include <vector>

namespace fs = std::filesystem;

using namespace crura;
using namespace std::chrono_literals;

namespace {

// Each program from start to end, as `crura rehearse PROGRAM --body BODY --minutes M --speed 0`
// writes it. A script that changes is read through by a person before it is kept.
struct Rehearsed {
    const char* program;
    double minutes;
    const char* body;
};
constexpr std::array kRehearsals = {
    Rehearsed{"constructive-rest", 20, "calm"},
};

const fs::path kPrograms = CRURA_ROOT "/sessions/programs";
const fs::path kScripts = CRURA_ROOT "/tests/scripts";

sessions::Session load(const std::string& id)
{
    const auto loaded = sessions::load_session(kPrograms / (id + ".toml"));
    REQUIRE(loaded);
    const auto session = sessions::limited(*loaded, {});
    REQUIRE(session);
    return *session;
}

std::vector<std::string> script_of(const Rehearsed& rehearsed, bool silent = false)
{
    const auto body = devices::SimulatedBody::find(rehearsed.body);
    REQUIRE(body);
    app::Rehearsal rehearsal({std::make_shared<const sessions::Session>(load(rehearsed.program)),
                              from_seconds(60 * rehearsed.minutes), *body, 1, silent});
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

} // namespace

TEST_CASE("Every shipped program has a rehearsal, and every script a program")
{
    std::set<std::string> rehearsed, shipped, written;
    for (const auto& each : kRehearsals)
        rehearsed.insert(each.program);
    for (const auto& each : sessions::find_programs(std::array{kPrograms}))
        shipped.insert(each.id);
    for (const auto& file : fs::directory_iterator(kScripts))
        written.insert(file.path().stem().string());
    CHECK(rehearsed == shipped);
    CHECK(written == shipped);
}

TEST_CASE("A program rehearsed from start to end says and does what its reviewed script says")
{
    const auto at = GENERATE(range(std::size_t(0), kRehearsals.size()));
    const auto& rehearsed = kRehearsals[at];
    INFO(rehearsed.program);
    const auto lines = script_of(rehearsed);
    const auto expected = lines_of(kScripts / (std::string(rehearsed.program) + ".txt"));
    const auto [is, was] = std::mismatch(lines.begin(), lines.end(), expected.begin(),
                                         expected.end());
    const auto line = [](auto found, const auto& all) {
        return found == all.end() ? std::string("(the end)") : *found;
    };
    INFO("line " << is - lines.begin() + 1);
    CHECK(line(is, lines) == line(was, expected));
}

TEST_CASE("The same rehearsal gives the same lines")
{
    CHECK(script_of({"breath-break", 3, "calm"}) == script_of({"breath-break", 3, "calm"}));
}
