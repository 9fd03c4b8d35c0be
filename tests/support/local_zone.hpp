#pragma once

#include <cstdlib>
#include <ctime>

namespace crura::test {

// Where the computer is, for the rest of the program; `zone` as POSIX writes it in TZ.
struct LocalZone {
    explicit LocalZone(const char* zone)
    {
        ::setenv("TZ", zone, 1);
        ::tzset();
    }
};

} // namespace crura::test
