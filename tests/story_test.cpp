#include "app/story.hpp"

#include "app/story_figures.hpp"
#include "app/story_words.hpp"
#include "support/simulated_recording.hpp"
#include "support/temp_folder.hpp"
#include "support/told.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>

using namespace crura;
using namespace crura::test;
using Catch::Matchers::Contains;

namespace {

record::Recording read(const Simulated& what)
{
    const TempFolder folder;
    write_simulated(folder / "some.crura", what);
    auto recording = record::read_said(folder / "some.crura");
    REQUIRE(recording);
    return std::move(*recording);
}

// A quiet session of two belts, made up: ten breaths a minute, six of ten parts belly.
record::Recording quiet(double seconds, Partition partition = Partition::calibrated)
{
    record::Recording recording;
    recording.header.crura_version = "0.1.0";
    recording.header.program_id = "some";
    recording.header.program_name = "Some rest";
    recording.header.bands.fill({"strain", "adc"});
    recording.closed = true;
    recording.said.push_back({at_s(0), SessionState{.running = true, .step = 0}});
    for (int i = 0; i <= int(10 * seconds); ++i) {
        record::Glance glance;
        for (auto& band : glance.bands)
            band.valid = true;
        glance.breath_rate_bpm = known(10, 0.4);
        glance.abdominal_share = known(0.6, 0.08);
        glance.partition = partition;
        glance.confidence = 1;
        glance.elapsed = from_seconds(0.1 * i);
        recording.said.push_back({at_s(0.1 * i), glance});
        if (i % 60 == 59) {
            auto breath = breath_at(0.1 * (i - 59));
            breath.partition = partition;
            breath.abdominal_share = known(0.6, 0.08);
            recording.said.push_back({at_s(0.1 * i), breath});
        }
    }
    return recording;
}

void say(record::Recording& recording, double at, decltype(record::Said::what) what)
{
    const auto after = std::find_if(recording.said.begin(), recording.said.end(),
                                    [at](const auto& each) { return each.time > at_s(at); });
    recording.said.insert(after, {at_s(at), std::move(what)});
}

std::string all_of(const report::Story& story)
{
    std::string text;
    const auto add = [&text](const std::string& words) { text += words + '\n'; };
    for (const auto* list : {&story.in_short, &story.rests_on, &story.cannot, &story.sensors})
        for (const auto& words : *list)
            add(words);
    for (const auto& [name, value, doubt, remark] : story.figures)
        add(name + ": " + value + " | " + doubt + " | " + remark);
    for (const auto& [question, before, after] : story.check_ins)
        add(question + ": " + before + " -> " + after);
    for (const auto& each : story.course.occurrences)
        add(each.name + " (" + each.evidence + ")");
    for (const auto* list : {&story.course.steps, &story.course.pauses})
        for (const auto& each : *list)
            add(each.name);
    if (story.care) {
        for (const auto& limit : story.care->limits)
            add(limit);
        for (const auto* list : {&story.care->decisions, &story.care->notes})
            for (const auto& each : *list)
                add(each.text);
    }
    return text;
}

std::string told(const record::Recording& recording, const app::StoryOptions& options = {})
{
    return all_of(app::story_of(recording, options));
}

} // namespace

TEST_CASE("A story tells a session with its numbers and their doubt")
{
    const auto story = app::story_of(quiet(300), {});
    CHECK(story.title == "Some rest");
    CHECK(story.length == "5 min");
    CHECK(story.course.length_s == Approx(300));
    CHECK_FALSE(story.care);
    CHECK_THAT(all_of(story),
               Contains("50 breaths were followed, the middle one at a rate of 10.0 (±")
                   && Contains("Belly share: 60 % | ±8 |") && Contains("Chest: strain belt")
                   && Contains("Breath followed: 5 min |") && Contains("Exhale: 4.0 s"));
}

TEST_CASE("One sensor tells no share, two that are not calibrated a trend, and no breath no rate")
{
    CHECK_THAT(told(quiet(120, Partition::uncalibrated)),
               Contains("Belly share: about 60 % | trend only")
                   && Contains("compared with itself"));
    auto one = quiet(120, Partition::none);
    for (auto& said : one.said)
        if (auto* glance = std::get_if<record::Glance>(&said.what)) {
            glance->bands[0].valid = false;
            glance->abdominal_share = {};
        } else if (auto* breath = std::get_if<Breath>(&said.what))
            breath->abdominal_share = {};
    CHECK_THAT(told(one),
               Contains("Only the belly was measured") && Contains("Belly share: --")
                   && !Contains("Chest:") && !Contains("trend"));
    record::Recording nothing;
    nothing.said.push_back({at_s(1), record::Glance{}});
    CHECK_THAT(told(nothing),
               Contains("No breath was understood.") && Contains("No sensor was heard")
                   && Contains("Breathing rate: --") && Contains("broken off"));
}

TEST_CASE("A client's story holds no decision, no limit, no note and no suspicion")
{
    auto recording = quiet(120);
    say(recording, 20, event_of(EventKind::freeze, 20, 60, 31));
    say(recording, 25, event_of(EventKind::sigh, 25, 30, 2.4));
    say(recording, 30, Decision{DecisionKind::tone, Ground::hold_s, at_s(30), 11.2, 11});
    say(recording, 40,
        record::Watch{{.on = true,
                       .tremor_time = std::chrono::seconds(130),
                       .tremor_limit = std::chrono::minutes(5),
                       .hold_limit_s = 11},
                      {}});
    recording.notes.push_back({at_s(50), "Asked for a blanket."});
    const auto client = told(recording), therapist = told(recording, {.for_therapist = true});
    for (const char* words :
         {"still after tremor", "held for 11.2 s (limit 11.0)", "2:10, with 5:00 agreed on",
          "held breath, at the end: 11 s", "Asked for a blanket."}) {
        CHECK_THAT(therapist, Contains(words));
        CHECK_THAT(client, !Contains(words));
    }
    CHECK_THAT(client, Contains("sigh (2.4 times") && !Contains("limit") && !Contains("agreed"));
}

TEST_CASE("Before and after are told as they were answered")
{
    auto recording = quiet(120);
    const auto answer = [&](double at, Question question, CheckInTime when, std::uint8_t choice,
                            AnsweredBy by = AnsweredBy::hand) {
        say(recording, at, Answer{question, when, by, choice, at_s(at)});
    };
    answer(5, Question::ease, CheckInTime::before, 1);
    answer(6, Question::tension, CheckInTime::before, 0, AnsweredBy::nobody);
    answer(80, Question::comfort, CheckInTime::pace, 4, AnsweredBy::breath);
    answer(90, Question::ease, CheckInTime::after, 3);
    answer(95, Question::tension, CheckInTime::after, 1);
    answer(99, Question::difference, CheckInTime::standing, 2);
    CHECK_THAT(told(recording),
               Contains("Ease: a little -> much") && Contains("Tension: -- -> jaw or neck")
                   && Contains("A difference, on standing: -- -> a clear one")
                   && Contains("Comfort of the pace 1: -- -> very") && !Contains("Ready to stop"));
}

TEST_CASE("Steps, pauses and marks stand where they were")
{
    auto recording = quiet(120);
    say(recording, 30, SessionState{.running = true, .step = 1});
    say(recording, 50, SessionState{.running = false, .step = 1});
    say(recording, 60, SessionState{.running = true, .step = 1});
    say(recording, 110, SessionState{.running = false, .braked = true, .step = 1});
    record::RecordedTick tick;
    tick.time = at_s(42);
    tick.commands.push_back(Command::here);
    tick.commands.push_back(Command::mark);
    recording.ticks.push_back(tick);
    sessions::Session session;
    session.steps.resize(1);
    session.steps[0].name = "Settle";
    const auto course = app::story_of(recording, {.person = "", .session = &session}).course;
    REQUIRE(course.steps.size() == 2);
    CHECK(course.steps[0].name == "Settle");
    CHECK(course.steps[0].when.to_s == Approx(30));
    CHECK(course.steps[1].name == "step 2"); // which the program no longer has
    CHECK(course.steps[1].when.to_s == Approx(120));
    REQUIRE(course.pauses.size() == 2);
    CHECK(course.pauses[0].when.from_s == Approx(50));
    CHECK(course.pauses[0].when.to_s == Approx(60));
    CHECK(course.pauses[1].name == "quiet, as was asked for");
    CHECK(course.pauses[1].when.to_s == Approx(120));
    REQUIRE(course.marks_s.size() == 1);
    CHECK(course.marks_s[0] == Approx(42));
}

TEST_CASE("What is missing in a recording is a gap, and is said")
{
    auto recording = quiet(120);
    std::erase_if(recording.said, [](const record::Said& each) {
        return each.time > at_s(50.25) && each.time < at_s(60);
    });
    recording.losses.push_back({at_s(60), 1000, 2000});
    recording.damage.push_back({10, 20, "..."});
    const auto story = app::story_of(recording, {});
    CHECK_THAT(all_of(story), Contains("could not be kept: 1000") && Contains("could not be read"));
    const auto& rate = story.course.rate_bpm.value;
    CHECK(std::any_of(rate.value.begin(), rate.value.end(), [](float v) { return std::isnan(v); }));
    CHECK_THAT(all_of(story), Contains("Breath followed: 1 min 51 s"));
}

TEST_CASE("An event is told once, with its last end")
{
    auto recording = quiet(120);
    say(recording, 21, event_of(EventKind::tremor, 20, 21, 5.5, false));
    say(recording, 45, event_of(EventKind::tremor, 20, 40, 5.5, true));
    const auto story = app::story_of(recording, {});
    REQUIRE(story.course.occurrences.size() == 1);
    CHECK(story.course.occurrences[0].when.to_s == Approx(40));
    CHECK_THAT(all_of(story), Contains("Tremor: 20 s | ±1.0 s | as the sensors saw it, 1 spell"));
}

TEST_CASE("A recording without the samples says what the whole one says")
{
    const TempFolder folder;
    const auto file = folder / "some.crura";
    write_simulated(file, {.minutes = 2});
    const auto whole = record::read_recording(file), said = record::read_said(file);
    REQUIRE(whole);
    REQUIRE(said);
    CHECK(told(*said, {.for_therapist = true}) == told(*whole, {.for_therapist = true}));
    CHECK(said->said.size() == whole->said.size());
    CHECK(said->notes.size() == whole->notes.size());
    CHECK(said->closed);
    std::size_t with_commands = 0;
    for (const auto& tick : whole->ticks)
        with_commands += !tick.commands.empty();
    CHECK(with_commands > 0);
    CHECK(said->ticks.size() == with_commands);
    for (const auto& tick : said->ticks)
        CHECK((tick.samples.empty() && !tick.commands.empty()));

    // Cut and damaged alike.
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(20'000);
    bytes << std::string(300, 'x');
    bytes.close();
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1000);
    const auto hurt = record::read_recording(file), hurt_said = record::read_said(file);
    REQUIRE(hurt);
    REQUIRE(hurt_said);
    CHECK(hurt_said->damage.size() == hurt->damage.size());
    CHECK(hurt_said->cut_bytes == hurt->cut_bytes);
    CHECK(hurt_said->said.size() == hurt->said.size());
    CHECK_THAT(told(*hurt_said), Contains("could not be read"));
}

TEST_CASE("A simulated session with motion sensors is told with everything it has")
{
    const auto recording = read({.program = "release-session", .minutes = 6, .body = "trembling"});
    const auto text = told(recording, {.for_therapist = true});
    CHECK_THAT(text,
               Contains("Chest: motion sensor") && Contains("Tremor: ") && Contains("Ease: ")
                   && Contains("Asked for a blanket."));
    CHECK_THAT(told(recording), !Contains("limit") && !Contains("blanket"));
}

TEST_CASE(
    "The doubt of a middle value holds the true one 19 times of 20, also where breaths wander")
{
    const double likeness = GENERATE(0., 0.5, 0.8);
    std::mt19937 random(7);
    std::normal_distribution<double> normal;
    int held = 0;
    constexpr int kSessions = 2000;
    for (int session = 0; session < kSessions; ++session) {
        std::vector<double> values;
        double value = normal(random) / std::sqrt(1 - likeness * likeness);
        for (int i = 0; i < 200; ++i) {
            values.push_back(value);
            value = likeness * value + normal(random);
        }
        const auto middle = app::middle_of(values);
        REQUIRE(middle.known);
        held += std::fabs(middle.value) <= middle.plus_minus;
    }
    CHECK(double(held) / kSessions == Approx(0.95).margin(0.04));
}

TEST_CASE(
    "Of few breaths the middle has no doubt that could be told, and of none there is no middle")
{
    CHECK_FALSE(app::middle_of({}).known);
    CHECK_FALSE(app::middle_of({6, 6.1, 6.2, 6, 6.1}).known);
    CHECK(app::middle_of({6, 6.1, 5.9, 6.2, 5.8, 6.1, 5.9, 6}).known);
    CHECK(app::middle_of(std::vector<double>(20, 6)).plus_minus == 0);
}

TEST_CASE("Everything that may happen has a plain name")
{
    for (std::size_t i = 0; i < kEventKinds; ++i) {
        const auto name = app::plain_name(EventKind(i));
        CHECK_THAT(name, !Contains("_") && !Contains("unknown"));
        CHECK(name.size() <= 28);
    }
    CHECK(app::plain_evidence(event_of(EventKind::sensor_fault, 0, 1, 16 + 2)) == "belly stuck");
    CHECK(app::plain_evidence(event_of(EventKind::sensor_fault, 0, 1, NAN)).empty());
    CHECK(app::local_date({}) == "on an unknown date");
}
