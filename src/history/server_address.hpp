#pragma once

#include "core/result.hpp"

#include <string>
#include <string_view>

namespace crura::history {

// Where a server is, postgresql://user:password@host:port/database?sslmode=verify-full, with the
// password kept apart so that it is said nowhere.
class ServerAddress {
public:
    static bool is_one(std::string_view place); // begins with postgresql:// or postgres://
    static Result<ServerAddress> parse(const std::string& uri);

    const std::string& shown() const { return shown_; }       // without the password
    const std::string& password() const { return password_; } // decoded; empty: none was given

    // With the password, and with limits to how long a connection is waited for.
    std::string for_libpq() const;

    // The text without the password, should a library have put it there.
    std::string without_password(std::string text) const;

private:
    std::string uri_;
    std::string shown_;
    std::string password_;
    std::string written_password_; // as it stood in the address
};

} // namespace crura::history
