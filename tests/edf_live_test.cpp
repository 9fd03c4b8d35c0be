#include "exchange/edf_live.hpp"
#include "support/edf_python.hpp"
#include "support/edf_reader.hpp"
#include "support/small_disk.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <numbers>

using namespace crura;
using namespace crura::exchange;
using namespace std::chrono_literals;
using test::TempFolder;

namespace {

constexpr auto kBegan = Time(1000h); // host time means nothing

constexpr Channel kChest{Band::thoracic, Quantity::displacement};
constexpr Channel kBelly{Band::abdominal, Quantity::displacement};

// A live file and the ticks it is given, one every 10 ms.
class Live {
public:
    explicit Live(EdfSession session,
                  std::filesystem::path where = std::filesystem::temp_directory_path())
        : folder_(where), live_(created(), std::move(session))
    {
    }

    std::function<void(EdfTick&, std::vector<Sample>&, std::vector<EdfNews>&)> each;

    void run(Duration time)
    {
        for (const auto end = now_ + time; now_ < end; now_ += 10ms) {
            EdfTick tick{now_, {}, {}};
            std::vector<Sample> samples;
            std::vector<EdfNews> news;
            each(tick, samples, news);
            live_.take(tick, samples, news);
            REQUIRE(live_.write_due());
        }
    }

    test::EdfRead finished()
    {
        REQUIRE(live_.finish());
        return so_far();
    }
    test::EdfRead so_far() const
    {
        auto read = test::read_with_edflib(path());
        REQUIRE(read.problem == "");
        CHECK(read.plus);
        return read;
    }

    double seconds() const { return to_seconds(now_ - kBegan); }
    std::filesystem::path path() const { return folder_ / "live.edf"; }
    EdfLive& file() { return live_; }

private:
    WritableFile created() const
    {
        auto file = WritableFile::create(path());
        REQUIRE(file);
        return std::move(*file);
    }

    TempFolder folder_;
    Time now_ = kBegan;
    EdfLive live_;
};

EdfSession belts(std::string unit = "adc")
{
    EdfSession session;
    session.started_at = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h;
    session.started = kBegan - 2500ms;
    session.bands = {EdfSession::Sensor{"strain", unit}, EdfSession::Sensor{"strain", unit}};
    session.equipment = "Crura 0.1.0";
    session.steps = {"Arrive", "Soften"};
    return session;
}

double belt_value(double seconds)
{
    return std::round(30000 + 5000 * std::sin(2 * std::numbers::pi * seconds / 10));
}

void wear_belts(EdfTick& tick, std::vector<Sample>& samples)
{
    const double value = belt_value(to_seconds(tick.time - kBegan));
    samples.push_back({tick.time, value, kChest});
    samples.push_back({tick.time, 65535 - value, kBelly});
}

} // namespace

TEST_CASE("A live EDF file holds the raw values of two belts exactly, and each at its time")
{
    Live live(belts());
    live.each = [](auto& tick, auto& samples, auto&) { wear_belts(tick, samples); };
    live.run(60s);
    const auto read = live.finished();
    CHECK(read.start.substr(17) == "02.500000");
    CHECK(read.record_s == 0.5);
    CHECK(read.length_s == 60);
    REQUIRE(read.signals.size() == 4);
    const auto chest = read["Resp chest"], belly = read["Resp abdomen"];
    CHECK(chest.unit == "adc");
    CHECK(chest.transducer == "strain");
    CHECK(chest.rate_hz == 100);
    REQUIRE(chest.values.size() == 6000);
    for (std::size_t i = 0; i < 6000; ++i) {
        REQUIRE(chest.values[i] == belt_value(0.01 * double(i)));
        REQUIRE(belly.values[i] == 65535 - chest.values[i]);
    }
    CHECK(read["Quality chest"].values == std::vector<double>(6000, 1));
    CHECK(read.annotations.size() == 1);
    CHECK(read.called("Recording ends").at(0).onset_s == Approx(59.99));
}

TEST_CASE("Whatever is older than 0.75 s is in a live EDF file, without its end")
{
    Live live(belts());
    live.each = [](auto& tick, auto& samples, auto&) { wear_belts(tick, samples); };
    live.run(750ms);
    for (int i = 0; i < 200; ++i) {
        live.run(10ms);
        CHECK(live.so_far().length_s > live.seconds() - 0.75);
    }
}

TEST_CASE("A live EDF file keeps every sample of sensors that jitter, drift, are slow or late")
{
    struct Case {
        const char* what;
        double interval_s, jitter_s, late_s, at_most_off_s;
    };
    const auto [what, interval_s, jitter_s, late_s, at_most_off_s] = GENERATE(
        Case{"jitter", 0.01, 0.004, 0, 0.02}, Case{"half a slot off", 0.01, 0.0002, 0, 0.02},
        Case{"drift", 0.0100005, 0, 0, 0.02}, Case{"25 Hz", 0.04, 0.003, 0, 0.02},
        Case{"10 Hz", 0.1, 0.005, 0, 0.02}, Case{"late", 0.02, 0, 0.18, 0.02});
    CAPTURE(what);
    const double from_s = std::string(what) == "half a slot off" ? 0.005 : 0;
    Live live(belts());
    int sent = 0;
    const auto stamp = [&](int n) {
        const double wobble = std::sin(97. * n * n) * jitter_s;
        return from_s + n * interval_s + (n == 0 ? 0 : wobble);
    };
    live.each = [&](auto& tick, auto& samples, auto&) {
        if (tick.time == kBegan)
            samples.push_back({kBegan, 60000, kBelly});
        for (; kBegan + from_seconds(stamp(sent) + late_s) <= tick.time; ++sent)
            samples.push_back({kBegan + from_seconds(stamp(sent)), 1000. + sent, kChest});
    };
    live.run(100s);
    const auto read = live.finished();
    const auto chest = read["Resp chest"];
    int expected = 0;
    for (std::size_t i = 0; i < chest.values.size() && expected < sent; ++i) {
        if (chest.values[i] != 1000. + expected)
            continue;
        REQUIRE(std::fabs(0.01 * double(i) - stamp(expected)) < at_most_off_s);
        ++expected;
    }
    CHECK(expected == sent);
    CHECK(read.called("No signal (chest)").empty());
}

TEST_CASE("A live EDF file says when a belt was silent, while it is and once it is back")
{
    Live live(belts());
    live.each = [&](auto& tick, auto& samples, auto&) {
        const double seconds = to_seconds(tick.time - kBegan);
        const bool gap = (seconds > 3.105 && seconds < 6.205) || seconds > 9.105;
        if (!gap)
            samples.push_back({tick.time, belt_value(seconds), kChest});
        if (seconds > 1.005 && !(seconds > 5.005 && seconds < 5.255)) // 0.25 s is no gap
            samples.push_back({tick.time, belt_value(seconds), kBelly});
    };
    live.run(5s);
    CHECK(live.so_far().called("No signal (chest) begins").at(0).onset_s == Approx(3.11));
    CHECK(live.so_far().called("No signal (chest)").empty());
    live.run(5s);
    const auto read = live.finished();
    CHECK(read.called("No signal (chest) begins").size() == 2);
    REQUIRE(read.called("No signal (chest)").size() == 1);
    CHECK(read.called("No signal (chest)")[0].onset_s == Approx(3.11));
    CHECK(read.called("No signal (chest)")[0].duration_s == Approx(3.1));
    REQUIRE(read.called("No signal (abdomen)").size() == 1);
    CHECK(read.called("No signal (abdomen)")[0].duration_s == Approx(1.01));
    const auto chest = read["Resp chest"], quality = read["Quality chest"];
    CHECK(chest.values[400] == belt_value(3.1));
    CHECK(quality.values[310] == 1);
    CHECK(quality.values[311] == 0);
    CHECK(quality.values[620] == 0);
    CHECK(quality.values[621] == 1);
    CHECK(read["Quality abdomen"].values[99] == 0);
    CHECK(read["Resp abdomen"].values[60] == belt_value(1.01));
    CHECK(read.annotations.back().text == "Recording ends");
}

TEST_CASE("A belt that falls on inspiration is turned over, from its first sample on")
{
    Live live(belts());
    live.each = [&](auto& tick, auto& samples, auto&) {
        wear_belts(tick, samples);
        const double seconds = to_seconds(tick.time - kBegan);
        tick.bands[1] = {0, seconds < 40, std::int8_t(seconds < 20 ? 0 : seconds < 35 ? -1 : 1)};
    };
    live.run(25s);
    auto read = live.so_far();
    CHECK(read["Resp abdomen"].physical_max < read["Resp abdomen"].physical_min);
    for (std::size_t i = 0; i < 2400; ++i) {
        REQUIRE(read["Resp chest"].values[i] == belt_value(0.01 * double(i)));
        REQUIRE(read["Resp abdomen"].values[i] == belt_value(0.01 * double(i)) - 65535);
    }
    CHECK(read.called("Resp abdomen turned over: inspiration is up").size() == 1);
    if (const auto mne = test::read_with_mne(live.path())) {
        CHECK(mne->signals.at(0).first == 30000);
        CHECK(mne->signals.at(1).first == 30000 - 65535);
    }

    live.run(25s);
    read = live.finished();
    CHECK(read["Resp abdomen"].values.at(4000) == 65535 - belt_value(40));
    CHECK(read.called("Resp abdomen turned over: inspiration is up").size() == 2);
}

TEST_CASE("A sensor that shows itself later finds its place in a live EDF file")
{
    Live live(belts());
    live.each = [&](auto& tick, auto& samples, auto&) {
        const double seconds = to_seconds(tick.time - kBegan);
        wear_belts(tick, samples);
        if (seconds > 7)
            samples.push_back({tick.time, 0.25, {Band::sacral, Quantity::acceleration_y}});
        if (seconds > 8)
            samples.push_back({tick.time, -0.5, {Band::thoracic, Quantity::quaternion_w}});
    };
    live.run(10s);
    const auto read = live.finished();
    REQUIRE(read.signals.size() == 6);
    CHECK(read["Acc y sacrum"].unit == "g");
    CHECK(read["Acc y sacrum"].values.at(900) == Approx(0.25).margin(3e-4));
    CHECK(read["Quat w chest"].values.at(900) == Approx(-0.5).margin(3e-5));
    for (std::size_t i = 0; i < 1000; ++i)
        REQUIRE(read["Resp chest"].values[i] == belt_value(0.01 * double(i)));
    CHECK(read["Quality chest"].values == std::vector<double>(1000, 1));
    CHECK(read.annotations.size() == 1);
}

TEST_CASE("A live EDF file of motion sensors holds their axes, and the tilt that breath makes")
{
    auto session = belts();
    session.bands = {EdfSession::Sensor{"imu", "g"}, EdfSession::Sensor{"imu", "g"}};
    Live live(session);
    live.each = [&](auto& tick, auto& samples, auto&) {
        const double seconds = to_seconds(tick.time - kBegan);
        for (std::size_t site = 0; site < kSites; ++site)
            for (std::size_t q = 0; q < 10; ++q)
                samples.push_back({tick.time,
                                   0.1 * double(q) + seconds / 1000,
                                   {Band(site), Quantity::acceleration_x + q}});
        const double tilt = 2 * std::sin(seconds);
        const auto polarity = std::int8_t(seconds < 5 ? 0 : -1);
        tick.bands[0] = {seconds < 5 ? -tilt : tilt, seconds > 1, polarity};
    };
    live.run(10s);
    const auto read = live.finished();
    CHECK(read.signals.size() == 30);
    const auto chest = read["Resp chest"];
    CHECK(chest.unit == "deg");
    CHECK(chest.transducer == "imu, tilt along the breath, derived");
    CHECK(chest.filter == "smoothed by the engine");
    CHECK(chest.values.at(300) == Approx(2 * std::sin(3.)).margin(1e-3));
    CHECK(chest.values.at(800) == Approx(2 * std::sin(8.)).margin(1e-3));
    CHECK(read["Quality chest"].values.at(50) == 0);
    CHECK(read["Quality chest"].values.at(500) == 1);
    CHECK(read["Quality abdomen"].values == std::vector<double>(1000, 0));
    CHECK(read["Acc x chest"].unit == "g");
    CHECK(read["Acc z abdomen"].values.at(500) == Approx(0.205).margin(5e-4));
    CHECK(read["Gyro x sacrum"].unit == "deg/s");
    CHECK(read["Gyro x sacrum"].values.at(500) == Approx(0.305).margin(0.04));
    CHECK(read["Quat z abdomen"].values.at(500) == Approx(0.905).margin(1e-4));
}

TEST_CASE("Values beyond the range make it wider, and those before are kept")
{
    Live live(belts("")); // a unit that says nothing
    double step = 0;
    const auto value = [](double seconds) {
        return seconds < 5 ? 10 + 0.1 * std::sin(seconds)
            : seconds < 10 ? 10 + 30 * std::sin(seconds)
                           : -5000 + 100 * std::sin(seconds);
    };
    live.each = [&](auto& tick, auto& samples, auto&) {
        samples.push_back({tick.time, value(to_seconds(tick.time - kBegan)), kChest});
    };
    live.run(5s);
    step = live.so_far()["Resp chest"].step;
    CHECK(step < 1e-3);
    live.run(10s);
    const auto chest = live.finished()["Resp chest"];
    CHECK(chest.step > 0.07);
    CHECK(chest.step < 1);
    for (std::size_t i = 0; i < chest.values.size(); ++i)
        REQUIRE(std::fabs(chest.values[i] - value(0.01 * double(i))) < 1.5 * chest.step);
    CHECK(std::distance(std::filesystem::directory_iterator(live.path().parent_path()), {}) == 1);
}

TEST_CASE("Where there is no room to write a live file anew it goes on, and is made wider later")
{
    test::SmallDisk disk;
    if (!disk.mounted())
        return;
    Live live(belts("mm"), disk.path());
    live.each = [&](auto& tick, auto& samples, auto&) {
        const double seconds = to_seconds(tick.time - kBegan);
        samples.push_back({tick.time, std::sin(seconds) + (seconds < 1800 ? 0 : 500), kChest});
        tick.bands[0] = {0, true, std::int8_t(seconds < 1805 ? 1 : -1)};
    };
    live.run(1800s);
    const auto spare = disk.path() / "spare";
    std::ofstream(spare, std::ios::binary) << std::string(1'000'000, 'x');
    disk.fill(live.path());
    std::filesystem::remove(spare);
    live.run(20s); // run() requires that all is written
    const auto cut = live.so_far();
    CHECK(cut.called("Resp chest is larger than the file can hold: cut off").size() == 1);
    CHECK(cut.called("Resp chest turned over: inspiration is up").size() == 1);
    CHECK(cut["Resp chest"].values.at(180'200) < 0);
    CHECK(cut["Resp chest"].values.at(180'200) > -400);

    disk.make_room();
    live.run(15s);
    const auto chest = live.finished()["Resp chest"];
    CHECK(chest.values.at(183'000)
          == Approx(-500 - std::sin(1830.)).margin(2 * std::fabs(chest.step)));
    CHECK(chest.values.at(1000) == Approx(-std::sin(10.)).margin(2 * std::fabs(chest.step)));
}

TEST_CASE("What no EDF file can hold is cut off and said")
{
    Live live(belts(""));
    live.each = [&](auto& tick, auto& samples, auto&) {
        const double seconds = to_seconds(tick.time - kBegan);
        samples.push_back({tick.time, seconds < 5 ? 1 : 1e300, kChest});
        samples.push_back({tick.time, seconds < 5 ? -0. : std::nan(""), kBelly});
    };
    live.run(10s);
    const auto read = live.finished();
    CHECK(read.called("Resp chest is larger than the file can hold: cut off").size() == 1);
    CHECK(read["Resp chest"].values.at(900) == Approx(9'999'999));
    CHECK(read["Quality abdomen"].values.at(900) == 0);
    CHECK(read["Resp abdomen"].values.at(900) == Approx(0).margin(1e-4));
}

TEST_CASE("A live EDF file says in words what happened")
{
    Live live(belts());
    live.each = [&](auto& tick, auto& samples, auto& news) {
        wear_belts(tick, samples);
        const auto ms = (tick.time - kBegan) / 1ms;
        const auto at = [](double seconds) { return kBegan + from_seconds(seconds); };
        tick.session.running = ms >= 1000 && !(ms >= 6000 && ms < 7000) && ms < 11000;
        tick.session.step = std::int16_t(ms < 1000 ? -1 : ms < 5000 ? 0 : ms < 8000 ? 1 : 2);
        tick.session.braked = ms >= 6500 && ms < 7000;
        tick.session.prompt = std::int16_t(ms == 5100 ? 1 : -1);
        tick.session.phrase = ms == 6600 ? Phrase::ground_knees : Phrase::none;
        tick.session.finished = ms >= 11000;
        if (ms == 3000)
            news.push_back(Event{EventKind::sigh, at(2.1), at(2.9), at(3), 2, true});
        if (ms == 4000)
            news.push_back(Event{EventKind::tremor, at(3.5), at(3.9), at(4), 1, false});
        if (ms == 9000)
            news.push_back(Event{EventKind::tremor, at(3.5), at(8.75), at(4), 1, true});
        if (ms == 500)
            news.push_back(Event{EventKind::over_breathing, at(-3), at(0.4), at(0.5), 1, true});
        if (ms == 6000)
            news.push_back(Command::pause);
        if (ms == 6500)
            news.push_back(Command::brake);
        if (ms == 7000)
            news.push_back(Command::resume);
        if (ms == 7500)
            news.push_back(Command::mark);
        if (ms == 9500) {
            news.push_back(Command::answer_2);
            news.push_back(
                Answer{Question::ease, CheckInTime::after, AnsweredBy::hand, 2, at(9.5)});
            news.push_back(
                Answer{Question::tension, CheckInTime::after, AnsweredBy::nobody, 0, at(9.5)});
        }
    };
    live.run(12s);
    const auto read = live.finished();
    std::vector<test::EdfRead::Annotation> expected = {
        {0, 0.4, "over breathing"},
        {1, 0, "Step 1: Arrive"},
        {1, 0, "Session begins"},
        {2.1, 0.8, "sigh"},
        {3.5, 0, "tremor begins"},
        {5, 0, "Step 2: Soften"},
        {5.1, 0, "Prompt 2 of step 2: Soften"},
        {6, 0, "Paused"},
        {6, 0, "Pause"},
        {6.5, 0, "Braked"},
        {6.5, 0, "Brake"},
        {6.6, 0, "Said: ground knees"},
        {7, 0, "Goes on"},
        {7, 0, "Resume"},
        {7.5, 0, "Mark"},
        {8, 0, "Step 3"},
        {3.5, 5.25, "tremor"},
        {9.5, 0, "Answer, ease after: 2"},
        {9.5, 0, "Answer, tension after: none"},
        {11, 0, "Session ends"},
        {11.99, 0, "Recording ends"},
    };
    REQUIRE(read.annotations.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK(read.annotations[i].text == expected[i].text);
        CHECK(read.annotations[i].onset_s == Approx(expected[i].onset_s).margin(1e-6));
        CHECK(read.annotations[i].duration_s == Approx(expected[i].duration_s).margin(1e-6));
    }
}

TEST_CASE("More annotations than a record holds wait for the next, and all are there at the end")
{
    Live live(belts());
    live.each = [&](auto& tick, auto& samples, auto& news) {
        wear_belts(tick, samples);
        if (tick.time == kBegan)
            for (int i = 0; i < 1000; ++i)
                news.push_back(Command::mark);
    };
    live.run(3s);
    const auto read = live.finished();
    CHECK(read.called("Mark").size() == 1000);
    CHECK(read.annotations.back().text == "Recording ends");
    CHECK(read["Quality chest"].values.back() == 0);
}

TEST_CASE("A live EDF file tells displacement from flow and from what a piezo belt makes of it")
{
    Live live(belts("mm"));
    live.each = [](auto& tick, auto& samples, auto&) {
        samples.push_back({tick.time, 1, {Band::thoracic, Quantity::flow}});
        samples.push_back({tick.time, 2, {Band::abdominal, Quantity::displacement_ac}});
        samples.push_back({tick.time, 3, {Band::abdominal, Quantity::togetherness}});
    };
    live.run(2s);
    const auto read = live.finished();
    CHECK(read.signals.size() == 4);
    CHECK(read["Resp chest"].filter == "none; this is flow, the derivative of displacement");
    CHECK(read["Resp abdomen"].filter == "none but the sensor's own high-pass");
    CHECK(read["Resp abdomen"].values.at(50) == Approx(2).margin(1e-3));
}

TEST_CASE("A live EDF file of one sample, of none, and of nothing at all")
{
    Live one(belts());
    one.each = [&](auto& tick, auto& samples, auto&) { wear_belts(tick, samples); };
    one.run(10ms);
    const auto read = one.finished();
    CHECK(read["Resp chest"].values.at(0) == belt_value(0));
    CHECK(read["Quality chest"].values.at(0) == 1);
    CHECK(read["Quality chest"].values.at(1) == 0);

    Live none(belts());
    none.each = [](auto&, auto&, auto&) {};
    none.run(5s);
    const auto silent = none.finished();
    CHECK(silent["Quality chest"].values == std::vector<double>(500, 0));
    CHECK(silent.called("No signal (chest) begins").size() == 1);

    Live nothing(belts());
    REQUIRE(nothing.file().finish());
    CHECK_FALSE(std::filesystem::exists(nothing.path()));
}

TEST_CASE("Time stamps gone wrong, behind or ahead, harm no other sample and are counted")
{
    Live live(belts());
    live.each = [&](auto& tick, auto& samples, auto&) {
        samples.push_back({tick.time - 24h, 1, kChest});
        wear_belts(tick, samples);
        samples.push_back({tick.time + 24h, 2, kChest});
        samples.push_back({Time::min(), 3, kBelly});
        samples.push_back({Time::max(), 4, kBelly});
    };
    live.run(3s);
    const auto read = live.finished();
    CHECK(read.length_s == 3);
    for (std::size_t i = 0; i < 300; ++i)
        REQUIRE(read["Resp chest"].values[i] == belt_value(0.01 * double(i)));
    int late = 0;
    for (const auto& annotation : read.annotations)
        if (annotation.text.ends_with(" samples came too late for this file"))
            late += std::stoi(annotation.text);
    CHECK(late == 4 * 300);
}
