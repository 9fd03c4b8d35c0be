#include "support/osc_reader.hpp"
#include "support/program.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>

using Catch::Matchers::Contains;
using crura::test::Program;
using crura::test::run_program;

TEST_CASE("Help and version are answers, not errors")
{
    const auto help = run_program({"--help"});
    CHECK(help.status == 0);
    for (const char* command : {"run", "play", "analyze", "devices", "programs"})
        CHECK_THAT(help.output, Contains(command));
    CHECK_THAT(help.output, Contains("Not a medical device"));

    const auto run_help = run_program({"run", "--help"});
    CHECK(run_help.status == 0);
    for (const char* option : {"--source", "--minutes", "--audio", "--midi", "--record"})
        CHECK_THAT(run_help.output, Contains(option));

    const auto analyze_help = run_program({"analyze", "--help"});
    CHECK(analyze_help.status == 0);
    for (const char* option :
         {"EDF", "OpenSignals", "piezo", "magnetic", "--imu-sacral", "--gyro-thoracic",
          "--quat-sacral", "--inverted-abdominal", "--calibrate"})
        CHECK_THAT(analyze_help.output, Contains(option));

    const auto version = run_program({"--version"});
    CHECK(version.status == 0);
    CHECK_THAT(version.output, Contains("crura 0."));
}

TEST_CASE("What cannot be understood ends with status 2 and says what was meant")
{
    const auto mistyped = run_program({"rnu"});
    CHECK(mistyped.status == 2);
    CHECK_THAT(mistyped.output, Contains("did you mean 'run'?"));
    const auto misplaced = run_program({"--lan", "run"});
    CHECK(misplaced.status == 2);
    CHECK_THAT(misplaced.output, Contains("--lan is for the page"));
    CHECK(run_program({"--lan-port", "many"}).status == 2);
    CHECK(run_program({"pair", "--role", "queen"}).status == 2);
    CHECK(run_program({"run", "--minutes", "900"}).status == 2);
    CHECK(run_program({"run", "--loudness", "3"}).status == 2);
    CHECK(run_program({"analyze", "x.csv"}).status == 2);
    CHECK(run_program({"analyze", "x.csv", "--out", "y", "--sensor", "laser"}).status == 2);
    CHECK(run_program({"analyze", "x.csv", "--out", "y", "--gyro-sacral", "a,b"}).status == 2);
    CHECK(run_program({"analyze", "x.csv", "--out", "y", "--rate", "5", "--time", "t"}).status
          == 2);
}

TEST_CASE("What cannot start ends with status 1 and one sentence")
{
    const crura::test::TempFolder home;
    const auto complaint = [&home](std::vector<std::string> arguments) {
        const auto ran = run_program(arguments, {.home = home.path()});
        CHECK(ran.status == 1);
        return ran.output;
    };
    CHECK_THAT(complaint({"run", "constructive-rst"}),
               Contains("did you mean 'constructive-rest'?"));
    CHECK_THAT(complaint({"run", "--source", "simulater"}), Contains("did you mean 'simulator'?"));
    CHECK_THAT(complaint({"run", "--source", "simulator:clam"}), Contains("calm"));
    CHECK_THAT(complaint({"run", "--source", "line:"}), Contains("needs a port"));
    CHECK_THAT(complaint({"run", "--source", "line:/dev/ttyNOWHERE"}), Contains("/dev/ttyNOWHERE"));
    CHECK_THAT(complaint({"run", "--source", "witmotion:/dev/ttyUSB0"}), Contains("two ports"));
    CHECK_THAT(complaint({"run", "--source", "play:/nowhere.crura"}), Contains("/nowhere.crura"));
    CHECK_THAT(complaint({"play", "/nowhere.csv"}), Contains("/nowhere.csv"));
    for (const char* file : {"/nowhere.edf", "/nowhere.crura"})
        CHECK_THAT(complaint({"analyze", file, "--out", (home / "out").string()}), Contains(file));
}

TEST_CASE("The programs are listed with their lengths")
{
    const auto ran = run_program({"programs"});
    CHECK(ran.status == 0);
    CHECK_THAT(ran.output, Contains("constructive-rest") && Contains("10, 15, 20 min"));
}

TEST_CASE("The devices are listed, and what would be used is said")
{
    const auto ran = run_program({"devices"});
    CHECK(ran.status == 0);
    CHECK_THAT(ran.output,
               Contains("Serial ports") && Contains("Sound outputs") && Contains("MIDI outputs")
                   && Contains("crura run would use"));
}

TEST_CASE("Ctrl-C ends a session gently: with a summary, a closed recording and status 0")
{
    const crura::test::TempFolder home;
    const auto file = (home / "session.crura").string();
    Program program({"run", "--source", "simulator:calm", "--minutes", "10", "--audio", "none",
                     "--midi", "none", "--record", file},
                    {.home = home.path()});
    REQUIRE(program.says("rate", 10));
    program.signal(SIGINT);
    CHECK(program.ends(8) == 0);
    CHECK_THAT(program.output(), Contains("0 min"));

    const auto analyzed =
        run_program({"analyze", file, "--out", (home / "out").string()}, {.home = home.path()});
    CHECK(analyzed.status == 0);
}

TEST_CASE("Without a sensor, sound or MIDI a session runs to its end and says what is missing")
{
    const crura::test::TempFolder home;
    const auto ran = run_program(
        {"run", CRURA_ROOT "/tests/programs/rest-and-invite.toml", "--minutes", "0.5"},
        {.environment = {{"JACK_DEFAULT_SERVER", "crura-test-none"}}, .home = home.path()});
    CHECK(ran.status == 0);
    CHECK_THAT(ran.output,
               Contains("a simulated body breathes") && Contains("without sound")
                   && Contains("without MIDI") && Contains("breaths"));
    const auto recordings = home / ".local/share/crura/recordings";
    CHECK(std::distance(std::filesystem::directory_iterator(recordings), {}) == 1);
}

TEST_CASE("A recording can be played again as fast as possible")
{
    const crura::test::TempFolder home;
    const auto file = (home / "session.crura").string();
    const auto ran = run_program({"run", CRURA_ROOT "/tests/programs/rest-and-invite.toml",
                                  "--source", "simulator:anxious", "--minutes", "0.5", "--audio",
                                  "none", "--midi", "none", "--record", file},
                                 {.home = home.path()});
    REQUIRE(ran.status == 0);
    const auto played = run_program({"play", "--fast", file});
    CHECK(played.status == 0);
    CHECK_THAT(played.output, Contains("breaths"));
}

TEST_CASE("In a terminal, keys lead through a guided calibration and out of it")
{
    const crura::test::TempFolder home;
    Program program({"run", "--source", "simulator:calm", "--audio", "none", "--midi", "none",
                     "--record", "none"},
                    {.home = home.path(), .terminal = true});
    REQUIRE(program.says("g guided calibration", 10));
    REQUIRE(program.says("left ", 10));
    program.type("g");
    CHECK(program.says("Guided calibration, natural breaths: Let the breath come", 5));
    CHECK(program.says("0 of 8 natural breaths", 5));
    program.type("g");
    CHECK(program.says("Guided calibration, belly breaths", 5));
    program.type("\x1b[A"); // an arrow is no Esc
    program.type("g");
    CHECK(program.says("0 of 6 chest breaths", 5));
    program.type("\x1b");
    CHECK(program.says("The guided calibration was left", 5));
    program.type("c");
    CHECK(program.says("Listening anew", 5));
    program.type("q");
    CHECK(program.ends(8) == 0);
}

TEST_CASE("A guided calibration that is finished too early says so")
{
    const crura::test::TempFolder home;
    Program program({"run", "--source", "simulator:calm", "--audio", "none", "--midi", "none",
                     "--record", "none"},
                    {.home = home.path(), .terminal = true});
    REQUIRE(program.says("The breath is understood", 40));
    for (const char* step :
         {"natural breaths:", "belly breaths:", "chest breaths:", "listened to"}) {
        program.type("g");
        REQUIRE(program.says(step, 5));
    }
    CHECK(program.says("too few breaths", 25));
    program.type("q");
    CHECK(program.ends(8) == 0);
}

TEST_CASE(
    "The brake quietens at once, from the keyboard and from another program, and space goes on")
{
    const crura::test::TempFolder home;
    Program program({"run", "--source", "simulator:calm", "--audio", "none", "--midi", "none",
                     "--record", "none", "--osc-control", "47113"},
                    {.home = home.path(), .terminal = true});
    REQUIRE(program.says("left ", 10));
    program.type("b");
    CHECK(program.says("Quiet. Press space to go on.", 3));
    program.type(" ");
    CHECK(program.says("Going on.", 3));
    crura::test::send_udp(47113, crura::test::osc_message("/crura/ctl/mark", {}));
    CHECK(program.says("Marked.", 3));
    crura::test::send_udp(47113, crura::test::osc_message("/crura/ctl/end", {1}));
    CHECK(program.ends(8) == 0);
}

TEST_CASE(
    "What was asked of an output and makes no sense ends with status 1 before anything sounds")
{
    const crura::test::TempFolder home;
    const auto complaint = [&home](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(),
                         {"run", CRURA_ROOT "/tests/programs/rest-and-invite.toml", "--source",
                          "simulator:calm", "--minutes", "0.5"});
        const auto ran = run_program(arguments, {.home = home.path()});
        CHECK(ran.status == 1);
        return ran.output;
    };
    CHECK_THAT(complaint({"--soundscape", "shoer"}), Contains("did you mean 'shore'?"));
    CHECK_THAT(complaint({"--channels", "left,rihgt"}), Contains("rihgt"));
    CHECK_THAT(complaint({"--channels", "touch,touch"}), Contains("chosen by its name"));
    CHECK_THAT(complaint({"--voice", "nobody-here"}), Contains("nobody-here"));
    CHECK_THAT(complaint({"--audio", "none", "--midi-map", "/nowhere.toml"}),
               Contains("/nowhere.toml"));
    CHECK_THAT(complaint({"--audio", "none", "--midi", "none", "--osc", "here"}),
               Contains("PORT or HOST:PORT"));
    CHECK_THAT(complaint({"--audio", "none", "--midi", "none", "--touch", "rumbel"}),
               Contains("rumble"));
}

TEST_CASE("Soundscapes and voices are listed, and the voice that comes with Crura is whole")
{
    const crura::test::TempFolder home;
    const auto soundscapes = run_program({"soundscapes"}, {.home = home.path()});
    CHECK(soundscapes.status == 0);
    CHECK_THAT(soundscapes.output,
               Contains("near-silence") && Contains("shore") && Contains("chord"));
    const auto voices = run_program({"voice", "list"}, {.home = home.path()});
    CHECK(voices.status == 0);
    CHECK_THAT(voices.output, Contains("english-generated") && Contains("synthetic"));
    const auto check = run_program({"voice", "check", CRURA_ROOT "/voices/english-generated"},
                                   {.home = home.path()});
    CHECK(check.status == 0);
}

TEST_CASE("Latency is measured for as long as was asked, and told in a table")
{
    const crura::test::TempFolder home;
    const auto ran = run_program({"latency", "--seconds", "2", "--source", "simulator:calm",
                                  "--audio", "none", "--midi", "none", "--osc", "47114"},
                                 {.home = home.path()});
    CHECK(ran.status == 0);
    CHECK_THAT(ran.output, Contains("OSC") && Contains("95 of 100"));
}

TEST_CASE("Outputs can be tried without a session")
{
    const crura::test::TempFolder home;
    crura::test::UdpListener listener;
    const auto ran = run_program(
        {"try", "--audio", "none", "--midi", "none", "--osc", std::to_string(listener.port())},
        {.home = home.path()});
    CHECK(ran.status == 0);
    CHECK_THAT(ran.output, Contains("OSC: working"));
    CHECK(listener.next(0.1));
}
