#pragma once

#include "app/live_session.hpp"
#include "app/options.hpp"
#include "core/time.hpp"
#include "json/json.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace crura::app::studio {

enum class MatState : std::uint8_t { opening, fitting, running, ended };

// What changes about a mat while it is there.
struct MatNews {
    MatState state = MatState::opening;
    std::string problem; // sentences; or empty
    std::optional<history::Id> session;

    friend bool operator==(const MatNews&, const MatNews&) = default;
};

// The members of its `mat` message (docs/live-protocol.md) that stay; `live` is null while it is
// not known yet. [any]
json::Json::Object about(int mat, const RunOptions& options, Time opened, const Live* live);

// The whole message. [any]
json::Json about_now(json::Json::Object members, const MatNews& news);

} // namespace crura::app::studio
