#pragma once

#include "history/database.hpp"

#include <memory>
#include <string>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace crura::history {

// A file, for its owner only (mode 0600), in WAL mode: a commit returns when it is on the disk
// (synchronous=FULL), readers and one writer do not wait for each other, another writer waits up to
// five seconds. Deleted content is overwritten with zeros.
class Sqlite : public Database {
public:
    // Makes the file where it is not yet there. A file that is no Crura history is refused and left
    // as it is.
    static Result<std::unique_ptr<Sqlite>> open(const std::filesystem::path& file);
    ~Sqlite() override;
    Sqlite(const Sqlite&) = delete;
    Sqlite& operator=(const Sqlite&) = delete;

    // Once it is up to date.
    Result<void> use_wal();

    std::string place() const override { return file_.string(); }
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
    void forget() noexcept override;
    Result<void> check() override;
    Result<void> backup(const std::filesystem::path& file) override;

private:
    Sqlite(std::filesystem::path file, sqlite3* handle);
    static Result<void> is_ours(const std::filesystem::path& file);
    Result<void> prepare();
    Result<void> step_through(sqlite3_stmt* statement, std::span<const Value> values,
                              const OnRow& on_row);
    Result<sqlite3_stmt*> prepared(const std::string& sql);
    Error error(int code) const;

    std::filesystem::path file_;
    sqlite3* handle_;
    std::unordered_map<std::string, sqlite3_stmt*> statements_;
    Values row_;
};

} // namespace crura::history
