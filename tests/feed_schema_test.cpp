// The schema, the types of the page and what the hub sends say the same.
#include "feed/hub.hpp"

#include "core/names.hpp"
#include "support/engine_mats.hpp"
#include "support/hub_room.hpp"
#include "support/python.hpp"
#include "support/shipped_programs.hpp"
#include "support/temp_folder.hpp"
#include "support/typescript.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace crura;
using json::Json;

namespace {

const std::string kSchema = CRURA_ROOT "/docs/live-protocol.schema.json";
const std::string kTypes = CRURA_ROOT "/web/src/protocol.ts";

std::string text_of(const std::string& path)
{
    std::ifstream file(path);
    REQUIRE(file);
    return {std::istreambuf_iterator<char>(file), {}};
}

// What the schema says of each message, one a line: "ok" or why it is refused. Nothing where
// Debian's python3-jsonschema is not installed.
std::optional<std::vector<std::string>> judged(const std::vector<std::string>& messages)
{
    if (!test::has_python("jsonschema")) {
        WARN("skipped: python3-jsonschema is not installed");
        return std::nullopt;
    }
    const test::TempFolder folder;
    const auto path = (folder / "messages").string();
    std::ofstream file(path);
    for (const auto& message : messages)
        file << message << '\n';
    file.close();
    const auto ran = test::run_python({CRURA_ROOT "/tests/support/check_schema.py", kSchema, path});
    INFO(ran.output);
    REQUIRE(ran.status == 0);
    std::vector<std::string> lines;
    std::istringstream output(ran.output);
    for (std::string line; std::getline(output, line);)
        lines.push_back(line);
    REQUIRE(lines.size() == messages.size());
    return lines;
}

void check_all_are_known(const std::vector<std::string>& messages)
{
    const auto lines = judged(messages);
    for (std::size_t i = 0; lines && i < lines->size(); ++i) {
        INFO(messages[i]);
        CHECK((*lines)[i] == "ok");
    }
}

// Every enumerator that a state can have, and a second of everything else.
Snapshot snapshot_with(std::size_t i)
{
    Snapshot now;
    auto& breath = now.breath;
    const auto some = [i](std::size_t count) { return i % count; };
    breath.phase = Phase(some(5));
    breath.partition = Partition(some(3));
    breath.posture = Posture(some(8));
    breath.heart.rate_bpm = {61.25, 3, true};
    breath.abdominal_share = {0.6, 0.1, true};
    breath.tremor = {true, {8.5, 0.5, true}, {12, 2, true}, 0.4};
    breath.calibration.outcome = CalibrationOutcome(some(9));
    breath.calibration.manoeuvre = Manoeuvre(some(4));
    breath.calibration.last = BreathVerdict(some(8));
    for (auto& band : breath.band) {
        band.valid = true;
        band.fault = SensorFault(some(kSensorFaults));
        band.quality_reason = QualityReason(some(9));
        band.polarity = std::int8_t(int(some(3)) - 1);
    }
    now.target.phase = Phase(some(5));
    now.target.stage = GuideStage(some(8));
    now.target.carry_over = {0.5, 0.2, true};
    now.check_in.question = Question(some(kQuestions));
    now.check_in.when = CheckInTime(some(5));
    now.guard.alert = Alert(some(3));
    now.air.advice = AirAdvice(some(5));
    now.health.sources.push_back({true, false, 1200, 1, 2, 3});
    now.health.audio = Output(some(3));
    now.health.sound_latency = {true, 21.5f, 35.25f, 40.f};
    return now;
}

void say_all_kinds(test::FakeMats& mats)
{
    for (const char* kind : {"prompt", "paused", "resumed", "braked", "finished", "mark", "sensor",
                             "output", "calibration", "records"})
        mats.say(1, kind, "A sentence.");
    mats.say(1, "step", "", {}, false, {{"step", 3.}});
    mats.say(1, "phrase", "Let it out.", {}, false, {{"phrase", name_of(Phrase::let_it_out)}});
    mats.say(1, "question", "At ease?", {}, false,
             {{"question", "ease"}, {"when", "before"}, {"choices", Json::Array{"no", "yes"}}});
    mats.say(1, "answer", "yes", {}, false, {{"question", "ease"}, {"choice", 1.}});
    mats.say(1, "answer", "", {}, false, {{"question", "ease"}, {"choice", {}}});
    mats.say(1, "body", "", {}, false,
             {{"name", name_of(EventKind::sigh)},
              {"start_s", 500.123456},
              {"end_s", 501.},
              {"over", true},
              {"evidence", 2.123456}});
    mats.say(1, "alert", "", {}, true, {{"alert", "act"}});
    mats.say(1, "note", "hands went cold", {}, true);
    mats.say(1, "decision", "", {}, true,
             {{"name", "tone"}, {"ground", "hold_s"}, {"value", 12.1}, {"limit", 10.}});
}

// The texts that a schema lists at this place.
std::set<std::string> choices_in(const Json& schema)
{
    std::set<std::string> choices;
    if (const auto* all = schema.find<Json::Array>("enum"))
        for (const auto& each : *all)
            if (const auto* text = std::get_if<std::string>(&each.value))
                choices.insert(*text);
    if (const auto* only = schema.find<std::string>("const"))
        choices.insert(*only);
    return choices;
}

// As test::declared_in() has it for the page's types.
void declare(const std::string& owner, const Json& schema, test::Declared& into)
{
    if (const auto* items = schema.find<Json::Object>("items"))
        return declare(owner, *items, into);
    std::set<std::string> required;
    if (const auto* names = schema.find<Json::Array>("required"))
        for (const auto& name : *names)
            required.insert(std::get<std::string>(name.value));
    if (const auto* properties = schema.find<Json::Object>("properties"))
        for (const auto& [name, property] : *properties) {
            const auto whole = owner + '.' + name + (required.count(name) ? "" : "?");
            into.members[whole] = choices_in(property);
            declare(whole, property, into);
        }
}

// What the schema declares under the names of the page's types.
test::Declared declared_by_schema()
{
    static const std::map<std::string, std::string> kOfPage = {
        {"Got", "FromPage.got"}, {"Ping", "FromPage.ping"}, {"Command", "FromPage.command"}};
    const auto schema = json::parse_json(text_of(kSchema));
    REQUIRE(schema);
    test::Declared declared;
    for (const auto& [name, type] : *schema->find<Json::Object>("$defs")) {
        const auto of_page = kOfPage.find(name);
        declare(of_page == kOfPage.end() ? name : of_page->second, type, declared);
        if (const auto choices = choices_in(type); !choices.empty())
            declared.members[name] = choices;
        if (const auto* parent = type.find<std::string>("$ref"))
            declared.extends[name] = parent->substr(parent->rfind('/') + 1);
    }
    return declared;
}

// Gives every type the members of those that it extends; a message has its `type`.
test::Declared expanded(test::Declared declared)
{
    auto all = declared.members;
    for (const auto& [name, parents] : declared.extends)
        for (const auto& [member, texts] : declared.members) {
            const auto dot = member.find('.');
            const std::string owner = ' ' + member.substr(0, dot) + ' ';
            if (dot == std::string::npos || (' ' + parents + ' ').find(owner) == std::string::npos)
                continue;
            const auto begin = parents.find("< ") + 2;
            const bool type = member == "Message.type";
            all.emplace(name + member.substr(dot),
                        type ? std::set{parents.substr(begin, parents.find(" >") - begin)} : texts);
        }
    return {all, declared.extends};
}

} // namespace

TEST_CASE("The page's types have the members of the schema, those that may be missing, and choices")
{
    const auto page = expanded(test::declared_in(text_of(kTypes)));
    const auto schema = expanded(declared_by_schema());
    REQUIRE(page.members.size() > 150);
    for (const auto& [name, texts] : page.members) {
        if (name.rfind("Message.", 0) == 0)
            continue;
        INFO(name);
        const auto found = schema.members.find(name);
        REQUIRE(found != schema.members.end());
        if (!texts.empty())
            CHECK(texts == found->second);
    }
    for (const auto& [name, texts] : schema.members) {
        INFO(name);
        if (name.find('.') != std::string::npos)
            CHECK(page.members.count(name) == 1);
    }
}

TEST_CASE("The schema knows every kind of message that the hub sends")
{
    test::FakeMats mats;
    mats.open(1);
    mats.open(2).about = test::FakeMats::about(2);
    mats.at(2).newest.reset();
    test::HubRoom room(mats);
    room.open(1, "therapist");
    room.open(2, "viewer");
    room.open(3, "client", 2);
    say_all_kinds(mats);
    for (std::size_t i = 0; i < 72; ++i) {
        *mats.at(1).newest = snapshot_with(i);
        room.tick();
        room.got(1);
    }
    room.says(1, R"({"type":"ping","n":7})");
    room.asks(1, 1, "mark");
    room.asks(1, 1, "mark");
    room.asks(1, 2, "nothing");
    room.asks(1, 3, "mark", 4);
    room.asks(2, 1, "mark");
    room.tick();
    mats.close(1);
    room.run(1);
    auto texts = room.page(1).texts;
    for (const feed::ConnectionId page : {2, 3})
        texts.insert(texts.end(), room.page(page).texts.begin(), room.page(page).texts.end());
    CHECK(room.of_type(1, "event").size() == 19);
    check_all_are_known(texts);
}

TEST_CASE("The schema knows what a real session sends")
{
    test::EngineMats mats(engine::Engine({std::make_shared<const sessions::Session>(
                                              test::shipped_program("constructive-rest")),
                                          std::chrono::minutes(10)}),
                          "restless", time_from_seconds(500));
    test::HubRoom room(mats);
    room.open(1, "therapist");
    for (int i = 0; i < 200; ++i) { // seconds
        room.now += std::chrono::seconds(1);
        mats.run(room.now, std::chrono::milliseconds(20));
        room.tick();
        room.got(1);
    }
    CHECK(room.of_type(1, "frame").size() == 200);
    CHECK(room.of_type(1, "event").size() > 20);
    check_all_are_known(room.page(1).texts);
}

TEST_CASE("The schema knows what a page may say")
{
    check_all_are_known(
        {R"({"type":"got","seq":0})", R"({"type":"ping","n":4})",
         R"({"type":"command","id":1,"key":"k","seen":0,"mat":1,"command":"brake"})",
         R"({"type":"command","id":1,"key":"k","seen":0,"mat":1,"command":"answer","choice":6})",
         R"({"type":"command","id":1,"key":"k","seen":0,"mat":1,"command":"note","text":"a"})"});
}

TEST_CASE("The schema refuses what is not of the protocol")
{
    const std::vector<std::string> wrong = {
        R"({"type":"beat","seq":1,"time_s":1})",
        R"({"v":2,"type":"beat","seq":1,"time_s":1})",
        R"({"v":1,"type":"beat","seq":0,"time_s":1})",
        R"({"v":1,"type":"beat","seq":1,"time_s":null})",
        R"({"v":1,"type":"frame","seq":1,"time_s":1,"mats":[]})",
        R"({"v":1,"type":"frame","seq":1,"time_s":1,"mats":[{"mat":1}]})",
        R"({"v":1,"type":"pong","n":1,"more":1})",
        R"({"v":1,"type":"ack","id":1,"status":500,"text":"","time_s":1})",
        R"({"v":1,"type":"event","mat":1,"id":1,"time_s":1,"kind":"score","text":""})",
        R"({"v":1,"type":"event","mat":1,"id":1,"time_s":1,"kind":"alert","text":""})",
        R"({"v":1,"type":"event","mat":1,"id":1,"time_s":1,"kind":"mark","text":"","step":1})",
        R"({"type":"command","id":1,"key":"k","seen":0,"mat":1,"command":"answer"})",
        R"({"type":"command","id":1,"key":"k","seen":0,"mat":1,"command":"stop"})",
    };
    const auto lines = judged(wrong);
    for (std::size_t i = 0; lines && i < lines->size(); ++i) {
        INFO(wrong[i]);
        CHECK((*lines)[i].rfind("refused", 0) == 0);
    }
}
