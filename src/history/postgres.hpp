#pragma once

#include "history/database.hpp"
#include "history/server_address.hpp"

#include <exception>
#include <functional>
#include <memory>
#include <string>

namespace crura::history {

// A server, in its schema `crura`. A commit returns when the server has it on its disk
// (synchronous_commit=on). It connects when it is first needed, and again after the connection was
// lost: the call that finds it lost says so, the next one tries anew.
class Postgres : public Database {
public:
    explicit Postgres(ServerAddress address);
    ~Postgres() override;
    Postgres(const Postgres&) = delete;
    Postgres& operator=(const Postgres&) = delete;

    std::string place() const override { return address_.shown(); }
    const Dialect& dialect() const override;
    Result<void> begin(Access access) override;
    Result<void> commit() override;
    void rollback() noexcept override;
    Result<void> run(const std::string& sql, std::span<const Value> values,
                     const OnRow& on_row) override;
    Result<void> insert(const std::string& table, Columns columns,
                        std::span<const Values> rows) override;
    Result<std::int64_t> version() override;
    Result<void> found() override;
    Result<void> set_version(std::int64_t version) override;
    void forget() noexcept override {} // the server's own matter (VACUUM); see docs/history.md
    Result<void> check() override;
    Result<void> backup(const std::filesystem::path& file) override;

private:
    struct Session; // one connection

    Result<void> guarded(const std::function<void()>& work);
    void connect();
    Error error(const char* what, const char* advice, const std::exception& problem) const;

    ServerAddress address_;
    std::unique_ptr<Session> session_;
};

} // namespace crura::history
