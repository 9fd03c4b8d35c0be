#pragma once

#include "support/temp_folder.hpp"

#include <memory>
#include <string>
#include <sys/types.h>

namespace crura::test {

// A real PostgreSQL server of the tests' own: its files in a temporary folder, heard on a socket in
// that folder only, gone at the end. It refuses to run as root, who therefore runs it as the user
// postgres.
class PostgresServer {
public:
    // One for the whole test program, started when it is first asked for; null where PostgreSQL is
    // not installed, which is said aloud.
    static PostgresServer* get();

    ~PostgresServer();

    // Of a new, empty database.
    std::string new_database();
    // An address with another user, or with a password.
    std::string address(const std::string& user, const std::string& database) const;

    // As its owner; gives what psql says.
    std::string sql(const std::string& database, const std::string& statements) const;

    // From now on this user needs a password.
    void ask_for_password(const std::string& user);

    // Reads what pg_dump wrote into an empty database.
    void restore(const std::string& file, const std::string& database) const;

    void stop(); // cuts every connection
    void start();

private:
    explicit PostgresServer(std::string binaries);
    std::string as_owner(const std::string& program) const;

    std::string binaries_;
    TempFolder folder_;
    pid_t process_ = 0;
    int databases_ = 0;
};

} // namespace crura::test
