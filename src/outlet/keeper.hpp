#pragma once

#include "core/health.hpp"
#include "core/result.hpp"
#include "outlet/life.hpp"
#include "outlet/process_linux.hpp"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace crura::outlet {

// Keeps one outlet going: starts it, sees whether it is well, kills it when it hangs, and starts
// another as long as it is wanted. All in a thread of its own: nobody else ever waits for an
// outlet, but open() and close() for as long as they say. docs/outlet.md tells the whole life.
class Keeper {
public:
    static constexpr Duration kRetry = std::chrono::seconds(1); // between two starts
    static constexpr Duration kOpeningPatience = std::chrono::seconds(5);
    static constexpr Duration kFarewellPatience = std::chrono::seconds(4);

    // [runtime] `life` is part of the block with this descriptor; both outlive the keeper. Returns
    // when the outlet works, or has told why it does not, or after kOpeningPatience. An error only
    // when it cannot be started at all.
    static Result<std::unique_ptr<Keeper>> open(Life& life, int block, Program program);

    ~Keeper() { close(); }

    // [runtime] Lets go: the outlet ends in good order, or is killed after kFarewellPatience.
    void close();

    // [any] `lost` while what was asked for is not there; `off` when closed.
    Output state() const noexcept;

    // [any] What was opened last, for a person; empty when nothing yet. Known a moment after
    // state().
    std::string name() const;

    // [any] Why it does not work; empty while it does.
    std::string problem() const;

private:
    Keeper(Life& life, int block, Program program);
    Result<void> start();
    void run(const std::stop_token& stop);
    void look();
    void tell(const std::string& problem);
    void say_farewell();

    Life& life_;
    const int block_;
    const Program program_;

    // Of the thread, once it runs.
    std::optional<Process> process_;
    Time started_at_{};
    bool opened_ = false; // this outlet

    mutable std::mutex mutex_; // of what follows
    std::string name_;
    std::string problem_;
    bool told_ = false; // something is known
    std::condition_variable_any news_;

    std::atomic<bool> closed_{false};
    std::jthread thread_;
};

} // namespace crura::outlet
