#include "web/common.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>

namespace crura::web {

Connection::Connection(Common& common) : all_(common)
{
    all_.connections.insert(this);
}

Connection::~Connection()
{
    all_.connections.erase(this);
    if (all_.leaving && all_.connections.empty())
        all_.last_call.cancel();
}

Visitor visitor_of(const Socket& socket, const Callers& callers)
{
    Fault fault;
    auto address = socket.remote_endpoint(fault).address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = net::ip::make_address_v4(net::ip::v4_mapped, address.to_v6());

    Visitor visitor;
    visitor.callers = &callers;
    visitor.address = address.to_string();
    visitor.network = visitor.address;
    if (address.is_v6()) {
        auto bytes = address.to_v6().to_bytes();
        std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
        visitor.network = net::ip::address_v6(bytes).to_string();
    }
    return visitor;
}

} // namespace crura::web
