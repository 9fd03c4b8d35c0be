// How long it takes to seal and open files, and how much memory.
//     usage: seal [MEGABYTES]
#include "exchange/sealed_bundle.hpp"
#include "support/temp_folder.hpp"

#include <fmt/core.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace crura::exchange;

namespace {

// On the wall, and of the processor: they differ on a busy machine.
std::string seconds_of(const auto& work)
{
    const auto before = std::chrono::steady_clock::now();
    const auto cpu_before = std::clock();
    if (!work()) {
        fmt::print("failed\n");
        std::exit(1);
    }
    const auto wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - before);
    return fmt::format("{:.2f} s (processor {:.2f} s)", wall.count(),
                       double(std::clock() - cpu_before) / CLOCKS_PER_SEC);
}

double peak_mb()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_maxrss) / 1024;
}

void measure(const std::filesystem::path& folder, const char* what, SealCost cost)
{
    const Secret passphrase("four pine cones");
    const std::vector<NamedFile> files = {{folder / "in", "out"}};
    std::filesystem::remove(folder / "sealed");
    std::filesystem::remove(folder / "out");
    const auto sealing =
        seconds_of([&] { return seal_files(files, folder / "sealed", passphrase, cost); });
    const auto opening =
        seconds_of([&] { return unseal_files(folder / "sealed", folder, passphrase); });
    fmt::print("{}: sealed in {}, opened in {}, at most {:.0f} MB of memory\n", what, sealing,
               opening, peak_mb());
}

} // namespace

int main(int argc, char** argv)
{
    const auto megabytes = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100;
    const crura::test::TempFolder folder;
    {
        std::ofstream out(folder / "in", std::ios::binary);
        const std::vector<char> block(1'000'000, 'x');
        for (std::size_t i = 0; i < megabytes; ++i)
            out.write(block.data(), std::streamsize(block.size()));
    }
    fmt::print("{} MB\n", megabytes);
    measure(folder.path(), "cheapest key", {1, 8192});
    measure(folder.path(), "every day's key", kModerate);
}
