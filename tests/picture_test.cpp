#include "app/picture.hpp"
#include "support/told.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace crura;
using namespace crura::test;
using Catch::Matchers::Contains;

namespace {

// Two bands that breathe ten times a minute.
app::Picture breathing(double seconds, Partition partition = Partition::calibrated)
{
    app::Picture picture;
    for (double t = 0; t < seconds; t += 0.01) {
        BreathState breath;
        for (auto& band : breath.band) {
            band.valid = true;
            band.displacement = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * t / 6);
        }
        breath.partition = partition;
        breath.breath_rate_bpm = known(10 + std::sin(t), 0.5);
        breath.abdominal_share = known(0.6 + 0.1 * std::sin(t / 9), 0.05);
        breath.phase_angle_deg = known(180 * std::sin(t / 20));
        if (std::fmod(t, 6) < 0.01)
            breath.breaths.push_back(breath_at(t));
        picture.add(told_at(t, breath));
    }
    return picture;
}

// Every element opened is closed, in order: what a reader of XML asks first.
bool well_formed(const std::string& svg)
{
    std::vector<std::string> open;
    for (auto at = svg.find('<'); at != svg.npos; at = svg.find('<', at + 1)) {
        const auto end = svg.find('>', at);
        if (end == svg.npos)
            return false;
        const auto tag = svg.substr(at + 1, end - at - 1);
        const auto name = tag.substr(0, tag.find(' '));
        if (tag.starts_with('/')) {
            if (open.empty() || '/' + open.back() != tag)
                return false;
            open.pop_back();
        } else if (!tag.ends_with('/'))
            open.push_back(name);
    }
    return open.empty();
}

} // namespace

TEST_CASE("Ten minutes make a picture well below a megabyte, with everything in it")
{
    const auto svg = breathing(600).svg({event_of(EventKind::sigh, 60, 65, 2.4),
                                         event_of(EventKind::expiratory_hold, 100, 112, 12)});
    CHECK(well_formed(svg));
    CHECK(svg.size() < 700'000);
    CHECK(svg.size() > 50'000);
    for (const char* words :
         {">chest<", ">belly<", ">rate<", ">belly share<", ">calibrated<", ">phase angle<",
          ">sigh<", ">expiratory hold<", "2.4 times the usual breath", ">minutes<", ">10<",
          "10 min 00 s, 100 breaths, 10.0 a minute in the middle"})
        CHECK_THAT(svg, Contains(words));
    CHECK_THAT(svg, !Contains("nan") && !Contains("inf"));
}

TEST_CASE("A picture says what is not known, and what is a trend only")
{
    const auto nothing = app::Picture().svg({});
    CHECK(well_formed(nothing));
    CHECK_THAT(nothing, Contains("no sensor") && Contains("one sensor tells no share"));
    const auto events_only = app::Picture().svg({event_of(EventKind::gap, 0, 5, 5)});
    CHECK(well_formed(events_only));
    CHECK_THAT(breathing(20, Partition::uncalibrated).svg({}),
               Contains("not calibrated: trend only"));
}

TEST_CASE("A picture survives numbers that are none, and a gap is a gap in its lines")
{
    app::Picture picture;
    for (int i = 0; i < 600; ++i) {
        BreathState breath;
        breath.band[0].valid = i < 200 || i > 400;
        breath.band[0].displacement = i == 50 ? NAN : i == 60 ? 1e30 : std::sin(0.1 * i);
        breath.breath_rate_bpm = known(i % 100 == 0 ? INFINITY : 10, i % 100 == 1 ? NAN : 1);
        picture.add(told_at(0.1 * i, breath));
    }
    const auto svg = picture.svg({});
    CHECK(well_formed(svg));
    CHECK_THAT(svg, !Contains("nan") && !Contains("inf") && !Contains("e+"));

    const auto d = svg.rfind("d=\"", svg.find("stroke-width=\"1.2\""));
    const auto path = svg.substr(d, svg.find('"', d + 3) - d);
    CHECK(std::count(path.begin(), path.end(), 'M') == 3); // the number that is none, and the gap
}

TEST_CASE("A picture keeps a spike that is narrower than a pixel")
{
    app::Svg svg(400, 100);
    app::Panel panel(svg, {0, 0, 100, 100}, 3600, {0, 1});
    app::Curve curve;
    for (int i = 0; i < 36'000; ++i)
        curve.add(float(0.1 * i), i == 18'005 ? 1.f : 0.f);
    panel.curve(curve, "#000");
    CHECK_THAT(svg.str(), Contains("L50.0 0.0"));
    CHECK(svg.str().size() < 10'000);
}

TEST_CASE("Words in a drawing cannot break it")
{
    app::Svg svg(10, 10);
    svg.text(0, 0, "<b>&\"\x01", app::Svg::Anchor::start);
    CHECK(well_formed(svg.str()));
    CHECK_THAT(svg.str(), Contains("&lt;b&gt;&amp;&quot; "));
}
