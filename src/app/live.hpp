#pragma once

#include "app/care_news.hpp"
#include "app/options.hpp"
#include "app/records.hpp"
#include "app/sources.hpp"
#include "sessions/session.hpp"

#include <memory>
#include <vector>

namespace crura::app {

// What is to happen live.
struct Live {
    Sources sources;
    std::shared_ptr<const sessions::Session> session; // null: until the sources end
    Duration total{};                                 // of the session
    OutputOptions output;
    RecordPlan keep;
    std::vector<record::Setting> settings; // of the engine, for the recording
    Viewer viewer = Viewer::client;
};

// [main] Opens the outputs, runs until the session is over or a person ends it, and closes
// everything gently. Outputs that are missing are a warning; a source or a recording that cannot
// start is an error. True when a person ended it.
Result<bool> run_live(Live live);

} // namespace crura::app
