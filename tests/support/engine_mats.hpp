#pragma once

#include "feed/state.hpp"

#include "core/names.hpp"
#include "devices/measured_body.hpp"
#include "devices/simulated_body.hpp"
#include "engine/engine.hpp"
#include "support/fake_mats.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace crura::test {

// One mat with a real engine on a simulated body, in a time of the test's own. What happens is said
// as it is named, without words for people.
class EngineMats : public FakeMats {
public:
    EngineMats(engine::Engine engine, const std::string& body, Time begin)
        : engine_(std::move(engine)), body_(devices::SimulatedBody::find(body).value(), 1),
          begin_(begin), now_(begin)
    {
        open(1);
    }

    void step(Duration length)
    {
        now_ += length;
        samples_.clear();
        body_.measure_until(Time(now_ - begin_), samples_);
        for (Sample& sample : samples_)
            sample.time += begin_.time_since_epoch();
        std::vector<Command> commands;
        for (const auto& [ticket, command] : asked_) {
            commands.push_back(command);
            taken_.push_back({ticket, now_});
        }
        asked_.clear();
        Snapshot& newest = *at(1).newest;
        newest = engine_.tick(now_, samples_, commands);
        body_.hear(newest.target);
        tell(newest);
    }
    void run(Time until, Duration each)
    {
        while (now_ < until)
            step(each);
    }

    Answer command(int mat, Command command, std::uint64_t ticket) override
    {
        if (mat != 1)
            return Answer::no_mat;
        if (asked_.size() >= 4)
            return Answer::busy;
        asked_.emplace_back(ticket, command);
        return Answer::handed_on;
    }
    std::vector<feed::Taken> take_taken() override { return std::exchange(taken_, {}); }
    Answer note(int mat, const std::string& text, Time about) override
    {
        say(mat, "note", text, about, true);
        return Answer::handed_on;
    }

    const Snapshot& newest() { return *at(1).newest; }

private:
    void tell(const Snapshot& now)
    {
        if (now.session.step != step_)
            say(1, "step", "", now.time, false, {{"step", double(now.session.step)}});
        step_ = now.session.step;
        if (now.session.phrase != Phrase::none)
            say(1, "phrase", "", now.time, false, {{"phrase", name_of(now.session.phrase)}});
        for (const Breath& breath : now.breath.breaths)
            say(1, "breath", "", now.time, false, told(breath));
        for (const Decision& decision : now.decisions)
            say(1, "decision", "", now.time, true, told(decision));
        if (now.guard.alert != alert_)
            say(1, "alert", "", now.time, true,
                {{"alert", std::array{"none", "look", "act"}[std::size_t(now.guard.alert)]}});
        alert_ = now.guard.alert;
    }
    static json::Json::Object told(const Breath& breath) { return feed::members_of(breath); }
    static json::Json::Object told(const Decision& decision)
    {
        return {{"name", name_of(decision.kind)},
                {"ground", name_of(decision.ground)},
                {"value", decision.value},
                {"limit", decision.limit}};
    }

    engine::Engine engine_;
    devices::MeasuredBody body_;
    Time begin_, now_;
    std::vector<Sample> samples_;
    std::vector<std::pair<std::uint64_t, Command>> asked_;
    std::vector<feed::Taken> taken_;
    std::int16_t step_ = SessionState::kNone;
    Alert alert_ = Alert::none;
};

} // namespace crura::test
