#include "web/port.hpp"

#include "web/arrival.hpp"
#include "web/tls.hpp"

#include <boost/asio/ip/v6_only.hpp>

#include <string>
#include <utility>

namespace crura::web {

using net::ip::tcp;

namespace {

constexpr std::size_t kTurnedAway = 16; // more than the limit, who are told so
constexpr Duration kRest = std::chrono::milliseconds(100);

Error cannot_listen(const Listener& listener, const Fault& fault)
{
    const auto where = "Port " + std::to_string(listener.port) + " of " + listener.address;
    if (fault == net::error::address_in_use)
        return {where + " is taken by another program. End that one or choose another port."};
    return {where + " cannot be opened (" + fault.message() + "). Choose another."};
}

Result<tcp::acceptor> opened(Common& common, const Listener& listener)
{
    Fault fault;
    const auto address = net::ip::make_address(listener.address, fault);
    if (fault)
        return Error{listener.address + " is no address to listen at: it is like 127.0.0.1 or ::."};
    const tcp::endpoint place(address, listener.port);
    tcp::acceptor acceptor(common.io);
    acceptor.open(place.protocol(), fault);
    if (!fault)
        acceptor.set_option(tcp::acceptor::reuse_address(true), fault);
    if (!fault && address.is_v6())
        acceptor.set_option(net::ip::v6_only(false), fault);
    if (!fault)
        acceptor.bind(place, fault);
    if (!fault)
        acceptor.listen(net::socket_base::max_listen_connections, fault);
    if (fault)
        return cannot_listen(listener, fault);
    return acceptor;
}

std::vector<std::string> hosts_of(const Listener& listener)
{
    if (!listener.hosts.empty())
        return listener.hosts;
    if (net::ip::make_address(listener.address).is_loopback())
        return {listener.address, "localhost"};
    return {listener.address};
}

} // namespace

Result<std::unique_ptr<Port>> Port::open(Common& common, const Listener& listener)
{
    std::optional<net::ssl::context> context;
    if (listener.certificate) {
        auto tls = tls_with(*listener.certificate);
        if (!tls)
            return tls.error();
        context.emplace(std::move(*tls));
    }
    auto acceptor = opened(common, listener);
    if (!acceptor)
        return acceptor.error();
    return std::unique_ptr<Port>(
        new Port(common, std::move(*acceptor), std::move(context), listener));
}

Port::Port(Common& common, tcp::acceptor acceptor, std::optional<net::ssl::context> context,
           const Listener& listener)
    : common_(common), acceptor_(std::move(acceptor)), number_(acceptor_.local_endpoint().port()),
      rest_(common.io), context_(std::move(context)),
      callers_(hosts_of(listener), number_, context_.has_value())
{
}

void Port::listen()
{
    acceptor_.async_accept([this](Fault fault, Socket socket) {
        if (!acceptor_.is_open())
            return;
        if (!fault) {
            came(std::move(socket));
            return listen();
        }
        rest_.expires_after(kRest);
        rest_.async_wait([this](Fault stopped) {
            if (!stopped)
                listen();
        });
    });
}

void Port::came(Socket socket)
{
    const auto here = common_.connections.size();
    auto visitor = visitor_of(socket, callers_);
    visitor.too_many = here >= common_.limits.clients;
    if (here >= common_.limits.clients + kTurnedAway)
        return common_.refusals.tell(visitor.address, "a connection",
                                     {503, "far too many are connected"}, host_now());
    Fault ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    arrive(common_, std::move(socket), std::move(visitor), context_ ? &*context_ : nullptr);
}

void Port::close()
{
    Fault ignored;
    acceptor_.close(ignored);
    rest_.cancel();
}

} // namespace crura::web
