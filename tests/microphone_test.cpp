#include "speech/microphone.hpp"

#include "core/time.hpp"
#include "sound/loudness.hpp"
#include "speech/take.hpp"
#include "support/child.hpp"
#include "support/jack.hpp"
#include "support/jack_player.hpp"
#include "support/machine_watch.hpp"
#include "support/voice.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <thread>

using namespace crura;
using namespace crura::speech;
using namespace crura::test;
using namespace std::chrono_literals;

TEST_CASE("What is played into the microphone between two keys is a take, and nothing else is")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const JackServer server;
    auto opened = Microphone::open();
    INFO((opened ? "" : opened.error().message));
    REQUIRE(opened);
    auto& microphone = **opened;
    CHECK(microphone.name() == "system");
    const auto spoken = Spoken{.room = 1e-4}.clip();
    JackPlayer player("PortAudio:", spoken.interleaved);
    REQUIRE(player.connect(3));

    const MachineWatch watch;
    microphone.begin_take();
    std::this_thread::sleep_for(200ms);
    CHECK(microphone.level() < 0.001);
    player.play();
    REQUIRE(within(3s, [&] { return microphone.level() > 0.1; }));
    REQUIRE(player.wait_for_end(10));
    std::this_thread::sleep_for(300ms);
    const auto heard = microphone.end_take();
    if (!heard && watch.standstills(0.004) > 0) {
        WARN("skipped in part: the machine stood still; " << heard.error().message);
        return;
    }
    REQUIRE(heard);
    CHECK(heard->sample_rate_hz == 48000);
    CHECK(heard->channels == 1);
    CHECK(heard->length_s() > spoken.length_s());
    CHECK(heard->length_s() < spoken.length_s() + 3);
    const auto loudest = [](const sound::Clip& clip) {
        return *std::max_element(clip.interleaved.begin(), clip.interleaved.end());
    };
    CHECK(loudest(*heard) == loudest(spoken));
    CHECK(sound::integrated_loudness_lufs(*heard)
          == Approx(sound::integrated_loudness_lufs(spoken)).margin(0.5));
    const auto take = take_of(*heard);
    INFO((take ? "" : take.error().message));
    CHECK(take);

    std::this_thread::sleep_for(200ms); // between takes nothing is kept
    microphone.begin_take();
    std::this_thread::sleep_for(300ms);
    const auto silent = microphone.end_take();
    REQUIRE(silent);
    CHECK(silent->length_s() > 0.1);
    CHECK(silent->length_s() < 2);
    CHECK(loudest(*silent) < 0.001);
    CHECK_FALSE(microphone.lost());
}

TEST_CASE("A microphone that is not there is named, and so are those that are")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    const JackServer server;
    const auto microphone = Microphone::open("gramophone");
    REQUIRE_FALSE(microphone);
    CHECK_THAT(microphone.error().message,
               Catch::StartsWith("No microphone is called \"gramophone\"; there is: "));
    CHECK_THAT(microphone.error().message, Catch::Contains("system"));
    CHECK(Microphone::open("SYS"));
}

TEST_CASE("Without a microphone one sentence says so, and nothing else is printed")
{
    setenv("JACK_DEFAULT_SERVER", "there-is-none", 1);
    const CapturedErrors printed;
    const auto microphone = Microphone::open();
    if (microphone) {
        WARN("skipped: this computer has a microphone");
        return;
    }
    CHECK(microphone.error().message
          == "No microphone was found; connect one, or start your sound server.");
    CHECK(printed.text() == "");
}

// Run by the next test in a process of its own.
TEST_CASE("child: listens until JACK has gone", "[.child]")
{
    auto microphone = Microphone::open();
    REQUIRE(microphone);
    (*microphone)->begin_take();
    say("listening");
    const bool lost = within(10s, [&] { return (*microphone)->lost(); });
    say(lost ? "lost" : "not lost");
    const auto take = (*microphone)->end_take();
    say(take ? "a take" : take.error().message);
    microphone->reset();
    say("closed");
}

TEST_CASE("When JACK dies the microphone is lost within 2 s, and the program still ends")
{
    if (const char* reason = JackServer::why_not()) {
        WARN("skipped: " << reason);
        return;
    }
    JackServer server;
    Child child("child: listens until JACK has gone");
    REQUIRE(child.says("listening", 10));
    server.crash();
    CHECK(child.says("lost", 2));
    CHECK(child.says("The microphone has gone; connect it and start again, what was kept is kept.",
                     1));
    CHECK(child.says("closed", 1));
    CHECK(child.ends(2) == 0);
}
