#include "sound/patience.hpp"

#include <future>
#include <thread>
#include <utility>

namespace crura::sound {

bool finishes_within(Duration patience, std::function<void()> work)
{
    std::packaged_task<void()> task(std::move(work));
    auto done = task.get_future();
    std::thread(std::move(task)).detach();
    return done.wait_for(patience) == std::future_status::ready;
}

} // namespace crura::sound
