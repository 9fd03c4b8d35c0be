#pragma once

#include "core/result.hpp"
#include "web/server.hpp"

#include <boost/asio/ssl/context.hpp>

namespace crura::web {

// TLS 1.2 and 1.3 with this certificate.
Result<boost::asio::ssl::context> tls_with(const Listener::Certificate& certificate);

} // namespace crura::web
