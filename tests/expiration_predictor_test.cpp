#include "devices/body_random.hpp"
#include "dsp/expiration_predictor.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace crura;
using dsp::ExpirationPredictor;

TEST_CASE("ExpirationPredictor knows nothing before two breaths, and an even rhythm after them")
{
    ExpirationPredictor predict{{}};
    CHECK_FALSE(predict.known());
    predict.learn(2, 3);
    CHECK_FALSE(predict.known());
    for (int i = 0; i < 3; ++i)
        predict.learn(2, 3);
    REQUIRE(predict.known());
    CHECK(predict(2) == Approx(3));
    CHECK(predict.error_s() == Approx(0).margin(1e-9));
}

TEST_CASE("ExpirationPredictor finds out what this person keeps even")
{
    devices::Random random(4);
    ExpirationPredictor predict{{}};
    SECTION("the whole breath: after a long inspiration the expiration is short")
    {
        for (int i = 0; i < 60; ++i) {
            const double ti_s = random.uniform(1.2, 2.8);
            predict.learn(ti_s, 5 - ti_s);
        }
        CHECK(predict(2.8) == Approx(2.2).margin(0.1));
        CHECK(predict(1.2) == Approx(3.8).margin(0.1));
    }
    SECTION("the expiration, whatever the inspiration")
    {
        for (int i = 0; i < 60; ++i)
            predict.learn(random.uniform(1.2, 2.8), 3);
        CHECK(predict(2.8) == Approx(3).margin(0.1));
        CHECK(predict(1.2) == Approx(3).margin(0.1));
    }
}

TEST_CASE("ExpirationPredictor is better than to repeat the last, and admits how far off it is")
{
    const unsigned seed = GENERATE(range(1u, 11u));
    devices::Random random(seed);
    ExpirationPredictor predict{{}};
    double errors = 0, naive = 0, last_s = 3;
    int within = 0, all = 0;
    for (int i = 0; i < 400; ++i) {
        const double ti_s = 2 + 0.2 * random.normal(), te_s = 3 + 0.5 * random.normal();
        if (i > 20) {
            errors += std::fabs(predict(ti_s) - te_s);
            naive += std::fabs(last_s - te_s);
            within += std::fabs(predict(ti_s) - te_s) < 2 * predict.error_s();
            ++all;
        }
        last_s = te_s;
        predict.learn(ti_s, te_s);
    }
    CHECK(errors < 0.85 * naive);
    CHECK(within > 0.75 * all);
}

TEST_CASE("ExpirationPredictor follows a lasting change within five breaths")
{
    ExpirationPredictor predict{{}};
    for (int i = 0; i < 20; ++i)
        predict.learn(2, 3);
    for (int i = 0; i < 5; ++i)
        predict.learn(3, 6);
    CHECK(predict(3) == Approx(6).margin(0.8));
}
