#include "support/http_client.hpp"
#include "support/program.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace crura::test;

namespace {

const Headers kJson = {{"Content-Type", "application/json"}};

// What follows `before` in a text, up to one of `ends`.
std::string after(const std::string& text, const std::string& before, const std::string& ends)
{
    const auto at = text.find(before);
    if (at == std::string::npos)
        return {};
    const auto begin = at + before.size();
    return text.substr(begin, text.find_first_of(ends, begin) - begin);
}

bool is_told(LiveClient& page, const std::string& kind)
{
    for (int i = 0; i < 400; ++i) {
        const auto text = page.next();
        if (!text)
            return false;
        if (text->find("\"kind\":\"" + kind + "\"") != std::string::npos)
            return true;
    }
    return false;
}

} // namespace

TEST_CASE("Keys where crura runs pause and brake every mat, without any page, and end it")
{
    const TempFolder home;
    Program crura({"--no-browser", "--port", "0"}, {.home = home.path(), .terminal = true});
    REQUIRE(crura.says("q ends", 20));
    const auto port = after(crura.output(), "http://127.0.0.1:", "\r\n/");
    const Place place{std::uint16_t(std::stoi(port)), false};

    HttpClient browser(place);
    const auto code = after(crura.output(), "#/pair/", "\r\n");
    REQUIRE(
        browser.post("/api/pair", R"({"code":")" + code + R"(","name":"a browser"})", kJson).status
        == 200);
    const std::string mat =
        R"({"program":"breath-break","sources":["simulator"],"audio":"none","record":false})";
    REQUIRE(browser.post("/api/mats", mat, kJson).status == 201);
    LiveClient page(place, browser.cookie);
    const auto key = after(page.next().value_or(""), "\"key\":\"", "\"");
    REQUIRE(page.send(R"({"type":"command","id":1,"key":")" + key
                      + R"(","seen":0,"mat":1,"command":"resume"})"));
    REQUIRE(is_told(page, "resumed"));

    crura.type(" ");
    CHECK(is_told(page, "paused"));
    crura.type("b");
    CHECK(is_told(page, "braked"));
    crura.type("q");
    CHECK(crura.ends(20) == 0);
}
