#include "sessions/loader.hpp"
#include "sessions/wording.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

using namespace crura;
using namespace crura::sessions;
namespace fs = std::filesystem;

namespace {

const fs::path kPrograms = fs::path(CRURA_ROOT) / "sessions" / "programs";

// The least that a program must say: eleven lines.
const std::string kLeast = R"(format = 1
[session]
name = "Rest"
summary = "A short rest."
[[step]]
id = "rest"
name = "Rest"
intent = "witness"
minutes = 5
quiet_seconds = 60
prompts = [{ at_seconds = 0, say = "Notice." }, { at_seconds = 90, say = "Allow." }]
)";

std::string with(std::string text, const std::string& old, const std::string& replacement)
{
    const auto at = text.find(old);
    REQUIRE(at != std::string::npos);
    return text.replace(at, old.size(), replacement);
}

std::string errors_in(const std::string& text)
{
    const auto session = parse_session(text, "rest.toml");
    REQUIRE_FALSE(session);
    return session.error().message;
}

std::string error_after(const std::string& old, const std::string& replacement)
{
    return errors_in(with(kLeast, old, replacement));
}

// A folder that is gone after the test.
struct TemporaryFolder {
    fs::path path;

    TemporaryFolder()
    {
        std::string name = (fs::temp_directory_path() / "crura-loader-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()));
        path = name;
    }
    ~TemporaryFolder() { fs::remove_all(path); }

    void write(const std::string& name, const std::string& text) const
    {
        fs::create_directories((path / name).parent_path());
        std::ofstream(path / name) << text;
    }
};

} // namespace

TEST_CASE("A program that says the least is a session with the usual rest")
{
    const auto session = parse_session(kLeast, "folder/rest.toml");

    REQUIRE(session);
    CHECK(session->id == "rest");
    CHECK(session->name == "Rest");
    CHECK(session->summary == "A short rest.");
    CHECK(session->language == "en");
    CHECK(session->missing_sentence == MissingSentence::speak);
    CHECK(session->soundscape == "near-silence");
    CHECK(session->duration() == std::chrono::minutes(5));
    CHECK(session->offered_minutes == std::vector<double>{5});
    CHECK(session->calibration == std::chrono::seconds(60));
    CHECK(session->checklist.empty());
    REQUIRE(session->steps.size() == 1);
    const Step& step = session->steps[0];
    CHECK(step.id == "rest");
    CHECK(step.intent == Intent::witness);
    CHECK(step.quiet == std::chrono::seconds(60));
    CHECK(step.own_level == 0.2);
    CHECK(step.guide_level == 0.2);
    REQUIRE(step.prompts.size() == 2);
    CHECK(step.prompts[1].at == std::chrono::seconds(90));
    CHECK(step.prompts[1].say == "Allow.");
}

TEST_CASE("A program says its language, its soundscape and what stands for a missing sentence")
{
    const auto session = parse_session(with(kLeast, "[session]",
                                            "[session]\nlanguage = \"pt-BR\"\n"
                                            "missing_sentence = \"chime\"\nsoundscape = \"sea\""),
                                       "rest.toml");
    REQUIRE(session);
    CHECK(session->language == "pt-BR");
    CHECK(session->missing_sentence == MissingSentence::chime);
    CHECK(session->soundscape == "sea");
}

TEST_CASE("Each intent is read as itself")
{
    const auto [word, intent] = GENERATE(table<std::string, Intent>(
        {{"witness", Intent::witness}, {"invite", Intent::invite}, {"guide", Intent::guide}}));
    const auto session = parse_session(with(kLeast, "witness", word), "rest.toml");
    REQUIRE(session);
    CHECK(session->steps[0].intent == intent);
}

TEST_CASE("A mistake is shown with its line, a caret and what is permitted")
{
    CHECK(error_after("minutes = 5", "minutes = 900")
          == "rest.toml:9:11: error: minutes is 900; permitted is 0.1 .. 60\n"
             " 9 | minutes = 900\n"
             "   |           ^");
    SECTION("the caret stands under its character though tabs and umlauts come before")
    {
        CHECK(error_after("quiet_seconds = 60", "prompt = [\"äöü\",\t7]\nquiet_seconds = 9")
              == "rest.toml:10:1: error: \"prompt\" is unknown in [[step]]; did you mean "
                 "\"prompts\"?\n"
                 " 10 | prompt = [\"äöü\",\t7]\n"
                 "    | ^\n"
                 "rest.toml:11:17: error: quiet_seconds is 9; permitted is 10 .. 600\n"
                 " 11 | quiet_seconds = 9\n"
                 "    |                 ^");
        CHECK(error_after("[session]", "[session]\nchecklist = [\"äöü\",\t7]")
              == "rest.toml:3:21: error: a line of the checklist must be text in quotes\n"
                 " 3 | checklist = [\"äöü\",\t7]\n"
                 "   |                    \t^");
    }
    SECTION("lines that end as on Windows are shown without their end")
    {
        CHECK(error_after("minutes = 5\n", "minutes = 0\r\n")
              == "rest.toml:9:11: error: minutes is 0; permitted is 0.1 .. 60\n"
                 " 9 | minutes = 0\n"
                 "   |           ^");
    }
}

TEST_CASE("Each kind of mistake is named where it stands")
{
    struct Mistake {
        std::string old, replacement, where, what;
    };
    const auto mistake = GENERATE(values<Mistake>({
        // format
        {"format = 1", "", "1:1", "the file has no format; write format = 2 at the top"},
        {"format = 1", "format = 3", "1:10", "this version of crura reads format = 1 .. 2 only"},
        {"format = 1", "format = \"1\"", "1:10", "reads format = 1 .. 2 only"},
        // what is not TOML
        {"minutes = 5", "minutes = ", "9:11", "expected value"},
        {"minutes = 5", "minutes = 5\nminutes = 6", "10:11", "cannot redefine"},
        {"[session]", "[session", "2:9", "expected ']'"},
        // unknown keys
        {"minutes = 5", "minuts = 5", "9:1",
         "\"minuts\" is unknown in [[step]]; did you mean \"minutes\"?"},
        {"minutes = 5", "minutes = 5\ncolour = 5", "10:1",
         "permitted are id, name, intent, minutes, quiet_seconds, own_level, guide_level, prompts"},
        {"summary", "sumary", "4:1", "did you mean \"summary\"?"},
        {"[[step]]", "[[steps]]", "5:3", "did you mean \"step\"?"},
        {"[session]", "[sesion]", "2:2", "did you mean \"session\"?"},
        {"at_seconds = 90", "at = 90", "11:51",
         "\"at\" is unknown in the prompt; did you mean \"at_seconds\"?"},
        // missing keys
        {"name = \"Rest\"\nsummary", "summary", "2:1", "[session] has no name"},
        {"summary = \"A short rest.\"", "", "2:1", "[session] has no summary"},
        {"id = \"rest\"", "", "5:1", "[[step]] has no id"},
        {"intent = \"witness\"", "", "5:1",
         "[[step]] has no intent; write intent = \"witness\", \"invite\" or \"guide\""},
        {"minutes = 5", "", "5:1", "[[step]] has no minutes; write minutes = a number, 0.1 .. 60"},
        {"at_seconds = 90, ", "", "11:49", "the prompt has no at_seconds"},
        {", say = \"Allow.\"", "", "11:49", "the prompt has no say"},
        // wrong kinds
        {"minutes = 5", "minutes = \"5\"", "9:11", "minutes must be a number without quotes"},
        {"minutes = 5", "minutes = true", "9:11", "minutes must be a number without quotes"},
        {"name = \"Rest\"", "name = 3", "3:8", "name must be text in quotes"},
        {"\"witness\"", "witness", "8:10", ""},
        {"\"witness\"", "1", "8:10", "intent must be text in quotes"},
        {"[[step]]", "[step]", "5:1", "write [[step]] in two pairs of brackets"},
        {"[session]", "[[session]]", "2:1", "write [session] on a line of its own"},
        {"[{ at_seconds = 0, say = \"Notice.\" }, ", "[\"Notice.\", ", "11:12",
         "a prompt must be { at_seconds = 0, say = \"...\" }"},
        {"[session]", "[session]\nchecklist = \"x\"", "3:13", "checklist must be a list"},
        // ranges
        {"minutes = 5", "minutes = nan", "9:11", "minutes is nan; permitted is 0.1 .. 60"},
        {"minutes = 5", "minutes = inf", "9:11", "minutes is inf"},
        {"minutes = 5", "minutes = 9223372036854775807", "9:11", "permitted is 0.1 .. 60"},
        {"minutes = 5", "minutes = -5", "9:11", "minutes is -5"},
        {"minutes = 5", "minutes = 5\nown_level = 1.01", "10:13",
         "own_level is 1.01; permitted is 0 .. 1"},
        {"minutes = 5", "minutes = 5\nguide_level = -0.1", "10:15", "permitted is 0 .. 1"},
        {"[session]", "[session]\ncalibration_seconds = 5", "3:23", "permitted is 20 .. 180"},
        {"[session]", "[session]\noffered_minutes = [5, 61]", "3:23",
         "offered_minutes is 61; permitted is 0.5 .. 60"},
        {"[session]", "[session]\noffered_minutes = [5, 10, 10]", "3:27", "must ascend"},
        {"[session]", "[session]\noffered_minutes = [1,2,3,4,5,6,7,8,9]", "3:19",
         "has 9 entries; permitted are 0 .. 8"},
        {"= 5\nquiet_seconds = 60\n", "= 0.2\nquiet_seconds = 12\nprompts=[]#", "5:1",
         "the steps last 0.2 minutes together; permitted is 0.5 .. 60"},
        // words
        {"\"witness\"", "\"witnes\"", "8:10", "intent is \"witnes\"; did you mean \"witness\"?"},
        {"\"witness\"", "\"command\"", "8:10", "permitted are witness, invite, guide"},
        {"id = \"rest\"", "id = \"My rest\"", "6:6", "permitted are a .. z, 0 .. 9 and -"},
        {"[session]", "[session]\nlanguage = \"\"", "3:12", "language is empty"},
        {"[session]", "[session]\nlanguage = \"-en\"", "3:12",
         "language is \"-en\"; write it as \"en\""},
        {"[session]", "[session]\nlanguage = \"../en\"", "3:12", "language is \"../en\""},
        {"[session]", "[session]\nmissing_sentence = \"silence\"", "3:20",
         "missing_sentence is \"silence\"; permitted are speak, chime"},
        {"[session]", "[session]\nsoundscape = \"../sea\"", "3:14",
         "soundscape is \"../sea\"; permitted are a .. z, 0 .. 9 and -"},
        {"\"Rest\"", "\"\"", "3:8", "name is empty"},
        {"\"Rest\"", "\"" + std::string(61, 'x') + "\"", "3:8",
         "name has 61 characters; permitted are 1 .. 60"},
        {"\"Rest\"", "\"Re\\nst\"", "3:8", "name must stay on one line"},
        {"\"Allow.\"", "\"Now breathe deeper.\"", "11:74",
         "a prompt does not say \"deeper\"; say the breath that comes by itself"},
        {"\"Allow.\"", "\"Allow. Wait.\"", "11:74", "a prompt is one sentence"},
        // times of the prompts
        {"at_seconds = 0", "at_seconds = 200", "11:66",
         "at_seconds is 90, but the prompt above it is at 200; write prompts in the order"},
        {"at_seconds = 90", "at_seconds = 30", "11:64",
         "at_seconds is 30, 30 after the prompt above it; permitted is 60 or later"},
        {"at_seconds = 90", "at_seconds = 301", "11:64",
         "at_seconds is 301, but the step lasts 300 s; permitted is 240 or earlier"},
        {"at_seconds = 90", "at_seconds = 241", "11:64", "permitted is 240 or earlier"},
        {"at_seconds = 0", "at_seconds = -1", "11:27", "at_seconds is -1; permitted is 0 .. 3600"},
    }));

    const auto message = error_after(mistake.old, mistake.replacement);

    INFO(message);
    CHECK(message.starts_with("rest.toml:" + mistake.where + ": error: "));
    CHECK(message.find(mistake.what) != std::string::npos);
    CHECK(message.find('^') == message.rfind('^')); // nothing else is said to be wrong
}

TEST_CASE("Two steps may not share an id")
{
    const auto step = kLeast.substr(kLeast.find("[[step]]"));
    CHECK(errors_in(kLeast + step)
          == "rest.toml:13:6: error: id \"rest\" is taken by a step above; each has its own\n"
             " 13 | id = \"rest\"\n"
             "    |      ^");
}

TEST_CASE("A file without a step, without a session or without anything says what it lacks")
{
    CHECK(errors_in(kLeast.substr(0, kLeast.find("[[step]]")))
              .find("the file has no step; write [[step]]")
          != std::string::npos);
    const auto nothing = errors_in("");
    CHECK(nothing.find("the file has no format") != std::string::npos);
    CHECK(nothing.find("the file has no session; write [session]") != std::string::npos);
    CHECK(nothing.find("the file has no step; write [[step]]") != std::string::npos);
}

TEST_CASE("All mistakes of a file are reported at once, by line")
{
    auto text = with(kLeast, "minutes = 5", "minutes = 900");
    text = with(text, "\"witness\"", "\"guided\"");
    text = with(text, "summary", "sumary");
    text = with(text, "id = ", "own_level = 2\nid = "); // is read after the intent
    const auto message = errors_in(text);

    std::vector<std::string> places;
    for (auto at = message.find("rest.toml:"); at != std::string::npos;
         at = message.find("rest.toml:", at + 1))
        places.push_back(message.substr(at, message.find(" error", at) - at));
    CHECK(places
          == std::vector<std::string>{
              "rest.toml:4:1:", "rest.toml:6:13:", "rest.toml:9:10:", "rest.toml:10:11:"});
}

TEST_CASE("Bytes that are no text, and nesting without end, are refused in a sentence")
{
    CHECK(errors_in(std::string("\xff\xfe\0\x01", 4)).starts_with("rest.toml:1:"));
    CHECK(errors_in("a = " + std::string(100'000, '[')).starts_with("rest.toml:1:"));
}

TEST_CASE("A file that is not there, or is a folder, is named")
{
    for (const fs::path& file : {kPrograms / "absent.toml", kPrograms}) {
        const auto session = load_session(file);
        REQUIRE_FALSE(session);
        CHECK(session.error().message
              == file.string() + " cannot be read; `crura programs` lists those there are.");
    }
}

TEST_CASE("Programs are found by id, in the earlier folder first")
{
    const TemporaryFolder mine;
    mine.write("b.toml", "");
    mine.write("notes.txt", "");
    mine.write("c.toml/a.toml", ""); // a folder is no program, nor is what is inside it
    const TemporaryFolder theirs;
    theirs.write("b.toml", "");
    theirs.write("a.toml", "");

    const auto found = find_programs(std::array{mine.path, theirs.path, mine.path / "not-there"});

    REQUIRE(found.size() == 2);
    CHECK(found[0].id == "a");
    CHECK(found[0].file == theirs.path / "a.toml");
    CHECK(found[1].id == "b");
    CHECK(found[1].file == mine.path / "b.toml");
}

TEST_CASE("Every program that is shipped loads, and none of its words asks for effort")
{
    const auto programs = find_programs(std::array{kPrograms});
    REQUIRE_FALSE(programs.empty());
    for (const ProgramFile& program : programs) {
        const auto session = load_session(program.file);
        INFO((session ? program.id : session.error().message));
        REQUIRE(session);
        for (const std::string& line : session->checklist)
            CHECK(find_discouraged(line) == nullptr);
        for (const Step& step : session->steps)
            for (const Prompt& prompt : step.prompts) {
                INFO(prompt.say);
                CHECK(find_discouraged(prompt.say) == nullptr);
                CHECK(is_one_sentence(prompt.say));
            }
    }
}

TEST_CASE("The program that docs/programs.md shows loads")
{
    std::ifstream page(fs::path(CRURA_ROOT) / "docs" / "programs.md");
    const std::string text(std::istreambuf_iterator<char>(page), {});
    const std::string fence = "```toml\n";
    const auto begin = text.find(fence) + fence.size();
    const auto session =
        parse_session(text.substr(begin, text.find("```", begin) - begin), "x.toml");
    INFO((session ? "" : session.error().message));
    REQUIRE(session);
    CHECK(session->duration() == std::chrono::minutes(10));
}

TEST_CASE("Words of effort and judgement are found whole, in any case, the first one first")
{
    const auto [sentence, word] = GENERATE(table<std::string, std::string>({
        {"Breathe DEEPER.", "deeper"},
        {"Take a deep breath now.", "deep breath"},
        {"Hold your breath.", "hold"},
        {"Try harder to push.", "try"},
        {"That is good, not bad.", "good"},
        {"Push.", "push"},
        {"Let the floor hold you, then hold.", "hold"},
        {"You should lie still.", "should"},
    }));
    const auto* found = find_discouraged(sentence);
    INFO(sentence);
    REQUIRE(found);
    CHECK(found->word == word);
    CHECK_FALSE(found->instead.empty());
}

TEST_CASE("Words that only look like effort are let through")
{
    CHECK(find_discouraged("Let the floor hold you.") == nullptr);
    CHECK(find_discouraged("Goodbye to the trying-on room's entry.") != nullptr); // "trying"
    CHECK(find_discouraged("The cushion, the country, the household.") == nullptr);
    CHECK(find_discouraged("Deep in the hips.") == nullptr);
    CHECK(find_discouraged("Laß den Atem zurückströmen, überdeeper.") == nullptr);
    CHECK(find_discouraged("") == nullptr);
}

TEST_CASE("One sentence is told from two")
{
    CHECK(is_one_sentence("Notice"));
    CHECK(is_one_sentence("Notice."));
    CHECK(is_one_sentence("Heels 40.5 cm away, or so..."));
    CHECK_FALSE(is_one_sentence("Wait. Notice."));
    CHECK_FALSE(is_one_sentence("Is it the belly? Notice"));
}

namespace {

// Every key of format 2 that kLeast has not.
const std::string kEverything = R"(format = 2
[session]
name = "Release"
summary = "Everything."
manner = "training"
slowest_bpm = 4.5
unguided_minutes = 1.5
guard = true
response_every_minutes = 3
cautions = ["Not alone.", "Push no one to it, and hold the hand if you must."]
repeat_every_minutes = 60
[[level]]
id = "first"
name = "First"
tremor_minutes = 2.5
[[level]]
id = "used"
name = "Used to it"
tremor_minutes = 10
[phrases]
softer = "A little less breath."
ground_eyes = "The eyes may open."
[[step]]
id = "led"
name = "Led"
intent = "guide"
guide = "personal-tempo"
minutes = 3
check_in = "before"
[[step]]
id = "fixed"
name = "Fixed"
intent = "guide"
guide = "fixed"
breath_rate_bpm = 4.5
minutes = 3
waits = true
[[step]]
id = "mirror"
name = "Mirror"
intent = "guide"
guide = "mirror"
minutes = 3
[[step]]
id = "tremor"
name = "Tremor"
intent = "witness"
minutes = 12
tremor = true
[[step]]
id = "rest"
name = "Rest"
intent = "witness"
minutes = 5
rest = true
scales = false
check_in = "after"
[[step]]
id = "up"
name = "Up"
intent = "witness"
minutes = 3
moves = true
check_in = "standing"
)";

} // namespace

TEST_CASE("Every key of format 2 is read as itself")
{
    const auto checked = check_session(kEverything, "all.toml");
    INFO((checked ? "" : checked.error().message));
    REQUIRE(checked);
    CHECK(checked->warnings.empty());
    const Session& session = checked->session;

    CHECK(session.manner == GuideManner::training);
    CHECK(session.slowest_bpm == 4.5);
    CHECK(session.unguided == std::chrono::seconds(90));
    CHECK(session.guard.on);
    CHECK(session.guard.response_every == std::chrono::minutes(3));
    CHECK(session.guard.tremor_limit == std::chrono::seconds(150)); // of the lowest level
    CHECK(session.cautions.size() == 2);
    CHECK(session.repeat_every == std::chrono::hours(1));
    REQUIRE(session.levels.size() == 2);
    CHECK(session.levels[1].id == "used");
    CHECK(session.levels[1].name == "Used to it");
    CHECK(session.levels[1].tremor == std::chrono::minutes(10));

    CHECK(session.phrases[std::size_t(Phrase::softer)] == "A little less breath.");
    CHECK(session.phrases[std::size_t(Phrase::ground_eyes)] == "The eyes may open.");
    CHECK(session.phrases[std::size_t(Phrase::thank_you)] == "Thank you.");

    REQUIRE(session.steps.size() == 6);
    CHECK(session.steps[0].style == GuideStyle::personal_tempo);
    CHECK(session.steps[0].check_in == CheckInTime::before);
    CHECK(session.steps[0].scales);
    CHECK_FALSE(session.steps[0].waits);
    CHECK(session.steps[1].style == GuideStyle::fixed);
    CHECK(session.steps[1].breath_rate_bpm == 4.5);
    CHECK(session.steps[1].waits);
    CHECK(session.steps[2].style == GuideStyle::mirror);
    CHECK(session.steps[2].breath_rate_bpm == 0);
    CHECK(session.steps[3].tremor);
    CHECK_FALSE(session.steps[3].rest);
    CHECK(session.steps[4].rest);
    CHECK_FALSE(session.steps[4].scales);
    CHECK_FALSE(session.steps[4].moves);
    CHECK(session.steps[4].check_in == CheckInTime::after);
    CHECK(session.steps[5].moves);
    CHECK(session.steps[5].check_in == CheckInTime::standing);
}

TEST_CASE("A program of format 2 that says the least has what format 1 has, and no guard")
{
    const auto session = parse_session(with(kLeast, "format = 1", "format = 2"), "rest.toml");
    REQUIRE(session);
    CHECK(session->manner == GuideManner::gentle);
    CHECK(session->slowest_bpm == 5.5);
    CHECK(session->unguided == std::chrono::minutes(2));
    CHECK_FALSE(session->guard.on);
    CHECK(session->guard.response_every == Duration{});
    CHECK(session->guard.tremor_limit == Duration{});
    CHECK(session->repeat_every == Duration{});
    CHECK(session->steps[0].style == GuideStyle::lead);
    CHECK(session->steps[0].scales);
    CHECK(session->steps[0].check_in == CheckInTime::none);
    for (std::size_t each = 2; each < kPhrases; ++each)
        if (Phrase(each) != Phrase::tone)
            CHECK_FALSE(session->phrases[each].empty());
}

TEST_CASE("A guard asks every five minutes, unless the program says never")
{
    const auto usual =
        parse_session(with(kEverything, "response_every_minutes = 3\n", ""), "x.toml");
    REQUIRE(usual);
    CHECK(usual->guard.response_every == std::chrono::minutes(5));
    const auto never = parse_session(
        with(kEverything, "response_every_minutes = 3", "response_every_minutes = 0"), "x.toml");
    REQUIRE(never);
    CHECK(never->guard.response_every == Duration{});
    CHECK(errors_in(with(kEverything, "response_every_minutes = 3", "response_every_minutes = 1"))
              .find("response_every_minutes is 1; permitted is 2 .. 30")
          != std::string::npos);
}

TEST_CASE("A key of format 2 in a file of format 1 says what to write")
{
    const auto [old, key, replacement] = GENERATE(table<std::string, std::string, std::string>({
        {"[session]", "guard", "[session]\nguard = false"},
        {"[session]", "slowest_bpm", "[session]\nslowest_bpm = 5"},
        {"[session]", "cautions", "[session]\ncautions = []"},
        {"[session]", "repeat_every_minutes", "[session]\nrepeat_every_minutes = 60"},
        {"minutes = 5", "waits", "minutes = 5\nwaits = false"},
        {"minutes = 5", "check_in", "minutes = 5\ncheck_in = \"before\""},
        {"[[step]]", "phrases", "[phrases]\nsofter = \"Softer.\"\n[[step]]"},
    }));
    const auto message = error_after(old, replacement);
    INFO(message);
    CHECK(message.find(key + " is a key of format 2; write format = 2 at the top")
          != std::string::npos);
    CHECK(message.find('^') == message.rfind('^'));
}

TEST_CASE("The words of a phrase are checked as a prompt's are")
{
    const auto [old, replacement, where,
                what] = GENERATE(table<std::string, std::string, std::string, std::string>({
        {"A little less breath.", "Hold your breath.", "21:10", "a phrase does not say \"hold\""},
        {"A little less breath.", "Softly keep the breath in.", "21:10",
         "a phrase does not say \"keep the breath in\""},
        {"A little less breath.", "Less. And less.", "21:10", "a phrase is one sentence"},
        {"A little less breath.", "", "21:10", "softer is empty"},
        {"softer", "sofa", "21:1", "\"sofa\" is unknown in [phrases]"},
        {"softer", "tone", "21:1", "\"tone\" is unknown in [phrases]"},
        {"softer = ", "softer = 3 #", "21:10", "softer must be text in quotes"},
        {"[phrases]", "[[phrases]]", "20:1", "write [phrases] on a line of its own"},
    }));
    const auto message = errors_in(with(kEverything, old, replacement));
    INFO(message);
    CHECK(message.starts_with("rest.toml:" + where + ": error: "));
    CHECK(message.find(what) != std::string::npos);
}

TEST_CASE("A program of another language brings the words that bring back, and no English ones")
{
    const auto german = with(kEverything, "guard = true", "guard = true\nlanguage = \"de\"");
    const auto message = errors_in(german);
    for (const char* needed :
         {"ground_knees", "ground_floor", "ground_name", "are_you_here", "still_here"})
        CHECK(message.find("guard = true in the language \"de\" needs " + std::string(needed))
              != std::string::npos);
    CHECK(message.find("needs ground_eyes") == std::string::npos); // is given

    const auto whole = parse_session(with(german, "[phrases]",
                                          "[phrases]\nground_knees = \"Knie zusammen.\"\n"
                                          "ground_floor = \"Spüre den Boden.\"\n"
                                          "ground_name = \"Nenne drei Dinge.\"\n"
                                          "are_you_here = \"Bist du da?\"\n"
                                          "still_here = \"Noch einmal: bist du da?\""),
                                     "x.toml");
    INFO((whole ? "" : whole.error().message));
    REQUIRE(whole);
    CHECK(whole->phrases[std::size_t(Phrase::thank_you)].empty()); // a soft bowl

    CHECK(parse_session(with(kLeast, "[session]", "[session]\nlanguage = \"de\""),
                        "x.toml")); // no guard
    const auto british =
        parse_session(with(kEverything, "guard = true", "guard = true\nlanguage = \"en-GB\""), "x");
    REQUIRE(british);
    CHECK(british->phrases[std::size_t(Phrase::thank_you)] == "Thank you.");
}

TEST_CASE("A held breath is refused in whatever words, and a breath that waits by itself is not")
{
    const auto held =
        GENERATE("Hold your breath.", "Keep the breath in.", "Now keep your breath in.",
                 "Keep the air inside.", "Stop breathing.", "Pause the breath at the top.",
                 "Retain the breath.", "Lungs full, wait.", "Stay empty for a while.",
                 "Without breathing, count.", "Holding the breath, wait.",
                 "Let the floor hold you, and hold.", "Do not breathe.");
    INFO(held);
    CHECK(find_discouraged(held));
    for (const char* free :
         {"Wait for the breath that comes by itself.", "The floor is holding you.",
          "Let the air come in.", "Notice the pause.", "The breath may rest.",
          "Keep the eyes open.", "Let the floor hold you."}) {
        INFO(free);
        CHECK_FALSE(find_discouraged(free));
    }
}
