#include "app/body_news.hpp"

#include "breath/sensors/fit.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace crura;
using app::BodyNews;
using app::words_of;
using Catch::Matchers::Contains;

namespace {

using Kind = app::News::Kind;

// What a person is told, snapshot after snapshot.
struct Listener {
    BodyNews news;
    Snapshot now;
    std::vector<std::string> told;

    CalibrationGuidance& guidance() { return now.breath.calibration; }

    std::vector<Kind> tick(double step_s = 0.01)
    {
        now.time += std::chrono::milliseconds(int(1000 * step_s));
        std::vector<Kind> kinds;
        for (const auto& each : news(now)) {
            kinds.push_back(each.kind);
            told.push_back(words_of(each, true));
        }
        now.breath.events.clear();
        now.commands.clear();
        return kinds;
    }

    void begin(Manoeuvre manoeuvre)
    {
        guidance() = {
            .outcome = CalibrationOutcome::under_way, .manoeuvre = manoeuvre, .wanted = 6};
    }

    std::vector<Kind> breathe(BreathVerdict verdict)
    {
        ++guidance().heard;
        if (verdict == BreathVerdict::counted)
            ++guidance().counted;
        guidance().last = verdict;
        return tick();
    }

    std::vector<Kind> fault(SensorFault fault, Band band, bool over = false)
    {
        now.breath.events.push_back({.kind = EventKind::sensor_fault,
                                     .evidence = breath::evidence_of(fault, band),
                                     .over = over});
        return tick();
    }
};

using Kinds = std::vector<Kind>;

} // namespace

TEST_CASE("Each step of a guided calibration is told when it begins, and how it ended")
{
    Listener listener;
    CHECK(listener.tick() == Kinds{});
    for (const auto manoeuvre : {Manoeuvre::natural, Manoeuvre::belly, Manoeuvre::chest}) {
        listener.begin(manoeuvre);
        CHECK(listener.tick() == Kinds{Kind::step});
        CHECK(listener.tick() == Kinds{});
    }
    CHECK_THAT(listener.told[1], Contains("go to the belly") && Contains("g goes on"));
    CHECK_THAT(listener.told[2], Contains("go to the chest") && Contains("g finishes"));
    listener.guidance().finishing = true;
    CHECK(listener.tick() == Kinds{Kind::finishing});
    listener.guidance() = {.outcome = CalibrationOutcome::alike};
    CHECK(listener.tick() == Kinds{Kind::outcome});
    CHECK_THAT(listener.told.back(), Contains("trend only"));
    CHECK(listener.tick() == Kinds{});
}

TEST_CASE("Why a breath did not count is told once in a calibration, and again in the next")
{
    Listener listener;
    for (int i = 0; i < 2; ++i) {
        listener.begin(Manoeuvre::belly);
        listener.tick();
        CHECK(listener.breathe(BreathVerdict::counted) == Kinds{});
        CHECK(listener.breathe(BreathVerdict::chest_moved) == Kinds{Kind::uncounted});
        CHECK(listener.breathe(BreathVerdict::chest_moved) == Kinds{});
        CHECK(listener.breathe(BreathVerdict::unlike) == Kinds{Kind::uncounted});
        CHECK(listener.breathe(BreathVerdict::chest_moved) == Kinds{});
        listener.guidance() = {};
        CHECK(listener.tick() == Kinds{Kind::left});
    }
}

TEST_CASE("The breath on which a calibration began is not commented on")
{
    Listener listener;
    listener.begin(Manoeuvre::natural);
    listener.tick();
    CHECK(listener.breathe(BreathVerdict::between) == Kinds{});
    listener.begin(Manoeuvre::belly);
    listener.tick();
    CHECK(listener.breathe(BreathVerdict::between) == Kinds{Kind::uncounted});
}

TEST_CASE("Enough breaths are told once, and more may come")
{
    Listener listener;
    listener.begin(Manoeuvre::natural);
    listener.tick();
    for (int i = 1; i < 6; ++i)
        CHECK(listener.breathe(BreathVerdict::counted) == Kinds{});
    CHECK(listener.breathe(BreathVerdict::counted) == Kinds{Kind::enough});
    CHECK(listener.breathe(BreathVerdict::counted) == Kinds{});
    CHECK(app::progress_of(listener.guidance()) == "6 of 6 natural breaths");
}

TEST_CASE("Who calibrates from natural breathing hears that, and not that something was left")
{
    Listener listener;
    listener.begin(Manoeuvre::belly);
    listener.tick();
    listener.guidance() = {};
    listener.now.commands.push_back(Command::recalibrate);
    CHECK(listener.tick() == Kinds{Kind::listening_anew});
}

TEST_CASE("A sensor's fault is told with its remedy, and that it is over once it stays so")
{
    Listener listener;
    CHECK(listener.fault(SensorFault::loose, Band::abdominal) == Kinds{Kind::fault});
    CHECK_THAT(listener.told.back(), Contains("belly belt") && Contains("tighter"));
    CHECK(listener.fault(SensorFault::loose, Band::abdominal, true) == Kinds{});
    CHECK(listener.fault(SensorFault::silent, Band::abdominal) == Kinds{Kind::fault});
    CHECK(listener.tick(5) == Kinds{});
    listener.fault(SensorFault::silent, Band::abdominal, true);
    CHECK(listener.tick(1) == Kinds{});
    CHECK(listener.tick(1) == Kinds{Kind::fine_again});
    CHECK(listener.told.back() == "The belly belt is fine again.");
}

TEST_CASE("A fault that comes and goes is told once in two minutes")
{
    Listener listener;
    std::size_t faults = 0, fine = 0;
    for (int i = 0; i < 20; ++i) { // 10 s each
        for (const auto kind : listener.fault(SensorFault::noisy, Band::thoracic))
            faults += kind == Kind::fault;
        listener.tick(5);
        listener.fault(SensorFault::noisy, Band::thoracic, true);
        for (const auto kind : listener.tick(5))
            fine += kind == Kind::fine_again;
    }
    CHECK(faults == 2);
    CHECK(fine == 2);
}

TEST_CASE("Exchanged belts are one piece of news, and a lost source needs no second one")
{
    Listener listener;
    CHECK(listener.fault(SensorFault::swapped, Band::thoracic) == Kinds{Kind::fault});
    CHECK(listener.fault(SensorFault::swapped, Band::abdominal) == Kinds{});
    listener.now.health.sources.push_back({.online = false});
    CHECK(listener.fault(SensorFault::silent, Band::abdominal) == Kinds{});
}

TEST_CASE("That gains no longer hold is told, and that they do again unless an outcome says it")
{
    Listener listener;
    const auto wanted = [&](bool over) {
        listener.now.breath.events.push_back(
            {.kind = EventKind::recalibration_wanted, .over = over});
        return listener.tick();
    };
    CHECK(wanted(false) == Kinds{Kind::changed});
    CHECK_THAT(listener.told.back(), Contains("g or c"));
    CHECK(wanted(true) == Kinds{Kind::settled});
    wanted(false);
    listener.begin(Manoeuvre::chest);
    listener.tick();
    listener.guidance() = {.outcome = CalibrationOutcome::separated};
    CHECK(wanted(true) == Kinds{Kind::outcome});
}

TEST_CASE("A person without a keyboard is told of no keys")
{
    Listener listener;
    for (const auto kind : {Kind::step, Kind::enough, Kind::changed})
        for (const auto manoeuvre : {Manoeuvre::natural, Manoeuvre::chest}) {
            app::News news{.kind = kind, .calibration = {.manoeuvre = manoeuvre}};
            CHECK_THAT(words_of(news, false), !Contains(" g ") && !Contains("Esc"));
            CHECK_THAT(words_of(news, true), Contains("g "));
        }
}

TEST_CASE("What happens in the breath itself is not commented on")
{
    Listener listener;
    for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
        if (EventKind(kind) == EventKind::sensor_fault
            || EventKind(kind) == EventKind::recalibration_wanted)
            continue;
        listener.now.breath.events.push_back({.kind = EventKind(kind)});
        CHECK(listener.tick() == Kinds{});
    }
}
