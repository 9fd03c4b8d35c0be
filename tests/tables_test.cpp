#include "app/tables.hpp"
#include "support/told.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

using namespace crura;
using namespace crura::test;

namespace {

std::vector<std::string> lines_of(const std::string& text)
{
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

// The fields of the last row, by the names in the first.
std::string field(const std::string& table, const std::string& column)
{
    const auto lines = lines_of(table);
    const auto split = [](const std::string& line) {
        std::vector<std::string> fields(1);
        for (const char c : line)
            if (c == ',')
                fields.emplace_back();
            else
                fields.back() += c;
        return fields;
    };
    const auto names = split(lines.front()), fields = split(lines.back());
    REQUIRE(names.size() == fields.size());
    const auto found = std::find(names.begin(), names.end(), column);
    REQUIRE(found != names.end());
    return fields[std::size_t(found - names.begin())];
}

Snapshot with_breath(const Breath& breath)
{
    Snapshot snapshot;
    snapshot.breath.breaths.push_back(breath);
    return snapshot;
}

} // namespace

TEST_CASE("A breath's row gives what is known of it, counted from the origin")
{
    auto breath = breath_at(103);
    breath.amplitude = {known(2.5), known(0.125)};
    breath.abdominal_share = known(0.6, 0.05);
    breath.phase_angle_deg = known(-12.5);
    breath.path_ratio = known(1.25);
    breath.opposed_deg = known(40);
    breath.partition = Partition::calibrated;
    app::BreathTable table(at_s(100));
    table.add(with_breath(breath));
    CHECK(lines_of(table.text()).back()
          == "3.0000,5.0000,9.0000,3.2500,5.5000,10.000,2.50000,0.12500,0.6000,-12.50,1.000,2.000,"
             "4.000,1.250,40.0,0.0500,calibrated");
}

TEST_CASE("What is not known of a breath is an empty field")
{
    app::BreathTable table(at_s(0));
    table.add(with_breath(breath_at(3)));
    CHECK(lines_of(table.text()).back()
          == "3.0000,5.0000,9.0000,3.2500,5.5000,10.000,,,,,1.000,2.000,4.000,,,,none");
    auto odd = breath_at(9);
    odd.path_ratio = known(std::numeric_limits<double>::infinity());
    odd.opposed_deg = known(NAN);
    table.add(with_breath(odd));
    CHECK(field(table.text(), "path_ratio").empty());
    CHECK(field(table.text(), "opposed_deg").empty());
}

TEST_CASE("Of a breath whose end was not seen, end, rate and expiratory time are empty")
{
    app::BreathTable table(at_s(0));
    table.add_unfinished(breath_at(3));
    CHECK(table.count() == 1);
    CHECK(field(table.text(), "end_s").empty());
    CHECK(field(table.text(), "breath_rate_bpm").empty());
    CHECK(field(table.text(), "expiratory_time_s").empty());
    CHECK(field(table.text(), "inspiratory_time_s") == "2.000");
}

TEST_CASE("A frame's row gives everything that is known at the time")
{
    BreathState breath;
    breath.phase = Phase::expiratory_pause;
    breath.displacement = 0.25;
    breath.cycle_position = 0.75;
    breath.breath_rate_bpm = known(6.5);
    breath.abdominal_share = known(0.6);
    breath.phase_angle_deg = known(-5);
    breath.confidence = 0.875;
    breath.phase_deg = known(170.5);
    breath.next_inspiration_s = known(1.25);
    breath.next_expiration_s = known(3.5);
    breath.rising = true;
    breath.motion.rms_mg = known(4.25);
    breath.posture = Posture::left_side;
    breath.tremor = {true, known(5.5), known(20), 0.9};
    breath.heart.rate_bpm = known(61);
    breath[Band::thoracic].quality = 0.75;
    breath[Band::thoracic].quality_reason = QualityReason::weak;
    app::FrameTable table(at_s(0));
    table.add(told_at(0, breath));
    CHECK(lines_of(table.text()).back()
          == "0.00,expiratory_pause,0.2500,0.7500,6.50,0.600,-5.0,0.875,170.5,1.25,3.50,1,4.25,"
             "left_side,1,5.50,61.0,0.75,");
}

TEST_CASE("A frame of which nothing is known has no numbers where there are none")
{
    app::FrameTable table(at_s(0));
    table.add(told_at(0));
    CHECK(lines_of(table.text()).back()
          == "0.00,unknown,0.0000,0.0000,,,,0.000,,,,0,,unknown,0,,,,");
}

TEST_CASE("Frames come ten times a second from ticks of any rhythm")
{
    app::FrameTable table(at_s(0));
    for (int i = 0; i < 300; ++i)
        table.add(told_at(0.01 * i));
    CHECK(lines_of(table.text()).size() == 31);
    table.add(told_at(7.123)); // after a standstill
    table.add(told_at(7.19));
    CHECK(field(table.text(), "time_s") == "7.12");
    table.add(told_at(7.2));
    CHECK(field(table.text(), "time_s") == "7.20");
}
