#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace crura::web {

// One thread that does what may take its time, one job after the other.
class Worker {
public:
    struct Job {
        std::function<void()> work; // in the worker's thread
        std::function<void()> then; // handed to `back` when the work is done
    };

    // `back` runs something in the thread that asked. [worker]
    Worker(std::size_t most_waiting, std::function<void(std::function<void()>)> back);

    // [any] False when too many wait.
    bool ask(Job job);

    // [any] Whether the job that is being done keeps anybody: others wait, or the worker is to end.
    bool hurries() const;

    // [main] What waits is dropped, what is being done is waited for.
    void end();

private:
    void run(const std::stop_token& stop);

    std::size_t most_waiting_;
    std::function<void(std::function<void()>)> back_;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<Job> jobs_;
    bool ending_ = false;
    std::jthread thread_;
};

} // namespace crura::web
