#pragma once

#include <cstdlib>
#include <ctime>

namespace crura::test {

// Where the computer is, as long as this lives; `zone` as POSIX writes it in TZ.
struct LocalZone {
    explicit LocalZone(const char* zone)
    {
        ::setenv("TZ", zone, 1);
        ::tzset();
    }
    ~LocalZone()
    {
        ::unsetenv("TZ");
        ::tzset();
    }
};

} // namespace crura::test
