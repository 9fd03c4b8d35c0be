#include "sessions/loader.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace crura;
using namespace crura::sessions;
using namespace std::chrono_literals;

namespace {

// A release session that keeps every rule: line numbers stand in the tests.
const std::string kRelease = R"(format = 2
[session]
name = "Release"
summary = "A tremor, and a rest."
offered_minutes = [30]
guard = true
cautions = ["Not alone."]
[[level]]
id = "first"
name = "First"
tremor_minutes = 5
[[level]]
id = "used"
name = "Used to it"
tremor_minutes = 10
[[step]]
id = "exercises"
name = "Exercises"
intent = "witness"
minutes = 10
waits = true
[[step]]
id = "tremor"
name = "Tremor"
intent = "witness"
minutes = 12
tremor = true
scales = false
[[step]]
id = "rest"
name = "Rest"
intent = "witness"
minutes = 5
scales = false
rest = true
[[step]]
id = "get-up"
name = "Get up"
intent = "witness"
minutes = 3
moves = true
)";

// A guided program that keeps every rule.
const std::string kPaces = R"(format = 2
[session]
name = "Paces"
summary = "One pace, and how it was."
slowest_bpm = 5
unguided_minutes = 0
[[step]]
id = "pace"
name = "Pace"
intent = "guide"
guide = "fixed"
breath_rate_bpm = 6
minutes = 3
[[step]]
id = "ask"
name = "Ask"
intent = "witness"
minutes = 1
check_in = "pace"
)";

std::string with(std::string text, const std::string& old, const std::string& replacement)
{
    const auto at = text.find(old);
    INFO(old);
    REQUIRE(at != std::string::npos);
    return text.replace(at, old.size(), replacement);
}

struct Slip {
    std::string old, replacement, where, what;
};

void check_mistake(const std::string& text, const Slip& slip)
{
    const auto session = parse_session(with(text, slip.old, slip.replacement), "x.toml");
    INFO(slip.old << " -> " << slip.replacement);
    REQUIRE_FALSE(session);
    const auto message = session.error().message;
    INFO(message);
    CHECK(message.starts_with("x.toml:" + slip.where + ": error: "));
    CHECK(message.find(slip.what) != std::string::npos);
    CHECK(message.find('^') == message.rfind('^')); // nothing else is said to be wrong
}

void check_warning(const std::string& text, const Slip& slip)
{
    const auto checked = check_session(with(text, slip.old, slip.replacement), "x.toml");
    INFO((checked ? "" : checked.error().message));
    REQUIRE(checked);
    REQUIRE(checked->warnings.size() == 1);
    INFO(checked->warnings[0]);
    CHECK(checked->warnings[0].starts_with("x.toml:" + slip.where + ": warning: "));
    CHECK(checked->warnings[0].find(slip.what) != std::string::npos);
}

std::vector<std::string> warnings_in(const std::string& text)
{
    const auto checked = check_session(text, "x.toml");
    INFO((checked ? "" : checked.error().message));
    REQUIRE(checked);
    return checked->warnings;
}

} // namespace

TEST_CASE("Programs that keep every rule are warned of nothing")
{
    CHECK(warnings_in(kRelease).empty());
    CHECK(warnings_in(kPaces).empty());
}

TEST_CASE("What a guarded program must have, and what needs a guard, is asked for where it stands")
{
    check_mistake(kRelease,
                  GENERATE(values<Slip>({
                      {"cautions = [\"Not alone.\"]\n", "", "6:9", "guard = true needs cautions"},
                      {"rest = true\n", "", "27:10", "no rest follows the tremor; write a step"},
                      {"minutes = 5\nscales = false\nrest", "minutes = 2.5\nscales = false\nrest",
                       "33:11", "the rest after tremor is 2.5 minutes; permitted is 3 or more"},
                      {"scales = false\nrest", "scales = true\nrest", "34:10",
                       "the rest after tremor is not made shorter; write scales = false"},
                      {"minutes = 5\nscales = false\nrest", "minutes = 5\nrest", "29:1",
                       "write scales = false"},
                      {"\"witness\"\nminutes = 12", "\"guide\"\nminutes = 12", "25:10",
                       "from tremor to the end of the rest nothing is led"},
                      {"\"witness\"\nminutes = 5", "\"guide\"\nminutes = 5", "32:10",
                       "from tremor to the end of the rest nothing is led"},
                      {"tremor = true", "tremor = true\nrest = true", "28:8",
                       "a step is for tremor or for rest"},
                  })));
}

TEST_CASE("A rest that comes before the tremor is none")
{
    auto text = with(kRelease, "rest = true\n", "");
    text = with(text, "waits = true\n", "rest = true\nscales = false\n");
    const auto session = parse_session(text, "x.toml");
    REQUIRE_FALSE(session);
    CHECK(session.error().message.find("x.toml:28:10: error: no rest follows the tremor")
          != std::string::npos);
}

TEST_CASE("Tremor, levels and questions need a guard")
{
    const auto session = parse_session(with(kRelease, "guard = true\n", ""), "x.toml");
    REQUIRE_FALSE(session);
    const auto message = session.error().message;
    CHECK(message.find("x.toml:10:18: error: a level needs a guard; write guard = true")
          != std::string::npos);
    CHECK(message.find("x.toml:26:10: error: tremor needs a guard; write guard = true")
          != std::string::npos);
    check_mistake(kPaces,
                  {"slowest_bpm = 5", "slowest_bpm = 5\nresponse_every_minutes = 5", "6:26",
                   "response_every_minutes is only for guard = true"});
}

TEST_CASE("Levels ascend, each has its own id, and their minutes are within bounds")
{
    check_mistake(
        kRelease,
        GENERATE(values<Slip>({
            {"tremor_minutes = 10", "tremor_minutes = 5", "15:18",
             "tremor_minutes is 5, but that of the level above is 5"},
            {"id = \"used\"", "id = \"first\"", "13:6", "id \"first\" is taken by a level above"},
            {"tremor_minutes = 5", "tremor_minutes = 0.1", "11:18", "permitted is 0.5 .. 30"},
            {"tremor_minutes = 5\n", "", "8:1", "[[level]] has no tremor_minutes"},
            {"name = \"First\"", "name = \"First\"\nminutes = 2", "11:1",
             "\"minutes\" is unknown in [[level]]; permitted are id, name, tremor_minutes"},
        })));
}

TEST_CASE("What a guide is told fits its intent and its style")
{
    check_mistake(
        kPaces,
        GENERATE(values<Slip>({
            {"guide = \"fixed\"", "guide = \"quick\"", "11:9", "guide is \"quick\"; permitted are"},
            {"breath_rate_bpm = 6\n", "", "7:1",
             "[[step]] has no breath_rate_bpm; write breath_rate_bpm = a number, 4.5 .. 12"},
            {"breath_rate_bpm = 6", "breath_rate_bpm = 4", "12:19", "permitted is 4.5 .. 12"},
            {"breath_rate_bpm = 6", "breath_rate_bpm = 4.7", "12:19",
             "breath_rate_bpm is 4.7, but slowest_bpm of the program is 5; write slowest_bpm"},
            {"slowest_bpm = 5", "slowest_bpm = 4", "5:15",
             "slowest_bpm is 4; permitted is 4.5 .. 8: slower only where a therapist unlocks it"},
            {"slowest_bpm = 5", "slowest_bpm = 9", "5:15", "permitted is 4.5 .. 8"},
            {"slowest_bpm = 5", "slowest_bpm = \"5\"", "5:15", "must be a number without quotes"},
            {"unguided_minutes = 0", "unguided_minutes = 6", "6:20", "permitted is 0 .. 5"},
            {"unguided_minutes = 0", "unguided_minutes = 1", "6:20",
             "a pace that is asked about is shown to its end; write unguided_minutes = 0"},
            {"unguided_minutes = 0", "unguided_minutes = 0\nmanner = \"hard\"", "7:10",
             "manner is \"hard\"; permitted are gentle, training"},
            {"check_in = \"pace\"", "check_in = \"none\"", "19:12", "check_in is \"none\""},
            {"minutes = 3\n", "minutes = 3\ncheck_in = \"pace\"\n", "14:12",
             "write it in the step after one with guide = \"fixed\""},
        })));
}

TEST_CASE("A pace is shown only where a fixed one is meant")
{
    const auto led =
        with(with(kPaces, "guide = \"fixed\"", "guide = \"lead\""), "check_in = \"pace\"\n", "");
    check_mistake(
        led,
        {"minutes = 3", "minutes = 3", "12:19", "breath_rate_bpm is only for guide = \"fixed\""});
    check_mistake(led,
                  {"\"guide\"\nguide = \"lead\"\nbreath_rate_bpm = 6",
                   "\"invite\"\nguide = \"lead\"", "11:9",
                   "guide is only for intent = \"guide\"; leave it out"});
}

TEST_CASE("A length that the steps cannot keep is not offered")
{
    check_mistake(kRelease,
                  {"[30]", "[20, 30]", "5:19",
                   "offered_minutes holds 20, but the session lasts 20.25 minutes then"});
    CHECK(warnings_in(with(kRelease, "[30]", "[25, 30]")).empty());
}

TEST_CASE("What was perhaps not meant so is a warning")
{
    check_warning(
        kRelease,
        GENERATE(values<Slip>({
            {"moves = true", "", "36:1",
             "the program leaves people lying; end with a step of getting up"},
            {"tremor_minutes = 10", "tremor_minutes = 15", "15:18",
             "tremor_minutes is 15, but the steps of tremor end after 12"},
            {"tremor = true\n", "", "11:18",
             "no step ends when the minutes of the level are used up; write tremor = true"},
            {"moves = true", "moves = true\ncheck_in = \"after\"", "42:12",
             "nothing was asked before, so the answers cannot be compared"},
            {"waits = true", "check_in = \"standing\"", "21:12", "nobody has stood up yet"},
        })));
    const auto levels_from = kRelease.find("[[level]]");
    const auto levels_to = kRelease.find("[[step]]");
    const auto unlimited = kRelease.substr(0, levels_from) + kRelease.substr(levels_to);
    check_warning(unlimited,
                  {"minutes = 12", "minutes = 12", "19:10", "no level limits the tremor"});
}

TEST_CASE("Whoever lies for long is led up again, and whoever sits or lies shortly need not be")
{
    const std::string lying = R"(format = 1
[session]
name = "Rest"
summary = "On the back."
[[step]]
id = "rest"
name = "Rest"
intent = "witness"
minutes = 9
)";
    check_warning(lying, {"format = 1", "format = 1", "5:1", "moves = true in it (format = 2)"});
    check_warning(lying, {"On the back", "Lie down, with a blanket", "5:1", "people lying"});
    CHECK(warnings_in(with(lying, "minutes = 9", "minutes = 8")).empty());
    CHECK(warnings_in(with(lying, "On the back.", "On a chair, relief follows.")).empty());
    CHECK(warnings_in(with(with(lying, "format = 1", "format = 2"), "minutes = 9",
                           "minutes = 9\nmoves = true"))
              .empty());
}

TEST_CASE("Who is asked how they stand was led up")
{
    const auto text = with(kRelease, "moves = true\n", R"(moves = true
[[step]]
id = "standing"
name = "Standing"
intent = "witness"
minutes = 1
check_in = "standing"
)");
    CHECK(warnings_in(with(text, "[30]", "[31]")).empty());
}

TEST_CASE("A mistake is shown with the warnings of its file, in the order of the file")
{
    auto text = with(kRelease, "moves = true", "");
    text = with(text, "minutes = 10\nwaits", "minutes = 100\nwaits");
    const auto session = parse_session(text, "x.toml");
    REQUIRE_FALSE(session);
    const auto& message = session.error().message;
    const auto error = message.find("x.toml:20:11: error: minutes is 100");
    const auto warning = message.find("x.toml:36:1: warning: the program leaves people lying");
    CHECK(error == 0);
    CHECK(warning != std::string::npos);
}
