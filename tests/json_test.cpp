#include "json/json.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace crura::json;
using Catch::Matchers::Contains;

TEST_CASE("JSON comes back as it was written, members in their order")
{
    const Json json = Json::Object{{"z", 1.5},
                                   {"a", "bel\"ly\n"},
                                   {"none", {}},
                                   {"list", Json::Array{true, -2., Json::Object{}}}};
    const auto text = to_text(json);
    CHECK(text
          == "{\n  \"z\": 1.5,\n  \"a\": \"bel\\\"ly\\n\",\n  \"none\": null,\n  \"list\": [\n    "
             "true,\n    -2,\n    {}\n  ]\n}\n");
    const auto read = parse_json(text);
    REQUIRE(read);
    CHECK(read->value == json.value);
    REQUIRE(read->find<double>("z"));
    CHECK(*read->find<double>("z") == 1.5);
    CHECK_FALSE(read->find<double>("a"));
    CHECK_FALSE(read->find<double>("b"));
}

TEST_CASE("A number that is none is null in JSON, and bytes that are no text do not break it")
{
    CHECK(to_text(std::numeric_limits<double>::quiet_NaN()) == "null\n");
    CHECK(to_text(std::numeric_limits<double>::infinity()) == "null\n");
    CHECK(parse_json(to_text("\xFF\xFE")));
}

TEST_CASE("What is not JSON is an error, and so is what is nested too deeply")
{
    for (const char* text : {"", "{", "{\"a\": }", "[1 2]", "nul", "\"\xFF\""})
        CHECK_FALSE(parse_json(text));
    const std::string deep(1'000'000, '[');
    CHECK_FALSE(parse_json(deep));
    CHECK_THAT(parse_json(deep + std::string(deep.size(), ']')).error().message,
               Contains("too deeply"));
}

TEST_CASE("Json for machines is one line, and says the same")
{
    const auto json = parse_json(R"({"a": [1, 2.5, null], "b": {"c": "line\nbreak"}})");
    REQUIRE(json);
    const auto line = to_line(*json);
    CHECK(line == R"({"a":[1,2.5,null],"b":{"c":"line\nbreak"}})");
    CHECK(parse_json(line).value() == *json);
}
