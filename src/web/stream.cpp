#include "web/stream.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>

namespace crura::web {
namespace {

using TlsStream = net::ssl::stream<Socket>;

// Reading and writing are the same words for both.
template <class Under>
class Over : public Transport, public std::enable_shared_from_this<Over<Under>> {
public:
    template <class... Arguments>
    explicit Over(Arguments&&... arguments) : under_(std::forward<Arguments>(arguments)...)
    {
    }

    void read(net::mutable_buffer into, std::unique_ptr<Waiter> waiter) override
    {
        under_.async_read_some(into, handing_to(std::move(waiter)));
    }

    void write(const Pieces& pieces, std::unique_ptr<Waiter> waiter) override
    {
        under_.async_write_some(pieces, handing_to(std::move(waiter)));
    }

protected:
    Under under_;

private:
    auto handing_to(std::unique_ptr<Waiter> waiter)
    {
        return [self = this->shared_from_this(), waiter = std::move(waiter)](
                   Fault fault, std::size_t bytes) { waiter->done(fault, bytes); };
    }
};

class Plain : public Over<Socket> {
public:
    using Over::Over;
    void greet(std::function<void(Fault)> then) override { at_once(std::move(then)); }
    void part(std::function<void(Fault)> then) override { at_once(std::move(then)); }
    Socket& socket() override { return under_; }
    bool secure() const override { return false; }

private:
    void at_once(std::function<void(Fault)> then)
    {
        net::post(under_.get_executor(), [then = std::move(then)] { then({}); });
    }
};

class Tls : public Over<TlsStream> {
public:
    using Over::Over;

    void greet(std::function<void(Fault)> then) override
    {
        under_.async_handshake(net::ssl::stream_base::server,
                               [self = shared_from_this(), then](Fault fault) { then(fault); });
    }
    void part(std::function<void(Fault)> then) override
    {
        under_.async_shutdown([self = shared_from_this(), then](Fault fault) { then(fault); });
    }
    Socket& socket() override { return under_.next_layer(); }
    bool secure() const override { return true; }
};

} // namespace

void Transport::cut()
{
    Fault ignored;
    socket().close(ignored);
}

std::shared_ptr<Transport> plain(Socket socket)
{
    return std::make_shared<Plain>(std::move(socket));
}

std::shared_ptr<Transport> over_tls(Socket socket, net::ssl::context& context)
{
    return std::make_shared<Tls>(std::move(socket), context);
}

void beast_close_socket(Stream& stream)
{
    stream.transport()->cut();
}

void teardown(beast::role_type, Stream&, Fault& fault)
{
    fault = {};
}

} // namespace crura::web
