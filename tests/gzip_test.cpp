#include "exchange/gzip.hpp"

#include "support/python.hpp"
#include "support/some_study.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace crura;
using namespace crura::test;

TEST_CASE("What is packed is unpacked by another tool, byte for byte, whatever it is")
{
    const TempFolder folder;
    std::mt19937 random(1);
    const std::size_t size = GENERATE(0u, 1u, 255u, 300'000u);
    const bool noise = GENERATE(true, false); // noise does not shrink
    std::string bytes(size, 'x');
    if (noise)
        for (char& each : bytes)
            each = char(random());
    const auto packed = exchange::gzipped(bytes);
    CHECK(packed == exchange::gzipped(bytes));
    if (!noise)
        CHECK(packed.size() < 100 + size / 100);
    std::ofstream(folder / "packed.gz", std::ios::binary) << packed;
    const auto ran = run_python({"-c",
                                 "import gzip, sys; open(sys.argv[2], \"wb\").write("
                                 "gzip.open(sys.argv[1]).read())",
                                 (folder / "packed.gz").string(), (folder / "bytes").string()});
    INFO(ran.output);
    CHECK(ran.status == 0);
    CHECK(bytes_in(folder / "bytes") == bytes);
}
