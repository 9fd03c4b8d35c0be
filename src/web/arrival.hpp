#pragma once

#include "web/common.hpp"

#include <boost/asio/ssl/context.hpp>

namespace crura::web {

// Greets whoever has connected, over TLS where there is a context, and lets them ask. Whoever
// speaks plain HTTP to a port of TLS is told to use https.
void arrive(Common& common, Socket socket, Visitor visitor, net::ssl::context* context);

} // namespace crura::web
