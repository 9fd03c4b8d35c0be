#pragma once

#include "app/studio/studio.hpp"
#include "support/own_home.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace crura::test {

// A Studio with simulated bodies in a home of its own, and who watches it as the server does.
class StudioRoom {
public:
    static app::RunOptions session()
    {
        app::RunOptions options;
        options.program = CRURA_ROOT "/tests/programs/rest-and-invite.toml";
        options.sources = {"simulator"};
        options.output.audio = app::kNone;
        options.output.midi = app::kNone;
        options.output.voice = app::kNone;
        options.confirmed = true;
        return options;
    }

    int open(const app::RunOptions& options = session())
    {
        const auto mat = studio.open(options);
        INFO((mat ? "" : mat.error().message));
        REQUIRE(mat);
        return *mat;
    }

    // What the server does thirty times a second.
    void look()
    {
        seen = studio.look();
        for (auto& one : studio.take_said())
            said.push_back(std::move(one));
        for (const auto& one : studio.take_taken())
            taken.push_back(one);
    }

    template <class Condition>
    bool sees(Condition holds, Duration limit = std::chrono::seconds(30))
    {
        return within(limit, [&] {
            look();
            return holds();
        });
    }

    const feed::MatNow* now(int mat) const
    {
        for (const auto& each : seen)
            if (each.mat == mat)
                return &each;
        return nullptr;
    }

    std::string text(int mat, const char* member) const
    {
        const auto* there = now(mat);
        const auto* found = there ? there->about.find<std::string>(member) : nullptr;
        return found ? *found : "";
    }

    bool is(int mat, const std::string& state) { return text(mat, "state") == state; }
    bool becomes(int mat, const std::string& state)
    {
        return sees([&] { return is(mat, state); });
    }

    // The session's id in the history.
    std::optional<double> kept_as(int mat) const
    {
        const auto* there = now(mat);
        const auto* id = there ? there->about.find<double>("session") : nullptr;
        return id ? std::optional(*id) : std::nullopt;
    }

    std::optional<Snapshot> picture(int mat) const
    {
        const auto* there = now(mat);
        return there && there->newest ? std::optional(*there->newest) : std::nullopt;
    }

    // Asks, and waits until an engine has taken it.
    void ask(int mat, Command command)
    {
        const auto ticket = ++tickets;
        REQUIRE(studio.command(mat, command, ticket) == feed::Mats::Answer::handed_on);
        REQUIRE(sees([&] { return came_back(ticket); }));
    }

    bool came_back(std::uint64_t ticket) const
    {
        return std::any_of(taken.begin(), taken.end(),
                           [ticket](const auto& each) { return each.ticket == ticket; });
    }

    std::vector<feed::Said> told(const std::string& kind) const
    {
        std::vector<feed::Said> found;
        for (const auto& each : said)
            if (each.kind == kind)
                found.push_back(each);
        return found;
    }

    OwnHome home;
    app::studio::Studio studio;
    std::vector<feed::MatNow> seen;
    std::vector<feed::Said> said;
    std::vector<feed::Taken> taken;
    std::uint64_t tickets = 0;
};

} // namespace crura::test
