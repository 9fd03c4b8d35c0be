#include "support/jack.hpp"

#include <catch2/catch.hpp>
#include <jack/jack.h>

#include <chrono>
#include <thread>

using namespace crura::test;
using namespace std::chrono_literals;

namespace {

// Sleeps through a few periods, three times.
int oversleep(jack_nframes_t, void* user)
{
    int& period = *static_cast<int*>(user);
    if (++period % 40 == 0 && period <= 120)
        std::this_thread::sleep_for(50ms);
    return 0;
}

} // namespace

TEST_CASE("A program that sleeps in its audio callback is blamed, and not the machine")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const JackServer server;
    JackCapture capture("", "");
    int period = 0;
    auto* sleeper = jack_client_open("sleeper", JackNoStartServer, nullptr);
    REQUIRE(sleeper);
    jack_set_process_callback(sleeper, &oversleep, &period);
    REQUIRE(jack_activate(sleeper) == 0);
    std::this_thread::sleep_for(2s);
    jack_client_close(sleeper);
    capture.stop();
    CHECK(capture.xruns().by_program > 0);
}
