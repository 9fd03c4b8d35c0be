#include "feed/credit.hpp"
#include "feed/tick_times.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <deque>

using namespace crura;
using namespace std::chrono_literals;

namespace {

constexpr Duration kTick = 33ms;

struct Way {
    Duration there{}; // how long a frame travels
    Duration back{};  // and what the page says
    Duration each{};  // how long one frame keeps the way from the next
};

// A page at the end of a way that takes its time, which says every 250 ms what it has shown.
class FarPage {
public:
    explicit FarPage(Way way) : way_(way) {}

    void run(Duration length)
    {
        for (const Time until = now_ + length; now_ < until; now_ += kTick) {
            send(++seq_);
            show();
            say();
        }
    }

    std::size_t shown = 0;
    Duration oldest_shown{};

private:
    struct Letter {
        std::uint64_t seq;
        Time sent, due;
    };

    void send(std::uint64_t seq)
    {
        if (!credit_.open(now_))
            return;
        credit_.sent(seq, now_);
        free_ = std::max(free_, now_) + way_.each;
        coming_.push_back({seq, now_, free_ + way_.there});
    }
    void show()
    {
        for (; !coming_.empty() && coming_.front().due <= now_; coming_.pop_front()) {
            ++shown;
            oldest_shown = std::max(oldest_shown, now_ - coming_.front().sent);
            newest_ = coming_.front().seq;
        }
    }
    void say()
    {
        if (now_ - said_ >= 250ms) {
            said_ = now_;
            going_.push_back({newest_, now_, now_ + way_.back});
        }
        for (; !going_.empty() && going_.front().due <= now_; going_.pop_front())
            credit_.got(going_.front().seq);
    }

    Way way_;
    feed::Credit credit_;
    Time now_ = time_from_seconds(10);
    Time said_{};
    Time free_{};
    std::uint64_t seq_ = 0;
    std::uint64_t newest_ = 0;
    std::deque<Letter> coming_, going_;
};

} // namespace

TEST_CASE("A page that shows nothing is sent one second of frames and no more")
{
    feed::Credit credit;
    std::size_t sent = 0;
    std::uint64_t seq = 0;
    for (Time now{}; now < Time(20s); now += kTick) {
        ++seq;
        if (!credit.open(now))
            continue;
        credit.sent(seq, now);
        ++sent;
    }
    CHECK(sent == 31);
    CHECK(credit.on_the_way() == 31);
}

TEST_CASE("The gate opens when all that was sent is shown, however late that is said")
{
    feed::Credit credit;
    credit.sent(1, Time(0s));
    credit.sent(2, Time(500ms));
    CHECK_FALSE(credit.open(Time(20s)));
    credit.got(1);
    CHECK_FALSE(credit.open(Time(20s)));
    credit.got(2);
    CHECK(credit.open(Time(20s)));
}

TEST_CASE("The gate opens for a page that has shown a later beat instead")
{
    feed::Credit credit;
    credit.sent(1, Time(0s));
    credit.got(600);
    CHECK(credit.open(Time(20s)));
    CHECK(credit.on_the_way() == 0);
}

TEST_CASE("What a page has shown long ago opens no gate")
{
    feed::Credit credit;
    credit.sent(5, Time(0s));
    credit.got(4);
    credit.got(0);
    CHECK_FALSE(credit.open(Time(1s)));
}

TEST_CASE("A near page is sent every frame")
{
    FarPage page({.there = 5ms, .back = 5ms});
    page.run(60s);
    CHECK(page.shown >= std::size_t(60s / kTick) - 2);
}

TEST_CASE("No way is so long that a page is never sent a frame again")
{
    FarPage page({.there = GENERATE(600ms, 1500ms, 5000ms), .back = GENERATE(600ms, 4000ms)});
    page.run(60s);
    const std::size_t before = page.shown;
    page.run(30s);
    CHECK(page.shown >= before + 3);
}

TEST_CASE("A way that carries less than all frames is not filled with old ones")
{
    const Duration each = GENERATE(50ms, 100ms, 300ms);
    FarPage page({.there = 10ms, .back = 10ms, .each = each});
    page.run(20s); // the first second is sent before anybody knows
    page.oldest_shown = {};
    const std::size_t before = page.shown;
    page.run(60s);
    CHECK(page.oldest_shown < 1500ms);
    CHECK(double(page.shown - before) > 0.5 * double(60s / each));
}

TEST_CASE("A page that was closed out is sent every frame again within two seconds")
{
    feed::Credit credit;
    std::uint64_t seq = 0;
    Time now{};
    const auto run = [&](Duration length, bool reads) {
        std::size_t sent = 0;
        for (const Time until = now + length; now < until; now += kTick) {
            if (reads && seq % 8 == 0)
                credit.got(seq);
            ++seq;
            if (!credit.open(now))
                continue;
            credit.sent(seq, now);
            ++sent;
        }
        return sent;
    };
    run(20s, false);
    run(2s, true);
    CHECK(run(33s, true) == 1000);
}

TEST_CASE("A tick's time is known for as long as it is kept, and no other's is")
{
    feed::TickTimes ticks(3s);
    CHECK_FALSE(ticks.of(1));
    for (int i = 1; i <= 10; ++i)
        CHECK(ticks.note(Time(i * 1s)) == std::uint64_t(i));
    CHECK(ticks.of(10) == Time(10s));
    CHECK(ticks.of(7) == Time(7s));
    CHECK_FALSE(ticks.of(6));
    CHECK_FALSE(ticks.of(0));
    CHECK_FALSE(ticks.of(11));
}
