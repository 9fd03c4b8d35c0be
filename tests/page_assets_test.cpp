#include "app/page/assets.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace fs = std::filesystem;
using crura::app::page::page_assets;

namespace {

const fs::path kDist = fs::path(CRURA_ROOT) / "web/dist";

std::string bytes_of(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

TEST_CASE("Every file of the built page is in the program, byte for byte, and nothing else")
{
    std::set<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(kDist))
        if (entry.is_regular_file())
            files.insert("/" + fs::relative(entry.path(), kDist).generic_string());
    REQUIRE(files.count("/index.html") == 1);

    std::set<std::string> embedded, etags;
    for (const auto& asset : page_assets()) {
        INFO(asset.path);
        embedded.emplace(asset.path);
        etags.emplace(asset.etag);
        CHECK(std::string(asset.bytes) == bytes_of(kDist / asset.path.substr(1)));
        CHECK_FALSE(asset.type.empty());
    }
    CHECK(embedded == files);
    CHECK(etags.size() == files.size()); // no two files are alike
}
