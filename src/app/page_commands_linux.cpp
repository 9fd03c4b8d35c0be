#include "app/commands.hpp"
#include "app/page/site.hpp"
#include "app/pair.hpp"
#include "app/paths.hpp"
#include "app/told.hpp"

#include <unistd.h>

#include <chrono>

namespace crura::app {

int perform(const PageOptions& options)
{
    const auto kept = page::keep_open(options);
    return kept ? kDone : failed(kept.error());
}

int perform(const PairOptions& options)
{
    const PairPlace place{page_folder(), lan_hosts(), ::isatty(STDOUT_FILENO) != 0};
    return told(
        pair(options, place,
             std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now())));
}

} // namespace crura::app
