#include "devices/gas_exchange.hpp"

#include <catch2/catch.hpp>

using crura::devices::GasExchange;

TEST_CASE("In the long run the PCO2 is 40 mmHg over the ventilation")
{
    const double ventilation = GENERATE(0.7, 1., 1.25, 1.5, 2.);
    GasExchange gas;
    gas(ventilation, 4 * 3600);
    CHECK(gas.pco2_mmhg() == Approx(40 / ventilation).epsilon(0.01));
}

TEST_CASE("Twice the usual ventilation takes the lungs down within a minute, the body in many")
{
    GasExchange gas;
    gas(2, 60);
    CHECK(gas.pco2_mmhg() < 35);
    CHECK(gas.pco2_mmhg() > 30);
    gas(2, 15 * 60);
    CHECK(gas.pco2_mmhg() > 20.5); // not there yet
    gas(1, 120);
    CHECK(gas.pco2_mmhg() < 36); // and it takes as long to come back
}

// J Appl Physiol 17:805, 1962: 2.5 l in 12 min of three times the tidal volume and one and a half
// times the rate.
TEST_CASE("Twelve minutes of breathing far too much cost about two and a half litres")
{
    GasExchange gas;
    gas(4.5, 12 * 60);
    CHECK(gas.lost_ml() == Approx(2500).epsilon(0.15));
}

TEST_CASE("The length of a call does not matter")
{
    GasExchange once, often;
    once(1.6, 120);
    for (int i = 0; i < 1200; ++i)
        often(1.6, 0.1);
    CHECK(once.pco2_mmhg() == Approx(often.pco2_mmhg()).margin(0.1));
}
