#pragma once

#include "core/snapshot.hpp"
#include "sessions/session.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace crura::app {

// What a session says and does, as lines that a practitioner can read through and compare:
//
//      0:00  == Settle (witness)
//      0:00  "Let the floor hold you."
//      1:00     breath 12/min, belly 65 %
//      5:20     guide: lead
//
// Each begins with the time of the session; pauses do not count. [any]; a plain value.
class Script {
public:
    explicit Script(std::shared_ptr<const sessions::Session> session) : session_(std::move(session))
    {
    }

    // The lines of this tick.
    std::vector<std::string> operator()(const Snapshot& now);

private:
    void write(const Snapshot& now, const std::string& text);
    void write_words(const Snapshot& now);
    void write_changes(const Snapshot& now);
    void write_sound(const Snapshot& now);
    void write_minute(const Snapshot& now);
    void write_rates(const Snapshot& now);

    std::shared_ptr<const sessions::Session> session_;
    std::vector<std::string> lines_;
    SessionState last_;
    Question question_ = Question::none;
    GuideStage stage_ = GuideStage::absent;
    Alert alert_ = Alert::none;
    AirAdvice air_ = AirAdvice::none;
    bool heard_ = false;
    long long minute_ = 0;
    std::size_t rates_ = 0; // that were judged
};

} // namespace crura::app
