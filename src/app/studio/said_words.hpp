#pragma once

#include "app/remark.hpp"
#include "app/studio/mat_feed.hpp"
#include "feed/mats.hpp"
#include "sessions/session.hpp"

#include <functional>
#include <optional>
#include <string>

namespace crura::app::studio {

// What a page is told (docs/live-protocol.md) of one thing that was noticed; without mat and id.
// Nothing where there is nothing to tell. `problem` says why a source, by its place, is gone. [any]
std::optional<feed::Said> said_of(const Noticed& noticed, const sessions::Session& session,
                                  const std::function<std::string(std::size_t)>& problem);

feed::Said said_of(const Remark& remark, Time time);
feed::Said said_of_note(const std::string& text, Time about);

} // namespace crura::app::studio
