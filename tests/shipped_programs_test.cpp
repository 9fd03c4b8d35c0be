#include "sessions/phrases.hpp"
#include "sessions/plan.hpp"
#include "sessions/timeline.hpp"
#include "sessions/wording.hpp"
#include "support/shipped_programs.hpp"

#include <catch2/catch.hpp>

#include <cctype>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <utility>

using namespace crura;
using namespace crura::sessions;
using namespace crura::test;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

const fs::path kRoot = CRURA_ROOT;
constexpr auto kResting = 150s; // a step that lasts so long and does not move is one of rest

std::string text_of_file(const fs::path& file)
{
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
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
    for (const Session& session : shipped_programs()) {
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
    for (const Session& session : shipped_programs())
        for (const double minutes : session.offered_minutes) {
            const auto plan = plan_prompts(session, from_minutes(minutes));
            REQUIRE_FALSE(plan.empty());
            for (std::size_t i = 0; i < plan.size(); ++i) {
                const Duration next = i + 1 < plan.size() ? plan[i + 1].at : from_minutes(minutes);
                INFO(session.id << ", " << minutes << " minutes: " << words_of(session, plan[i]));
                CHECK(plan[i].at + speech_time(words_of(session, plan[i])) <= next);
                CHECK(speech_time(words_of(session, plan[i]))
                      <= session.steps[std::size_t(plan[i].step)].quiet);
            }
        }
}

TEST_CASE("While people rest, two minutes pass between sentences at every offered length")
{
    for (const Session& session : shipped_programs()) {
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
    for (const Session& session : shipped_programs())
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
    for (const Session& session : shipped_programs())
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
    for (const Session& session : shipped_programs())
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

TEST_CASE("What may be said beside a program is complete, of one sentence, and gentle")
{
    for (const Session& session : shipped_programs())
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
        if (std::isdigit(static_cast<unsigned char>(name.back())))
            CHECK(std::count(phrases[each].begin(), phrases[each].end(), ' ') <= 2);
    }
    const auto says = [&](Phrase phrase, const char* how) {
        return phrases[std::size_t(phrase)].find(how) != std::string::npos;
    };
    CHECK(says(Phrase::are_you_here, "ap, hum or squeeze")); // not a nod
    CHECK(says(Phrase::still_here, "tap"));
    CHECK(says(Phrase::still_here, "two short breaths")); // needs nothing in the hand
}

TEST_CASE("No choice of a question sounds like another of it")
{
    const auto phrases = english_phrases();
    std::map<std::string, std::set<std::string>> heard;
    for (std::size_t each = 0; each < kPhrases; ++each) {
        const std::string name = name_of(Phrase(each));
        if (std::isdigit(static_cast<unsigned char>(name.back())))
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
        const auto offered = shipped_program(entry.program).offered_minutes;
        CHECK(std::count(offered.begin(), offered.end(), entry.minutes) == 1);
        CHECK_FALSE(entry.note.empty());
        CHECK_FALSE(
            shipped_program(entry.program).guard.on); // nobody is led into a release session
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
    for (const Session& session : shipped_programs()) {
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
