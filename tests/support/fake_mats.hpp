#pragma once

#include "feed/mats.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace crura::test {

// Mats whose states and sayings a test writes itself. A command is taken as soon as it was handed
// on, unless the engine is asleep.
class FakeMats : public feed::Mats {
public:
    struct Mat {
        std::uint64_t version = 1;
        json::Json::Object about;
        std::unique_ptr<Snapshot> newest;
        std::vector<feed::Said> said; // that were taken
        std::uint64_t ids = 0;
    };
    struct Given {
        int mat;
        Command command;
    };

    // As docs/live-protocol.md has it.
    static json::Json::Object about(int mat)
    {
        using json::Json;
        const Json::Object step = {{"id", "settle"}, {"name", "Settle"}, {"intent", "witness"},
                                   {"waits", false}, {"rest", true},     {"duration_s", 120.}};
        const Json::Object program = {{"id", "rest"},
                                      {"name", "Rest"},
                                      {"summary", "Lying down."},
                                      {"language", "en"},
                                      {"checklist", Json::Array{"A blanket"}},
                                      {"total_s", 1200.},
                                      {"guard", true},
                                      {"steps", Json::Array{step}}};
        const Json::Object limits = {
            {"tremor_minutes", 5.}, {"slowest_bpm", 4.5}, {"response_every_minutes", {}}};
        return {{"mat", double(mat)},
                {"state", "running"},
                {"person", "M-secret"},
                {"problem", ""},
                {"chosen", ""},
                {"opened_s", 500.1},
                {"program", program},
                {"sensors",
                 Json::Array{Json::Object{{"name", "simulator"},
                                          {"bands", Json::Array{"thoracic", "abdominal"}}}}},
                {"simulated", true},
                {"limits", limits},
                {"session", {}}};
    }

    Mat& open(int mat)
    {
        auto& opened = mats_[mat];
        opened.about = about(mat);
        opened.newest = std::make_unique<Snapshot>();
        return opened;
    }
    void close(int mat) { mats_.erase(mat); }
    Mat& at(int mat) { return mats_.at(mat); }

    void say(int mat, std::string kind, std::string text, Time time = {}, bool care = false,
             json::Json::Object more = {})
    {
        fresh_.push_back({mat, ++mats_.at(mat).ids, time, care, std::move(kind), std::move(text),
                          std::move(more)});
    }

    std::vector<feed::MatNow> look() override
    {
        std::vector<feed::MatNow> now;
        for (const auto& [number, mat] : mats_)
            now.push_back({number, mat.version, mat.about, mat.newest.get()});
        return now;
    }
    std::vector<feed::Said> take_said() override
    {
        for (const auto& said : fresh_)
            if (mats_.count(said.mat))
                mats_.at(said.mat).said.push_back(said);
        return std::exchange(fresh_, {});
    }
    std::vector<feed::Said> said(int mat) override
    {
        const auto& all = mats_.at(mat).said;
        return {all.end() - std::ptrdiff_t(std::min<std::size_t>(all.size(), 200)), all.end()};
    }
    std::vector<feed::Taken> take_taken() override { return std::exchange(taken_, {}); }

    Answer command(int mat, Command command, std::uint64_t ticket) override
    {
        if (!mats_.count(mat))
            return Answer::no_mat;
        if (busy)
            return Answer::busy;
        given.push_back({mat, command});
        if (!asleep)
            taken_.push_back({ticket, takes_at});
        return Answer::handed_on;
    }
    Answer note(int mat, const std::string& text, Time about) override
    {
        if (!mats_.count(mat))
            return Answer::no_mat;
        if (deaf)
            return Answer::busy;
        notes.emplace_back(text, about);
        return Answer::handed_on;
    }

    bool busy = false;   // no room for commands
    bool asleep = false; // the engine takes none
    bool deaf = false;   // no notes are kept
    Time takes_at{};
    std::vector<Given> given;
    std::vector<std::pair<std::string, Time>> notes;

private:
    std::map<int, Mat> mats_;
    std::vector<feed::Said> fresh_;
    std::vector<feed::Taken> taken_;
};

} // namespace crura::test
