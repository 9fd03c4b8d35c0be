#pragma once

#include "support/rt_report.hpp"

// A trap for what the audio callback must never do: while a thread is inside an RtSection, every
// call of malloc and its family (so of new and delete too), every lock, wait, notification, and
// every system call of that thread is counted, and then carried out as usual.
//
// Two ways to use it:
//  - linked into a test: put an RtSection around what must be pure;
//  - as the library crura_rt_guard in LD_PRELOAD of the real program. It then puts an RtSection
//    around every callback that is given to PortAudio, so the program itself knows nothing of it.
//    At exit it writes the report to the file that CRURA_RT_GUARD_REPORT names. Of a program and
//    those that it starts, only who has such a callback writes.
//
// Of system calls only the first of a section is counted. Needs Linux on x86-64 with glibc, and no
// sanitizer, which has interposers of its own; anywhere else rt_guard_works() is false.
namespace crura::test {

bool rt_guard_works();
RtReport rt_report(); // since the start of the program
void rt_forget();     // starts the report afresh

class RtSection {
public:
    RtSection() noexcept;
    ~RtSection();
    RtSection(const RtSection&) = delete;
    RtSection& operator=(const RtSection&) = delete;
};

} // namespace crura::test
