#include "history/sqlite.hpp"

#include "files/whole_file.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <type_traits>

namespace crura::history {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kApplicationId = 0x43525548; // "CRUH"
constexpr auto kPatience = 5s;

constexpr Dialect kDialect = {"INTEGER PRIMARY KEY AUTOINCREMENT", "INTEGER", "REAL", "STRICT"};

// For its owner only from the start. An existing file is never opened here: closing it would take
// away the locks of every other connection of this process (POSIX advisory locks).
Result<void> make(const std::filesystem::path& file)
{
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0)
        ::close(fd);
    else if (errno != EEXIST)
        return Error{fmt::format("The history {} cannot be made ({}); is its folder there, and may "
                                 "you write there?",
                                 file.string(), std::strerror(errno))};
    return {};
}

std::string escaped(const std::string& path)
{
    std::string text;
    for (const char each : path)
        text += each == '%' || each == '?' || each == '#' ? fmt::format("%{:02X}", int(each))
                                                          : std::string(1, each);
    return text;
}

int bind(sqlite3_stmt* statement, int at, const Value& value)
{
    return std::visit(
        [&](const auto& held) {
            using Held = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<Held, std::int64_t>)
                return sqlite3_bind_int64(statement, at, held);
            else if constexpr (std::is_same_v<Held, double>)
                return sqlite3_bind_double(statement, at, held);
            else if constexpr (std::is_same_v<Held, std::string>)
                return sqlite3_bind_text(statement, at, held.data(), int(held.size()),
                                         SQLITE_STATIC);
            else
                return sqlite3_bind_null(statement, at);
        },
        value);
}

void take_column(sqlite3_stmt* statement, int at, Value& value)
{
    switch (sqlite3_column_type(statement, at)) {
    case SQLITE_INTEGER:
        value = std::int64_t(sqlite3_column_int64(statement, at));
        break;
    case SQLITE_FLOAT:
        value = sqlite3_column_double(statement, at);
        break;
    case SQLITE_NULL:
        value = std::monostate();
        break;
    default:
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, at));
        value = std::string(text ? text : "", std::size_t(sqlite3_column_bytes(statement, at)));
    }
}

} // namespace

Sqlite::Sqlite(std::filesystem::path file, sqlite3* handle)
    : file_(std::move(file)), handle_(handle)
{
}

Sqlite::~Sqlite()
{
    for (const auto& [sql, statement] : statements_)
        sqlite3_finalize(statement);
    sqlite3_close(handle_);
}

Result<std::unique_ptr<Sqlite>> Sqlite::open(const std::filesystem::path& file)
{
    if (const auto made = make(file); !made)
        return made.error();
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &handle,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX, nullptr);
    std::unique_ptr<Sqlite> opened(new Sqlite(file, handle));
    if (code != SQLITE_OK)
        return opened->error(code);
    if (const auto ours = is_ours(file); !ours)
        return ours.error();
    if (const auto prepared = opened->prepare(); !prepared)
        return prepared.error();
    return opened;
}

// Looks without a lock and without a log, so that nothing is changed and nothing left behind. The
// application's id is in the file from the first commit on.
Result<void> Sqlite::is_ours(const std::filesystem::path& file)
{
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(("file:" + escaped(file.string()) + "?immutable=1").c_str(),
                                     &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
    Sqlite looked(file, handle);
    if (code != SQLITE_OK)
        return looked.error(code);
    std::int64_t pages = 0, id = 0;
    const auto into = [](std::int64_t& value) {
        return [&value](std::span<const Value> row) { value = std::get<std::int64_t>(row[0]); };
    };
    for (const auto& [pragma, value] :
         {std::pair("PRAGMA page_count", &pages), std::pair("PRAGMA application_id", &id)})
        if (const auto read = looked.run(pragma, {}, into(*value)); !read)
            return read;
    if (pages == 0 || id == kApplicationId)
        return {};
    return Error{fmt::format("{} is no history of Crura's and was left as it is; choose another "
                             "place.",
                             file.string())};
}

Result<void> Sqlite::prepare()
{
    for (const char* end : {"", "-wal", "-shm"})
        ::chmod((place() + end).c_str(), 0600); // a copy may have been made for everybody
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_timeout(handle_, int(std::chrono::milliseconds(kPatience).count()));
    for (const char* setting : {"PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
                                "PRAGMA secure_delete = ON", "PRAGMA trusted_schema = OFF"})
        if (const auto done = run(setting, {}, {}); !done)
            return done;
    return {};
}

// Nobody may be reading in the moment of the change, and SQLite does not wait for that by itself.
Result<void> Sqlite::use_wal()
{
    const auto until = std::chrono::steady_clock::now() + kPatience;
    for (;;) {
        const int code =
            sqlite3_exec(handle_, "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr);
        if (code == SQLITE_OK)
            return {};
        if ((code & 0xff) != SQLITE_BUSY || std::chrono::steady_clock::now() > until)
            return error(code);
        std::this_thread::sleep_for(10ms);
    }
}

const Dialect& Sqlite::dialect() const
{
    return kDialect;
}

Result<void> Sqlite::begin(Access access)
{
    return run(access == Access::write ? "BEGIN IMMEDIATE" : "BEGIN", {}, {});
}

Result<void> Sqlite::commit()
{
    return run("COMMIT", {}, {});
}

void Sqlite::rollback() noexcept
{
    if (!sqlite3_get_autocommit(handle_)) // some errors have done so already
        sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<void> Sqlite::run(const std::string& sql, std::span<const Value> values, const OnRow& on_row)
{
    const auto statement = prepared(sql);
    if (!statement)
        return statement.error();
    return step_through(*statement, values, on_row);
}

Result<void> Sqlite::insert(const std::string& table, Columns columns, std::span<const Values> rows)
{
    std::string names, places;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        names += (i ? ", " : "") + std::string(columns[i]);
        places += fmt::format("{}${}", i ? ", " : "", i + 1);
    }
    const auto statement =
        prepared(fmt::format("INSERT INTO {} ({}) VALUES ({})", table, names, places));
    if (!statement)
        return statement.error();
    for (const auto& row : rows)
        if (const auto done = step_through(*statement, row, {}); !done)
            return done;
    return {};
}

Result<void> Sqlite::step_through(sqlite3_stmt* statement, std::span<const Value> values,
                                  const OnRow& on_row)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        const int at = sqlite3_bind_parameter_index(statement, fmt::format("${}", i + 1).c_str());
        bind(statement, at, values[i]);
    }
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        row_.resize(std::size_t(sqlite3_column_count(statement)));
        for (std::size_t i = 0; i < row_.size(); ++i)
            take_column(statement, int(i), row_[i]);
        if (on_row)
            on_row(row_);
    }
    const auto result = code == SQLITE_DONE ? Result<void>() : Result<void>(error(code));
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return result;
}

Result<sqlite3_stmt*> Sqlite::prepared(const std::string& sql)
{
    if (const auto known = statements_.find(sql); known != statements_.end())
        return known->second;
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(handle_, sql.c_str(), int(sql.size() + 1),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK)
        return error(code);
    statements_.emplace(sql, statement);
    return statement;
}

Result<std::int64_t> Sqlite::version()
{
    std::int64_t version = 0;
    const auto read = run("PRAGMA user_version", {}, [&version](std::span<const Value> row) {
        version = std::get<std::int64_t>(row[0]);
    });
    return read ? Result<std::int64_t>(version) : Result<std::int64_t>(read.error());
}

Result<void> Sqlite::found()
{
    return run(fmt::format("PRAGMA application_id = {}", kApplicationId), {}, {});
}

Result<void> Sqlite::set_version(std::int64_t version)
{
    return run(fmt::format("PRAGMA user_version = {}", version), {}, {});
}

// The log still holds pages as they were.
void Sqlite::forget() noexcept
{
    sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
}

Result<void> Sqlite::check()
{
    std::string found;
    const auto keep = [&found](const std::string& what) {
        if (found.empty())
            found = what;
    };
    Work work(*this, Access::read);
    work.run("PRAGMA integrity_check", {}, [&keep](std::span<const Value> row) {
        if (const auto* said = std::get_if<std::string>(&row[0]); said && *said != "ok")
            keep(*said);
    });
    work.run("PRAGMA foreign_key_check", {}, [&keep](std::span<const Value> row) {
        keep("rows of " + std::get<std::string>(row[0]) + " belong to nothing");
    });
    if (const auto done = work.commit(); !done)
        return done;
    if (found.empty())
        return {};
    return Error{fmt::format("The history {} is damaged ({}); take your last backup of it.",
                             place(), found)};
}

Result<void> Sqlite::backup(const std::filesystem::path& file)
{
    auto made = files::WholeFile::create(file);
    if (!made)
        return made.error();
    if (const auto copied = run("VACUUM INTO $1", std::array{Value(made->part().string())}, {});
        !copied)
        return Error{copied.error().message + " The backup " + file.string() + " was not made."};
    return made->finish();
}

Error Sqlite::error(int code) const
{
    const int kind = code & 0xff;
    const bool of_disk = kind == SQLITE_IOERR || kind == SQLITE_CANTOPEN;
    const int system = of_disk ? sqlite3_system_errno(handle_) : 0;
    const std::string why = system ? std::strerror(system) : sqlite3_errmsg(handle_);
    if (kind == SQLITE_FULL || system == ENOSPC)
        return Error{fmt::format("There is no room left on the disk of the history {}; make room.",
                                 place())};
    const bool fixed = of_disk && ::access(file_.c_str(), W_OK) != 0 && errno != ENOENT;
    if (of_disk && !fixed)
        return Error{fmt::format("The history {} cannot be read or written ({}); is its disk "
                                 "there?",
                                 place(), why)};
    switch (fixed ? SQLITE_READONLY : kind) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Error{fmt::format("Another program kept the history {} busy for more than five "
                                 "seconds; try again.",
                                 place())};
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return Error{fmt::format("The history {} may only be read; change its permissions, or "
                                 "choose another place.",
                                 place())};
    case SQLITE_NOTADB:
        return Error{fmt::format("{} is no history of Crura's, or its beginning is damaged, and "
                                 "was left as it is; choose another place, or take your last "
                                 "backup of it.",
                                 place())};
    case SQLITE_CORRUPT:
        return Error{fmt::format("The history {} is damaged ({}); move it away, and take your last "
                                 "backup of it.",
                                 place(), why)};
    default:
        return Error{fmt::format("The history {} did not take it ({}).", place(), why)};
    }
}

} // namespace crura::history
