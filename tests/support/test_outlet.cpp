// An outlet that keeper_test.cpp keeps. Its first word says how it behaves.
#include "support/test_outlet.hpp"

#include "outlet/lifeline_linux.hpp"
#include "outlet/process_linux.hpp"
#include "outlet/shared_block_linux.hpp"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <thread>
#include <unistd.h>

using namespace crura;
using namespace crura::test;
using namespace std::chrono_literals;

namespace {

void read_newest(TestBlock& block, std::uint64_t& last)
{
    auto* newest = block.newest.out(block.life);
    if (!newest)
        return;
    const auto& value = newest->read();
    block.disorder += !value.whole() || value.seed() < last;
    block.newest_seen = last = value.seed();
}

void read_all(TestBlock& block, std::uint64_t& last)
{
    auto* all = block.all.out(block.life);
    for (Wide item; all && all->pop(item);) {
        block.disorder += !item.whole() || (last != 0 && item.seed() != last + 1);
        block.all_seen = last = item.seed();
    }
}

int live(TestBlock& block)
{
    block.life.opened("a test");
    std::jthread reader([&block](const std::stop_token& stop) {
        for (std::uint64_t newest = 0, item = 0; !stop.stop_requested();) {
            block.bell.wait(20ms);
            read_newest(block, newest);
            read_all(block, item);
            block.life.beat();
        }
    });
    while (outlet::kept(20ms))
        ;
    return 0;
}

int outlet_main(const std::string& way, const char* last_words)
{
    auto shared = outlet::SharedBlock<TestBlock>::adopt(outlet::kBlock);
    if (!shared)
        return 1;
    TestBlock& block = **shared;
    block.process = ::getpid();
    ++block.started;
    if (!block.can_open) {
        block.life.failed("There is nothing to open.");
        return 1;
    }
    live(block);
    ++block.ended_well;
    if (last_words)
        std::ofstream(last_words) << "ended well\n";
    while (way == "stays")
        std::this_thread::sleep_for(1s);
    return 0;
}

} // namespace

int main(int count, char** words)
{
    const std::string way = count > 1 ? words[1] : "";
    if (way == "answers")
        return std::puts("one\ntwo") < 0;
    if (way == "answers never")
        outlet::end_within(60s);
    while (way == "answers never")
        std::this_thread::sleep_for(1s);
    outlet::begin_outlet();
    return outlet_main(way, count > 2 ? words[2] : nullptr);
}
