#pragma once

#include "web/common.hpp"

#include <memory>

namespace crura::web {

// Ends a connection so that what was sent last arrives: says that nothing more comes, and throws
// away what is still being sent to us until the other has gone too, or two seconds are over.
// Closing at once would make the system take back an answer that was not read yet.
void farewell(Common& common, std::shared_ptr<Transport> transport);

} // namespace crura::web
