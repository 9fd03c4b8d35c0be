#pragma once

#include "web/message.hpp"
#include "web/refusals.hpp"

#include <string>
#include <string_view>

namespace crura::web {

// What goes back to whoever asked.
struct Answer {
    unsigned status = 200;
    std::string type = "text/plain; charset=utf-8";
    std::string text = {};
    std::string_view asset = {}; // instead of the text
    std::string more = {};       // whole header lines
    bool may_be_kept = false;    // by the browser, as long as it asks whether it is still so
    std::string_view body() const { return asset.empty() ? std::string_view(text) : asset; }
};

Answer answer_of(Response response, bool secure);

// The sentence, as the page's own scripts or as a person reads it.
Answer answer_of(const Refusal& refusal, bool for_script);

// The status line and every header. `stays`: the connection does.
std::string head_of(const Answer& answer, bool stays);

// What every answer carries, line by line: what the browser shall not do with it.
std::string_view security_headers();

} // namespace crura::web
