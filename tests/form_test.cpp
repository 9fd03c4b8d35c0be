#include "forms/form.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::forms;

namespace {

// What reading `text` reports, when `read` asks for what it wants.
std::string mistakes(std::string_view text, Words keys,
                     const std::function<void(const Table&)>& read)
{
    const auto done = read_form(text, "some.toml", keys, read);
    return done ? "" : done.error().message;
}

} // namespace

TEST_CASE("Every mistake is told with its line and column, in the order of the file")
{
    const auto told = mistakes("format = 2\nleve = 1\nname = 3\n", {"format", "level", "name"},
                               [](const Table& file) {
                                   check_format(file, 1);
                                   file.text("name", 10);
                                   file.number("level", {0, 1}); // its misspelling was told
                               });
    CHECK(told
          == "some.toml:1:10: error: this version of crura reads format = 1 only\n"
             " 1 | format = 2\n"
             "   |          ^\n"
             "some.toml:2:1: error: \"leve\" is unknown in the file; did you mean \"level\"?\n"
             " 2 | leve = 1\n"
             "   | ^\n"
             "some.toml:3:8: error: name must be text in quotes\n"
             " 3 | name = 3\n"
             "   |        ^");
}

TEST_CASE("What is left out takes the usual value, and what is wrong takes none")
{
    double level = 0, missing = 0;
    bool loud = false;
    std::size_t word = 9;
    const auto told = mistakes("level = 0.5\nloud = true\nfollows = \"guide\"\n",
                               {"level", "missing", "loud", "follows"}, [&](const Table& file) {
                                   level = file.number_or(0.1, "level", {0, 1});
                                   missing = file.number_or(0.1, "missing", {0, 1});
                                   loud = file.flag_or(false, "loud");
                                   word = file.word_or(0, "follows", {"own", "guide"});
                               });
    CHECK(told.empty());
    CHECK(level == 0.5);
    CHECK(missing == 0.1);
    CHECK(loud);
    CHECK(word == 1);
    CHECK(
        mistakes("loud = \"yes\"", {"loud"}, [](const Table& file) { file.flag_or(false, "loud"); })
            .find("loud must be true or false")
        != std::string::npos);
}

TEST_CASE("A file that is no TOML is told where it stops being so")
{
    CHECK(mistakes("a = [1,\n", {"a"}, [](const Table&) {}).starts_with("some.toml:"));
}
