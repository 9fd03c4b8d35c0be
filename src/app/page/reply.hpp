#pragma once

#include "core/result.hpp"
#include "web/message.hpp"
#include "json/json.hpp"

#include <string>

namespace crura::app::page {

// [any] An answer that is JSON.
web::Response good(const json::Json& json, unsigned status = 200);

// [any] A sentence for whoever asks, who may sit at another machine: of a path in it only the last
// name is told, unless it is in Crura's own folders (with ~ for the home folder) or a device's.
std::string told(const std::string& sentence);

// [any] `{"error": told(sentence)}`.
web::Response refused(unsigned status, const std::string& sentence);

// [any] What could not be done, through no fault of who asked.
web::Response failed(const Error& error);

} // namespace crura::app::page
