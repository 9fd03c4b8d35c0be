#pragma once

#include "core/result.hpp"
#include "web/message.hpp"

#include <cstddef>
#include <initializer_list>
#include <string>

namespace crura::app::page {

// [any] That nothing but these is asked behind the question mark; the error names what is.
Result<void> only_asks(const web::Request& request, std::initializer_list<std::string> names);

// [any] `latest`, 1 .. 10000; 0: not asked.
Result<std::size_t> latest_of(const web::Request& request);

} // namespace crura::app::page
