#include "core/nearest.hpp"

#include <catch2/catch.hpp>

using namespace crura;

TEST_CASE("A misspelt name is recognised, a strange one is answered with the list")
{
    const std::vector<std::string> names{"run", "play", "devices"};
    CHECK(did_you_mean("rnu", names) == "; did you mean 'run'?");
    CHECK(did_you_mean("DEVICE", names) == "; did you mean 'devices'?");
    CHECK(did_you_mean("breathe", names) == "; there is run, play, devices.");
    CHECK(nearest("breathe", names).empty());
}

TEST_CASE("The edit distance counts letters changed, added and left out")
{
    CHECK(edit_distance("belly", "belly") == 0);
    CHECK(edit_distance("Belly", "bely") == 1);
    CHECK(edit_distance("", "chest") == 5);
    CHECK(edit_distance("kitten", "sitting") == 3);
}
