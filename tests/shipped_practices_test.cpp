#include "sessions/runner.hpp"
#include "sessions/timeline.hpp"
#include "support/shipped_programs.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <set>

using namespace crura;
using namespace crura::sessions;
using namespace crura::test;
using namespace std::chrono_literals;

namespace {

bool has_line(const std::vector<std::string>& lines, const std::string& words)
{
    return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
        return line.find(words) != std::string::npos;
    });
}

Duration length_of_step(const Session& session, std::size_t step, double minutes)
{
    return Timeline(session, from_minutes(minutes)).length_of(step);
}

std::vector<CheckInTime> check_ins(const Session& session)
{
    std::vector<CheckInTime> times;
    for (const Step& step : session.steps)
        if (step.check_in != CheckInTime::none)
            times.push_back(step.check_in);
    return times;
}

const Step& step_of(const Session& session, const std::string& id)
{
    const auto found = std::find_if(session.steps.begin(), session.steps.end(),
                                    [&](const Step& step) { return step.id == id; });
    INFO(id);
    REQUIRE(found != session.steps.end());
    return *found;
}

} // namespace

TEST_CASE("Each program of release says who should not and ends with a rest that is kept")
{
    for (const auto* id :
         {"release-session", "progressive-bolster", "knee-to-chest", "seated-release"}) {
        const auto session = shipped_program(id);
        INFO(id);
        CHECK(session.cautions.size() >= 3);
        CHECK(has_line(session.cautions, "provider"));
        CHECK(has_line(session.cautions, "not a treatment"));
        CHECK(std::any_of(session.steps.begin(), session.steps.end(),
                          [](const Step& step) { return step.rest; }));
        CHECK(check_ins(session).back() == CheckInTime::standing);
        for (const Step& step : session.steps)
            CHECK(step.intent != Intent::guide);
    }
}

TEST_CASE("Whoever ends a program of release before its time is led to its rest, and up from there")
{
    for (const auto* id :
         {"release-session", "progressive-bolster", "knee-to-chest", "seated-release"}) {
        INFO(id);
        const auto session = std::make_shared<const Session>(shipped_program(id));
        Runner runner(session, session->duration());
        const auto step_at = [&](Time now, std::initializer_list<Command> commands) {
            const auto state = runner(now, std::span(commands.begin(), commands.size()));
            REQUIRE_FALSE(state.finished);
            return session->steps[std::size_t(state.step)];
        };
        step_at(Time{1s}, {});
        CHECK(step_at(Time{2s}, {Command::end}).rest);
        CHECK(step_at(Time{3s}, {Command::next}).rest);

        std::set<std::string> seen;
        Time now{3s};
        SessionState state;
        for (; !(state = runner(now, {})).finished; now += 500ms)
            seen.insert(session->steps[std::size_t(state.step)].id);
        CHECK(seen.count("rest") == 1);
        CHECK(seen.count("standing") == 1);
        CHECK(seen.count("tremor") == 0);
    }
}

TEST_CASE("Each program that leads the breath says what to do when dizzy, and that small is enough")
{
    for (const Session& session : shipped_programs()) {
        const bool leads =
            std::any_of(session.steps.begin(), session.steps.end(),
                        [](const Step& step) { return step.intent == Intent::guide; });
        INFO(session.id);
        if (!leads)
            continue;
        CHECK(has_line(session.cautions, "dizzy"));
        const auto plan = plan_prompts(session, from_minutes(session.offered_minutes.front()));
        CHECK(std::any_of(plan.begin(), plan.end(), [&](auto& each) {
            return words_of(session, each) == "A small, soft breath is enough.";
        }));
    }
}

TEST_CASE(
    "The release session keeps to the lower of what the guides allow, and nothing is asked of "
    "the breath")
{
    const auto session = shipped_program("release-session");
    CHECK(session.guard.on);
    CHECK(session.guard.response_every > 0s);
    std::vector<Duration> tremor;
    for (const Level& level : session.levels)
        tremor.push_back(level.tremor);
    CHECK(tremor == std::vector<Duration>{2min, 5min, 10min, 15min});
    CHECK(session.levels[0].name.find("provider") != std::string::npos);
    CHECK(session.guard.tremor_limit == 2min); // unless a level is chosen

    std::vector<std::string> order;
    for (const Step& step : session.steps) {
        CHECK(step.intent == Intent::witness);
        if (step.tremor || step.rest || step.waits)
            order.push_back(step.waits ? "exercise" : step.id);
        if (step.tremor)
            CHECK(step.duration >= session.levels.back().tremor);
    }
    CHECK(order
          == std::vector<std::string>{"exercise", "exercise", "exercise", "exercise", "exercise",
                                      "tremor", "stop", "rest"});
    CHECK(step_of(session, "rest").duration >= 5min);
    CHECK(step_of(session, "rest").duration <= 10min);
    CHECK(check_ins(session)
          == std::vector{CheckInTime::before, CheckInTime::after, CheckInTime::standing});
    for (const auto* sign : {"crisis", "trauma", "numb", "dizzy", "Nausea", "tap, hum or squeeze"})
        CHECK(has_line(session.cautions, sign));
    // How it stops is shown before it begins, and in the tremor again.
    CHECK(step_of(session, "how-to-stop").prompts.size() >= 3);
    CHECK(step_of(session, "tremor").prompts.back().say.find("it stops") != std::string::npos);
}

TEST_CASE("Constructive rest asks for nothing, says little, and is set up as its teachers do")
{
    for (const auto* id : {"constructive-rest", "constructive-rest-arms-across"}) {
        const auto session = shipped_program(id);
        INFO(id);
        CHECK(session.offered_minutes == std::vector<double>{10, 15, 20});
        CHECK(session.duration() == 20min);
        CHECK(session.soundscape == "near-silence");
        CHECK(session.missing_sentence == MissingSentence::chime);
        CHECK(check_ins(session)
              == std::vector{CheckInTime::before, CheckInTime::after, CheckInTime::standing});
        for (const auto* line : {"about 40 cm (16 in)", "hip-width", "as it lies now",
                                 "neither pressed down nor the pelvis tucked"})
            CHECK(has_line(session.checklist, line));
        for (const Step& step : session.steps) {
            INFO(step.id);
            CHECK(step.intent == Intent::witness);
            CHECK(step.own_level <= 0.2); // near silence
        }
        Duration spoken{};
        for (const PlannedPrompt& each : plan_prompts(session, 10min))
            spoken += speech_time(words_of(session, each));
        CHECK(spoken <= 1min); // of the shortest
    }
    CHECK(has_line(shipped_program("constructive-rest").checklist, "Arms over the belly"));
    CHECK(has_line(shipped_program("constructive-rest-arms-across").checklist,
                   "Arms crossed over the chest"));
}

TEST_CASE("The invitation is of the breath out alone, for a part of the rest")
{
    const auto session = shipped_program("constructive-rest-invite");
    for (const Step& step : session.steps)
        CHECK(step.intent == (step.id == "invite" ? Intent::invite : Intent::witness));
    CHECK(step_of(session, "invite").duration < session.duration() / 2);
}

TEST_CASE("Each lower support waits until the person goes on, and the change is a step of its own")
{
    const auto session = shipped_program("progressive-bolster");
    std::vector<std::string> supports;
    for (std::size_t s = 0; s < session.steps.size(); ++s) {
        if (!session.steps[s].waits)
            continue;
        supports.push_back(session.steps[s].id);
        CHECK_FALSE(session.steps[s].moves);
        CHECK(session.steps[s + 1].moves);
        CHECK_FALSE(session.steps[s + 1].scales);
        for (const double minutes : session.offered_minutes)
            CHECK(length_of_step(session, s, minutes) >= 3min);
    }
    CHECK(supports == std::vector<std::string>{"high", "middle", "low"});
}

TEST_CASE("A knee stays at the chest for half a minute or more, at every offered length")
{
    const auto session = shipped_program("knee-to-chest");
    int sides = 0;
    for (std::size_t s = 0; s < session.steps.size(); ++s) {
        const std::string& id = session.steps[s].id;
        if (id != "first" && id != "second" && id != "first-long" && id != "second-long")
            continue;
        ++sides;
        for (const double minutes : session.offered_minutes) {
            const Duration speech = speech_time(session.steps[s].prompts[0].say);
            CHECK(length_of_step(session, s, minutes) - speech >= 30s);
        }
    }
    CHECK(sides == 4);
}

TEST_CASE("In the seated release the foot is let down for longer than it is lifted")
{
    const auto session = shipped_program("seated-release");
    for (const auto* side : {"first", "second"}) {
        const Step& step = step_of(session, side);
        CHECK(step.intent == Intent::invite); // the breath out
        REQUIRE(step.prompts.size() == 6);
        for (std::size_t lift = 0; lift < 6; lift += 2) {
            const Duration sink = step.prompts[lift + 1].at;
            const Duration next = lift + 2 < 6 ? step.prompts[lift + 2].at : step.duration;
            CHECK(step.prompts[lift + 1].say.starts_with("Let it sink"));
            CHECK(next - sink >= 3 * (sink - step.prompts[lift].at));
        }
    }
}

TEST_CASE("Slow breath is gentle, its training less so, and neither leads below five")
{
    const auto gentle = shipped_program("slow-breath");
    const auto training = shipped_program("slow-breath-training");
    CHECK(gentle.manner == GuideManner::gentle);
    CHECK(training.manner == GuideManner::training);
    CHECK(gentle.slowest_bpm == 5.5);
    CHECK(training.slowest_bpm >= 5);
    for (const Session& session : {gentle, training}) {
        CHECK(session.unguided == 2min);
        CHECK(step_of(session, "alone").duration == session.unguided);
        CHECK(step_of(session, "slow").style == GuideStyle::lead);
    }
    CHECK(step_of(shipped_program("personal-tempo"), "tempo").style == GuideStyle::personal_tempo);
}

TEST_CASE("When it is said that the sound leaves, it leaves, at every offered length")
{
    for (const auto* id : {"slow-breath", "slow-breath-training", "personal-tempo"}) {
        const auto session = shipped_program(id);
        for (const double minutes : session.offered_minutes) {
            INFO(id << ", " << minutes << " minutes");
            Course course(session, from_minutes(minutes));
            bool told = false;
            for (Duration at{}; at < from_minutes(minutes); at += 1s) {
                while (const auto prompt = course(at))
                    told = told || words_of(session, *prompt).starts_with("The sound leaves now");
                if (session.steps[course.step()].intent == Intent::guide)
                    REQUIRE(course.unguided(at) == told);
            }
            CHECK(told);
        }
    }
}

TEST_CASE("The assessment goes through five paces, each two minutes or more, and asks after each")
{
    const auto session = shipped_program("rate-assessment");
    std::vector<double> rates;
    for (std::size_t s = 0; s < session.steps.size(); ++s) {
        const Step& step = session.steps[s];
        if (step.style != GuideStyle::fixed)
            continue;
        rates.push_back(step.breath_rate_bpm);
        CHECK(step.duration >= 2min);
        CHECK_FALSE(step.scales);
        CHECK(session.steps[s + 1].check_in == CheckInTime::pace);
        CHECK(session.steps[s + 1].intent == Intent::witness);
        CHECK(session.steps[s + 1].duration >= 90s);
    }
    CHECK(rates == std::vector<double>{6.5, 6, 5.5, 5, 4.5});
    CHECK(session.unguided == 0s);
    CHECK(session.summary.find("without a heart sensor it is not resonance") != std::string::npos);
}

TEST_CASE("Rest without breath cues has none, in words or in sound")
{
    const auto session = shipped_program("rest-without-breath");
    CHECK(check_ins(session).empty()); // they may be answered by breath
    for (const Step& step : session.steps) {
        CHECK(step.intent == Intent::witness);
        CHECK(step.own_level == 0);
        for (const Prompt& prompt : step.prompts)
            CHECK(prompt.say.find("breath") == std::string::npos);
    }
    for (const Phrase phrase : {Phrase::softer, Phrase::just_notice, Phrase::low_back,
                                Phrase::settle_again, Phrase::let_it_out})
        CHECK(session.phrases[std::size_t(phrase)].find("breath") == std::string::npos);
}

TEST_CASE("In a room nobody's breath is heard")
{
    for (const auto* id : {"class-opening", "class-closing"})
        for (const Step& step : shipped_program(id).steps) {
            CHECK(step.own_level == 0);
            CHECK(step.intent == Intent::witness);
            CHECK(step.check_in == CheckInTime::none);
        }
}

TEST_CASE("The breath break lasts three minutes and comes again every hour")
{
    const auto session = shipped_program("breath-break");
    CHECK(session.duration() == 3min);
    CHECK(session.repeat_every == 60min);
    CHECK(session.calibration <= 20s);
    for (const Step& step : session.steps)
        CHECK(step.moves);
}
