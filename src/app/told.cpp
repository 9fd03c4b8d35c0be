#include "app/told.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace crura::app {

int failed(const Error& error)
{
    fmt::print(stderr, "{}\n", error.message);
    return kFailed;
}

int told(const Result<std::string>& said)
{
    if (!said)
        return failed(said.error());
    fmt::print("{}\n", *said);
    return kDone;
}

} // namespace crura::app
