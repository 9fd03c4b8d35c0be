#include "app/belt_labels.hpp"

#include <catch2/catch.hpp>

using namespace crura;

namespace {

std::string found(const std::vector<exchange::Offered>& signals)
{
    const auto belts = app::find_belts(signals);
    return belts ? belts->thoracic + '|' + belts->abdominal : "not clear";
}

} // namespace

TEST_CASE("Chest and belly are found by what EDF files call them")
{
    CHECK(found({{"EEG Fpz-Cz", ""}, {"Resp chest", ""}, {"Resp abdomen", ""}})
          == "Resp chest|Resp abdomen");
    CHECK(found({{"THO", ""}, {"ABD", ""}, {"Flow", ""}}) == "THO|ABD");
    CHECK(found({{"Thorax", ""}, {"ECG", "chest electrodes"}}) == "Thorax|");
    CHECK(found({{"Abdo effort", ""}}) == "|Abdo effort");
    CHECK(found({{"S1", "RIP belt, abdominal"}, {"S2", "RIP belt, thoracic"}}) == "S2|S1");
}

TEST_CASE("The one respiration of a file is taken, and airflow, rates and hearts are not")
{
    CHECK(found({{"CH1", "ECG"}, {"CH8", "RESPIRATION"}}) == "CH8|");
    CHECK(found({{"CH1", "RIP"}}) == "CH1|");
    CHECK(found({{"Resp oro-nasal", ""}, {"Resp rate", ""}, {"Resp", ""}}) == "Resp|");
    CHECK(found({{"Resp oro-nasal", ""}}) == "not clear");
}

TEST_CASE("What is not clear is not guessed")
{
    CHECK(found({}) == "not clear");
    CHECK(found({{"CH1", "RAW"}, {"triple", ""}}) == "not clear");
    CHECK(found({{"Resp 1", ""}, {"Resp 2", ""}}) == "not clear");
    CHECK(found({{"Chest 1", ""}, {"Chest 2", ""}, {"Abdomen", ""}}) == "not clear");
}
