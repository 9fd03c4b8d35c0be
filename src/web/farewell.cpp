#include "web/farewell.hpp"

#include "web/deadline.hpp"

#include <array>

namespace crura::web {
namespace {

constexpr Duration kLongest = std::chrono::seconds(2);

class Farewell : public Connection, public std::enable_shared_from_this<Farewell> {
public:
    Farewell(Common& common, std::shared_ptr<Transport> transport)
        : Connection(common), transport_(std::move(transport)),
          deadline_(transport_->socket().get_executor())
    {
    }

    void start()
    {
        deadline_.in(kLongest, shared_from_this(), &Farewell::cut);
        transport_->part([self = shared_from_this()](Fault) { self->say_no_more(); });
    }

    void leave() override { cut(); }
    void cut() override { transport_->cut(); }

private:
    void say_no_more()
    {
        Fault ignored;
        transport_->socket().shutdown(Socket::shutdown_send, ignored);
        throw_away();
    }

    void throw_away()
    {
        transport_->socket().async_read_some(net::buffer(bytes_),
                                             [self = shared_from_this()](Fault fault, std::size_t) {
                                                 fault ? self->cut() : self->throw_away();
                                             });
    }

    std::shared_ptr<Transport> transport_;
    Deadline deadline_;
    std::array<char, 4096> bytes_{};
};

} // namespace

void farewell(Common& common, std::shared_ptr<Transport> transport)
{
    std::make_shared<Farewell>(common, std::move(transport))->start();
}

} // namespace crura::web
