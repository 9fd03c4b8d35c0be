#pragma once

#include "support/program.hpp"
#include "support/troubled_disk.hpp"

namespace crura::test {

// A program on this disk, and the person's folders with it.
inline Program::Setting on(const TroubledDisk& disk)
{
    auto environment = disk.environment();
    environment["ASAN_OPTIONS"] = "verify_asan_link_order=0";
    return {.preload = {CRURA_DISK_SHIM, CRURA_CLOCK_SHIM, CRURA_PTY_SHIM},
            .environment = environment,
            .home = disk.path()};
}

} // namespace crura::test
