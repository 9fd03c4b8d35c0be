#include "support/history_places.hpp"
#include "support/history_rows.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

using namespace crura;
using namespace crura::history;
using namespace crura::test;

namespace {

// Appends batch after batch, and says each one's number once it is told to be kept.
[[noreturn]] void append_for_ever(const std::string& place, Id session, int acknowledged)
{
    auto repository = open_history(place);
    for (int number = 1; repository; ++number) {
        auto batch = batch_of(number * 3, 3);
        batch.number = std::uint64_t(number);
        auto figures = figures_of(0);
        figures.breaths = std::uint32_t(number * 3);
        if ((*repository)->append(session, batch, figures)
            && ::write(acknowledged, &number, sizeof number) != sizeof number)
            break;
    }
    ::_exit(1);
}

} // namespace

TEST_CASE(
    "Twenty programs killed while they write: every acknowledged row is there, and all is sound")
{
    const HistoryPlace at(GENERATE(Kind::file, Kind::server));
    if (at.place.empty())
        return;
    auto repository = opened(at.place);
    const Id person = must(repository->add_person("Birch", wall(0)));
    std::mt19937 random(7);
    int in_all = 0;
    for (int kill = 0; kill < 20; ++kill) {
        const Id session = must(repository->begin_session(session_of(person, kill)));
        repository.reset(); // the child is alone with the file, and its death leaves a log
        std::array<int, 2> pipe{};
        REQUIRE(::pipe(pipe.data()) == 0);
        const pid_t child = ::fork();
        if (child == 0)
            append_for_ever(at.place, session, pipe[1]);
        ::close(pipe[1]);
        std::this_thread::sleep_for(std::chrono::milliseconds(30 + random() % 100));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        int last = 0;
        for (int number = 0; ::read(pipe[0], &number, sizeof number) == sizeof number;)
            last = number;
        ::close(pipe[0]);

        repository = opened(at.place);
        must(repository->check());
        const auto detail = must(repository->detail(session));
        const auto& breaths = detail.rows.breaths;
        INFO("acknowledged " << last << ", there " << breaths.size());
        CHECK(breaths.size() % 3 == 0);
        CHECK(int(breaths.size()) >= last * 3);
        CHECK(same_rows(breaths, batch_of(3, int(breaths.size())).breaths));
        if (!breaths.empty())
            CHECK(detail.session.figures.breaths == breaths.size());
        CHECK_FALSE(detail.session.ended);
        in_all += last;
    }
    CHECK(in_all > 20); // or nothing was tried
}
