#pragma once

#include <functional>
#include <string>

namespace crura::app {

// One sentence that a person should read about what is opened, kept or closed.
struct Remark {
    enum class About { session, outputs, records } about;
    std::string text;
    bool warning = false; // something is not as it was asked for
};

// Who tells it. [any]
using Tell = std::function<void(const Remark&)>;

// [any] On the terminal; warnings apart from the rest.
void print_remark(const Remark& remark);

// Tells a warning; nothing when there is no text. [any]
void warn(const Tell& tell, Remark::About about, const std::string& text);

} // namespace crura::app
