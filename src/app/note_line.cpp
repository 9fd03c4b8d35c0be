#include "app/note_line.hpp"

namespace crura::app {
namespace {

constexpr char kCtrlB = '\x02';
constexpr char kEscape = '\x1b';
constexpr char kDelete = '\x7f';

bool is_inside_letter(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

} // namespace

NoteLine::Then NoteLine::take(char key)
{
    switch (key) {
    case kCtrlB:
        return Then::brake;
    case kEscape:
        return Then::drop;
    case '\n':
    case '\r':
        return text_.empty() ? Then::drop : Then::keep;
    case '\b':
    case kDelete:
        while (!text_.empty() && is_inside_letter(text_.back()))
            text_.pop_back();
        if (!text_.empty())
            text_.pop_back();
        return Then::goes_on;
    default:
        break;
    }
    const bool is_letter = key < 0 || key >= ' '; // < 0: of a letter beyond ASCII
    if (is_letter && text_.size() < kLongest)
        text_ += key;
    return Then::goes_on;
}

} // namespace crura::app
