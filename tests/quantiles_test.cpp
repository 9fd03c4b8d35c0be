#include "trend/quantiles.hpp"

#include <catch2/catch.hpp>

using namespace crura;

TEST_CASE("Student's t is that of the printed tables")
{
    CHECK(trend::student_t(0.05, 1) == Approx(12.706).margin(5e-4));
    CHECK(trend::student_t(0.05, 9) == Approx(2.262).margin(5e-4));
    CHECK(trend::student_t(0.01, 30) == Approx(2.750).margin(5e-4));
    CHECK(trend::student_t(0.05, 1e6) == Approx(1.960).margin(5e-4));
    CHECK(trend::student_t(1e-7, 50) == Approx(6.2).margin(0.2)); // far out, where looks end up
}
