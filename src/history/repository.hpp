#pragma once

#include "core/result.hpp"
#include "history/rows.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace crura::history {

class Database;

// Everything that a session said about itself.
struct SessionDetail {
    SessionRow session;
    Batch rows; // by time
};

struct SessionQuery {
    std::optional<Id> person = {};                 // not there: of all
    std::optional<WallTime> from = {}, until = {}; // began in [from, until)
    std::optional<Id> comparison = {};
    std::size_t latest = 0; // so many at most, the latest; 0: all
};

// Where sessions are kept: one file of a person's own (SQLite), or a clinic's server (PostgreSQL).
// What a call has said to be done is on the disk, whatever happens to the program or the machine
// afterwards. Each call is one transaction: done as a whole or, on an error, not at all. An error
// is one sentence that names the database and says what to do; a call that finds another program
// writing waits for it, up to five seconds.
//
// A number with its doubt of which one is not finite is kept as unknown; a plain number that is
// not finite, or a text that is not UTF-8, is refused.
//
// One thread at a time; never the engine's, for it waits for a disk.
class Repository {
public:
    explicit Repository(std::unique_ptr<Database> database);
    Repository(Repository&&) noexcept;
    Repository& operator=(Repository&&) = delete;
    ~Repository();

    std::string place() const; // for people, without a password

    Result<Id> add_person(const std::string& pseudonym, WallTime now);
    Result<void> rename_person(Id person, const std::string& pseudonym);
    Result<std::vector<Person>> persons(); // by pseudonym

    // A session that runs: `row.id`, `row.ended` and `row.finished` are not looked at. Gives the
    // session's id. A recording (by its name and when it began) that is there already is refused.
    Result<Id> begin_session(const SessionRow& row);
    // What came since, and what the session comes to so far.
    Result<void> append(Id session, const Batch& batch, const SessionFigures& so_far);
    Result<void> end_session(Id session, WallTime ended, bool finished,
                             const SessionFigures& figures);
    // One that is over, as a whole: a recording that is added later. It takes the place of a
    // session that was broken off with the same recording.
    Result<Id> add_session(const SessionRow& row, const Batch& rows);

    Result<std::vector<SessionRow>> sessions(const SessionQuery& query); // by begin
    Result<SessionDetail> detail(Id session);

    // With everything that belongs to them; gives the rows of the sessions that are gone, so that
    // their files can be deleted too.
    Result<std::vector<SessionRow>> delete_session(Id session);
    Result<std::vector<SessionRow>> delete_person(Id person);

    Result<Id> begin_comparison(const ComparisonRow& row);
    Result<void> end_comparison(Id comparison, WallTime ended);
    Result<std::vector<ComparisonRow>> comparisons(Id person); // by begin

    // Whether everything in it is sound; the error says what is not.
    Result<void> check();

    // A copy of the whole as one file, made while others may write. An existing file is left alone.
    Result<void> backup(const std::filesystem::path& file);

private:
    std::unique_ptr<Database> database_;
};

// Opens the database, makes it where it is not yet there, and brings an older one up to date.
// `place` is the path of a SQLite file, or postgresql://... as libpq takes it. A database of a
// newer Crura is refused and left as it is.
Result<std::unique_ptr<Repository>> open_history(const std::string& place);

} // namespace crura::history
