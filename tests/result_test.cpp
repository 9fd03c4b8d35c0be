#include "core/few.hpp"
#include "core/result.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

using namespace crura;

static Result<int> parse_rate(const std::string& text)
{
    if (text.empty())
        return Error{"a rate is missing"};
    return std::stoi(text);
}

static Result<double> parse_period(const std::string& text)
{
    const auto rate = parse_rate(text);
    if (!rate)
        return rate.error();
    return 60.0 / *rate;
}

TEST_CASE("Result holds the value or the error, and hands an error on to another type")
{
    CHECK(*parse_period("12") == Approx(5));
    CHECK_FALSE(parse_period(""));
    CHECK(parse_period("").error().message == "a rate is missing");
}

TEST_CASE("Result carries what can only be moved")
{
    Result<std::unique_ptr<int>> result = std::make_unique<int>(3);
    const auto taken = std::move(*result);
    CHECK(*taken == 3);
}

TEST_CASE("Result of nothing is good unless it was given an error")
{
    CHECK(Result<void>{});
    const Result<void> failed = Error{"no port"};
    CHECK_FALSE(failed);
    CHECK(failed.error().message == "no port");
}

TEST_CASE("Few keeps what fits and drops the rest")
{
    Few<int, 3> few;
    for (int i = 0; i < 5; ++i)
        CHECK(few.push_back(i) == (i < 3));
    CHECK(few.full());
    CHECK(few[2] == 2);
    few.clear();
    CHECK(few.empty());
}
