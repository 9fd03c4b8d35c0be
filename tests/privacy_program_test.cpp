#include "record/recording.hpp"
#include "support/osc_reader.hpp"
#include "support/program.hpp"
#include "support/sealing.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <map>
#include <set>
#include <string>

using Catch::Matchers::Contains;
using crura::test::mode_of;
using crura::test::Program;
using crura::test::run_program;
using crura::test::TempFolder;

namespace fs = std::filesystem;

namespace {

constexpr const char* kProgram = CRURA_ROOT "/tests/programs/rest-and-invite.toml";
constexpr const char* kNote = "Marguerite whispers of the left knee";

// A computer on which new files are open to everybody.
class OpenComputer {
public:
    OpenComputer() : before_(::umask(0)) {}
    ~OpenComputer() { ::umask(before_); }
    OpenComputer(const OpenComputer&) = delete;
    OpenComputer& operator=(const OpenComputer&) = delete;

private:
    mode_t before_;
};

// As though there were no sound card.
const std::map<std::string, std::string> kNoSound = {{"JACK_DEFAULT_SERVER", "crura-test-none"}};

std::set<std::string> open_to_others_in(const fs::path& folder)
{
    std::set<std::string> open;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (!entry.is_symlink() && (mode_of(entry.path()) & 077) != 0)
            open.insert(entry.path().lexically_relative(folder).string());
    return open;
}

fs::path only_recording_in(const fs::path& home)
{
    fs::path found;
    for (const auto& entry : fs::directory_iterator(home / ".local/share/crura/recordings"))
        if (entry.path().extension() == ".crura") {
            REQUIRE(found.empty());
            found = entry.path();
        }
    REQUIRE_FALSE(found.empty());
    return found;
}

} // namespace

TEST_CASE("Whatever Crura writes is for its owner only, also on a computer that is open to all")
{
    const TempFolder home;
    const Program::Setting setting{.environment = kNoSound, .home = home.path()};
    const OpenComputer open;
    {
        Program session({"run", kProgram, "--source", "simulator:calm", "--minutes", "5"}, setting);
        REQUIRE(session.says("rate", 20));
        session.signal(SIGINT);
        REQUIRE(session.ends(60) == 0);
    }
    const auto recording = only_recording_in(home.path());
    CHECK(run_program({"analyze", recording.string(), "--out", (home / "out/measured").string()},
                      setting)
              .status
          == 0);
    CHECK(run_program({"listen", recording.string(), "--soundscape", "near-silence", "--out",
                       (home / "shore.flac").string()},
                      setting)
              .status
          == 0);
    CHECK(run_program(
              {"voice", "generate", "--pack", (home / "pack").string(), "--program", kProgram},
              setting)
              .status
          == 0);
    CHECK(fs::exists(home / "out/measured/summary.json"));
    CHECK(fs::exists(home / "shore.flac"));
    CHECK(fs::exists(home / ".cache/crura/speech"));
    CHECK(open_to_others_in(home.path()) == std::set<std::string>{});
}

TEST_CASE("A therapist's note is in the recording and in nothing that the program prints")
{
    const TempFolder home;
    Program program({"run", kProgram, "--source", "simulator:calm", "--minutes", "5", "--audio",
                     "none", "--midi", "none", "--therapist", "--osc-control", "47119"},
                    {.home = home.path()});
    REQUIRE(program.says("rate", 20));
    crura::test::send_udp(47119, crura::test::osc_text("/crura/ctl/mark", kNote));
    REQUIRE(program.says("Marked.", 20));
    program.signal(SIGINT);
    REQUIRE(program.ends(60) == 0);
    CHECK_THAT(program.output(), !Contains("Marguerite") && !Contains("whispers"));

    const auto recording = crura::record::read_recording(only_recording_in(home.path()));
    REQUIRE(recording);
    REQUIRE_FALSE(recording->notes.empty());
    CHECK(recording->notes.front().text == kNote);

    const auto file = only_recording_in(home.path()).string();
    const auto analyzed = run_program(
        {"analyze", file, "--out", (home / "out").string(), "--therapist"}, {.home = home.path()});
    CHECK_THAT(analyzed.output, !Contains("Marguerite"));
    const auto played = run_program({"play", "--fast", file}, {.home = home.path()});
    CHECK_THAT(played.output, !Contains("Marguerite"));
}
