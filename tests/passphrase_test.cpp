#include "app/passphrase.hpp"

#include "core/time.hpp"

#include <catch2/catch.hpp>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string>

using namespace crura;
using Catch::Matchers::Contains;

namespace {

using Ask = Result<exchange::Secret> (*)();

// Asks in a process of its own, in a terminal; "kept PASSPHRASE" or the error come through a pipe.
class Asked {
public:
    explicit Asked(Ask ask)
    {
        std::array<int, 2> ends{};
        REQUIRE(::pipe(ends.data()) == 0);
        process_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
        if (process_ == 0) {
            const auto got = ask();
            const std::string said = got ? "kept " + std::string(got->text()) : got.error().message;
            [[maybe_unused]] const auto written = ::write(ends[1], said.data(), said.size());
            ::_exit(0);
        }
        ::close(ends[1]);
        answer_ = ends[0];
    }
    Asked(const Asked&) = delete;
    Asked& operator=(const Asked&) = delete;
    ~Asked()
    {
        if (process_ > 0) {
            ::kill(process_, SIGKILL);
            ::waitpid(process_, nullptr, 0);
        }
        ::close(terminal_);
        ::close(answer_);
    }

    bool shows(const std::string& text)
    {
        const auto until = host_now() + std::chrono::seconds(20);
        while (shown_.find(text, seen_) == std::string::npos) {
            pollfd waiting{terminal_, POLLIN, 0};
            std::array<char, 256> bytes{};
            if (host_now() > until || ::poll(&waiting, 1, 20'000) <= 0)
                return false;
            const auto got = ::read(terminal_, bytes.data(), bytes.size());
            if (got <= 0)
                return false;
            shown_.append(bytes.data(), std::size_t(got));
        }
        seen_ = shown_.find(text, seen_) + text.size();
        return true;
    }

    void type(const std::string& keys) const
    {
        REQUIRE(::write(terminal_, keys.data(), keys.size()) == ssize_t(keys.size()));
    }
    void signal(int number) const { ::kill(process_, number); }

    std::string answer() const
    {
        std::string all;
        std::array<char, 2048> bytes{};
        for (ssize_t got = 0; (got = ::read(answer_, bytes.data(), bytes.size())) > 0;)
            all.append(bytes.data(), std::size_t(got));
        return all;
    }
    bool echoes() const
    {
        termios state{};
        ::tcgetattr(terminal_, &state);
        return (state.c_lflag & ECHO) != 0;
    }
    int killed_by()
    {
        int status = 0;
        ::waitpid(process_, &status, 0);
        process_ = 0;
        return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    }
    const std::string& shown() const { return shown_; }

private:
    pid_t process_ = 0;
    int terminal_ = -1, answer_ = -1;
    std::string shown_;
    std::size_t seen_ = 0;
};

// With standard input that is no terminal.
std::string asked_through_a_pipe(Ask ask, const std::string& input)
{
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    REQUIRE(::write(ends[1], input.data(), input.size()) == ssize_t(input.size()));
    ::close(ends[1]);
    const int before = ::dup(STDIN_FILENO);
    ::dup2(ends[0], STDIN_FILENO);
    const auto got = ask();
    std::array<char, 64> rest{};
    const auto left = ::read(STDIN_FILENO, rest.data(), rest.size());
    ::dup2(before, STDIN_FILENO);
    ::close(before);
    ::close(ends[0]);
    return (got ? "kept " + std::string(got->text()) : got.error().message) + '|'
        + std::string(rest.data(), std::size_t(left));
}

} // namespace

TEST_CASE("A new passphrase is asked for twice in a terminal, and never shown")
{
    Asked asked(app::new_passphrase);
    REQUIRE(asked.shows("it is not shown"));
    CHECK_FALSE(asked.echoes());
    asked.type("four pine cones\n");
    REQUIRE(asked.shows("once more"));
    asked.type("four pine cones\n");
    CHECK(asked.answer() == "kept four pine cones");
    CHECK(asked.echoes());
    CHECK_THAT(asked.shown(), !Contains("pine"));
}

TEST_CASE("Two that differ seal nothing, and a short one is refused at once")
{
    Asked differ(app::new_passphrase);
    REQUIRE(differ.shows("it is not shown"));
    differ.type("four pine cones\n");
    REQUIRE(differ.shows("once more"));
    differ.type("four pine cone\n");
    CHECK_THAT(differ.answer(), Contains("not the same"));

    Asked brief(app::new_passphrase);
    REQUIRE(brief.shows("it is not shown"));
    brief.type("\xC3\xA0\xC3\xA0\xC3\xA0\xC3\xA0\n"); // four letters, eight bytes
    CHECK_THAT(brief.answer(), Contains("at least 8 characters"));
}

TEST_CASE("Backspace corrects what cannot be seen")
{
    Asked asked(app::known_passphrase);
    REQUIRE(asked.shows("it is not shown"));
    asked.type("resx\x7Ft\n");
    CHECK(asked.answer() == "kept rest");
}

TEST_CASE("A signal leaves the terminal as it was and does what it always does")
{
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        Asked asked(app::known_passphrase);
        REQUIRE(asked.shows("it is not shown"));
        CHECK_FALSE(asked.echoes());
        asked.type("half a pass");
        asked.signal(number);
        CHECK(asked.killed_by() == number);
        CHECK(asked.echoes());
        CHECK(asked.answer().empty());
    }
    Asked typed(app::known_passphrase);
    REQUIRE(typed.shows("it is not shown"));
    typed.type("\x03"); // Ctrl-C
    CHECK(typed.killed_by() == SIGINT);
    CHECK(typed.echoes());
}

TEST_CASE("After Ctrl-Z the question comes again, and what was typed before it is forgotten")
{
    Asked asked(app::known_passphrase);
    REQUIRE(asked.shows("it is not shown"));
    asked.type("half");
    asked.signal(SIGTSTP); // nobody would wake it here, so the system does not let it sleep
    REQUIRE(asked.shows("it is not shown"));
    asked.type("rest\n");
    CHECK(asked.answer() == "kept rest");
}

TEST_CASE("Where there is no terminal the passphrase is one line of standard input")
{
    CHECK(asked_through_a_pipe(app::new_passphrase, "four pine cones\nmore\n")
          == "kept four pine cones|more\n");
    CHECK(asked_through_a_pipe(app::known_passphrase, "x\r\n") == "kept x|");
    CHECK(asked_through_a_pipe(app::known_passphrase, "no end of line") == "kept no end of line|");
    CHECK_THAT(asked_through_a_pipe(app::new_passphrase, "short\n"), Contains("at least 8"));
    CHECK_THAT(asked_through_a_pipe(app::known_passphrase, ""), Contains("no passphrase"));
    CHECK_THAT(asked_through_a_pipe(app::known_passphrase, std::string(1025, 'x') + "\n"),
               Contains("longer than 1024"));
    CHECK(asked_through_a_pipe(app::known_passphrase, std::string(1024, 'x') + "\n").size()
          == 5 + 1024 + 1);
}
