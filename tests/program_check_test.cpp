#include "app/program_check.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <string>

using namespace crura;
using app::check_program;
using Catch::Matchers::Contains;

namespace {

const std::string kRest = R"(format = 2
[session]
name = "Rest"
summary = "A rest on a chair."
offered_minutes = [2, 10]
[[step]]
id = "rest"
name = "Rest"
intent = "witness"
minutes = 9
prompts = [{ at_seconds = 0, say = "Notice." }, { at_seconds = 150, say = "Allow." }]
[[step]]
id = "up"
name = "Up"
intent = "witness"
minutes = 1
)";

struct Written {
    test::TempFolder folder;
    std::filesystem::path file = folder / "my-rest.toml";

    explicit Written(const std::string& text) { std::ofstream(file) << text; }
};

std::string with(std::string text, const std::string& old, const std::string& replacement)
{
    return text.replace(text.find(old), old.size(), replacement);
}

} // namespace

TEST_CASE("A program without mistakes is called fine, and what it will be like is told")
{
    const Written written(kRest);
    const auto check = check_program(written.file);
    CHECK(check.fine);
    CHECK(check.text
          == written.file.string()
              + " is fine.\n"
                "Rest: 2 steps, 2 sentences\n"
                "      2 min: 1 of 2 sentences\n"
                "     10 min: all sentences, as written");
}

TEST_CASE("A program with a warning can be used, and the warning is shown with its line")
{
    const Written written(with(kRest, "on a chair", "on the back"));
    const auto check = check_program(written.file);
    CHECK(check.fine);
    CHECK_THAT(check.text, Contains("my-rest.toml:12:1: warning: the program leaves people lying"));
    CHECK_THAT(check.text, Contains("my-rest.toml can be used, but see what is said above.\nRest"));
}

TEST_CASE("Every mistake and every warning of a program is shown, and it is not called fine")
{
    auto text = with(kRest, "on a chair", "on the back");
    text = with(text, "Allow.", "Push.");
    const Written written(with(text, "\"rest\"", "\"REST\""));
    const auto check = check_program(written.file);
    CHECK_FALSE(check.fine);
    CHECK_THAT(check.text, Contains("my-rest.toml:7:6: error: id is \"REST\""));
    CHECK_THAT(check.text, Contains("11:75: error: a prompt does not say \"push\"; say allow"));
    CHECK_THAT(check.text, Contains("12:1: warning: "));
    CHECK_THAT(check.text, !Contains("is fine") && !Contains("can be used"));
}

TEST_CASE("A program that is not there is named")
{
    const auto check = check_program("/not/there.toml");
    CHECK_FALSE(check.fine);
    CHECK_THAT(check.text, Contains("/not/there.toml cannot be read"));
}
