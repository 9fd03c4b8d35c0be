#pragma once

#include "core/check_in.hpp"
#include "core/command.hpp"
#include "core/event.hpp"
#include "core/session_state.hpp"
#include "exchange/study.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace crura::exchange {

// What a tick may say once.
using EdfNews = std::variant<Event, Answer, Command>;

// Puts what the engine says into words for annotations. Their onsets count from `origin`; what
// began before is said to begin there.
class EdfWords {
public:
    EdfWords(Time origin, std::vector<std::string> steps)
        : origin_(origin), steps_(std::move(steps))
    {
    }

    // An event that lasts is said twice: "tremor begins" when it is known, and "tremor", with its
    // length, once it is over. Nothing where there is nothing to be said.
    std::optional<Annotation> operator()(const EdfNews& news, Time now) const;

    // What changed since the last tick.
    std::vector<Annotation> operator()(const SessionState& session, Time now);

    Annotation at(Time time, std::string text) const;
    Annotation between(Time start, Time end, std::string text) const;

private:
    std::string step_name(int step) const;

    Time origin_;
    std::vector<std::string> steps_;
    SessionState before_;
};

} // namespace crura::exchange
