#include "access/doorkeeper.hpp"

#include "support/doors.hpp"
#include "support/files_there.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <algorithm>

using namespace crura;
using namespace crura::access;
using namespace crura::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

TEST_CASE("A code lets one device in, as what was offered, and no second one")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto code = offered(door, {Role::client, false, 2});
    const auto first = entry(door, code, "Tablet in the room");
    CHECK(first.refusal == Refusal::none);
    CHECK(first.device.name == "Tablet in the room");
    CHECK(first.device.role == Role::client);
    CHECK(first.device.mat == 2);
    CHECK_FALSE(first.device.owner);
    CHECK(first.device.since == kNoon);

    const auto second = entry(door, code);
    CHECK(second.refusal == Refusal::expired);
    CHECK(second.token.empty());
    const auto who = door.who(first.token, kNoon);
    REQUIRE(who);
    CHECK(who->id == first.device.id);
    CHECK(who->role == Role::client);
    CHECK(who->mat == 2);
    CHECK(door.devices()->size() == 1);
}

TEST_CASE("A code is good for ten minutes and not a millisecond longer")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto early = offered(door), late = offered(door);
    CHECK(entry(door, early, "", kNoon + 10min - 1ms).refusal == Refusal::none);
    CHECK(entry(door, late, "", kNoon + 10min).refusal == Refusal::expired);
}

TEST_CASE("A code that ran out stays so when the clock is set back")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto code = offered(door), other = offered(door);
    SECTION("seen after it ran out")
    {
        CHECK(entry(door, other, "", kNoon + 20min).refusal == Refusal::expired);
        CHECK(entry(door, code, "", kNoon + 1min).refusal == Refusal::expired);
    }
    SECTION("made before the clock went back: not then, nor when that time comes again")
    {
        CHECK(entry(door, code, "", kNoon - 24h).refusal == Refusal::expired);
        CHECK(entry(door, code, "", kNoon + 1min).refusal == Refusal::expired);
        CHECK(entry(door, other, "", kNoon + 1min).refusal == Refusal::expired);
    }
    CHECK(door.devices()->empty());
}

TEST_CASE("A pause after wrong codes ends when the clock is set back, and does not last for ever")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    offered(door);
    guess(door, 5);
    const auto code = offered(door, {}, kNoon - 24h);
    CHECK(entry(door, code, "", kNoon - 24h).refusal == Refusal::none);
}

TEST_CASE("Five wrong codes spoil what is offered, and for a minute no code is taken")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto spoiled = offered(door), spoiled_too = offered(door);
    CHECK(guess(door, 4) == std::vector(4, Refusal::wrong));
    CHECK(guess(door, 1) == std::vector{Refusal::too_often});
    CHECK(entry(door, spoiled).refusal == Refusal::too_often);

    const auto fresh = offered(door);
    CHECK(entry(door, fresh, "", kNoon + 1min - 1ms).refusal == Refusal::too_often);
    CHECK(entry(door, fresh, "", kNoon + 1min).refusal == Refusal::none);
    CHECK(entry(door, spoiled, "", kNoon + 1min).refusal == Refusal::too_often);
    CHECK(entry(door, spoiled_too, "", kNoon + 1min).refusal == Refusal::too_often);
    CHECK(door.devices()->size() == 1);
}

TEST_CASE("Four wrong codes spoil nothing, and are forgotten with the right one or in ten minutes")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto first = offered(door), second = offered(door);
    guess(door, 4);
    CHECK(entry(door, first).refusal == Refusal::none);
    CHECK(guess(door, 4, kNoon + 1min) == std::vector(4, Refusal::wrong));
    const auto third = offered(door, {}, kNoon + 11min);
    CHECK(guess(door, 4, kNoon + 11min) == std::vector(4, Refusal::wrong));
    CHECK(entry(door, third, "", kNoon + 11min).refusal == Refusal::none);
}

TEST_CASE("Nobody's guesses void or delay what is offered to the machine's own browser")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto guest = offered(door);
    const auto own = offered(door, {Role::therapist, true, 0});
    guess(door, 50);
    CHECK(entry(door, guest).refusal == Refusal::too_often);
    const auto let_in = entry(door, own);
    CHECK(let_in.refusal == Refusal::none);
    CHECK(let_in.device.owner);
    CHECK(entry(door, own).refusal == Refusal::expired);
}

TEST_CASE("While nothing is offered, or only to the machine's own browser, guesses close no door")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    CHECK(guess(door, 20) == std::vector(20, Refusal::expired));
    offered(door, {Role::therapist, true, 0});
    CHECK(guess(door, 20) == std::vector(20, Refusal::expired));
    CHECK(entry(door, offered(door)).refusal == Refusal::none);
}

TEST_CASE("What can be no code is wrong, and is not counted")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto code = offered(door);
    for (const auto* typed :
         {"", "K7QM", "K7QM-4XWB-9PT!", "K7QM-4XWB-9PTRK", "\xFF\xFE", "ПРИВЕТ"})
        for (int again = 0; again < 3; ++again)
            CHECK(entry(door, typed).refusal == Refusal::wrong);
    CHECK(entry(door, std::string(1 << 16, 'K')).refusal == Refusal::wrong);
    CHECK(entry(door, code).refusal == Refusal::none);
}

TEST_CASE("A code may be typed in small letters, with blanks and without dashes")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    auto code = offered(door);
    std::erase(code, '-');
    std::transform(code.begin(), code.end(), code.begin(),
                   [](char each) { return each >= 'A' ? char(each - 'A' + 'a') : each; });
    CHECK(entry(door, " " + code.substr(0, 5) + "  " + code.substr(5) + " ").refusal
          == Refusal::none);
}

TEST_CASE("The files keep no code and no token, and are for their owner only")
{
    const TempFolder above;
    const auto folder = above / "state/page";
    const auto before = ::umask(0);
    Doorkeeper door(folder);
    const auto open = offered(door), used = offered(door);
    const auto token = entry(door, used).token;
    ::umask(before);

    CHECK(names_in(folder) == std::set<std::string>{"access.lock", "devices.json", "offers.json"});
    CHECK(mode_of(folder) == 0700);
    CHECK(is_private(folder));
    for (const auto* name : {"devices.json", "offers.json"}) {
        const auto bytes = bytes_in(folder / name);
        for (const auto& secret : {open, used, token})
            CHECK_THAT(bytes, !Contains(secret));
    }
    CHECK_THAT(bytes_in(folder / "devices.json"), Contains(hex(digest_of(token))));
}

TEST_CASE("A token is taken only as it was given")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto token = entry(door, offered(door)).token;
    CHECK(token.size() == 43);
    CHECK(door.who(token, kNoon));
    const std::string id = door.devices()->front().id;
    for (const auto& other : {std::string(), id, hex(digest_of(token)), token + "A",
                              token.substr(0, 42), token + std::string(1, '\0')})
        CHECK_FALSE(door.who(other, kNoon));
}

TEST_CASE("Names are one line of 1 to 40 characters that can be seen")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto named = [&](const std::string& name) {
        return entry(door, offered(door), name).device.name;
    };
    CHECK(named("  Anna's\ttablet\r\n ") == "Anna's tablet");
    CHECK(named("") == "Device");
    CHECK(named(" \x01\u200B\u00AD ") == "Device");
    CHECK(named("\u202Etablet\u2066\U000E0041") == "tablet");
    CHECK(named("a\xFF"
                "b")
          == "a?b");
    CHECK(named(std::string("a\0b", 3)) == "a b");
    std::string forty;
    for (int i = 0; i < 40; ++i)
        forty += "\U0001F33F";
    CHECK(named(forty + "more") == forty);
    CHECK(named(std::string(39, 'a') + " bc") == std::string(39, 'a'));

    const auto id = door.devices()->front().id;
    REQUIRE(door.rename(id, " Mat\n1 "));
    CHECK(door.devices()->front().name == "Mat 1");
    CHECK_THAT(door.rename("nobody", "x").error().message, Contains("nobody"));
}

TEST_CASE("Thirty-two devices may be paired, and one more leaves its code as it is")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    std::vector<std::string> tokens;
    for (int each = 0; each < 32; ++each)
        tokens.push_back(entry(door, offered(door)).token);
    const auto code = offered(door);
    const auto full = door.let_in(code, "one more", kNoon);
    REQUIRE_FALSE(full);
    CHECK_THAT(full.error().message, Contains("32") && Contains("revoke"));
    CHECK(entry(door, offered(door, {Role::therapist, true, 0})).refusal == Refusal::none);

    REQUIRE(door.revoke(door.who(tokens[7], kNoon)->id));
    CHECK(entry(door, code).refusal == Refusal::none);
    CHECK_FALSE(door.who(tokens[7], kNoon));
    CHECK(door.who(tokens[31], kNoon));
}

TEST_CASE("The machine's ninth browser takes the place of the one that was seen longest ago")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto guest = entry(door, offered(door)).token;
    std::vector<std::string> tokens;
    for (int each = 0; each < 8; ++each)
        tokens.push_back(entry(door, offered(door, {Role::therapist, true, 0}, kNoon + 1min * each),
                               "", kNoon + 1min * each)
                             .token);
    CHECK(door.who(tokens[0], kNoon + 2h));
    const auto ninth =
        entry(door, offered(door, {Role::therapist, true, 0}, kNoon + 3h), "", kNoon + 3h);
    CHECK(ninth.refusal == Refusal::none);
    CHECK(door.who(tokens[0], kNoon + 3h));
    CHECK_FALSE(door.who(tokens[1], kNoon + 3h));
    CHECK(door.who(tokens[2], kNoon + 3h));
    CHECK(door.who(guest, kNoon + 3h));
}

TEST_CASE("When a device was seen is written once an hour, so that the disk rests")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto token = entry(door, offered(door)).token;
    const auto written = bytes_in(folder / "devices.json");
    for (auto at = 0min; at < 60min; at += 1min)
        CHECK(door.who(token, kNoon + at));
    CHECK(bytes_in(folder / "devices.json") == written);
    CHECK(door.who(token, kNoon + 1h)->seen == kNoon + 1h);
    CHECK(Doorkeeper(folder.path()).devices()->front().seen == kNoon + 1h);

    CHECK(door.who(token, kNoon - 24h)->seen == kNoon - 24h); // the clock was set back
    CHECK(door.devices()->front().seen == kNoon - 24h);
}

TEST_CASE("Who cannot be written down as seen is known all the same")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto token = entry(door, offered(door)).token;
    std::filesystem::remove(folder / "access.lock");
    std::filesystem::create_directory(folder / "access.lock");
    CHECK(door.who(token, kNoon + 5h)->seen == kNoon + 5h);
    CHECK(door.devices()->front().seen == kNoon);
    CHECK_FALSE(door.offer({}, kNoon));
}

TEST_CASE("Revoking lets nobody else out, and an unknown device is an error")
{
    const TempFolder folder;
    Doorkeeper door(folder.path());
    const auto one = entry(door, offered(door)), two = entry(door, offered(door));
    CHECK_THAT(door.revoke("zzz").error().message, Contains("zzz"));
    REQUIRE(door.revoke(one.device.id));
    CHECK_FALSE(door.who(one.token, kNoon));
    CHECK(door.who(two.token, kNoon));
    CHECK_FALSE(door.revoke(one.device.id));
}
