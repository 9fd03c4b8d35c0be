#include "app/export.hpp"

#include "app/analyze.hpp"
#include "app/even_grid.hpp"
#include "support/made_session.hpp"
#include "support/python.hpp"
#include "support/some_study.hpp"
#include "support/temp_folder.hpp"
#include "json/json.hpp"

#include <sys/stat.h>

using namespace crura;
using namespace crura::test;
using Catch::Matchers::Contains;
using json::Json;
namespace fs = std::filesystem;

namespace {

constexpr Channel kChest{Band::thoracic, Quantity::displacement};
constexpr Channel kBelly{Band::abdominal, Quantity::displacement};

app::ExportOptions options(const fs::path& file, const std::string& to, const fs::path& out = {})
{
    app::ExportOptions options;
    options.from.file = file;
    options.to = to;
    options.out = out;
    return options;
}

std::string said(const app::ExportOptions& options)
{
    const auto answer = app::export_recording(options);
    if (!answer)
        FAIL(answer.error().message);
    return *answer;
}

std::string refused(const app::ExportOptions& options)
{
    const auto answer = app::export_recording(options);
    return answer ? "not refused: " + *answer : answer.error().message;
}

Json json_of(const std::vector<std::string>& arguments)
{
    const auto ran = run_python(arguments);
    INFO(ran.output.substr(0, 2000));
    REQUIRE(ran.status == 0);
    const auto json = json::parse_json(ran.output);
    REQUIRE(json);
    return *json;
}

// What a value may be off in an EDF file: half a count of 16 bits over the range of its signal.
double half_a_count(const std::vector<double>& values)
{
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    // The range is written in eight characters, hence a little wider.
    return 0.5 * 1.01 * (*most - *least) / 65535 + 1e-9;
}

// The number that the file says of a reader's signal of this name.
const Json& signal_of(const Json& read, const std::string& name)
{
    for (const auto& signal : *read.find<Json::Array>("signals"))
        if (*signal.find<std::string>("name") == name)
            return signal;
    FAIL("no signal " << name);
    return read;
}

} // namespace

TEST_CASE("A recording exported as EDF is read by MNE within half a count, with its words")
{
    if (!has_python("mne")) {
        WARN("skipped: python3-mne is not here");
        return;
    }
    const TempFolder folder;
    MadeSession session{.samples = body_samples(Worn::belts, 65),
                        .commands = {{10, Command::mark}}};
    session.write(folder / "session.crura");
    const auto answer = said(options(folder / "session.crura", "edf"));
    CHECK_THAT(answer, Contains((folder / "session.edf").string()) && Contains("not calibrated"));
    CHECK(is_private(folder / "session.edf"));

    const auto read =
        json_of({CRURA_ROOT "/tests/support/mne_edf.py", (folder / "session.edf").string()});
    CHECK(*read.find<double>("rate_hz") == 50);
    for (std::size_t band = 0; band < kBands; ++band) {
        const auto& signal = signal_of(read, band == 0 ? "Resp chest" : "Resp abdomen");
        CHECK(*signal.find<std::string>("unit") == "mm");
        const auto& values = *signal.find<Json::Array>("values");
        std::vector<double> truth;
        for (const Sample& sample : session.samples)
            if (std::size_t(sample.channel.band) == band)
                truth.push_back(sample.value);
        const auto first = to_seconds(session.samples[0].time) * 50;
        const auto slot = std::size_t(std::lround(first));
        REQUIRE(values.size() >= slot + truth.size());
        for (std::size_t i = 0; i < truth.size(); ++i)
            REQUIRE(std::get<double>(values[slot + i].value)
                    == Approx(truth[i]).margin(half_a_count(truth)));
    }
    std::size_t marks = 0;
    for (const auto& note : *read.find<Json::Array>("notes"))
        if (*note.find<std::string>("text") == "mark") {
            ++marks;
            CHECK(*note.find<double>("onset") == Approx(10).margin(0.02));
        }
    CHECK(marks == 1);
}

TEST_CASE("A recording exported as BIDS is read by another reader to the last bit")
{
    const TempFolder folder;
    MadeSession session{.samples = body_samples(Worn::belts, 65), .notes = {{30, "softer now"}}};
    std::erase_if(session.samples, [](const Sample& sample) {
        return to_seconds(sample.time) > 20 && to_seconds(sample.time) < 25;
    });
    session.write(folder / "session.crura");
    const bool for_therapist = GENERATE(false, true);
    auto wanted = options(folder / "session.crura", "bids", folder / "out");
    wanted.for_therapist = for_therapist;
    wanted.person = "fern";
    said(wanted);
    const auto read =
        json_of({CRURA_ROOT "/tests/support/read_bids.py", (folder / "out").string()});
    CHECK(*read.find<std::string>("sub") == "fern");
    const Json recordings(*read.find<Json::Object>("recordings"));
    const Json respiration(*recordings.find<Json::Object>("respiration"));
    CHECK(*respiration.find<double>("rate_hz") == 50);
    const auto& columns = *respiration.find<Json::Array>("columns");
    REQUIRE(columns.size() == 2);
    std::size_t next[2] = {};
    for (const Sample& sample : session.samples) {
        const auto band = std::size_t(sample.channel.band);
        const auto& values = *columns[band].find<Json::Array>("values");
        while (next[band] < values.size()
               && std::holds_alternative<std::nullptr_t>(values[next[band]].value))
            ++next[band];
        REQUIRE(std::get<double>(values.at(next[band]).value) == sample.value);
        const double slot_s = double(next[band]++) / 50;
        REQUIRE(std::fabs(slot_s - to_seconds(sample.time)) <= 0.01 + 1e-6); // half a slot
    }
    std::size_t written_notes = 0, gaps = 0;
    for (const auto& event : *read.find<Json::Array>("events")) {
        written_notes += *event.find<std::string>("type") == "note";
        gaps += *event.find<std::string>("type") == "gap";
    }
    CHECK(written_notes == (for_therapist ? 1 : 0));
    CHECK(gaps == 1);
}

TEST_CASE("A recording exported as CSV can be analyzed like the recording itself")
{
    const TempFolder folder;
    MadeSession{.samples = body_samples(Worn::belts, 90)}.write(folder / "session.crura");
    said(options(folder / "session.crura", "csv", folder / "out"));
    app::AnalyzeOptions again;
    again.file = folder / "out" / "respiration.csv";
    again.out = folder / "again";
    again.time_column = "time_s";
    again.thoracic = "Resp chest";
    again.abdominal = "Resp abdomen";
    const auto of_csv = app::analyze(again);
    REQUIRE(of_csv);
    app::AnalyzeOptions first;
    first.file = folder / "session.crura";
    first.out = folder / "first";
    const auto of_recording = app::analyze(first);
    REQUIRE(of_recording);
    const auto breaths = [](const std::string& answer) {
        return answer.substr(0, answer.find(';'));
    };
    CHECK(breaths(*of_csv) == breaths(*of_recording));
    CHECK_THAT(breaths(*of_csv), Contains(" breaths"));
}

TEST_CASE("Two motion sensors with clocks of their own come into every format")
{
    // Every sample of the belly's sensor stamped by a clock that is 0.1 % slower.
    const TempFolder folder;
    auto samples = body_samples(Worn::two_imus, 70);
    for (Sample& sample : samples)
        if (sample.channel.band == Band::abdominal)
            sample.time = time_from_seconds(to_seconds(sample.time) * 1.001);
    std::stable_sort(samples.begin(), samples.end(),
                     [](const Sample& a, const Sample& b) { return a.time < b.time; });
    MadeSession{.samples = samples, .sensor = {"imu", "g"}}.write(folder / "session.crura");
    CHECK_THAT(said(options(folder / "session.crura", "bids")), Contains("14 signals"));
    CHECK(fs::exists(folder / "session-bids" / "sub-01" / "beh"
                     / "sub-01_task-breathing_recording-motion_physio.tsv.gz"));
    said(options(folder / "session.crura", "wav"));
    CHECK(fs::exists(folder / "session-wav" / "respiration.wav"));
    said(options(folder / "session.crura", "csv"));
    CHECK(fs::exists(folder / "session-csv" / "motion.csv"));
    said(options(folder / "session.crura", "edf"));
    CHECK(fs::exists(folder / "session.edf"));
}

TEST_CASE("Where EDF cannot hold the clocks of two sensors they get one, and it is said")
{
    const TempFolder folder;
    const auto chest = counted(kChest, 49.9971, 1200), belly = counted(kBelly, 50.0013, 1200);
    MadeSession{.samples = together(chest, belly), .heard = false}.write(folder / "session.crura");
    CHECK_THAT(said(options(folder / "session.crura", "edf")),
               Contains("clocks differ (49.997") && Contains("(50.0013 Hz)"));
    CHECK_THAT(said(options(folder / "session.crura", "bids")), !Contains("clocks differ"));
    CHECK(fs::exists(folder / "session-bids" / "sub-01" / "beh"
                     / "sub-01_task-breathing_recording-respiration2_physio.json"));
}

TEST_CASE("One sensor, a loss, a cut tail: the answer says what a person should know")
{
    const TempFolder folder;
    MadeSession session{.samples = counted(kBelly, 49.97, 40)};
    session.loss = record::Loss{time_from_seconds(12), 200, 100};
    session.closed = false;
    session.write(folder / "session.crura");
    std::ofstream(folder / "session.crura", std::ios::app) << "CRU\x9A half";
    const auto answer = said(options(folder / "session.crura", "wav"));
    CHECK_THAT(answer, Contains("One sensor") && Contains("2.0 s with 100 samples"));
    CHECK_THAT(answer, Contains("unfinished end") && Contains("49.97 Hz"));
    CHECK_THAT(answer, Contains("last second") && !Contains("share of"));
}

TEST_CASE("An export overwrites nothing, and what cannot be exported is told in one sentence")
{
    const TempFolder folder;
    const auto file = folder / "session.crura";
    MadeSession{.samples = counted(kChest, 50, 20)}.write(file);
    const std::string to = GENERATE("edf", "bids", "csv", "wav");
    const auto out = folder / "mine";
    std::ofstream(out) << "mine";
    CHECK_THAT(refused(options(file, to, out)), Contains("exists already") && Contains("--out"));
    CHECK(bytes_in(out) == "mine");

    CHECK_THAT(refused(options(file, to, folder / "none" / "out")), Contains("none"));
    CHECK_THAT(refused(options(folder / "no.crura", to)), Contains("no.crura"));
    CHECK_THAT(refused(options(file, "xls")), Contains("edf, bids, csv and wav"));
    MadeSession{.samples = {}, .seconds = 3}.write(folder / "empty.crura");
    CHECK_THAT(refused(options(folder / "empty.crura", to)),
               Contains("empty.crura") && Contains("no samples"));
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 3); // nothing half made
}

TEST_CASE("A file of another tool becomes any other")
{
    const TempFolder folder;
    const auto file = folder / "belts.csv";
    {
        std::ofstream out(file);
        out << "t,chest,belly\n";
        const auto samples = body_samples(Worn::belts, 60);
        for (std::size_t i = 0; i + 1 < samples.size(); i += 2)
            out << to_seconds(samples[i].time) << ',' << samples[i].value << ','
                << samples[i + 1].value << '\n';
    }
    const std::string to = GENERATE("edf", "bids", "csv", "wav");
    auto wanted = options(file, to, folder / "out");
    wanted.from.time_column = "t";
    wanted.from.thoracic = "chest";
    wanted.from.abdominal = "belly";
    CHECK_THAT(said(wanted), Contains("2 signals (50 Hz)"));
    if (to != "edf")
        return;
    // And on from there.
    fs::rename(folder / "out", folder / "out.edf");
    CHECK_THAT(said(options(folder / "out.edf", "csv", folder / "csv")),
               Contains("\"Resp chest\" was taken for the chest") && Contains("2 signals (50 Hz)"));
}
