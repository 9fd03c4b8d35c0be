#include "midi/onset_notes.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace crura;
using midi::OnsetNotes;

namespace {

Time at(double time_s)
{
    return time_from_seconds(100 + time_s);
}

// Tells OnsetNotes what happens, tick by tick, and keeps the notes: "i 1.25, e 3.00".
class Listener {
public:
    explicit Listener(bool predicted = true) : notes_(predicted) {}

    void foresee_inspiration(double due_s)
    {
        cue_.inspiration = {cue_.inspiration.count + 1, at(due_s)};
    }
    void foresee_expiration(double due_s)
    {
        cue_.expiration = {cue_.expiration.count + 1, at(due_s)};
    }

    void tick(double time_s, bool inspiration = false, bool expiration = false)
    {
        listen(time_s);
        cue_.inspiration_onset = inspiration;
        cue_.expiration_onset = expiration;
        notes_.tell(at(time_s), cue_);
        listen(time_s);
    }
    void inspiration(double time_s) { tick(time_s, true, false); }
    void expiration(double time_s) { tick(time_s, false, true); }
    void silence() { notes_.silence(); }

    const std::string& heard(double until_s)
    {
        listen(until_s);
        return heard_;
    }

private:
    void listen(double until_s)
    {
        while (notes_.next() <= at(until_s)) {
            char text[32];
            const double due_s = to_seconds(notes_.next() - at(0));
            const auto phase = notes_.due(at(until_s));
            std::snprintf(text, sizeof text, "%c %.2f", *phase == Phase::inspiration ? 'i' : 'e',
                          due_s);
            heard_ += (heard_.empty() ? "" : ", ") + std::string(text);
        }
    }

    OnsetNotes notes_;
    MidiCue cue_;
    std::string heard_;
};

} // namespace

TEST_CASE("An onset that was predicted has its note when it is due, and none when it is certain")
{
    Listener listener;
    listener.foresee_inspiration(1.25);
    listener.tick(1);
    CHECK(listener.heard(1.24).empty());
    CHECK(listener.heard(1.25) == "i 1.25");
    listener.inspiration(1.9);
    listener.foresee_expiration(3);
    listener.tick(2.8);
    listener.expiration(3.5);
    CHECK(listener.heard(9) == "i 1.25, e 3.00");
}

TEST_CASE("An onset that nobody foresaw has its note when it is certain")
{
    Listener listener;
    listener.inspiration(1);
    listener.expiration(3);
    listener.inspiration(5); // and again without an expiration between, which may have been missed
    listener.inspiration(10);
    CHECK(listener.heard(99) == "i 1.00, e 3.00, i 5.00, i 10.00");
}

TEST_CASE("An onset that is certain before it was due has its note at once, and only then")
{
    Listener listener;
    listener.foresee_inspiration(1.25);
    listener.tick(1);
    listener.inspiration(1.1);
    CHECK(listener.heard(9) == "i 1.10");
}

TEST_CASE("A prediction that is made again is no second note")
{
    Listener listener;
    listener.foresee_inspiration(1.2);
    listener.tick(1);
    listener.foresee_inspiration(1.5);
    listener.tick(1.1);
    listener.foresee_inspiration(2.2); // after its note
    listener.tick(2);
    listener.inspiration(2.5);
    CHECK(listener.heard(9) == "i 1.20");
}

TEST_CASE(
    "A slow detector that is certain of an inspiration after the expiration began adds no note")
{
    Listener listener;
    listener.foresee_inspiration(1);
    listener.tick(0.9);
    listener.foresee_expiration(2);
    listener.tick(1.9);
    listener.inspiration(2.1);
    listener.expiration(3.1);
    CHECK(listener.heard(9) == "i 1.00, e 2.00");
}

TEST_CASE("What the engine announces in the tick in which it is certain is another onset")
{
    Listener listener;
    listener.foresee_inspiration(1);
    listener.tick(0.9);
    listener.foresee_inspiration(4);
    listener.inspiration(4);
    CHECK(listener.heard(9) == "i 1.00, i 4.00");
}

TEST_CASE("A prediction that never comes true does not silence the onsets after it")
{
    Listener listener;
    listener.foresee_inspiration(1);
    listener.tick(0.9);
    SECTION("of the same kind, in a while")
    {
        listener.inspiration(9);
        CHECK(listener.heard(99) == "i 1.00, i 9.00");
    }
    SECTION("predicted again, in a while")
    {
        listener.foresee_inspiration(9);
        listener.tick(8.9);
        CHECK(listener.heard(99) == "i 1.00, i 9.00");
    }
    SECTION("of the other kind")
    {
        listener.foresee_expiration(2);
        listener.tick(1.9);
        listener.foresee_inspiration(4);
        listener.tick(3.9);
        CHECK(listener.heard(99) == "i 1.00, e 2.00, i 4.00");
    }
}

TEST_CASE("A moment that is long past is not made up for")
{
    Listener listener;
    listener.foresee_inspiration(1);
    listener.tick(2);
    CHECK(listener.heard(99).empty());
}

TEST_CASE("After silence nothing of before is heard")
{
    Listener listener;
    listener.foresee_inspiration(1.2);
    listener.tick(1);
    listener.silence();
    CHECK(listener.heard(2).empty());
    listener.tick(2);
    listener.inspiration(2.1); // it was foreseen, but had no note
    CHECK(listener.heard(99) == "i 2.10");
}

TEST_CASE("Who asks for certain onsets only is given no predicted ones")
{
    Listener listener(false);
    listener.foresee_inspiration(1.2);
    listener.tick(1);
    listener.inspiration(1.9);
    CHECK(listener.heard(99) == "i 1.90");
}
