#pragma once

#include "web/callers.hpp"
#include "web/common.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <memory>
#include <optional>

namespace crura::web {

// One open port: takes in whoever connects, as long as there is room.
class Port {
public:
    static Result<std::unique_ptr<Port>> open(Common& common, const Listener& listener);

    void listen();                                   // [server]
    void close();                                    // [server]
    std::uint16_t number() const { return number_; } // [any]

private:
    Port(Common& common, net::ip::tcp::acceptor acceptor, std::optional<net::ssl::context> context,
         const Listener& listener);
    void came(Socket socket);

    Common& common_;
    net::ip::tcp::acceptor acceptor_;
    const std::uint16_t number_;
    net::steady_timer rest_; // when the system can open no more
    std::optional<net::ssl::context> context_;
    Callers callers_;
};

} // namespace crura::web
