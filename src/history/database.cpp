#include "history/database.hpp"

namespace crura::history {

Work::Work(Database& database, Access access) : database_(database)
{
    note(database_.begin(access));
    open_ = ok();
}

Work::~Work()
{
    if (open_)
        database_.rollback();
}

void Work::run(const std::string& sql, const Values& values, const OnRow& on_row)
{
    if (ok())
        note(database_.run(sql, values, on_row));
}

void Work::insert(const std::string& table, Columns columns, std::span<const Values> rows)
{
    if (ok() && !rows.empty())
        note(database_.insert(table, columns, rows));
}

void Work::fail(Error error)
{
    if (ok())
        error_ = std::move(error);
}

Result<void> Work::commit()
{
    if (ok())
        note(database_.commit());
    if (!ok())
        return *error_;
    open_ = false;
    return {};
}

void Work::note(const Result<void>& result)
{
    if (!result)
        error_ = result.error();
}

} // namespace crura::history
