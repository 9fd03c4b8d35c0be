#include "support/jack.hpp"
#include "support/rt_report.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <unistd.h>

using namespace crura::test;

namespace {

#ifdef CRURA_SANITIZED
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

const std::string kReport = "/tmp/crura-rt-report-" + std::to_string(::getpid());

void run_watched(const std::string& program)
{
    const auto command = "CRURA_RT_GUARD_REPORT=" + kReport + " LD_PRELOAD=" CRURA_RT_GUARD " "
        + program + " 2>/dev/null";
    CHECK(std::system(command.c_str()) == 0);
}

std::optional<RtReport> report_of(const std::string& probe_arguments)
{
    std::remove(kReport.c_str());
    run_watched(CRURA_CALLBACK_PROBE " " + probe_arguments);
    run_watched("/bin/true"); // has no callback, and leaves the report alone
    const auto report = read_rt_report(kReport);
    std::remove(kReport.c_str());
    return report;
}

} // namespace

TEST_CASE("The guard as a library watches the audio callback of a program that knows nothing of it")
{
    if (kSanitized) {
        WARN("skipped: the real-time guard does not work under sanitizers");
        return;
    }
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const JackServer server;
    const auto clean = report_of("clean");
    REQUIRE(clean);
    CHECK(clean->sections > 20);
    CHECK(clean->violations == 0);
    CHECK(clean->first == "");

    const auto dirty = report_of("dirty");
    REQUIRE(dirty);
    CHECK(dirty->sections > 20);
    CHECK(dirty->violations >= 2 * dirty->sections);
    CHECK(dirty->first == "malloc");
}
