#include "web/assets.hpp"
#include "web/bucket.hpp"
#include "web/callers.hpp"
#include "web/cookie.hpp"
#include "web/refusals.hpp"
#include "web/rules.hpp"
#include "web/text.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace crura;
using namespace crura::web;
using namespace std::chrono_literals;

TEST_CASE("A listener answers to its own names and its own port only")
{
    const Callers callers({"localhost", "192.168.1.7", "fe80::1"}, 8443, true);
    CHECK(callers.calls_us("localhost:8443"));
    CHECK(callers.calls_us("LOCALHOST:8443"));
    CHECK(callers.calls_us("192.168.1.7:8443"));
    CHECK(callers.calls_us("[fe80::1]:8443"));
    for (const auto* host : {"", "localhost", "localhost:8080", "localhost.evil.example:8443",
                             "evil.example:8443", "localhost:8443.evil.example", "fe80::1:8443",
                             "localhost:84430", "xlocalhost:8443", "localhost:8443 "})
        CHECK_FALSE(callers.calls_us(host));
}

TEST_CASE("The usual port may be left out, as browsers do")
{
    CHECK(Callers({"localhost"}, 80, false).calls_us("localhost"));
    CHECK(Callers({"localhost"}, 443, true).calls_us("localhost"));
    CHECK_FALSE(Callers({"localhost"}, 443, false).calls_us("localhost"));
    CHECK_FALSE(Callers({"localhost"}, 80, true).calls_us("localhost"));
}

TEST_CASE("A page is ours when it came from where it asks, the same way")
{
    const Callers secure({"localhost", "a.local"}, 8443, true);
    CHECK(secure.is_our_page("https://localhost:8443", "localhost:8443"));
    for (const auto* origin :
         {"", "null", "http://localhost:8443", "https://a.local:8443", "https://localhost",
          "https://localhost:8443/", "https://localhost:84433", "https://localhost:8443.evil"})
        CHECK_FALSE(secure.is_our_page(origin, "localhost:8443"));
}

TEST_CASE("What changes something says which page asks, and what only reads need not")
{
    const Callers callers({"localhost"}, 8080, false);
    const auto status = [&callers](const std::string& method, const std::string& origin,
                                   bool upgrade = false) {
        const auto refusal = objection({method, "/x", "localhost:8080", origin, upgrade}, callers);
        return refusal ? refusal->status : 0;
    };
    for (const auto* method : {"POST", "PUT", "DELETE"}) {
        CHECK(status(method, "") == 403);
        CHECK(status(method, "http://localhost:8080") == 0);
    }
    for (const auto* method : {"GET", "HEAD"}) {
        CHECK(status(method, "") == 0);
        CHECK(status(method, "http://evil.example") == 403);
    }
    CHECK(status("GET", "", true) == 403);
    CHECK(status("OPTIONS", "http://localhost:8080") == 405);
    CHECK(status("", "http://localhost:8080") == 405);
}

TEST_CASE("A target is decoded whole or not at all")
{
    const auto read = read_target("/a%2Fb+c?x=%26+%3d&y");
    REQUIRE(read);
    CHECK(read->path == "/a/b+c");
    REQUIRE(read->query.size() == 2);
    CHECK(read->query[0].second == "& =");
    CHECK(read->query[1].first == "y");
    for (const auto* target : {"", "*", "http://localhost/", "/%", "/%4", "/%4g", "/%00", "/a%0ab",
                               "/?x=%0d%0aSet-Cookie:", "/\x7f"})
        CHECK_FALSE(read_target(target));
}

TEST_CASE("A cookie with another's name, or with what no token holds, is none")
{
    CHECK(token_of("crura=abc", false) == "abc");
    CHECK(token_of("a=b; __Host-crura=abc", true) == "abc");
    CHECK(token_of("__Host-crura=abc", false).empty());
    CHECK(token_of("crura=abc", true).empty());
    CHECK(token_of("xcrura=abc; crura2=d", false).empty());
    CHECK(token_of("crura=a b", false).empty());
    CHECK(token_of("crura=\"abc\"", false).empty());
    CHECK(token_of("crura=" + std::string(257, 'a'), false).empty());
    CHECK(token_of("crura=" + std::string(256, 'a'), false).size() == 256);
    CHECK(token_of("", false).empty());
}

TEST_CASE("A bucket gives twice its rate at once, then its rate")
{
    Time now = time_from_seconds(1000);
    Bucket bucket(10, now);
    const auto taken = [&bucket, &now](int asked) {
        int count = 0;
        for (int i = 0; i < asked; ++i)
            count += bucket.take(now);
        return count;
    };
    CHECK(taken(100) == 20);
    now += 100ms;
    CHECK(taken(100) == 1);
    now += 1s;
    CHECK(taken(100) == 10);
    now += 1h;
    CHECK(taken(100) == 20);
}

TEST_CASE("Addresses have their own rates, until there are too many of them")
{
    Time now = time_from_seconds(1000);
    Rates rates(1);
    CHECK(rates.take("a", now));
    CHECK(rates.take("a", now));
    CHECK_FALSE(rates.take("a", now));
    CHECK(rates.take("b", now));
    int let_in = 0;
    for (int i = 0; i < 10000; ++i)
        let_in += rates.take("stranger " + std::to_string(i), now);
    CHECK(let_in < 1030);
    CHECK_FALSE(rates.take("a", now)); // not forgotten in the crowd
    now += 10s;
    CHECK(rates.take("somebody else", now));
}

TEST_CASE("Refusals are a line each, without what could forge another, and not too many")
{
    std::vector<std::string> lines;
    Refusals refusals([&lines](const std::string& line) { lines.push_back(line); });
    Time now = time_from_seconds(1000);
    refusals.tell("10.0.0.9", "GET /\n\x1b[2J\xff", {403, "no."}, now);
    CHECK(lines.at(0) == "10.0.0.9 GET /??[2J?: 403, no.");
    for (int i = 0; i < 1000; ++i)
        refusals.tell("10.0.0.9", std::string(9000, 'x'), {431, "no."}, now);
    CHECK(lines.size() == 20);
    CHECK(lines.back().size() < 200);
    now += 1s;
    refusals.tell("10.0.0.9", "GET /", {403, "no."}, now);
    CHECK(lines.back() == "10.0.0.9 GET /: 403, no. (981 more before it)");
}
