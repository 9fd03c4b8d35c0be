#pragma once

#include "core/result.hpp"
#include "web/message.hpp"
#include "json/json.hpp"

#include <string>

namespace crura::app::page {

// [any] An answer that is JSON.
web::Response good(const json::Json& json, unsigned status = 200);

// [any] `{"error": sentence}`; a path in it is as a person knows it, with ~ for the home folder.
web::Response refused(unsigned status, const std::string& sentence);

// [any] What could not be done, through no fault of who asked.
web::Response failed(const Error& error);

} // namespace crura::app::page
