#pragma once

#include "core/time.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <utility>

namespace crura::web {

// Calls once, unless it is put off or its owner has gone.
class Deadline {
public:
    explicit Deadline(const boost::asio::any_io_executor& executor) : timer_(executor) {}

    template <class Owner>
    void in(Duration duration, const std::shared_ptr<Owner>& owner, void (Owner::*then)())
    {
        timer_.expires_after(
            std::chrono::duration_cast<std::chrono::steady_clock::duration>(duration));
        timer_.async_wait([weak = std::weak_ptr<Owner>(owner), then](const auto& fault) {
            if (const auto still = weak.lock(); still && !fault)
                ((*still).*then)();
        });
    }

    void off() { timer_.cancel(); }

private:
    boost::asio::steady_timer timer_;
};

} // namespace crura::web
