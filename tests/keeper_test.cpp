#include "outlet/keeper.hpp"

#include "outlet/shared_block_linux.hpp"
#include "support/child.hpp"
#include "support/temp_folder.hpp"
#include "support/test_outlet.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <sys/mman.h>
#include <thread>

using namespace crura;
using namespace crura::test;
using namespace std::chrono_literals;
using outlet::Keeper;

namespace {

outlet::Program test_outlet(const std::string& way, const std::string& last_words = "")
{
    return {CRURA_TEST_OUTLET, {way, last_words}};
}

// A block, and a keeper of one test outlet.
struct Kept {
    explicit Kept(const std::string& way = "")
    {
        auto opened = Keeper::open(block.life, shared.descriptor(), test_outlet(way));
        REQUIRE(opened);
        keeper = std::move(*opened);
    }
    bool works_within(Duration limit) const
    {
        return within(limit, [this] { return keeper->state() == Output::working; });
    }
    bool lost_within(Duration limit) const
    {
        return within(limit, [this] { return keeper->state() == Output::lost; });
    }
    // What is said from now on arrives.
    bool hears()
    {
        const auto said = next_seed += 10;
        return within(2s, [this, said] {
            block.newest.in(block.life).write(Wide::of(said));
            block.all.in(block.life).push(Wide::of(next_seed++));
            block.bell.ring();
            return block.newest_seen == said && block.all_seen >= said;
        });
    }

    outlet::SharedBlock<TestBlock> shared = std::move(*outlet::SharedBlock<TestBlock>::create());
    TestBlock& block = *shared;
    std::unique_ptr<Keeper> keeper;
    std::uint64_t next_seed = 1;
};

} // namespace

TEST_CASE("An outlet opens, hears whole values in order, and ends in good order")
{
    Kept kept;
    CHECK(kept.keeper->state() == Output::working);
    CHECK(kept.keeper->name() == "a test");
    CHECK(kept.keeper->problem() == "");

    std::uint64_t refused = 0;
    for (std::uint64_t seed = 1; seed <= 50'000; ++seed) {
        kept.block.newest.in(kept.block.life).write(Wide::of(seed));
        while (!kept.block.all.in(kept.block.life).push(Wide::of(seed))) {
            ++refused;
            kept.block.bell.ring();
            std::this_thread::yield();
        }
    }
    kept.block.bell.ring();
    CHECK(within(2s, [&kept] { return kept.block.all_seen == 50'000; }));
    CHECK(within(2s, [&kept] { return kept.block.newest_seen == 50'000; }));
    CHECK(kept.block.disorder == 0);
    CHECK(kept.block.all.in(kept.block.life).refused() == refused);

    kept.keeper->close();
    CHECK(kept.keeper->state() == Output::off);
    CHECK(kept.block.ended_well == 1);
    CHECK(kept.block.started == 1);
}

TEST_CASE("An outlet that is killed is lost at once, and soon there is another")
{
    Kept kept;
    REQUIRE(kept.hears());
    for (int time = 1; time <= 3; ++time) {
        ::kill(kept.block.process, SIGKILL);
        CHECK(kept.lost_within(200ms));
        CHECK(kept.works_within(2s));
        CHECK(kept.hears());
        CHECK(kept.block.started == time + 1);
    }
    CHECK(kept.keeper->problem() == "");
    CHECK(kept.block.disorder == 0);
    kept.keeper->close();
    CHECK(kept.block.ended_well == 1);
}

TEST_CASE("An outlet that hangs is lost within 1 s, is killed, and soon there is another")
{
    Kept kept;
    std::this_thread::sleep_for(outlet::Life::kStartTime);
    REQUIRE(kept.keeper->state() == Output::working);
    const int hung = kept.block.process;
    ::kill(hung, SIGSTOP);
    CHECK(kept.lost_within(1s));
    CHECK(kept.works_within(2s));
    CHECK(kept.block.process != hung);
    CHECK(::kill(hung, 0) != 0);
    CHECK(kept.hears());
}

TEST_CASE("An outlet that cannot open says why, and is tried until it can")
{
    Kept kept;
    kept.block.can_open = false;
    ::kill(kept.block.process, SIGKILL);
    CHECK(within(2s, [&kept] { return kept.keeper->problem() == "There is nothing to open."; }));
    CHECK(within(3s, [&kept] { return kept.block.started >= 3; }));
    CHECK(kept.keeper->state() == Output::lost);
    kept.block.can_open = true;
    CHECK(kept.works_within(2s));
    CHECK(kept.keeper->problem() == "");
    CHECK(kept.hears());
}

TEST_CASE("Signals for the whole program do not end an outlet before its keeper does")
{
    Kept kept;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        ::kill(kept.block.process, signal);
    std::this_thread::sleep_for(200ms);
    CHECK(kept.keeper->state() == Output::working);
    CHECK(::getpgid(kept.block.process) != ::getpgid(0)); // Ctrl-C does not even reach it
    CHECK(kept.block.started == 1);
}

TEST_CASE("An outlet that does not end is killed when it was waited for long enough")
{
    Kept kept("stays");
    const int process = kept.block.process;
    const auto before = host_now();
    kept.keeper->close();
    const auto took = host_now() - before;
    CHECK(took > Keeper::kFarewellPatience);
    CHECK(took < Keeper::kFarewellPatience + 1s);
    CHECK(::kill(process, 0) != 0);
}

TEST_CASE("An outlet that hangs when it is to end is not waited for")
{
    Kept kept;
    std::this_thread::sleep_for(outlet::Life::kStartTime);
    ::kill(kept.block.process, SIGSTOP);
    REQUIRE(kept.lost_within(1s));
    const auto before = host_now();
    kept.keeper->close();
    CHECK(host_now() - before < 1s);
}

TEST_CASE("A program that is not there is named")
{
    auto shared = outlet::SharedBlock<TestBlock>::create();
    REQUIRE(shared);
    const auto keeper =
        Keeper::open((*shared)->life, shared->descriptor(), {"/nowhere/crura-outlet", {}});
    REQUIRE_FALSE(keeper);
    CHECK_THAT(keeper.error().message, Catch::Contains("/nowhere/crura-outlet"));
}

// Run by the next test in a process of its own.
TEST_CASE("child: keeps an outlet until it is killed", "[.child]")
{
    auto shared = outlet::SharedBlock<TestBlock>::create();
    REQUIRE(shared);
    auto keeper = Keeper::open((*shared)->life, shared->descriptor(),
                               test_outlet("", std::getenv("CRURA_LAST_WORDS")));
    REQUIRE(keeper);
    say("kept by " + std::to_string(::getpid()));
    std::this_thread::sleep_for(60s);
}

TEST_CASE("When the program is killed its outlet ends in good order")
{
    const TempFolder folder;
    const auto last_words = folder / "last-words";
    ::setenv("CRURA_LAST_WORDS", last_words.c_str(), 1);
    {
        Child child("child: keeps an outlet until it is killed");
        REQUIRE(child.says("kept by " + std::to_string(child.process()), 5));
        CHECK_FALSE(std::filesystem::exists(last_words));
    } // SIGKILL
    CHECK(within(2s, [&last_words] { return std::filesystem::exists(last_words); }));
}

TEST_CASE("A passage drops what was under way to an outlet that died")
{
    outlet::Life life;
    outlet::Passage<FixedRing<int, 4>> passage;
    life.renew();
    CHECK(passage.out(life) == nullptr);
    passage.in(life).push(1);
    passage.in(life).push(2);
    REQUIRE(passage.out(life) != nullptr);
    int item = 0;
    REQUIRE(passage.out(life)->pop(item));
    CHECK(item == 1);

    life.renew();
    CHECK(passage.out(life) == nullptr);
    passage.in(life).push(3);
    REQUIRE(passage.out(life) != nullptr);
    REQUIRE(passage.out(life)->pop(item));
    CHECK(item == 3);
    CHECK_FALSE(passage.out(life)->pop(item));
}

TEST_CASE("A life is well for as long as it beats, and at first a little longer")
{
    outlet::Life life;
    life.renew();
    CHECK_FALSE(life.well(host_now()));
    life.opened("it");
    const auto opened = host_now();
    CHECK(life.well(opened + 2s));
    CHECK_FALSE(life.well(opened + 4s));
    life.failed("gone");
    CHECK_FALSE(life.well(opened));
}

TEST_CASE("Words are cut where they are too long")
{
    outlet::Words<4> words;
    CHECK(words.read() == "");
    words.write("breathe");
    CHECK(words.read() == "brea");
    words.write("in");
    CHECK(words.read() == "in");
}

TEST_CASE("A block of another size is not taken for ours")
{
    const auto small = outlet::SharedMemory::create(16);
    REQUIRE(small);
    const auto adopted = outlet::SharedBlock<TestBlock>::adopt(::dup(small->descriptor()));
    REQUIRE_FALSE(adopted);
    CHECK_THAT(adopted.error().message, Catch::Contains("same version"));
}

TEST_CASE("An answer is heard whole, and one that never comes is not waited for")
{
    const auto answer = outlet::answer_of(test_outlet("answers"), 5s);
    REQUIRE(answer);
    CHECK(*answer == "one\ntwo\n");

    const auto before = host_now();
    CHECK_FALSE(outlet::answer_of(test_outlet("answers never"), 300ms));
    CHECK(host_now() - before < 2s);
    CHECK_FALSE(outlet::answer_of({"/nowhere/crura-outlet", {}}, 1s));
}
