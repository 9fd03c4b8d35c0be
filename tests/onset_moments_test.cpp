#include "engine/onset_moments.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace crura;
using engine::OnsetMoments;

namespace {

constexpr double kStep = 0.01;

// Somebody who breathes in for 2 s and out for 3, and what is expected of it.
class Person {
public:
    // Until then, as told: the inspirations' and the expirations' moments, when due.
    std::vector<double> in, out;
    double late_s = 0;      // the turns come so much later than they are expected
    double certain_s = 0.1; // after the turn
    bool foretold = true;
    bool trusted = true;
    double displacement = -1; // as the breath is, unless set

    void breathe(double until_s)
    {
        for (; time_s_ < until_s; time_s_ += kStep)
            tick();
    }

    double last_announced_s = 0; // before it was due

private:
    static constexpr double kIn_s = 2, kBreath_s = 5;

    void tick()
    {
        BreathState breath;
        breath.breath_rate_bpm = {12, 0, true};
        const double cycle_s = std::fmod(time_s_, kBreath_s);
        const bool inhales = cycle_s < kIn_s;
        breath.displacement = displacement >= 0 ? displacement : inhales ? cycle_s / kIn_s : 0;
        if (foretold) {
            const double in_s = kBreath_s - cycle_s - late_s;
            const double out_s = (inhales ? kIn_s : kIn_s + kBreath_s) - cycle_s - late_s;
            breath.next_inspiration_s = {std::max(in_s, 0.), 0.1, true};
            breath.next_expiration_s = {std::max(out_s, 0.), 0.1, true};
        }
        certain(cycle_s - certain_s, Phase::inspiration, breath);
        certain(cycle_s - kIn_s - certain_s, Phase::expiration, breath);
        const Time now = time_from_seconds(time_s_);
        moments_(now, breath, trusted);
        note(moments_.inspiration(), in);
        note(moments_.expiration(), out);
    }

    void certain(double ago_s, Phase phase, BreathState& breath) const
    {
        if (std::fabs(ago_s) < kStep / 2)
            breath.onsets.push_back({phase, time_from_seconds(time_s_ - certain_s), {}});
    }

    void note(const Moment& moment, std::vector<double>& told)
    {
        if (moment.count == told.size())
            return;
        REQUIRE(moment.count == told.size() + 1);
        told.push_back(to_seconds(moment.due));
        last_announced_s = told.back() - time_s_;
    }

    OnsetMoments moments_{{}};
    double time_s_ = 0;
};

} // namespace

TEST_CASE("Every turn has one moment, due when it happens and announced before")
{
    Person person;
    person.breathe(24.9);

    REQUIRE(person.in.size() == 6); // the first when it was certain
    for (std::size_t i = 1; i < person.in.size(); ++i)
        CHECK(person.in[i] == Approx(5. * double(i)).margin(0.02));
    REQUIRE(person.out.size() == 5);
    for (std::size_t i = 0; i < person.out.size(); ++i)
        CHECK(person.out[i] == Approx(5. * double(i) + 2).margin(0.02));
    CHECK(person.last_announced_s == Approx(OnsetMoments::kLead_s).margin(0.02));
}

TEST_CASE("A turn that nobody foresaw has its moment when it is certain")
{
    Person person;
    person.foretold = false;
    person.breathe(24.9);

    REQUIRE(person.in.size() == 5);
    CHECK(person.in[2] == Approx(10.1).margin(0.02));
    CHECK(person.out.size() == 5);
    CHECK(person.last_announced_s <= 0);
}

TEST_CASE("A turn that comes later than it was announced is not told twice")
{
    Person person;
    person.late_s = 0.8;
    person.breathe(24.9);

    CHECK(person.in.size() == 6);
    CHECK(person.out.size() == 5);
}

TEST_CASE("A turn that was announced far too early is told again when it comes")
{
    Person person;
    person.late_s = 2.8; // more than half a breath: an onset was expected at the top of the breath
    person.displacement = 0;
    person.breathe(24.9);

    CHECK(person.in.size() == 10);
}

TEST_CASE("No inspiration is announced to somebody who is half full, nor the opposite")
{
    Person full, empty;
    full.displacement = 0.6;
    full.breathe(24.9);
    CHECK(full.in.size() == 5);
    CHECK(full.in[2] == Approx(10.1).margin(0.02)); // as it was certain

    empty.displacement = 0.3;
    empty.breathe(24.9);
    CHECK(empty.out[2] == Approx(12.1).margin(0.02));
}

TEST_CASE(
    "Nothing is told of a breath that is not trusted, nor afterwards of what was expected then")
{
    Person person;
    person.breathe(9);
    person.trusted = false;
    person.breathe(14.5);
    CHECK(person.in.size() == 2);
    CHECK(person.out.size() == 2);

    person.trusted = true;
    person.breathe(15.05); // an inspiration is due at 15
    CHECK(person.in.size() == 2);
    person.breathe(15.2);
    CHECK(person.in.size() == 3);
}
