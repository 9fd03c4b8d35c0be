#include "osc/osc_control.hpp"
#include "osc/osc_map.hpp"
#include "osc/osc_source.hpp"

#include "support/osc_reader.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <thread>

using namespace crura;
using namespace std::chrono_literals;

namespace {

template <class Happens>
bool soon(Happens happens)
{
    for (int i = 0; i < 500; ++i) {
        if (happens())
            return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

// Sends until the source, which waits for it, has started.
void start(osc::OscSource& source, SampleRing& ring, const std::vector<std::uint8_t>& packet)
{
    std::jthread sender([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            if (source.port() != 0)
                test::send_udp(source.port(), packet);
            std::this_thread::sleep_for(5ms);
        }
    });
    REQUIRE(source.start(ring));
}

std::vector<Sample> take(SampleRing& ring)
{
    std::vector<Sample> samples;
    for (Sample sample; ring.pop(sample);)
        samples.push_back(sample);
    return samples;
}

} // namespace

TEST_CASE("What a map names becomes samples, scaled, and what it does not name is passed over")
{
    const auto map = osc::parse_osc_map(R"(format = 1
[[sample]]
address = "/phone/*/accel"
argument = 2
site = "belly"
measures = "acceleration_y"
scale = 0.5
offset = 1
[[sample]]
address = "/room"
measures = "togetherness"
)",
                                        "phone.toml");
    REQUIRE(map);
    osc::OscSource source({"127.0.0.1", 0}, *map);
    SampleRing ring(4096);
    start(source, ring, test::osc_message("/room", {0.25f}));
    CHECK(source.health().online);
    (void)soon([&] { return ring.size() > 0; });
    const auto first = take(ring);
    REQUIRE_FALSE(first.empty());
    CHECK(first[0].channel.quantity == Quantity::togetherness);
    CHECK(first[0].value == 0.25);

    test::send_udp(source.port(), test::osc_message("/phone/7/accel", {9, 3, 9}));
    test::send_udp(source.port(), test::osc_message("/phone/7/other", {9, 3, 9}));
    test::send_udp(source.port(), test::osc_message("/phone/accel", {9, 3, 9}));
    test::send_udp(source.port(), test::osc_message("/phone/8/accel", {9, 5, 9}));
    std::vector<Sample> accel;
    REQUIRE(soon([&] {
        for (const auto& each : take(ring))
            if (each.channel.quantity == Quantity::acceleration_y)
                accel.push_back(each);
        return accel.size() >= 2;
    }));
    CHECK(accel.size() == 2);
    CHECK(accel[0].value == 2.5);
    CHECK(accel[1].value == 3.5);
    CHECK(accel[0].channel.band == Band::abdominal);
    CHECK(std::fabs(to_seconds(host_now() - accel[0].time)) < 1);
}

TEST_CASE("A number that is none, a message too short and a packet that is no OSC are counted")
{
    osc::OscSource source({"127.0.0.1", 0}, osc::default_osc_map());
    SampleRing ring(4096);
    start(source, ring, test::osc_message("/crura/belt/resp", {1, 2}));
    std::this_thread::sleep_for(50ms);
    const auto before = source.health();
    test::send_udp(
        source.port(),
        test::osc_message("/crura/belt/resp", {std::numeric_limits<float>::quiet_NaN(), 2}));
    test::send_udp(source.port(), test::osc_message("/crura/belt/resp", {1}));
    test::send_udp(source.port(), {'n', 'o', 'n', 'e'});
    CHECK(soon([&] { return source.health().rejected == before.rejected + 3; }));
    CHECK(soon([&] { return source.health().samples == before.samples + 2; }));
}

TEST_CASE("A source to which nothing comes does not start, and goes offline when it falls silent")
{
    // A clock that runs 30 times as fast.
    const Time began = host_now();
    const auto fast = [began] { return began + 30 * (host_now() - began); };
    osc::OscSource silent({"127.0.0.1", 0}, osc::default_osc_map(), fast);
    SampleRing ring(4096);
    const auto started = silent.start(ring);
    REQUIRE_FALSE(started);
    CHECK(started.error().message.find("within 3 s") != std::string::npos);

    osc::OscSource source({"127.0.0.1", 0}, osc::default_osc_map(), fast);
    start(source, ring, test::osc_message("/crura/belt/resp", {1, 2}));
    CHECK(soon([&] { return !source.health().online; }));
    start(source, ring, test::osc_message("/crura/belt/resp", {1, 2})); // and comes back
}

TEST_CASE("Two programs cannot hear the same port, and the second is told so")
{
    auto first = osc::OscControl::open({"127.0.0.1", 0});
    REQUIRE(first);
    const auto second = osc::OscControl::open({"127.0.0.1", (*first)->port()});
    REQUIRE_FALSE(second);
    CHECK(second.error().message.find(std::to_string((*first)->port())) != std::string::npos);
}

TEST_CASE("Commands come in order, and a button that is let go and any other message mean nothing")
{
    auto control = osc::OscControl::open({"127.0.0.1", 0});
    REQUIRE(control);
    for (const char* address : {"/crura/ctl/mark", "/crura/ctl/nonsense", "/other/ctl/end",
                                "/crura/ctl/brake", "/crura/ctl/resume"})
        test::send_udp((*control)->port(), test::osc_message(address, {}));
    test::send_udp((*control)->port(), test::osc_message("/crura/ctl/end", {0}));
    test::send_udp((*control)->port(), test::osc_message("/crura/ctl/pause", {1}));
    std::vector<Command> heard;
    CHECK(soon([&] {
        for (Command each; (*control)->pop(each);)
            heard.push_back(each);
        return heard.size() >= 4;
    }));
    CHECK(heard
          == std::vector<Command>{Command::mark, Command::brake, Command::resume, Command::pause});
}

TEST_CASE("Each kind of mistake in a map is named where it stands")
{
    const auto told = [](const std::string& sample) {
        const auto map = osc::parse_osc_map("format = 1\n[[sample]]\n" + sample, "my.toml");
        REQUIRE_FALSE(map);
        return map.error().message;
    };
    CHECK(told("adress = \"/a\"\nmeasures = \"flow\"\nsite = \"belly\"")
              .starts_with("my.toml:3:1: error: \"adress\" is unknown in [[sample]]; did you mean "
                           "\"address\"?"));
    CHECK(told("address = \"a\"\nmeasures = \"flow\"\nsite = \"belly\"")
              .starts_with("my.toml:3:11: error: address must begin with a slash"));
    CHECK(told("address = \"/a\"\nmeasures = \"flaw\"\nsite = \"belly\"")
              .find("did you mean \"flow\"?")
          != std::string::npos);
    CHECK(told("address = \"/a\"\nmeasures = \"flow\"").find("has no site") != std::string::npos);
    CHECK(told("address = \"/a\"\nargument = 0\nmeasures = \"flow\"\nsite = \"belly\"")
              .find("argument is 0; permitted is 1 .. 64")
          != std::string::npos);
    CHECK(told("address = \"/a\"\nscale = 0\nmeasures = \"flow\"\nsite = \"belly\"")
              .find("scale is 0")
          != std::string::npos);
    CHECK(osc::load_osc_map("/no/such/map.toml").error().message.find("/no/such/map.toml")
          != std::string::npos);
}

TEST_CASE("Every wish of a person has its address, and an answer its number")
{
    using osc::command_of;
    CHECK(command_of("/crura/ctl/next", {}) == Command::next);
    CHECK(command_of("/crura/ctl/here", 1.) == Command::here);
    CHECK(command_of("/crura/ctl/dizzy", {}) == Command::dizzy);
    CHECK(command_of("/crura/ctl/skip", {}) == Command::skip_question);
    CHECK(command_of("/crura/ctl/here", 0.) == std::nullopt);
    CHECK(command_of("/crura/ctl/answer", 0.) == Command::answer_0);
    CHECK(command_of("/crura/ctl/answer", 6.) == Command::answer_6);
    CHECK(command_of("/crura/ctl/answer", 7.) == std::nullopt);
    CHECK(command_of("/crura/ctl/answer", -1.) == std::nullopt);
    CHECK(command_of("/crura/ctl/answer", std::numeric_limits<double>::quiet_NaN())
          == std::nullopt);
    CHECK(command_of("/crura/ctl/answer", {}) == std::nullopt);
}

TEST_CASE("A mark with words is a note, cut where it is too long, and one without is none")
{
    const auto control = osc::OscControl::open({"127.0.0.1", 0});
    REQUIRE(control);
    const std::string endless(2 * osc::OscControl::kLongestNote, 'x');
    for (const auto& text : {std::string("legs warm"), endless})
        test::send_udp((*control)->port(), test::osc_text("/crura/ctl/mark", text));
    test::send_udp((*control)->port(), test::osc_message("/crura/ctl/mark", {}));
    int marks = 0;
    REQUIRE(soon([&] {
        for (Command command; (*control)->pop(command);)
            marks += command == Command::mark;
        return marks == 3;
    }));
    CHECK((*control)->take_note() == "legs warm");
    CHECK((*control)->take_note() == std::string(osc::OscControl::kLongestNote, 'x'));
    CHECK((*control)->take_note() == std::nullopt);
}
