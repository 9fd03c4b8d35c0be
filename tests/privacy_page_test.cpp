#include "exchange/sealed_bundle.hpp"
#include "support/sealing.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace crura;
using test::text_of;
using test::write_text;

namespace fs = std::filesystem;

TEST_CASE("The reader in docs/privacy.md opens what Crura sealed, and not with another passphrase")
{
    if (!fs::exists("/usr/bin/python3")) {
        WARN("skipped: there is no /usr/bin/python3");
        return;
    }
    const test::TempFolder folder;
    const auto page = text_of(CRURA_ROOT "/docs/privacy.md");
    const std::string begin = "```python\n";
    const auto from = page.find(begin);
    REQUIRE(from != std::string::npos);
    const auto code = page.substr(from + begin.size());
    write_text(folder / "reader.py", code.substr(0, code.find("```")));

    write_text(folder / "a", test::noise(150'000));
    write_text(folder / "b", "");
    const std::vector<exchange::NamedFile> files = {{folder / "a",
                                                     "study/\xC3\xBC"
                                                     "bung.edf"},
                                                    {folder / "b", "empty"}};
    REQUIRE(exchange::seal_files(files, folder / "x.sealed",
                                 exchange::Secret("four p\xC3\xADne cones"), test::kCheap));
    fs::create_directories(folder / "out");
    const auto read_with = [&](const std::string& passphrase) {
        write_text(folder / "words", passphrase + "\n");
        const auto command = "cd " + (folder / "out").string()
            + " && PYTHONUTF8=1 /usr/bin/python3 ../reader.py ../x.sealed < ../words 2> ../errors";
        return std::system(command.c_str());
    };
    CHECK(read_with("four pine cones") != 0);
    CHECK(test::names_in(folder / "out").empty());
    const int status = read_with("four p\xC3\xADne cones");
    INFO(text_of(folder / "errors"));
    CHECK(status == 0);
    CHECK((text_of(folder / "out"
                   / "\xC3\xBC"
                     "bung.edf")
           == test::noise(150'000)));
    CHECK(text_of(folder / "out" / "empty").empty());
    CHECK(test::names_in(folder / "out").size() == 2);
}
