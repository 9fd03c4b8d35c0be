#include "sessions/course.hpp"
#include "sessions/loader.hpp"
#include "sessions/phrases.hpp"
#include "sessions/plan.hpp"
#include "sessions/runner.hpp"
#include "sessions/timeline.hpp"
#include "sessions/wording.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

using namespace crura;
using namespace crura::sessions;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

const fs::path kRoot = CRURA_ROOT;
constexpr auto kResting = 150s; // a step that lasts so long and does not move is one of rest

std::vector<Session> shipped()
{
    std::vector<Session> sessions;
    for (const auto& file : find_programs(std::array{kRoot / "sessions/programs"})) {
        auto session = load_session(file.file);
        INFO((session ? file.id : session.error().message));
        REQUIRE(session);
        sessions.push_back(std::move(*session));
    }
    return sessions;
}

Session program(const std::string& id)
{
    auto session = load_session(kRoot / "sessions/programs" / (id + ".toml"));
    INFO((session ? id : session.error().message));
    REQUIRE(session);
    return *session;
}

std::string text_of_file(const fs::path& file)
{
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

bool has_line(const std::vector<std::string>& lines, const std::string& words)
{
    return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
        return line.find(words) != std::string::npos;
    });
}

// A slow voice: 100 words a minute, half a second a comma, a breath before and after.
Duration speech_time(const std::string& sentence)
{
    const auto count = [&](char each) {
        return double(std::count(sentence.begin(), sentence.end(), each));
    };
    return from_seconds(0.6 * (count(' ') + 1) + 0.5 * count(',') + 1);
}

Duration from_minutes(double minutes)
{
    return from_seconds(60 * minutes);
}

const std::string& words(const Session& session, const PlannedPrompt& planned)
{
    return session.steps[std::size_t(planned.step)].prompts[std::size_t(planned.prompt)].say;
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

TEST_CASE("Every program that is shipped is read without a mistake and without a warning")
{
    const auto files = find_programs(std::array{kRoot / "sessions/programs"});
    CHECK(files.size() == 15);
    std::set<std::string> names;
    for (const auto& file : files) {
        const auto checked = check_session(file.file);
        INFO((checked ? file.id : checked.error().message));
        REQUIRE(checked);
        CHECK(checked->warnings == std::vector<std::string>{});
        CHECK(checked->session.id == file.id);
        CHECK(names.insert(checked->session.name).second); // each its own
        CHECK(text_of_file(file.file).find("\nformat = 2\n") != std::string::npos);
    }
}

TEST_CASE("Every program that is shipped lasts as long as it offers, and as written")
{
    for (const Session& session : shipped()) {
        INFO(session.id);
        CHECK(std::count(session.offered_minutes.begin(), session.offered_minutes.end(),
                         to_seconds(session.duration()) / 60)
              == 1);
        for (const double minutes : session.offered_minutes)
            CHECK(to_seconds(length_of(session, from_minutes(minutes)))
                  == Approx(60 * minutes).margin(0.01));
    }
}

TEST_CASE(
    "At every offered length each sentence is over before the next begins, and before the end")
{
    for (const Session& session : shipped())
        for (const double minutes : session.offered_minutes) {
            const auto plan = plan_prompts(session, from_minutes(minutes));
            REQUIRE_FALSE(plan.empty());
            for (std::size_t i = 0; i < plan.size(); ++i) {
                const Duration next = i + 1 < plan.size() ? plan[i + 1].at : from_minutes(minutes);
                INFO(session.id << ", " << minutes << " minutes: " << words(session, plan[i]));
                CHECK(plan[i].at + speech_time(words(session, plan[i])) <= next);
                CHECK(speech_time(words(session, plan[i]))
                      <= session.steps[std::size_t(plan[i].step)].quiet);
            }
        }
}

TEST_CASE("While people rest, two minutes pass between sentences at every offered length")
{
    for (const Session& session : shipped()) {
        INFO(session.id);
        std::set<std::size_t> rests;
        for (std::size_t s = 0; s < session.steps.size(); ++s) {
            const Step& step = session.steps[s];
            if (step.moves || step.duration < kResting || step.style == GuideStyle::fixed)
                continue;
            INFO(step.id);
            CHECK(step.quiet >= 2min);
            rests.insert(s);
        }
        for (const double minutes : session.offered_minutes) {
            const auto plan = plan_prompts(session, from_minutes(minutes));
            for (std::size_t i = 1; i < plan.size(); ++i)
                if (rests.count(std::size_t(plan[i].step))
                    && rests.count(std::size_t(plan[i - 1].step)))
                    CHECK(plan[i].at - plan[i - 1].at >= 2min);
        }
    }
}

TEST_CASE("No sentence is planned into a check-in, and what is asked has a minute")
{
    for (const Session& session : shipped())
        for (const Step& step : session.steps) {
            if (step.check_in == CheckInTime::none)
                continue;
            INFO(session.id << ", " << step.id);
            CHECK(step.prompts.empty());
            CHECK_FALSE(step.scales);
            CHECK(step.duration >= (step.check_in == CheckInTime::standing ? 35s : 80s));
        }
}

TEST_CASE("What is to be done is said at every offered length, and when one may go on")
{
    for (const Session& session : shipped())
        for (const double minutes : session.offered_minutes) {
            std::set<std::pair<std::size_t, std::size_t>> said;
            for (const PlannedPrompt& each : plan_prompts(session, from_minutes(minutes)))
                said.insert({std::size_t(each.step), std::size_t(each.prompt)});
            for (std::size_t s = 0; s < session.steps.size(); ++s) {
                const Step& step = session.steps[s];
                const bool does = step.moves || step.waits || step.intent != Intent::witness;
                if (!does || step.prompts.empty())
                    continue;
                INFO(session.id << ", " << step.id << ", " << minutes << " minutes");
                CHECK(said.count({s, 0}) == 1);
                if (step.waits)
                    CHECK(said.count({s, step.prompts.size() - 1}) == 1);
            }
        }
}

TEST_CASE("Whoever lay down is led up again, sentence by sentence, at every offered length")
{
    for (const Session& session : shipped())
        for (const double minutes : session.offered_minutes) {
            const auto plan = plan_prompts(session, from_minutes(minutes));
            for (std::size_t s = 0; s < session.steps.size(); ++s) {
                if (session.steps[s].id != "get-up")
                    continue;
                const auto said = std::count_if(plan.begin(), plan.end(), [&](auto& each) {
                    return std::size_t(each.step) == s;
                });
                INFO(session.id << ", " << minutes << " minutes");
                CHECK(std::size_t(said) == session.steps[s].prompts.size());
                CHECK(session.steps[s].moves);
            }
        }
}

TEST_CASE("Each program of release says who should not and ends with a rest that is kept")
{
    for (const auto* id :
         {"release-session", "progressive-bolster", "knee-to-chest", "seated-release"}) {
        const auto session = program(id);
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
        const auto session = std::make_shared<const Session>(program(id));
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
    for (const Session& session : shipped()) {
        const bool leads =
            std::any_of(session.steps.begin(), session.steps.end(),
                        [](const Step& step) { return step.intent == Intent::guide; });
        INFO(session.id);
        if (!leads)
            continue;
        CHECK(has_line(session.cautions, "dizzy"));
        const auto plan = plan_prompts(session, from_minutes(session.offered_minutes.front()));
        CHECK(std::any_of(plan.begin(), plan.end(), [&](auto& each) {
            return words(session, each) == "A small, soft breath is enough.";
        }));
    }
}

TEST_CASE(
    "The release session keeps to the lower of what the guides allow, and nothing is asked of "
    "the breath")
{
    const auto session = program("release-session");
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
        const auto session = program(id);
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
            spoken += speech_time(words(session, each));
        CHECK(spoken <= 1min); // of the shortest
    }
    CHECK(has_line(program("constructive-rest").checklist, "Arms over the belly"));
    CHECK(has_line(program("constructive-rest-arms-across").checklist,
                   "Arms crossed over the chest"));
}

TEST_CASE("The invitation is of the breath out alone, for a part of the rest")
{
    const auto session = program("constructive-rest-invite");
    for (const Step& step : session.steps)
        CHECK(step.intent == (step.id == "invite" ? Intent::invite : Intent::witness));
    CHECK(step_of(session, "invite").duration < session.duration() / 2);
}

TEST_CASE("Each lower support waits until the person goes on, and the change is a step of its own")
{
    const auto session = program("progressive-bolster");
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
    const auto session = program("knee-to-chest");
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
    const auto session = program("seated-release");
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
    const auto gentle = program("slow-breath");
    const auto training = program("slow-breath-training");
    CHECK(gentle.manner == GuideManner::gentle);
    CHECK(training.manner == GuideManner::training);
    CHECK(gentle.slowest_bpm == 5.5);
    CHECK(training.slowest_bpm >= 5);
    for (const Session& session : {gentle, training}) {
        CHECK(session.unguided == 2min);
        CHECK(step_of(session, "alone").duration == session.unguided);
        CHECK(step_of(session, "slow").style == GuideStyle::lead);
    }
    CHECK(step_of(program("personal-tempo"), "tempo").style == GuideStyle::personal_tempo);
}

TEST_CASE("When it is said that the sound leaves, it leaves, at every offered length")
{
    for (const auto* id : {"slow-breath", "slow-breath-training", "personal-tempo"}) {
        const auto session = program(id);
        for (const double minutes : session.offered_minutes) {
            INFO(id << ", " << minutes << " minutes");
            Course course(session, from_minutes(minutes));
            bool told = false;
            for (Duration at{}; at < from_minutes(minutes); at += 1s) {
                while (const auto prompt = course(at))
                    told = told || words(session, *prompt).starts_with("The sound leaves now");
                if (session.steps[course.step()].intent == Intent::guide)
                    REQUIRE(course.unguided(at) == told);
            }
            CHECK(told);
        }
    }
}

TEST_CASE("The assessment goes through five paces, each two minutes or more, and asks after each")
{
    const auto session = program("rate-assessment");
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
    const auto session = program("rest-without-breath");
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
        for (const Step& step : program(id).steps) {
            CHECK(step.own_level == 0);
            CHECK(step.intent == Intent::witness);
            CHECK(step.check_in == CheckInTime::none);
        }
}

TEST_CASE("The breath break lasts three minutes and comes again every hour")
{
    const auto session = program("breath-break");
    CHECK(session.duration() == 3min);
    CHECK(session.repeat_every == 60min);
    CHECK(session.calibration <= 20s);
    for (const Step& step : session.steps)
        CHECK(step.moves);
}

TEST_CASE("What may be said beside a program is complete, of one sentence, and gentle")
{
    for (const Session& session : shipped())
        for (std::size_t each = 0; each < kPhrases; ++each) {
            const std::string& said = session.phrases[each];
            INFO(session.id << ", " << name_of(Phrase(each)) << ": " << said);
            const bool wordless = Phrase(each) == Phrase::none || Phrase(each) == Phrase::tone;
            CHECK(said.empty() == wordless);
            CHECK(is_one_sentence(said));
            CHECK(find_discouraged(said) == nullptr);
            CHECK(speech_time(said) <= 8s); // kShortestGap
        }
}

TEST_CASE("The choices of a check-in are heard in two seconds, and a question asks")
{
    const auto phrases = english_phrases();
    for (std::size_t each = 0; each < kPhrases; ++each) {
        const std::string name = name_of(Phrase(each));
        INFO(name << ": " << phrases[each]);
        if (name.starts_with("ask_"))
            CHECK(phrases[each].ends_with('?'));
        if (std::isdigit(name.back()))
            CHECK(std::count(phrases[each].begin(), phrases[each].end(), ' ') <= 2);
    }
    for (const Phrase phrase : {Phrase::are_you_here, Phrase::still_here}) // not a nod
        CHECK(phrases[std::size_t(phrase)].find("ap, hum or squeeze") != std::string::npos);
}

TEST_CASE("No choice of a question sounds like another of it")
{
    const auto phrases = english_phrases();
    std::map<std::string, std::set<std::string>> heard;
    for (std::size_t each = 0; each < kPhrases; ++each) {
        const std::string name = name_of(Phrase(each));
        if (std::isdigit(name.back()))
            CHECK(heard[name.substr(0, name.find('_'))].insert(phrases[each]).second);
    }
    CHECK(heard.size() == 5);
}

TEST_CASE("The plan of three weeks chains programs that are shipped, at lengths that they offer")
{
    const auto plan = load_plan(kRoot / "sessions/plans/twenty-one-days.toml");
    INFO((plan ? "" : plan.error().message));
    REQUIRE(plan);
    CHECK(plan->days == 3 * kDaysOfWeek);
    for (const PlanEntry& entry : plan->entries) {
        INFO(entry.program << " from day " << entry.from);
        const auto offered = program(entry.program).offered_minutes;
        CHECK(std::count(offered.begin(), offered.end(), entry.minutes) == 1);
        CHECK_FALSE(entry.note.empty());
        CHECK_FALSE(program(entry.program).guard.on); // nobody is led into a release session
    }
    double before = 0;
    for (const PlanDay& day : days_of(*plan)) {
        INFO("day " << day.day);
        const auto rest = std::find_if(day.entries.begin(), day.entries.end(), [](auto& entry) {
            return entry.program == "constructive-rest";
        });
        REQUIRE(rest != day.entries.end()); // each day
        CHECK(rest->minutes >= before);
        before = rest->minutes;
        CHECK(day.entries.size() <= 4);
    }
    CHECK(before == 20);
    const auto page = text_of_file(kRoot / "sessions/plans/twenty-one-days.toml");
    for (const auto* week : {"first week", "second week", "third week"})
        CHECK(page.find(week) != std::string::npos);
}

TEST_CASE("docs/practices.md has a chapter for every program, and its lengths")
{
    const auto page = text_of_file(kRoot / "docs/practices.md");
    for (const Session& session : shipped()) {
        std::ostringstream row;
        row << "\n| `" << session.id << "` | ";
        for (const double minutes : session.offered_minutes)
            row << (minutes == session.offered_minutes.front() ? "" : ", ") << minutes;
        INFO(session.id << row.str());
        CHECK(page.find(row.str() + " |") != std::string::npos);
        const auto heading = page.find("`" + session.id + "`", page.find("\n## `"));
        REQUIRE(heading != std::string::npos);
        CHECK(page.compare(page.rfind('\n', heading) + 1, 3, "## ") == 0);
    }
}
