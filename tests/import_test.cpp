#include "app/import.hpp"

#include "app/analyze.hpp"
#include "app/study.hpp"
#include "engine/engine.hpp"
#include "exchange/edf_study.hpp"
#include "support/edf_text.hpp"
#include "support/made_session.hpp"
#include "support/shared_data.hpp"
#include "support/some_study.hpp"
#include "support/temp_folder.hpp"

#include <sys/stat.h>

using namespace crura;
using namespace crura::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

std::string said(const app::ImportOptions& options)
{
    const auto answer = app::import_recording(options);
    if (!answer)
        FAIL(answer.error().message);
    return *answer;
}

std::string refused(const app::ImportOptions& options)
{
    const auto answer = app::import_recording(options);
    return answer ? "not refused: " + *answer : answer.error().message;
}

record::Recording read(const fs::path& file)
{
    auto recording = record::read_recording(file);
    if (!recording)
        FAIL(recording.error().message);
    CHECK(recording->closed);
    CHECK(recording->whole());
    return std::move(*recording);
}

app::ImportOptions belts(const fs::path& file)
{
    app::ImportOptions options;
    options.from.file = file;
    options.from.time_column = "t";
    options.from.thoracic = "chest";
    options.from.abdominal = "belly";
    return options;
}

void write_belts(const fs::path& file, double first_s = 0)
{
    std::ofstream out(file);
    out.precision(17);
    out << "t,chest,belly\n";
    const auto samples = body_samples(Worn::belts, 60);
    for (std::size_t i = 0; i + 1 < samples.size(); i += 2)
        out << first_s + to_seconds(samples[i].time) << ',' << samples[i].value << ','
            << samples[i + 1].value << '\n';
}

// A glance of every tick at which there is one, as today's engine would say it.
void check_replays(const record::Recording& recording)
{
    engine::Engine engine;
    std::size_t next = 0, glances = 0;
    for (const auto& tick : recording.ticks) {
        const auto& snapshot =
            engine.tick(tick.time, tick.samples, {tick.commands.begin(), tick.commands.size()});
        REQUIRE(snapshot.tick == tick.number);
        for (; next < recording.said.size() && recording.said[next].time <= tick.time; ++next)
            if (const auto* glance = std::get_if<record::Glance>(&recording.said[next].what)) {
                ++glances;
                REQUIRE(glance->displacement == snapshot.breath.displacement);
                REQUIRE(glance->bands[0].polarity == snapshot.breath.band[0].polarity);
                REQUIRE(glance->breath_rate_bpm.value == snapshot.breath.breath_rate_bpm.value);
            }
    }
    CHECK(next == recording.said.size());
    CHECK(glances > recording.ticks.size() / 12);
}

} // namespace

TEST_CASE("An imported file is a recording like a live one: it replays to what it says")
{
    const TempFolder folder;
    write_belts(folder / "belts.csv");
    const auto answer = said(belts(folder / "belts.csv"));
    CHECK_THAT(answer, Contains("belts.crura") && Contains("the file's last change"));
    CHECK(is_private(folder / "belts.crura"));
    const auto recording = read(folder / "belts.crura");
    check_replays(recording);
    CHECK(recording.header.crura_version == "0.1.0");
    CHECK(recording.header.program_id.empty()); // no session was run
    CHECK(recording.header.bands[0].kind == "strain");
    CHECK(recording.header.settings.at(0).value == "belts.csv");
    const auto given = body_samples(Worn::belts, 60);
    const auto kept = record::samples_of(recording);
    REQUIRE(kept.size() == given.size() / 2 * 2);
    for (std::size_t i = 0; i < kept.size(); ++i)
        REQUIRE(kept[i].value == given[i].value);
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 2); // no half file
}

TEST_CASE("An import says when it began: by the file, by its clock, or by its last change")
{
    const TempFolder folder;
    SECTION("seconds since 1970")
    {
        write_belts(folder / "belts.csv", 1'795'284'331.25);
        CHECK_THAT(said(belts(folder / "belts.csv")), Contains("its time column"));
        const auto header = read(folder / "belts.crura").header;
        const auto first = body_samples(Worn::belts, 1)[0].time.time_since_epoch();
        const auto off = header.started_at - (MadeSession::kStartedAt + first);
        CHECK(std::chrono::abs(off) < std::chrono::microseconds(1));
    }
    SECTION("an EDF file of our own, to the fraction of a second, with its unit")
    {
        REQUIRE(exchange::write_edf(folder / "study.edf", some_study()));
        app::ImportOptions options;
        options.from.file = folder / "study.edf";
        CHECK_THAT(said(options), Contains("from the file"));
        const auto header = read(folder / "study.crura").header;
        CHECK(header.started_at == MadeSession::kStartedAt);
        CHECK(header.bands[0].unit == "mm");
        CHECK(header.bands[1].unit.empty());
    }
    SECTION("an OpenSignals file")
    {
        std::ofstream(folder / "belt.txt")
            << "# OpenSignals Text File Format. Version 1\n"
               "# {\"00:07\": {\"sensor\": [\"RESPIRATION\"], \"column\": [\"nSeq\", \"CH1\"], "
               "\"label\": [\"CH1\"], \"special\": [{}], \"sampling rate\": 10, "
               "\"date\": \"2024-3-9\", \"time\": \"15:46:17.985\"}}\n# EndOfHeader\n";
        {
            std::ofstream rows(folder / "belt.txt", std::ios::app);
            for (int i = 0; i < 100; ++i)
                rows << i << '\t' << 500 + i << "\t\n";
        }
        app::ImportOptions options;
        options.from.file = folder / "belt.txt";
        said(options);
        std::tm local{};
        local.tm_year = 124;
        local.tm_mon = 2;
        local.tm_mday = 9;
        local.tm_hour = 15;
        local.tm_min = 46;
        local.tm_sec = 17;
        local.tm_isdst = -1;
        const auto began = std::chrono::system_clock::from_time_t(std::mktime(&local))
            + std::chrono::milliseconds(985);
        CHECK(read(folder / "belt.crura").header.started_at == began);
    }
    SECTION("an EDF file that does not say")
    {
        EdfText edf;
        edf.signals[0].samples = "10";
        edf.records = "5";
        for (int i = 0; i < 5; ++i)
            edf.data.push_back(std::string(20, char(i)));
        std::ofstream(folder / "old.edf", std::ios::binary) << edf.bytes();
        app::ImportOptions options;
        options.from.file = folder / "old.edf";
        CHECK_THAT(said(options), Contains("last change"));
    }
}

TEST_CASE("An import overwrites nothing and refuses in a sentence")
{
    const TempFolder folder;
    write_belts(folder / "belts.csv");
    auto options = belts(folder / "belts.csv");
    options.out = folder / "mine.crura";
    std::ofstream(folder / "mine.crura") << "mine";
    CHECK_THAT(refused(options), Contains("exists already"));
    CHECK(bytes_in(folder / "mine.crura") == "mine");

    options.out = folder / "none" / "x.crura";
    CHECK_THAT(refused(options), Contains("none"));
    options = belts(folder / "belts.csv");
    options.from.thoracic = "breast";
    CHECK_THAT(refused(options), Contains("breast"));
    MadeSession{.samples = body_samples(Worn::belts, 3)}.write(folder / "own.crura");
    options.from.file = folder / "own.crura";
    CHECK_THAT(refused(options), Contains("already"));
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 3);
}

TEST_CASE("A half import of a program that was killed is no obstacle")
{
    const TempFolder folder;
    write_belts(folder / "belts.csv");
    std::ofstream(folder / "belts.crura.part") << "half";
    said(belts(folder / "belts.csv"));
    read(folder / "belts.crura");
    CHECK_FALSE(fs::exists(folder / "belts.crura.part"));
}

TEST_CASE("Real recordings of every kind are imported, and every sample is in the study")
{
    const auto data = shared_data();
    if (!data) {
        WARN("skipped: no real recordings; CRURA_DATA names their folder");
        return;
    }
    struct Real {
        std::string file;
        double rate_hz;
        std::string time, thoracic, abdominal, sensor;
        std::vector<std::string> quat;
        std::size_t signals;
    };
    const auto real = GENERATE(values<Real>({
        {"neurokit_rsp/bio_eventrelated_100hz.csv", 100, "", "RSP", "", "strain", {}, 1},
        {"physio_examples/resp2_airflow_100hz.csv", 100, "", "airflow", "", "flow", {}, 1},
        {"plux_resp/plux_pzt_100hz.csv", 100, "", "pzt_counts16", "", "piezo", {}, 1},
        {"mccribs_infant_dualrip/test01.csv", 0, "t_s", "rc_au", "ab_au", "rip", {}, 2},
        {"respy_belts/Listener_HpSp.csv", 0, "Time_s", "Speakers", "", "strain", {}, 1},
        {"physiokit_arduino_belt/P11_baseline.csv", 275, "", "Resp", "", "strain", {}, 1},
        {"muse_sternum_imu/4_Chest_sweater.tsv",
         200,
         "",
         "",
         "",
         "strain",
         {"qw", "qi", "qj", "qk"},
         5},
    }));
    INFO(real.file);
    const TempFolder folder;
    app::ImportOptions options;
    options.from.file = *data / real.file;
    options.from.rate_hz = real.rate_hz;
    options.from.time_column = real.time;
    options.from.thoracic = real.thoracic;
    options.from.abdominal = real.abdominal;
    options.from.sensor = real.sensor;
    options.from.quat[0] = real.quat;
    options.out = folder / "real.crura";
    said(options);
    const auto recording = read(folder / "real.crura");
    const auto made = app::study_of(recording);
    REQUIRE(made);
    CHECK(made->study.signals.size() == real.signals);

    auto raw = record::samples_of(recording);
    std::size_t kept = 0;
    for (const auto& signal : made->study.signals) {
        if (signal.transducer.starts_with("derived"))
            continue;
        const auto measured = std::count_if(signal.values.begin(), signal.values.end(),
                                            [](double value) { return std::isfinite(value); });
        kept += std::size_t(measured);
        INFO(signal.label << ' ' << signal.rate_hz);
        CHECK(double(signal.values.size()) < 1.05 * double(measured) + 10);
    }
    CHECK(kept == raw.size());
    for (const auto& remark : made->remarks)
        CHECK_THAT(remark, !Contains("came twice"));
}
