#pragma once

#include "core/time.hpp"
#include "feed/mats.hpp"
#include "feed/viewer.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace crura::feed {

// One text for all who are told the same.
using Text = std::shared_ptr<const std::string>;

// What became of a page's command.
struct Ack {
    std::uint64_t id = 0;
    int status = 0; // docs/live-protocol.md
    std::string text;
    Time time{};
};

// `about` as this viewer may see it.
json::Json seen_by(const Viewer& viewer, const json::Json& about);

Text tell_hello(const Viewer& viewer, const std::string& key, const std::string& version,
                const std::vector<json::Json>& abouts, Time now);
Text tell_mat(const json::Json& about);
Text tell_event(const Said& said);
Text tell_ack(const Ack& ack);
Text tell_beat(std::uint64_t seq, Time now);
Text tell_pong(std::uint64_t n);

} // namespace crura::feed
