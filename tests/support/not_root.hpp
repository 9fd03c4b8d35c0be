#pragma once

#include <catch2/catch.hpp>

#include <unistd.h>

namespace crura::test {

// Root may write and delete wherever it likes: a test that is run by root is somebody else
// meanwhile.
struct NotRoot {
    NotRoot() { REQUIRE((root_ == false || ::seteuid(65534) == 0)); }
    ~NotRoot()
    {
        if (root_) [[maybe_unused]]
            const int again = ::seteuid(0);
    }
    NotRoot(const NotRoot&) = delete;
    NotRoot& operator=(const NotRoot&) = delete;

private:
    const bool root_ = ::geteuid() == 0;
};

} // namespace crura::test
