#include "support/rt_guard.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace crura;

namespace {

std::unique_ptr<std::vector<int>> escaped; // so that no compiler removes the allocation

std::uint64_t violations_of(const std::function<void()>& deed)
{
    test::rt_forget();
    {
        const test::RtSection section;
        deed();
    }
    return test::rt_report().violations;
}

} // namespace

TEST_CASE("The real-time guard counts allocations, locks and system calls inside a section only")
{
    if (!test::rt_guard_works()) {
        WARN("skipped: the real-time guard does not work here (sanitizer, or not Linux x86-64)");
        return;
    }
    std::mutex mutex;
    std::condition_variable condition;

    SECTION("what is allowed")
    {
        double sum = 0;
        CHECK(violations_of([&] {
                  for (int i = 0; i < 1000; ++i)
                      sum += double(std::chrono::steady_clock::now().time_since_epoch().count());
              })
              == 0);
        CHECK(sum > 0);
        CHECK(test::rt_report().sections == 1);
    }
    SECTION("new and delete")
    {
        CHECK(violations_of([] { escaped = std::make_unique<std::vector<int>>(100); }) == 2);
        CHECK(test::rt_report().first == "malloc");
        CHECK(violations_of([] { escaped.reset(); }) == 2);
        CHECK(test::rt_report().first == "free");
    }
    SECTION("a lock that nobody else holds")
    {
        CHECK(violations_of([&] { const std::lock_guard lock(mutex); }) == 1);
        CHECK(test::rt_report().first == "pthread_mutex_lock");
    }
    SECTION("a notification that nobody waits for")
    {
        CHECK(violations_of([&] { condition.notify_one(); }) == 1);
    }
    SECTION("a system call, which is still carried out")
    {
        pid_t parent = 0;
        CHECK(violations_of([&] { parent = ::getppid(); }) == 1);
        CHECK(parent == ::getppid());
        CHECK(test::rt_report().first == "system call 110");
    }
    SECTION("a sleep")
    {
        const auto before = std::chrono::steady_clock::now();
        CHECK(violations_of([] { std::this_thread::sleep_for(std::chrono::milliseconds(5)); })
              == 1);
        CHECK(std::chrono::steady_clock::now() - before >= std::chrono::milliseconds(5));
    }
    SECTION("an exception")
    {
        CHECK(violations_of([] {
                  try {
                      throw 1;
                  } catch (int) {
                  }
              })
              > 0);
    }
    SECTION("what another thread does meanwhile is its own affair")
    {
        std::jthread other([](std::stop_token stop) {
            while (!stop.stop_requested())
                std::vector<int>(1000).swap(*std::make_unique<std::vector<int>>(10));
        });
        CHECK(violations_of([] {
                  const auto until =
                      std::chrono::steady_clock::now() + std::chrono::milliseconds(20);
                  while (std::chrono::steady_clock::now() < until) {
                  }
              })
              == 0);
    }
}
