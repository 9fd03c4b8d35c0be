#include "devices/body_random.hpp"
#include "dsp/onset_predictor.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace crura;
using dsp::OnsetPredictor;

TEST_CASE("OnsetPredictor says nothing before the first interval")
{
    OnsetPredictor predict{{}};
    CHECK_FALSE(predict.known());
    CHECK(predict.interval_s() == 0);
    CHECK(predict.median_s() == 0);
    CHECK(predict.spread_s() == 0);
    predict.learn(4);
    CHECK(predict.known());
    CHECK(predict.interval_s() == 4);
    predict.clear();
    CHECK_FALSE(predict.known());
    CHECK(predict.count() == 0);
    CHECK(predict.error_s() == 0);
}

TEST_CASE("OnsetPredictor is right about an even rhythm at once")
{
    OnsetPredictor predict{{}};
    for (int i = 0; i < 3; ++i)
        predict.learn(5);
    CHECK(predict.interval_s() == Approx(5));
    CHECK(predict.error_s() == Approx(0).margin(1e-9));
    CHECK(predict.spread_s() == Approx(0).margin(1e-9));
}

TEST_CASE("OnsetPredictor follows a lasting change within three intervals")
{
    OnsetPredictor predict{{}};
    for (int i = 0; i < 20; ++i)
        predict.learn(4);
    for (int i = 0; i < 3; ++i)
        predict.learn(7);
    CHECK(predict.interval_s() == Approx(7).margin(0.8));
    for (int i = 0; i < 10; ++i)
        predict.learn(7);
    CHECK(predict.interval_s() == Approx(7).margin(0.01));
    CHECK(predict.median_s() == 7);
}

TEST_CASE("OnsetPredictor is back two intervals after an odd one, and its median never left")
{
    OnsetPredictor predict{{}};
    for (int i = 0; i < 10; ++i)
        predict.learn(i % 2 ? 4.9 : 5.1);
    predict.learn(11); // a sigh and its pause
    CHECK(predict.median_s() == Approx(5).margin(0.2));
    CHECK(predict.spread_s() < 0.3);
    predict.learn(5.1);
    predict.learn(4.9);
    CHECK(predict.interval_s() == Approx(5).margin(0.2));
}

TEST_CASE("OnsetPredictor errs by less than twice what it admits, on an irregular rhythm")
{
    const unsigned seed = GENERATE(range(1u, 11u));
    devices::Random random(seed);
    OnsetPredictor predict{{}};
    int within = 0, all = 0;
    double squares = 0, naive = 0, last = 5;
    for (int i = 0; i < 400; ++i) {
        const double interval_s = 5 + 0.5 * random.normal();
        if (i >= 2) {
            within += std::fabs(interval_s - predict.interval_s()) < 2 * predict.error_s();
            ++all;
        }
        if (i >= 20) {
            squares += std::pow(interval_s - predict.interval_s(), 2);
            naive += std::pow(interval_s - last, 2);
        }
        last = interval_s;
        predict.learn(interval_s);
    }
    CHECK(within > 0.75 * all);
    CHECK(squares < 0.85 * naive); // better than to repeat the last one
}

TEST_CASE("OnsetPredictor admits its error from the second interval on")
{
    OnsetPredictor predict{{}};
    predict.learn(4);
    predict.learn(6);
    CHECK(predict.error_s() == Approx(2));
}
