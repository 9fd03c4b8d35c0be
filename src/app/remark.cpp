#include "app/remark.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace crura::app {

void print_remark(const Remark& remark)
{
    std::FILE* const to = remark.warning ? stderr : stdout;
    fmt::print(to, "{}\n", remark.text);
    std::fflush(to);
}

void warn(const Tell& tell, Remark::About about, const std::string& text)
{
    if (!text.empty())
        tell({about, text, true});
}

} // namespace crura::app
