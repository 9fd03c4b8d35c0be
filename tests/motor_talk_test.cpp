#include "devices/touch/motor_talk.hpp"
#include "support/motor_reader.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::devices;
using namespace std::chrono_literals;
using test::MotorReader;

namespace {

// A conversation that is asked every 5 ms, with a board that answers at once.
struct Talking {
    MotorTalk talk{};
    MotorReader board{};
    Time now{10s};
    std::string last{};

    Talking()
    {
        talk.begin(now);
        run(0, 5ms);
    }

    void run(float drive, Duration length, bool answers = true)
    {
        for (const auto end = now + length; now < end; now += 5ms) {
            const auto said = talk(drive, now);
            if (said.empty())
                continue;
            last = said;
            board.take(said, now);
            if (answers)
                talk.take(LineAnswer{said.substr(0, said.size() - 1)}, now);
        }
    }
};

std::vector<int> levels(const MotorReader& reader)
{
    std::vector<int> levels;
    for (const auto& told : reader.told())
        levels.push_back(told.level);
    return levels;
}

} // namespace

TEST_CASE("MotorTalk stills a motor before anything else, until its board has confirmed it")
{
    MotorTalk talk;
    Time now{10s};
    talk.begin(now);
    CHECK(talk(1, now) == "V0\n");
    CHECK(talk(1, now + 499ms).empty());
    CHECK(talk(1, now + 500ms) == "V0\n");
    CHECK_FALSE(talk.confirmed());
    talk.take(LineIdle{}, now);
    talk.take(LineAnswer{"+"}, now); // to somebody else
    CHECK(talk(1, now + 600ms).empty());
    talk.take(LineAnswer{"V0"}, now + 600ms);
    CHECK(talk.confirmed());
    CHECK(talk(1, now + 600ms) == "V255\n");

    talk.begin(now + 1s); // a new port
    CHECK(talk(1, now + 1s) == "V0\n");
    CHECK(talk(1, now + 1s + 499ms).empty());
}

TEST_CASE("MotorTalk repeats a level that runs every 150 ms, and stillness every second")
{
    Talking talking;
    talking.run(0.5f, 10s);
    CHECK(talking.board.told().size() == 1 + 67);
    CHECK(talking.board.longest_silence(talking.now) <= 155ms);
    talking.run(0, 10s);
    CHECK(talking.board.told().size() == 1 + 67 + 10);
    CHECK(talking.last == "V0\n");
}

TEST_CASE("MotorTalk says at most fifty changes a second, but a stop at once")
{
    Talking talking;
    const auto before = talking.board.told().size();
    for (int i = 0; i < 200; ++i)
        talking.run(0.2f + 0.003f * float(i), 5ms);
    CHECK(talking.board.told().size() - before == 50);
    talking.run(0.9f, 20ms);
    talking.run(0.8f, 5ms);
    const auto running = talking.board.told().back().time;
    talking.run(0, 5ms);
    CHECK(talking.last == "V0\n");
    CHECK(talking.board.told().back().time - running < 20ms);
}

TEST_CASE("Every byte of a minute of swells is read by an independent reader as it was meant")
{
    Talking talking;
    const auto start = talking.now;
    const auto swell = [](double at_s) { // one in 10 s, still between
        return float(std::max(0., std::sin(at_s * 2 * M_PI / 10)));
    };
    for (int i = 0; i < 12000; ++i)
        talking.run(swell(0.005 * i), 5ms);
    CHECK(talking.board.wrong().empty());
    CHECK(talking.board.longest_silence(talking.now) <= 155ms);
    const auto& told = talking.board.told();
    CHECK(told.size() > 60 * 15);
    CHECK(told.size() < 60 * 51);
    for (std::size_t i = 2; i < told.size(); ++i) {
        const double at_s = to_seconds(told[i].time - start);
        REQUIRE(told[i].level == std::lround(255 * swell(std::round(at_s * 200) / 200)));
        const bool stop = told[i].level == 0 && told[i - 1].level > 0;
        REQUIRE((stop || told[i].time - told[i - 1].time >= 20ms));
    }
}

TEST_CASE("MotorTalk knows a board without a motor from a spoilt line, and leaves it alone")
{
    MotorTalk talk;
    Time now{10s};
    talk.begin(now);
    for (int i = 0; i < 3; ++i) {
        CHECK_FALSE(talk.has_no_motor());
        CHECK(talk(1, now) == "V0\n");
        talk.take(LineTrouble{"the chest belt is not connected"}, now);
        talk.take(LineTrouble{"unknown command"}, now);
        now += 500ms;
    }
    CHECK(talk.has_no_motor());
    CHECK(talk.refused() == 3);
    CHECK(talk(1, now + 10s).empty());
    talk.begin(now);
    CHECK(talk(1, now) == "V0\n");

    Talking confirmed;
    for (int i = 0; i < 10; ++i)
        confirmed.talk.take(LineTrouble{"unknown command"}, confirmed.now);
    CHECK_FALSE(confirmed.talk.has_no_motor());
}

TEST_CASE("MotorTalk notices within 3 s that nobody answers, and that somebody does again")
{
    Talking talking;
    talking.run(0.5f, 2900ms, false);
    CHECK_FALSE(talking.talk.unheard(talking.now));
    talking.run(0.5f, 200ms, false);
    CHECK(talking.talk.unheard(talking.now));
    talking.run(0.5f, 300ms);
    CHECK_FALSE(talking.talk.unheard(talking.now));
}

TEST_CASE("MotorTalk's last word is V0, and it knows when the board has obeyed")
{
    Talking talking;
    talking.run(0.5f, 1s);
    CHECK(talking.talk.last_words() == "V0\n");
    CHECK_FALSE(talking.talk.stilled());
    talking.talk.take(LineAnswer{"V128"}, talking.now);
    CHECK_FALSE(talking.talk.stilled());
    talking.talk.take(LineAnswer{"V0"}, talking.now);
    CHECK(talking.talk.stilled());
}

TEST_CASE("A try-out is two pulses, which a stop ends and after which the level is said again")
{
    MotorTalk greeting;
    greeting.begin(Time{10s});
    greeting.try_out();
    CHECK(greeting(0, Time{10s}) == "V0\n"); // not before the board has confirmed

    Talking talking;
    talking.run(0.5f, 100ms);
    talking.talk.try_out();
    talking.run(0.5f, 5ms);
    CHECK(talking.last == "P2,600\n");
    const auto before = levels(talking.board).size();
    talking.run(0.7f, 590ms);
    CHECK(levels(talking.board).size() == before);
    SECTION("goes on")
    {
        talking.run(0.7f, 100ms);
        CHECK(talking.last == "V179\n");
    }
    SECTION("stops")
    {
        talking.run(0, 5ms);
        CHECK(talking.last == "V0\n");
    }
}
