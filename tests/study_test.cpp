#include "app/annotations.hpp"
#include "app/derived_breath.hpp"
#include "app/study.hpp"

#include "core/names.hpp"
#include "sessions/loader.hpp"
#include "support/made_session.hpp"
#include "support/temp_folder.hpp"

#include <fstream>
#include <set>

using namespace crura;
using namespace crura::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

constexpr Channel kChest{Band::thoracic, Quantity::displacement};
constexpr Channel kBelly{Band::abdominal, Quantity::displacement};

app::MadeStudy study(const record::Recording& recording, const app::StudyOptions& options = {})
{
    auto made = app::study_of(recording, options);
    if (!made)
        FAIL(made.error().message);
    return std::move(*made);
}

std::string refusal(const record::Recording& recording)
{
    const auto made = app::study_of(recording);
    return made ? "no refusal" : made.error().message;
}

record::Recording written(const MadeSession& session)
{
    const TempFolder folder;
    session.write(folder / "session.crura");
    auto recording = record::read_recording(folder / "session.crura");
    REQUIRE(recording);
    return std::move(*recording);
}

std::vector<std::string> labels(const exchange::Study& study)
{
    std::vector<std::string> labels;
    for (const auto& signal : study.signals)
        labels.push_back(signal.label);
    return labels;
}

std::string all(const std::vector<std::string>& remarks)
{
    std::string text;
    for (const auto& remark : remarks)
        text += remark + '\n';
    return text;
}

// Annotations whose text begins so.
std::vector<exchange::Annotation> told(const exchange::Study& study, const std::string& start)
{
    std::vector<exchange::Annotation> found;
    for (const auto& annotation : study.annotations)
        if (annotation.text.starts_with(start))
            found.push_back(annotation);
    return found;
}

} // namespace

TEST_CASE("Every raw sample stands in a study, with its own value, in its own slot")
{
    const double rate_hz = GENERATE(25., 49.97, 100.);
    MadeSession session{.samples = counted(kChest, rate_hz, 1200)};
    // A gap of a minute, and one lost sample here and there.
    std::erase_if(session.samples, [](const Sample& sample) {
        const double at_s = to_seconds(sample.time);
        return (at_s > 600 && at_s < 660) || int(sample.value) % 997 == 500;
    });
    const auto made = study(session.unheard());
    REQUIRE(made.study.signals.size() == 1);
    const auto& signal = made.study.signals[0];
    CHECK(signal.rate_hz == Approx(rate_hz).epsilon(1e-5));
    std::size_t found = 0;
    for (std::size_t slot = 0; slot < signal.values.size(); ++slot)
        if (std::isfinite(signal.values[slot])) {
            ++found;
            REQUIRE(signal.values[slot] == double(slot)); // the first one is in slot 0
        }
    CHECK(found == session.samples.size());
    CHECK(made.study.started_at == MadeSession::kStartedAt);
}

TEST_CASE("Signals are called by where they sit and what they measure, and no name is too long")
{
    MadeSession session;
    for (const auto quantity :
         {Quantity::displacement, Quantity::displacement_ac, Quantity::flow,
          Quantity::acceleration_y, Quantity::angular_rate_z, Quantity::quaternion_w})
        for (const auto band : {Band::thoracic, Band::abdominal})
            session.samples = together(session.samples, counted({band, quantity}, 50, 3));
    session.samples =
        together(session.samples, counted({Band::sacral, Quantity::acceleration_x}, 50, 3));
    const auto made = study(session.unheard());
    CHECK(labels(made.study)
          == std::vector<std::string>{"Resp chest", "Resp abdomen", "RespAC chest",
                                      "RespAC abdomen", "Flow chest", "Flow abdomen", "Acc y chest",
                                      "Gyro z chest", "Quat w chest", "Acc y abdomen",
                                      "Gyro z abdomen", "Quat w abdomen", "Acc x sacrum"});
    for (const auto& signal : made.study.signals) {
        CHECK(signal.label.size() <= 16);
        CHECK(signal.rate_hz == 50);
        CHECK(signal.values.size() == made.study.signals[0].values.size());
    }
    CHECK(made.study.signals[0].unit == "mm");
    CHECK(made.study.signals[6].unit == "g");
    CHECK(made.study.signals[7].unit == "deg/s");
}

TEST_CASE("A unit that is none is left empty")
{
    const std::string said = GENERATE("as sent", "adc", "");
    const auto made =
        study(MadeSession{.samples = counted(kChest, 50, 3), .sensor = {"line", said}}.unheard());
    CHECK(made.study.signals[0].unit.empty());
}

TEST_CASE("Belts that fall on inspiration are turned over, and it is said, and others stay")
{
    const double sign = GENERATE(1., -1.);
    const MadeSession session{.samples = body_samples(Worn::belts, 90, 1, sign)};
    const auto made = study(written(session));
    REQUIRE(labels(made.study) == std::vector<std::string>{"Resp chest", "Resp abdomen"});
    std::size_t next[2] = {};
    for (const Sample& sample : session.samples) {
        const auto band = std::size_t(sample.channel.band);
        const auto& values = made.study.signals[band].values;
        while (next[band] < values.size() && !std::isfinite(values[next[band]]))
            ++next[band];
        REQUIRE(next[band] < values.size());
        REQUIRE(values[next[band]++] == sign * sample.value);
    }
    CHECK((all(made.remarks).find("turned over") != std::string::npos) == (sign < 0));
    CHECK_THAT(all(made.remarks), Contains("not calibrated"));
}

TEST_CASE("Motion sensors bring all their axes, and the breath that the engine made of them")
{
    const auto samples = body_samples(Worn::two_imus, 60);
    const auto made = study(written({.samples = samples, .sensor = {"imu", "g"}}));
    const auto& signals = made.study.signals;
    REQUIRE(signals.size() == 2 + 12);
    CHECK(signals[0].label == "Resp chest");
    CHECK(signals[1].label == "Resp abdomen");
    CHECK_THAT(signals[0].transducer, Contains("derived"));
    CHECK(signals[0].rate_hz == 100);
    CHECK(signals[0].unit == "deg");
    CHECK(signals[2].label == "Acc x chest");

    // The derived signal is what the engine shows, and never leaps when it learns what is up.
    std::size_t measured = 0;
    double largest_step = 0, lowest = 1e9, highest = -1e9;
    for (std::size_t i = 1; i < signals[1].values.size(); ++i) {
        const double value = signals[1].values[i];
        measured += std::isfinite(value);
        if (!std::isfinite(value) || !std::isfinite(signals[1].values[i - 1]))
            continue;
        largest_step = std::max(largest_step, std::fabs(value - signals[1].values[i - 1]));
        lowest = std::min(lowest, value);
        highest = std::max(highest, value);
    }
    CHECK(measured > 58 * 100);
    CHECK(largest_step < 0.2 * (highest - lowest));

    std::size_t raw = 0;
    for (std::size_t s = 2; s < signals.size(); ++s)
        raw += std::size_t(std::count_if(signals[s].values.begin(), signals[s].values.end(),
                                         [](double value) { return std::isfinite(value); }));
    CHECK(raw == samples.size());
}

TEST_CASE("A derived breath is the right way up from its start, whenever the engine found out")
{
    const double sign = GENERATE(1., -1.); // of the sensor: belts here, whose truth is known
    const auto samples = body_samples(Worn::belts, 60, 1, sign);
    const auto derived =
        app::derived_breath(MadeSession{.samples = samples}.unheard(), MadeSession::kStarted);
    double lowest = 1e9, highest = -1e9, worst = 0;
    for (const Sample& sample : samples) {
        const double at_s = to_seconds(sample.time);
        const auto slot = std::size_t(std::lround(100 * (at_s + 0.08))); // the low-pass is late
        if (sample.channel.band != Band::abdominal || at_s < 2 || at_s > 59.5)
            continue;
        REQUIRE(std::isfinite(derived[1].at(slot)));
        lowest = std::min(lowest, sample.value);
        highest = std::max(highest, sample.value);
        worst = std::max(worst, std::fabs(derived[1][slot] - sign * sample.value));
    }
    CHECK(worst < 0.2 * (highest - lowest));
}

TEST_CASE("What happened in a session is told in words, with its length")
{
    auto program = sessions::load_session(std::filesystem::path(CRURA_ROOT)
                                          / "tests/programs/rest-and-invite.toml");
    REQUIRE(program);
    const auto shared = std::make_shared<const sessions::Session>(*program);
    const MadeSession session{.samples = body_samples(Worn::belts, 100),
                              .commands = {{10, Command::mark},
                                           {20, Command::pause},
                                           {26, Command::resume},
                                           {40, Command::brake},
                                           {45, Command::resume}},
                              .notes = {{30, "shoulders let go"}},
                              .program = shared,
                              .minutes = 1};
    const auto recording = written(session);

    SECTION("with the program that was run")
    {
        const auto made = study(recording, {.program = &*program});
        const auto marks = told(made.study, "mark");
        REQUIRE(marks.size() == 1);
        CHECK(marks[0].onset_s == Approx(10).margin(0.02));
        const auto pauses = told(made.study, "pause");
        REQUIRE(pauses.size() == 1);
        CHECK(pauses[0].onset_s == Approx(20).margin(0.05));
        CHECK(pauses[0].duration_s == Approx(6).margin(0.05));
        const auto brakes = told(made.study, "brake");
        REQUIRE(brakes.size() == 1);
        CHECK(brakes[0].duration_s == Approx(5).margin(0.05));

        std::set<std::string> names;
        for (const auto& step : told(made.study, "step: "))
            names.insert(step.text);
        for (const auto& step : program->steps)
            CHECK(names.count("step: " + step.name) == 1);
        CHECK(told(made.study, "say: " + program->steps[0].prompts.at(0).say).size() == 1);
        CHECK_FALSE(told(made.study, "say: ").empty());
        for (std::size_t i = 1; i < made.study.annotations.size(); ++i)
            CHECK(made.study.annotations[i - 1].onset_s <= made.study.annotations[i].onset_s);
    }
    SECTION("without it, by numbers")
    {
        const auto made = study(recording);
        CHECK(told(made.study, "step: 1").size() >= 1);
        CHECK(told(made.study, "say: sentence 1 of step 1").size() == 1);
        CHECK(told(made.study, "brake").size() == 1);
    }
    SECTION("a therapist's notes only where they are asked for")
    {
        CHECK(told(study(recording).study, "note").empty());
        const auto notes =
            told(study(recording, {.for_therapist = true}).study, "note: shoulders let go");
        REQUIRE(notes.size() == 1);
        CHECK(notes[0].onset_s == Approx(30));
    }
    SECTION("a person only where one is named")
    {
        CHECK(study(recording).study.person.empty());
        CHECK(study(recording, {.person = "fern"}).study.person == "fern");
    }
}

TEST_CASE("Every event of the engine is an annotation, once, with its length")
{
    auto recording = MadeSession{.samples = counted(kChest, 50, 60)}.unheard();
    const auto at = [](double s) { return MadeSession::kStarted + from_seconds(s); };
    for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
        const double from_s = 2 * double(kind);
        Event event{EventKind(kind), at(from_s), at(from_s + 0.5), at(from_s + 0.7), 1.5, false};
        recording.said.push_back({at(from_s + 0.7), event});
        event.end = at(from_s + 1.5);
        event.over = true;
        recording.said.push_back({at(from_s + 2), event});
    }
    const auto made = study(recording);
    REQUIRE(made.study.annotations.size() == kEventKinds);
    for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
        const auto& annotation = made.study.annotations[kind];
        std::string name = name_of(EventKind(kind));
        std::replace(name.begin(), name.end(), '_', ' ');
        CHECK_THAT(annotation.text, Catch::StartsWith(name));
        CHECK(annotation.onset_s == Approx(2. * double(kind)).margin(1e-6));
        CHECK(annotation.duration_s == Approx(1.5));
    }
}

TEST_CASE("Every decision and every answer is told a therapist in words")
{
    auto recording = MadeSession{.samples = counted(kChest, 50, 60)}.unheard();
    for (std::size_t kind = 0; kind < kDecisionKinds; ++kind)
        recording.said.push_back(
            {Time{},
             Decision{DecisionKind(kind), Ground::asked,
                      MadeSession::kStarted + from_seconds(double(kind)), 1, 2}});
    for (std::size_t kind = 1; kind < kQuestions; ++kind)
        recording.said.push_back({Time{},
                                  Answer{Question(kind), CheckInTime::after, AnsweredBy::hand, 1,
                                         MadeSession::kStarted}});
    recording.said.push_back(
        {Time{},
         Answer{Question::ease, CheckInTime::after, AnsweredBy::nobody, 0, MadeSession::kStarted}});
    const auto made = study(recording, {.for_therapist = true});
    CHECK(told(made.study, "decision: ").size() == kDecisionKinds);
    CHECK(told(made.study, "answer: ").size() == kQuestions - 1);
    CHECK(told(made.study, "answer: Ease: a little. (after)").size() == 1);
}

TEST_CASE("What is missing in a recording is missing in the study, and said")
{
    SECTION("one sensor")
    {
        const auto made = study(MadeSession{.samples = counted(kBelly, 50, 10)}.unheard());
        CHECK(labels(made.study) == std::vector<std::string>{"Resp abdomen"});
        CHECK_THAT(all(made.remarks), Contains("One sensor"));
    }
    SECTION("a loss")
    {
        MadeSession session{.samples = counted(kChest, 50, 30)};
        std::erase_if(session.samples, [](const Sample& sample) {
            return to_seconds(sample.time) > 10 && to_seconds(sample.time) < 12;
        });
        session.loss = record::Loss{time_from_seconds(12), 200, 100};
        const auto made = study(written(session));
        const auto lost = told(made.study, "not recorded");
        REQUIRE(lost.size() == 1);
        CHECK(lost[0].onset_s == Approx(10));
        CHECK(lost[0].duration_s == Approx(2));
        CHECK_THAT(all(made.remarks), Contains("2.0 s with 100 samples were never recorded"));
        CHECK(std::isnan(made.study.signals[0].values[550]));
        CHECK(made.study.signals[0].values[650] == 650);
    }
    SECTION("a cut tail")
    {
        const TempFolder folder;
        const auto file = folder / "cut.crura";
        MadeSession{.samples = counted(kChest, 50, 30)}.write(file);
        std::filesystem::resize_file(file, std::filesystem::file_size(file) * 2 / 3);
        const auto recording = record::read_recording(file);
        REQUIRE(recording);
        const auto made = study(*recording);
        CHECK(made.study.signals[0].values.size() > 50 * 15);
        CHECK_THAT(all(made.remarks), Contains("unfinished end") && Contains("last second"));
    }
    SECTION("the header")
    {
        auto recording = MadeSession{.samples = counted(kChest, 50, 30)}.unheard();
        recording.header = {};
        const auto made = study(recording);
        CHECK(made.study.signals[0].values.size() == 1500);
        CHECK_THAT(all(made.remarks), Contains("not known"));
    }
}

TEST_CASE("One band with two sensors is still one band")
{
    const Channel piezo{Band::thoracic, Quantity::displacement_ac};
    const auto made =
        study(MadeSession{.samples = together(counted(kChest, 50, 10), counted(piezo, 50, 10))}
                  .unheard());
    CHECK_THAT(all(made.remarks), Contains("One sensor"));
}

TEST_CASE("The facts of a study name no file of this machine")
{
    auto recording = MadeSession{.samples = counted(kChest, 50, 10)}.unheard();
    recording.header.sources = {"play:/home/fern/night.crura", "line:/dev/ttyUSB0"};
    recording.header.settings = {{"imported_from", "fern.edf"}, {"session_s", "600"}};
    bool told_setting = false;
    for (const auto& [name, value] : study(recording).study.facts) {
        CHECK_THAT(name + value, !Contains("fern") && !Contains("/dev"));
        told_setting |= value == "600";
        if (name == "sources")
            CHECK(value == "play, line");
    }
    CHECK(told_setting);
}

TEST_CASE("A value that is no number is no measurement, and keeps its slot")
{
    MadeSession session{.samples = counted(kChest, 50, 10)};
    session.samples[100].value = std::numeric_limits<double>::quiet_NaN();
    session.samples[101].value = std::numeric_limits<double>::infinity();
    const auto made = study(session.unheard());
    const auto& values = made.study.signals[0].values;
    CHECK(std::isnan(values[100]));
    CHECK(std::isnan(values[101]));
    CHECK(values[102] == 102);
}

TEST_CASE("A sample that came twice is told")
{
    MadeSession session{.samples = counted(kChest, 50, 10)};
    session.samples.insert(session.samples.begin() + 200, session.samples[200]);
    const auto made = study(session.unheard());
    CHECK(made.study.signals[0].values[300] == 300);
    CHECK_THAT(all(made.remarks), Contains("In Resp chest samples came twice (1)"));
}

TEST_CASE("Samples from before the recording began move its start, not their place")
{
    MadeSession session{.samples = counted(kChest, 50, 10)};
    auto recording = session.unheard();
    recording.header.started += std::chrono::milliseconds(103); // began later than the first sample
    recording.header.started_at += std::chrono::milliseconds(103);
    const auto made = study(recording);
    CHECK(made.study.started_at == MadeSession::kStartedAt + std::chrono::milliseconds(3));
    CHECK(made.study.signals[0].values[0] == 0);
}

TEST_CASE("What cannot be a study is refused in a sentence")
{
    CHECK_THAT(refusal(MadeSession{.samples = {}, .seconds = 5}.unheard()), Contains("no samples"));
    CHECK_THAT(refusal(MadeSession{.samples = counted(kChest, 0.01, 5)}.unheard()),
               Contains("not one sensor"));
    auto days = MadeSession{.samples = counted(kChest, 50, 5)}.unheard();
    days.ticks.back().samples.back().time += std::chrono::hours(50);
    CHECK_THAT(refusal(days), Contains("50 hours"));
}

TEST_CASE("What guide and guard decided, and what a therapist noted, only a therapist's copy says")
{
    record::Recording recording;
    recording.said.push_back({Time(5s), Decision{DecisionKind::brake, Ground::asked, Time(5s)}});
    recording.notes.push_back({Time(6s), "softer now"});
    CHECK(app::annotations_of(recording, Time(0s), {}).empty());
    const auto all = app::annotations_of(recording, Time(0s), {.for_therapist = true});
    REQUIRE(all.size() == 2);
    CHECK(all[0].text.starts_with("decision: "));
    CHECK(all[1].text == "note: softer now");
}
