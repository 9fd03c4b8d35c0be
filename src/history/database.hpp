#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace crura::history {

// One column of one row; monostate is SQL's NULL.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;
using Values = std::vector<Value>;
using OnRow = std::function<void(std::span<const Value>)>;
using Columns = std::span<const char* const>;

enum class Access { read, write };

// How this database spells what the two spell differently.
struct Dialect {
    const char* id;      // the type of a key that it gives itself, never twice
    const char* integer; // 64 bit
    const char* number;  // double
    const char* strict;  // after a table's columns
};

// What Repository needs of a database. An error is one sentence that names the place. One thread
// at a time.
class Database {
public:
    virtual ~Database() = default;

    virtual std::string place() const = 0; // without a password
    virtual const Dialect& dialect() const = 0;

    // One transaction at a time. A reader sees one moment, whatever others write meanwhile; a
    // writer waits for another one. After an error nothing but rollback() is of use.
    virtual Result<void> begin(Access access) = 0;
    virtual Result<void> commit() = 0; // on the disk
    virtual void rollback() noexcept = 0;

    // Within a transaction: one statement, its values written $1, $2 ...
    virtual Result<void> run(const std::string& sql, std::span<const Value> values,
                             const OnRow& on_row) = 0;
    // Within a transaction: many rows at once, each as wide as `columns`.
    virtual Result<void> insert(const std::string& table, Columns columns,
                                std::span<const Values> rows) = 0;

    // Within a transaction: how many migrations it has seen; 0: a new one.
    virtual Result<std::int64_t> version() = 0;
    // Within one that writes: keeps others from migrating until it ends, and makes a new database
    // ours. One that is somebody else's is refused.
    virtual Result<void> found() = 0;
    virtual Result<void> set_version(std::int64_t version) = 0;

    // Outside of one.
    virtual void forget() noexcept = 0; // what was deleted leaves the file, as far as it can
    virtual Result<void> check() = 0;
    virtual Result<void> backup(const std::filesystem::path& file) = 0;
};

// One transaction. After the first error nothing more is done, and commit() says that error; what
// is not committed never was.
class Work {
public:
    Work(Database& database, Access access);
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;
    ~Work();

    void run(const std::string& sql, const Values& values = {}, const OnRow& on_row = {});
    void insert(const std::string& table, Columns columns, std::span<const Values> rows);
    void fail(Error error);
    bool ok() const { return !error_; }
    Result<void> commit();

    Database& database() { return database_; }

private:
    void note(const Result<void>& result);

    Database& database_;
    std::optional<Error> error_;
    bool open_ = false;
};

} // namespace crura::history
