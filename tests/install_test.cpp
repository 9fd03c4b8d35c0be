#include "support/own_home.hpp"
#include "support/tool.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <string>

using namespace crura::test;
namespace fs = std::filesystem;

namespace {

// So that what is found can only be what was installed.
void rename_in(const fs::path& file, const std::string& from, const std::string& to)
{
    auto text = content_of(file);
    const auto at = text.find(from);
    INFO(file);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    std::ofstream(file, std::ios::binary) << text;
}

} // namespace

TEST_CASE("An installed Crura finds the programs, plans, soundscapes and voices it came with")
{
    const OwnHome home;
    const TempFolder prefix;
    const auto installed =
        run_tool("cmake --install '" CRURA_BUILD "' --prefix '" + prefix.path().string() + "'");
    INFO(installed.output);
    REQUIRE(installed.status == 0);

    const fs::path data = prefix.path() / "share" / "crura";
    rename_in(data / "programs" / "constructive-rest.toml", "\"Constructive rest\"", "\"Lie\"");
    rename_in(data / "plans" / "twenty-one-days.toml", "\"Twenty-one days\"", "\"Weeks\"");
    rename_in(data / "soundscapes" / "shore.toml", "\"Shore\"", "\"Sand\"");
    rename_in(data / "voices" / "english-generated" / "pack.toml", "\"English (generated)\"",
              "\"Voice\"");

    const auto crura = (prefix.path() / "bin" / "crura").string();
    const auto says = [&crura](const std::string& words) {
        return run_tool("'" + crura + "' " + words).output;
    };
    CHECK_THAT(says("programs"), Catch::Contains("constructive-rest  Lie ("));
    CHECK_THAT(says("plan"), Catch::Contains("twenty-one-days  Weeks,"));
    CHECK_THAT(says("soundscapes"), Catch::Contains("shore  Sand\n"));
    CHECK_THAT(says("voice list"), Catch::Contains("english-generated  Voice (en)"));
    CHECK(fs::exists(prefix.path() / "bin" / "crura-outlet"));
    CHECK(fs::exists(prefix.path() / "share" / "applications" / "crura.desktop"));
    CHECK(fs::exists(prefix.path() / "share/icons/hicolor/scalable/apps/crura.svg"));
}
