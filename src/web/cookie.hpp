#pragma once

#include <string>
#include <string_view>

namespace crura::web {

// A device's token travels in one cookie, which scripts cannot read and other sites cannot send:
// `crura` in the clear, `__Host-crura` over TLS.

// Of a Cookie header; empty where it is not there, or is nothing that we have given.
std::string token_of(std::string_view cookies, bool secure);

// A Set-Cookie header that keeps the token for a year; "" takes it away.
std::string cookie_of(std::string_view token, bool secure);

} // namespace crura::web
