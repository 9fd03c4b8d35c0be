#include "feed/message.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace crura;
using namespace crura::feed;

namespace {

template <class Kind>
Kind read(const std::string& text)
{
    const auto message = read_message(text);
    INFO(text);
    REQUIRE(std::holds_alternative<Kind>(message));
    return std::get<Kind>(message);
}

std::string command(const std::string& members)
{
    return R"({"type":"command","id":3,"key":"k","seen":9,"mat":2)" + members + "}";
}

} // namespace

TEST_CASE("A page's messages are read with all they say")
{
    CHECK(read<Got>(R"({"type":"got","seq":812})").seq == 812);
    CHECK(read<Ping>(R"({"n":0,"type":"ping","more":[1]})").n == 0);
    const auto asked = read<Asked>(command(R"(,"command":"brake")"));
    CHECK(asked.id == 3);
    CHECK(asked.key == "k");
    CHECK(asked.seen == 9);
    CHECK(asked.mat == 2);
    CHECK(asked.command == Command::brake);
    CHECK_FALSE(asked.note);
}

TEST_CASE("Every command has its name, an answer its choice and a note its text")
{
    const auto named =
        GENERATE(table<const char*, Command>({{"pause", Command::pause},
                                              {"resume", Command::resume},
                                              {"brake", Command::brake},
                                              {"end", Command::end},
                                              {"mark", Command::mark},
                                              {"next", Command::next},
                                              {"here", Command::here},
                                              {"dizzy", Command::dizzy},
                                              {"recalibrate", Command::recalibrate},
                                              {"calibrate_natural", Command::calibrate_natural},
                                              {"calibrate_belly", Command::calibrate_belly},
                                              {"calibrate_chest", Command::calibrate_chest},
                                              {"calibrate_isovolume", Command::calibrate_isovolume},
                                              {"calibrate_finish", Command::calibrate_finish},
                                              {"calibrate_leave", Command::calibrate_leave},
                                              {"skip_question", Command::skip_question}}));
    const auto text = command(R"(,"command":")" + std::string(std::get<0>(named)) + '"');
    CHECK(read<Asked>(text).command == std::get<1>(named));

    CHECK(read<Asked>(command(R"(,"command":"answer","choice":6)")).command == Command::answer_6);
    const auto note = read<Asked>(command(R"(,"command":"note","text":"sighs ü")"));
    CHECK(note.command == Command::mark);
    CHECK(note.note == "sighs ü");
}

TEST_CASE("A command that cannot be understood is told apart by its id")
{
    const std::string members =
        GENERATE("", R"(,"command":7)", R"(,"command":"stop")", R"(,"command":"Pause")",
                 R"(,"command":"answer")", R"(,"command":"answer","choice":7)",
                 R"(,"command":"answer","choice":-1)", R"(,"command":"answer","choice":1.5)",
                 R"(,"command":"answer","choice":"1")", R"(,"command":"answer_1")",
                 R"(,"command":"note")", R"(,"command":"note","text":"")",
                 R"(,"command":"note","text":["a"])", R"(,"command":"pause","mat":-1)",
                 R"(,"command":"pause","mat":"1")", R"(,"command":"pause","mat":1e9)",
                 R"(,"command":"pause","seen":null)", R"(,"command":"pause","key":5)");
    CHECK(read<Unclear>(command(members)).id == 3);
    CHECK_FALSE(read<Unclear>(command(members)).why.empty());
    CHECK(read<Unclear>(R"({"type":"command","id":4})").id == 4);
}

TEST_CASE("A note of 2000 bytes is taken, one of 2001 and a key of a page's length are not")
{
    const auto note = [](std::size_t bytes) {
        return command(R"(,"command":"note","text":")" + std::string(bytes, 'a') + '"');
    };
    CHECK(read<Asked>(note(2000)).note->size() == 2000);
    read<Unclear>(note(2001));
    read<Unclear>(R"({"type":"command","id":3,"seen":9,"mat":2,"command":"end","key":")"
                  + std::string(129, 'k') + "\"}");
}

TEST_CASE("What is no JSON is told apart from what is no message")
{
    const std::string no_json =
        GENERATE("", "{", "null null", "\xff\xfe", R"({"type":"got","seq":1e999})", "\"a",
                 R"({"type":"got","seq":NaN})");
    CHECK(read<Breach>(no_json).code == 1007);
    CHECK(read<Breach>(std::string(10'000, '[')).code == 1007);
    const std::string no_message =
        GENERATE("null", "[]", "7", "\"got\"", "{}", R"({"type":1})", R"({"type":"gOt","seq":1})",
                 R"({"type":"hello"})", R"({"type":"got"})", R"({"type":"got","seq":-1})",
                 R"({"type":"got","seq":0.5})", R"({"type":"got","seq":"1"})",
                 R"({"type":"got","seq":true})", R"({"type":"got","seq":9007199254740993})",
                 R"({"type":"ping"})", R"({"type":"ping","n":null})", R"({"type":"command"})",
                 R"({"type":"command","id":0})", R"({"type":"command","id":"1"})",
                 R"({"type":"command","id":1.5})");
    CHECK(read<Breach>(no_message).code == 1008);
}
