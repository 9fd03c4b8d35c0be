#include "web/worker.hpp"

#include <utility>

namespace crura::web {

Worker::Worker(std::size_t most_waiting, std::function<void(std::function<void()>)> back)
    : most_waiting_(most_waiting), back_(std::move(back)),
      thread_([this](const std::stop_token& stop) { run(stop); })
{
}

bool Worker::ask(Job job)
{
    {
        const std::scoped_lock lock(mutex_);
        if (jobs_.size() >= most_waiting_)
            return false;
        jobs_.push_back(std::move(job));
    }
    changed_.notify_one();
    return true;
}

bool Worker::hurries() const
{
    const std::scoped_lock lock(mutex_);
    return ending_ || !jobs_.empty();
}

void Worker::end()
{
    {
        const std::scoped_lock lock(mutex_);
        ending_ = true;
    }
    thread_.request_stop();
    thread_.join();
}

void Worker::run(const std::stop_token& stop)
{
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [this] { return !jobs_.empty(); }) && !stop.stop_requested()) {
        Job job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job.work();
        back_(std::move(job.then));
        lock.lock();
    }
}

} // namespace crura::web
