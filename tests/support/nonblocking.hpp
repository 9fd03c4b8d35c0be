#pragma once

#include <utility>

// Only RealtimeSanitizer (tools/rtsan) knows what this says.
#if defined(__has_feature)
#if __has_feature(realtime_sanitizer)
#define CRURA_NONBLOCKING [[clang::nonblocking]]
#endif
#endif
#ifndef CRURA_NONBLOCKING
#define CRURA_NONBLOCKING
#endif

namespace crura::test {

// Does the work as the audio callback would: under RealtimeSanitizer the first call that may
// allocate, lock or wait ends the program with a report.
template <class Work>
void as_callback(Work&& work) noexcept CRURA_NONBLOCKING
{
    std::forward<Work>(work)();
}

} // namespace crura::test
