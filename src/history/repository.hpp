#pragma once

#include "core/result.hpp"
#include "history/rows.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace crura::history {

// Everything that a session said about itself.
struct SessionDetail {
    SessionRow session;
    Batch rows; // by time
};

struct SessionQuery {
    std::optional<Id> person; // not there: of all
    std::optional<WallTime> from, until;
    std::optional<Id> comparison;
    std::size_t latest = 0; // so many at most, the latest; 0: all
};

// Where sessions are kept: one file of a person's own (SQLite), or a clinic's server (PostgreSQL).
// What a call has said to be done is on the disk, whatever happens to the program or the machine
// afterwards. Each call is one transaction: done as a whole or, on an error, not at all. An error
// is one sentence that names the database and says what to do; a call that finds another program
// writing waits for it, up to five seconds.
//
// One thread at a time; never the engine's, for it waits for a disk.
class Repository {
public:
    virtual ~Repository() = default;

    virtual std::string place() const = 0; // for people, without a password

    virtual Result<Id> add_person(const std::string& pseudonym, WallTime now) = 0;
    virtual Result<void> rename_person(Id person, const std::string& pseudonym) = 0;
    virtual Result<std::vector<Person>> persons() = 0; // by pseudonym

    // `row.id` and `row.ended` are not looked at. Gives the session's id.
    virtual Result<Id> begin_session(const SessionRow& row) = 0;
    // What came since, and what the session comes to so far.
    virtual Result<void> append(Id session, const Batch& batch, const SessionFigures& so_far) = 0;
    virtual Result<void> end_session(Id session, WallTime ended, bool finished,
                                     const SessionFigures& figures) = 0;

    virtual Result<std::vector<SessionRow>> sessions(const SessionQuery& query) = 0; // by begin
    virtual Result<SessionDetail> detail(Id session) = 0;

    // With everything that belongs to them; gives the rows of the sessions that are gone, so that
    // their files can be deleted too.
    virtual Result<std::vector<SessionRow>> delete_session(Id session) = 0;
    virtual Result<std::vector<SessionRow>> delete_person(Id person) = 0;

    virtual Result<Id> begin_comparison(const ComparisonRow& row) = 0;
    virtual Result<void> end_comparison(Id comparison, WallTime ended) = 0;
    virtual Result<std::vector<ComparisonRow>> comparisons(Id person) = 0; // by begin

    // Whether everything in it is sound; the error says what is not.
    virtual Result<void> check() = 0;

    // A copy of the whole as one file, made while others may write. An existing file is left alone.
    virtual Result<void> backup(const std::filesystem::path& file) = 0;
};

// Opens the database, makes it where it is not yet there, and brings an older one up to date.
// `place` is the path of a SQLite file, or postgresql://... as libpq takes it. A database of a
// newer Crura is refused and left as it is.
Result<std::unique_ptr<Repository>> open_history(const std::string& place);

} // namespace crura::history
