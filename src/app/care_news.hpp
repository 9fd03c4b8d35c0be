#pragma once

#include "core/check_in.hpp"
#include "core/decision.hpp"
#include "core/few.hpp"
#include "core/guard_state.hpp"
#include "core/snapshot.hpp"
#include "sessions/session.hpp"

#include <cstdint>
#include <string>

namespace crura::app {

// For whom the screen is: a client never sees what a therapist set, noted, or is alerted to.
enum class Viewer : std::uint8_t { client, therapist };

// One thing about the watch over a session that somebody should read.
struct CareNews {
    enum class Kind : std::uint8_t { phrase, question, answer, decision, alert, waiting } kind;
    Phrase phrase{};
    Question question{};
    CheckInTime when{}; // the question is asked
    Answer answer{};
    Decision decision{};
    Alert alert{};
};

// Finds the news in one snapshot after the other; each is told once. [engine]
class CareNewsFinder {
public:
    using Found = Few<CareNews, 16>;

    Found operator()(const Snapshot& now) noexcept;

private:
    Question question_ = Question::none;
    Alert alert_ = Alert::none;
    bool waiting_ = false;
};

// For a client: why it is quiet, when nobody asked for it; else empty. [any]
std::string why_quiet(Ground ground);

// For a therapist. [any]
std::string words_of(Alert alert);

// In words for this viewer; empty when it is not for them. `keys`: they can press them. [any]
std::string words_of(const CareNews& news, const sessions::Session& session, Viewer viewer,
                     bool keys);

} // namespace crura::app
