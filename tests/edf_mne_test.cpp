#include "exchange/edf_study.hpp"
#include "support/edf_python.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace crura;
using namespace crura::exchange;

TEST_CASE("python3-mne reads names, units, rate, values, start and annotations of an exported EDF")
{
    Study study;
    study.started_at = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22)
        + std::chrono::hours(12) + std::chrono::milliseconds(250);
    study.equipment = "Crura 0.1.0";
    for (const auto* label : {"Resp chest", "Resp abdomen", "Acc x chest"}) {
        Signal signal{label, label[0] == 'A' ? "g" : "mm", "belt", "none", 49.97, {}};
        for (int i = 0; i < 1500; ++i)
            signal.values.push_back(10 * std::sin(i / 90.) + label[5]);
        study.signals.push_back(signal);
    }
    study.annotations = {{1.5, 0, "sigh"}, {2, 10.25, "tremor \xE2\x80\x93 left leg"}};
    const test::TempFolder folder;
    REQUIRE(write_edf(folder / "a.edf", study));

    const auto read = test::read_with_mne(folder / "a.edf");
    if (!read)
        return;
    REQUIRE(read->signals.size() == 5);
    for (std::size_t i = 0; i < 3; ++i) {
        const auto& given = study.signals[i];
        CHECK(read->signals[i].name == given.label);
        CHECK(read->signals[i].unit == (given.unit == "g" ? "n/a" : given.unit)); // to MNE a gram
        CHECK(read->signals[i].rate_hz == Approx(49.97).epsilon(1e-7));
        CHECK(read->signals[i].first == Approx(given.values.front()).margin(4e-4));
        CHECK(read->signals[i].last == Approx(given.values.back()).margin(4e-4));
    }
    CHECK(read->signals[3].name == "Quality chest");
    CHECK(read->signals[3].first == 1);
    REQUIRE(read->notes.size() >= 2);
    CHECK(read->notes[0].onset_s == Approx(1.5));
    CHECK(read->notes[0].duration_s == 0);
    CHECK(read->notes[0].text == "sigh");
    CHECK(read->notes[1].onset_s == Approx(2));
    CHECK(read->notes[1].duration_s == Approx(10.25));
    CHECK(read->notes[1].text == "tremor \xE2\x80\x93 left leg");
}
