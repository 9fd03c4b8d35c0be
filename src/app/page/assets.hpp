#pragma once

#include "web/server.hpp"

#include <vector>

namespace crura::app::page {

// The files of web/dist, which are in the program. [any]
std::vector<web::Asset> page_assets();

} // namespace crura::app::page
