#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/engine.hpp"
#include "record/recording.hpp"
#include "sessions/limits.hpp"
#include "sessions/session.hpp"

#include <memory>
#include <string>
#include <vector>

namespace crura::app {

// What a recording's header keeps of its session, so that the engine can be made again: the text of
// the program, the limits and the length as they were asked for. docs/recording-format.md names
// them. `session` is the program before or after `limits`. [any]
std::vector<record::Setting> settings_of(const sessions::Session& session,
                                         const sessions::Limits& limits, Duration total);

// The session of a recording.
struct RecordedSession {
    std::shared_ptr<const sessions::Session> session; // null: there was none, as in `crura play`
    Duration total{};                                 // as asked for
    std::string remark; // what of it is a guess, a sentence for a person; or empty

    // As it was before the first tick.
    engine::Engine engine() const;
};

// [main] Made again from a header. One that holds no text of its program, as an older Crura wrote
// it, is looked up among those there are; the remark then says so. An error when the program cannot
// be found, or is no program to this Crura.
Result<RecordedSession> recorded_session(const record::RecordingHeader& header);

} // namespace crura::app
