#include "web/refusals.hpp"

#include "web/text.hpp"

namespace crura::web {

void Refusals::tell(std::string_view peer, std::string_view what, const Refusal& refusal, Time now)
{
    if (!tell_)
        return;
    if (!lines_.take(now)) {
        ++left_out_;
        return;
    }
    auto line = printable(peer) + " " + printable(what) + ": " + std::to_string(refusal.status)
        + ", " + refusal.why;
    if (left_out_ > 0)
        line += " (" + std::to_string(left_out_) + " more before it)";
    left_out_ = 0;
    tell_(line);
}

} // namespace crura::web
