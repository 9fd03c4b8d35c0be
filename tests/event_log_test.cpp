#include "app/event_log.hpp"
#include "app/words.hpp"
#include "support/told.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <set>

using namespace crura;
using namespace crura::test;

namespace {

void tell(app::EventLog& log, const Event& event)
{
    Snapshot snapshot;
    snapshot.breath.events.push_back(event);
    log.add(snapshot);
}

} // namespace

TEST_CASE("An event that is told when known and again when over is one row with its last end")
{
    app::EventLog log;
    tell(log, event_of(EventKind::expiratory_hold, 20, 24, 4, false));
    tell(log, event_of(EventKind::sigh, 12, 15, 2.44));
    auto over = event_of(EventKind::expiratory_hold, 20, 31.5, 11.5, true);
    over.known_at = at_s(32);
    tell(log, over);
    CHECK(app::event_table(log.events(), at_s(10))
          == "type,start_s,end_s,known_at_s,evidence\n"
             "sigh,2.00,5.00,3.00,2.4 times the usual breath\n"
             "expiratory_hold,10.00,21.50,11.00,still for 11.5 s\n");
}

TEST_CASE("An event that never ends keeps the last moment it was seen")
{
    app::EventLog log;
    tell(log, event_of(EventKind::tremor, 5, 9, 12, false));
    const auto events = log.events();
    REQUIRE(events.size() == 1);
    CHECK(events[0].end == at_s(9));
}

TEST_CASE("Two events are two: of different kinds, of different starts, or once over")
{
    app::EventLog log;
    tell(log, event_of(EventKind::sensor_fault, 5, 5, double(SensorFault::stuck)));
    tell(log, event_of(EventKind::sensor_fault, 5, 5, double(SensorFault::silent)));
    tell(log, event_of(EventKind::gap, 5, 6, 1, false));
    tell(log, event_of(EventKind::gap, 8, 9, 1, false));
    CHECK(log.events().size() == 4);
}

TEST_CASE("Evidence is in words: a sensor fault by its name, a number with its unit")
{
    const auto said = [](EventKind kind, double evidence) {
        return app::evidence_of(event_of(kind, 0, 1, evidence));
    };
    CHECK(said(EventKind::sensor_fault, double(SensorFault::upside_down))
          == "thoracic upside_down");
    CHECK(said(EventKind::sensor_fault, 16 + double(SensorFault::stuck)) == "abdominal stuck");
    CHECK(said(EventKind::sensor_fault, 14) == "thoracic unknown");
    CHECK(said(EventKind::sensor_fault, 77) == "unknown");
    CHECK(said(EventKind::sensor_fault, -1) == "unknown");
    CHECK(said(EventKind::slow_steady, 5.96) == "6.0 breaths a minute");
    CHECK(said(EventKind::gasp, 0.617) == "inspiration of 0.62 s");
    CHECK(said(EventKind::recalibration_wanted, 0).empty());
    CHECK(said(EventKind::sigh, NAN).empty());
    CHECK(said(EventKind(200), 1).empty());
    for (std::size_t i = 0; i < kEventKinds; ++i)
        CHECK(said(EventKind(i), 1).find(',') == std::string::npos); // it stands in a CSV file
}

TEST_CASE("Every enumerator has a name of its own")
{
    const auto different = [](auto last) {
        std::set<std::string> names;
        for (int i = 0; i <= int(last); ++i)
            names.insert(name_of(decltype(last)(i)));
        return names.size() == std::size_t(last) + 1;
    };
    CHECK(different(EventKind::gap));
    CHECK(different(SensorFault::moved));
    CHECK(different(QualityReason::apart));
    CHECK(different(Posture::upright));
    CHECK(different(Partition::calibrated));
    CHECK(different(Phase::expiratory_pause));
    CHECK(name_of(EventKind::gap) == std::string("gap"));
    CHECK(name_of(SensorFault::moved) == std::string("moved"));
    CHECK(name_of(QualityReason::apart) == std::string("apart"));
    CHECK(name_of(Posture::upright) == std::string("upright"));
    CHECK(name_of(EventKind(99)) == std::string("unknown"));
}
