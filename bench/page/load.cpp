#include "page/load.hpp"

#include "page/pages.hpp"

#include <fmt/core.h>

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <map>
#include <random>
#include <stdexcept>
#include <vector>

namespace crura::bench {
namespace {

using namespace std::chrono_literals;

constexpr Duration kSettle = 2s;
constexpr double kStale_s = 0.2;
constexpr int kLittleRoom = 4096; // so that what nobody reads stays with the server

const Pages::Heard kNobody = [](std::size_t, std::string_view, Time) {};

double share(std::vector<double>& values, double part)
{
    if (values.empty())
        return 0;
    const auto at = values.begin() + std::ptrdiff_t(part * double(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

void tell_shares(std::vector<double>& ms, Found& found)
{
    found.p50 = share(ms, 0.5);
    found.p99 = share(ms, 0.99);
    found.most = share(ms, 1);
}

class Worker {
public:
    explicit Worker(int wire) : wire_(wire) {}

    void work()
    {
        for (Order order; ::read(wire_, &order, sizeof order) == sizeof order;) {
            const Found found = obey(order);
            if (::write(wire_, &found, sizeof found) != sizeof found)
                return;
        }
    }

private:
    Found obey(const Order& order)
    {
        Pages pages(order.port);
        for (int i = 0; i < order.pages; ++i)
            pages.add("viewer", order.kind == Order::hoard ? kLittleRoom : 0);
        switch (order.kind) {
        case Order::watch:
            return watch(pages, order);
        case Order::stall:
            return stall(pages, order);
        case Order::hoard:
            return hoard(pages, order);
        case Order::press:
            return press(pages, order);
        }
        return {};
    }

    void settle(Pages& pages)
    {
        pages.run(host_now() + kSettle, kNobody);
        const char settled = 1;
        (void)!::write(wire_, &settled, 1);
    }

    Found watch(Pages& pages, const Order& order)
    {
        std::vector<double> ms;
        std::size_t bytes = 0;
        settle(pages);
        pages.run(host_now() + from_seconds(order.seconds),
                  [&](std::size_t, std::string_view text, Time now) {
                      bytes += text.size();
                      if (is_of_type(text, "frame"))
                          ms.push_back(1e3 * (to_seconds(now) - number_in(text, "time_s")));
                  });
        Found found;
        const double pages_s = order.seconds * std::max(order.pages, 1);
        found.messages_per_s = double(ms.size()) / pages_s;
        found.kilobytes_per_s = double(bytes) / 1e3 / pages_s;
        found.left = pages.closed();
        tell_shares(ms, found);
        return found;
    }

    // It lives, and says so, but neither reads nor shows anything.
    Found stall(Pages& pages, const Order& order)
    {
        Found found;
        const auto page = pages.add("viewer");
        settle(pages);
        const auto age_s = [](std::string_view text, Time now) {
            return is_of_type(text, "frame") ? to_seconds(now) - number_in(text, "time_s") : -1;
        };
        pages.run(host_now() + 2s, [&](std::size_t which, std::string_view text, Time now) {
            const double age = age_s(text, now);
            found.fresh_before += which == page && 0 <= age && age < kStale_s;
        });
        pages[page].reads = pages[page].tells = false;
        for (double s = 0; s < order.seconds; s += 1) {
            pages.say(page, R"({"type":"ping","n":1})");
            pages.run(host_now() + 1s, kNobody);
        }
        pages[page].reads = pages[page].tells = true;
        const Time awake = host_now();
        pages.run(awake + 3s, [&](std::size_t which, std::string_view text, Time now) {
            const double age = age_s(text, now);
            if (which != page || age < 0)
                return;
            found.stale += age > kStale_s;
            found.most = std::max(found.most, 1e3 * age);
            if (age <= kStale_s && found.live_again == 0)
                found.live_again = 1e3 * to_seconds(now - awake);
        });
        found.left = pages.closed();
        return found;
    }

    // Pages that never read.
    Found hoard(Pages& pages, const Order& order)
    {
        for (std::size_t i = 0; i < pages.size(); ++i)
            pages[i].reads = pages[i].tells = false;
        settle(pages);
        for (double s = 0; s < order.seconds; s += 0.25) {
            for (std::size_t i = 0; i < pages.size(); ++i)
                if (pages[i].open)
                    pages.say(i,
                              order.lies ? R"({"type":"got","seq":1000000000})"
                                         : R"({"type":"ping","n":1})");
            pages.run(host_now() + 250ms, kNobody);
        }
        Found found;
        found.left = pages.closed();
        return found;
    }

    // One page asks for something, a moment after the last answer.
    Found press(Pages& pages, const Order& order)
    {
        const auto page = pages.add("client");
        settle(pages);
        std::vector<double> ms;
        Found found;
        std::mt19937 random(1);
        for (int id = 1; id <= order.commands; ++id) {
            pages.run(host_now() + std::chrono::microseconds(20'000 + random() % 50'000), kNobody);
            const Time asked = host_now();
            pages.say(page,
                      fmt::format(R"({{"type":"command","id":{},"key":"{}","seen":{},"mat":1,)"
                                  R"("command":"mark"}})",
                                  id, pages[page].key, pages[page].seq));
            bool answered = false;
            while (!answered && host_now() - asked < 5s)
                pages.run_once(5, [&](std::size_t which, std::string_view text, Time now) {
                    if (which != page || !is_of_type(text, "ack")
                        || int(number_in(text, "id")) != id)
                        return;
                    answered = true;
                    found.answered += int(number_in(text, "status")) == 200;
                    ms.push_back(1e3 * to_seconds(now - asked));
                });
        }
        tell_shares(ms, found);
        return found;
    }

    int wire_;
};

} // namespace

Load::Load()
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        throw std::runtime_error("no socket for the load");
    process_ = ::fork();
    wire_ = ends[0];
    if (process_ > 0) {
        ::close(ends[1]);
        return;
    }
    ::close(ends[0]);
    try {
        Worker(ends[1]).work();
    } catch (const std::exception& error) {
        fmt::print(stderr, "load: {}\n", error.what());
        ::_exit(1);
    }
    ::_exit(0);
}

Load::~Load()
{
    ::close(wire_);
    ::waitpid(process_, nullptr, 0);
}

void Load::begin(const Order& order) const
{
    char settled = 0;
    if (::write(wire_, &order, sizeof order) != sizeof order || ::read(wire_, &settled, 1) != 1)
        throw std::runtime_error("the load has gone");
}

Found Load::found() const
{
    Found found;
    if (::recv(wire_, &found, sizeof found, MSG_WAITALL) != sizeof found)
        throw std::runtime_error("the load has gone");
    return found;
}

} // namespace crura::bench
