#include "app/keys.hpp"

#include <algorithm>
#include <cctype>

namespace crura::app {
namespace {

constexpr char kEscape = '\x1b';

// How many bytes the first key has.
std::size_t first_key(const std::string& typed)
{
    if (typed.size() < 2 || typed[0] != kEscape || (typed[1] != '[' && typed[1] != 'O'))
        return 1;
    const auto last =
        std::find_if(typed.begin() + 2, typed.end(), [](char byte) { return byte >= '@'; });
    return std::min(std::size_t(last - typed.begin()) + 1, typed.size());
}

} // namespace

std::optional<Request> take_request(std::string& typed)
{
    if (typed.empty())
        return std::nullopt;
    const auto key = typed.substr(0, first_key(typed));
    typed.erase(0, key.size());
    if (key.size() > 1)
        return std::nullopt;
    if ('0' <= key[0] && key[0] <= '6')
        return Request(int(Request::answer_0) + (key[0] - '0'));
    switch (std::tolower(static_cast<unsigned char>(key[0]))) {
    case 'q':
        return Request::end;
    case ' ':
        return Request::pause_or_resume;
    case 'b':
        return Request::brake;
    case 'm':
        return Request::mark;
    case 'c':
        return Request::recalibrate;
    case 'g':
        return Request::guide;
    case 'n':
        return Request::next;
    case 'h':
        return Request::here;
    case 'd':
        return Request::dizzy;
    case 's':
        return Request::skip;
    case 'w':
        return Request::note;
    case kEscape:
        return Request::leave;
    default:
        return std::nullopt;
    }
}

} // namespace crura::app
