#include "history/database.hpp"
#include "history/repository.hpp"
#include "history/row_values.hpp"
#include "history/statements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

namespace crura::history {
namespace {

const std::string& insert_session()
{
    static const auto sql =
        fmt::format("INSERT INTO session ({}) VALUES ({}) ON CONFLICT DO NOTHING RETURNING id",
                    list(kSessionColumns), places(kSessionColumns.size()));
    return sql;
}

// The figures from $3 on.
const std::string& update_session()
{
    static const auto sql = [] {
        std::string text = "UPDATE session SET batch = $2";
        for (std::size_t i = kFiguresFrom; i < kSessionColumns.size(); ++i)
            text += fmt::format(", {} = ${}", kSessionColumns[i], 3 + i - kFiguresFrom);
        return text + " WHERE id = $1";
    }();
    return sql;
}

const std::string& session_columns()
{
    static const auto columns = "id, " + list(kSessionColumns);
    return columns;
}

Error no_session(Id id)
{
    return Error{
        fmt::format("Session {} is not in the history any more; look at the list again.", id)};
}

template <class Row>
void insert_all(Work& work, const char* table, Columns columns, Id session,
                const std::vector<Row>& rows)
{
    std::vector<Values> all;
    for (const auto& row : rows) {
        const auto values = values_of(session, row);
        if (!values)
            return work.fail(values.error());
        all.push_back(*values);
    }
    work.insert(table, columns, all);
}

void insert_rows(Work& work, Id session, const Batch& batch)
{
    insert_all(work, "breath", kBreathColumns, session, batch.breaths);
    insert_all(work, "answer", kAnswerColumns, session, batch.answers);
    insert_all(work, "marker", kMarkerColumns, session, batch.markers);
}

void update_figures(Work& work, Id session, std::int64_t batch, const SessionFigures& figures)
{
    const auto values = values_of(figures);
    if (!values)
        return work.fail(values.error());
    Values all = {session, batch};
    all.insert(all.end(), values->begin(), values->end());
    work.run(update_session(), all);
}

// A session that was broken off has a row without an end, and its recording may hold more.
void replace_broken_off(Work& work, SessionRow& row)
{
    if (!row.ended || row.recording.empty())
        return;
    work.run("DELETE FROM session WHERE recording = $1 AND began = $2 AND ended IS NULL "
             "RETURNING comparison, side",
             {row.recording, value_of(row.began)}, [&row](std::span<const Value> gone) {
                 const auto* comparison = std::get_if<std::int64_t>(&gone[0]);
                 if (comparison && !row.arm)
                     row.arm = Arm{*comparison, std::get<std::string>(gone[1])[0]};
             });
}

Id insert_session(Work& work, SessionRow row)
{
    require_person(work, row.person);
    replace_broken_off(work, row);
    const auto values = values_of(row);
    if (!values)
        return work.fail(values.error()), 0;
    First id;
    work.run(insert_session(), *values, id.into());
    if (!id)
        work.fail(Error{fmt::format("The recording {} is in the history already; nothing was "
                                    "added.",
                                    row.recording)});
    return id.value();
}

} // namespace

Result<Id> Repository::begin_session(const SessionRow& row)
{
    SessionRow running = row;
    running.ended.reset();
    running.finished = false;
    return add_session(running, {});
}

Result<Id> Repository::add_session(const SessionRow& row, const Batch& rows)
{
    Work work(*database_, Access::write);
    const Id id = insert_session(work, row);
    insert_rows(work, id, rows);
    if (const auto done = work.commit(); !done)
        return done.error();
    return id;
}

Result<void> Repository::append(Id session, const Batch& batch, const SessionFigures& so_far)
{
    Work work(*database_, Access::write);
    First last;
    work.run("SELECT batch FROM session WHERE id = $1", {session}, last.into());
    if (!last)
        work.fail(no_session(session));
    const auto number = std::int64_t(batch.number);
    if (number > 0 && number <= last.value())
        return work.commit();
    insert_rows(work, session, batch);
    update_figures(work, session, std::max(number, last.value()), so_far);
    return work.commit();
}

Result<void> Repository::end_session(Id session, WallTime ended, bool finished,
                                     const SessionFigures& figures)
{
    Work work(*database_, Access::write);
    First last;
    work.run("UPDATE session SET ended = $2, finished = $3 WHERE id = $1 RETURNING batch",
             {session, value_of(ended), std::int64_t(finished)}, last.into());
    if (!last)
        work.fail(no_session(session));
    update_figures(work, session, last.value(), figures);
    return work.commit();
}

Result<std::vector<SessionRow>> Repository::sessions(const SessionQuery& query)
{
    std::string sql = "SELECT " + session_columns() + " FROM session";
    Values values;
    const auto where = [&](const char* condition, Value value) {
        values.push_back(std::move(value));
        sql += fmt::format(" {} {} ${}", values.size() == 1 ? "WHERE" : "AND", condition,
                           values.size());
    };
    if (query.person)
        where("person =", *query.person);
    if (query.from)
        where("began >=", value_of(*query.from));
    if (query.until)
        where("began <", value_of(*query.until));
    if (query.comparison)
        where("comparison =", *query.comparison);
    sql += " ORDER BY began DESC, id DESC";
    if (query.latest > 0)
        sql += fmt::format(" LIMIT {}", query.latest);

    std::vector<SessionRow> rows;
    Work work(*database_, Access::read);
    work.run(sql, values, into(rows, session_from));
    if (const auto done = work.commit(); !done)
        return done.error();
    std::reverse(rows.begin(), rows.end());
    return rows;
}

Result<SessionDetail> Repository::detail(Id session)
{
    const auto of_session = [](const char* table, Columns columns, const char* order) {
        return fmt::format("SELECT {} FROM {} WHERE session = $1 ORDER BY {}", list(columns), table,
                           order);
    };
    std::vector<SessionRow> rows;
    SessionDetail detail;
    Work work(*database_, Access::read);
    work.run("SELECT " + session_columns() + " FROM session WHERE id = $1", {session},
             into(rows, session_from));
    work.run(of_session("breath", kBreathColumns, "start_s"), {session},
             into(detail.rows.breaths, breath_from));
    work.run(of_session("answer", kAnswerColumns, "at_s, id"), {session},
             into(detail.rows.answers, answer_from));
    work.run(of_session("marker", kMarkerColumns, "at_s, id"), {session},
             into(detail.rows.markers, marker_from));
    if (work.ok() && rows.empty())
        work.fail(no_session(session));
    if (const auto done = work.commit(); !done)
        return done.error();
    detail.session = std::move(rows.front());
    return detail;
}

Result<std::vector<SessionRow>> Repository::delete_session(Id session)
{
    std::vector<SessionRow> gone;
    Work work(*database_, Access::write);
    work.run("DELETE FROM session WHERE id = $1 RETURNING " + session_columns(), {session},
             into(gone, session_from));
    if (gone.empty())
        work.fail(no_session(session));
    if (const auto done = work.commit(); !done)
        return done.error();
    database_->forget();
    return gone;
}

Result<std::vector<SessionRow>> Repository::delete_person(Id person)
{
    std::vector<SessionRow> gone;
    Work work(*database_, Access::write);
    require_person(work, person);
    work.run("SELECT " + session_columns() + " FROM session WHERE person = $1 ORDER BY began, id",
             {person}, into(gone, session_from));
    work.run("DELETE FROM person WHERE id = $1", {person});
    if (const auto done = work.commit(); !done)
        return done.error();
    database_->forget();
    return gone;
}

} // namespace crura::history
