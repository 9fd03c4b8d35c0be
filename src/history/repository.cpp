#include "history/repository.hpp"

#include "history/database.hpp"
#include "history/row_values.hpp"
#include "history/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

namespace crura::history {
namespace {

std::string list(Columns columns)
{
    return fmt::format("{}", fmt::join(columns, ", "));
}

// $FIRST, ... as many as there are columns
std::string places(std::size_t count, std::size_t first = 1)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += fmt::format("{}${}", i ? ", " : "", first + i);
    return text;
}

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

Value value_of(WallTime time)
{
    return std::int64_t(time.time_since_epoch().count());
}

// Whoever chose it may have typed a tab or a line's end.
Result<void> check_pseudonym(const std::string& pseudonym)
{
    const auto characters = std::count_if(pseudonym.begin(), pseudonym.end(),
                                          [](char c) { return (c & 0xC0) != 0x80; });
    const bool printable = std::none_of(pseudonym.begin(), pseudonym.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
    const bool framed = !pseudonym.empty() && pseudonym.front() != ' ' && pseudonym.back() != ' ';
    if (framed && characters <= 40 && printable && is_text(pseudonym))
        return {};
    return Error{"A pseudonym has 1 to 40 characters of one line, and neither begins nor ends with "
                 "a space; choose another one."};
}

Error taken(const std::string& pseudonym)
{
    return Error{
        fmt::format("There is already somebody called {}; choose another pseudonym.", pseudonym)};
}

Error nobody()
{
    return Error{"That person is not in the history any more; look at the list of people again."};
}

Error no_session(Id id)
{
    return Error{
        fmt::format("Session {} is not in the history any more; look at the list again.", id)};
}

// What a statement gave: whether there was a row, and its first column.
class First {
public:
    explicit operator bool() const { return there_; }
    std::int64_t value() const { return value_; }
    OnRow into()
    {
        return [this](std::span<const Value> row) {
            there_ = true;
            if (const auto* held = std::get_if<std::int64_t>(&row[0]))
                value_ = *held;
        };
    }

private:
    bool there_ = false;
    std::int64_t value_ = 0;
};

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

void require_person(Work& work, Id person)
{
    First found;
    work.run("SELECT id FROM person WHERE id = $1", {person}, found.into());
    if (!found)
        work.fail(nobody());
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

template <class Row>
OnRow into(std::vector<Row>& rows, Row (*from)(std::span<const Value>))
{
    return [&rows, from](std::span<const Value> values) { rows.push_back(from(values)); };
}

} // namespace

Repository::Repository(std::unique_ptr<Database> database) : database_(std::move(database)) {}
Repository::Repository(Repository&&) noexcept = default;
Repository::~Repository() = default;

std::string Repository::place() const
{
    return database_->place();
}

Result<Id> Repository::add_person(const std::string& pseudonym, WallTime now)
{
    if (const auto fits = check_pseudonym(pseudonym); !fits)
        return fits.error();
    Work work(*database_, Access::write);
    First id;
    work.run("INSERT INTO person (pseudonym, since) VALUES ($1, $2) ON CONFLICT DO NOTHING "
             "RETURNING id",
             {pseudonym, value_of(now)}, id.into());
    if (!id)
        work.fail(taken(pseudonym));
    if (const auto done = work.commit(); !done)
        return done.error();
    return id.value();
}

Result<void> Repository::rename_person(Id person, const std::string& pseudonym)
{
    if (const auto fits = check_pseudonym(pseudonym); !fits)
        return fits;
    Work work(*database_, Access::write);
    First other;
    work.run("SELECT id FROM person WHERE pseudonym = $1 AND id <> $2", {pseudonym, person},
             other.into());
    if (other)
        work.fail(taken(pseudonym));
    require_person(work, person);
    work.run("UPDATE person SET pseudonym = $1 WHERE id = $2", {pseudonym, person});
    const auto done = work.commit();
    if (done)
        database_->forget();
    return done;
}

Result<std::vector<Person>> Repository::persons()
{
    std::vector<Person> persons;
    Work work(*database_, Access::read);
    work.run("SELECT id, pseudonym, since FROM person", {}, [&](std::span<const Value> row) {
        persons.push_back({std::get<std::int64_t>(row[0]), std::get<std::string>(row[1]),
                           WallTime(std::chrono::milliseconds(std::get<std::int64_t>(row[2])))});
    });
    if (const auto done = work.commit(); !done)
        return done.error();
    std::sort(persons.begin(), persons.end(),
              [](const Person& a, const Person& b) { return a.pseudonym < b.pseudonym; });
    return persons;
}

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

Result<Id> Repository::begin_comparison(const ComparisonRow& row)
{
    const auto values = values_of(row);
    if (!values)
        return values.error();
    static const auto sql =
        fmt::format("INSERT INTO comparison ({}) VALUES ({}) RETURNING id",
                    list(kComparisonColumns), places(kComparisonColumns.size()));
    Work work(*database_, Access::write);
    require_person(work, row.person);
    First id;
    work.run(sql, *values, id.into());
    if (const auto done = work.commit(); !done)
        return done.error();
    return id.value();
}

Result<void> Repository::end_comparison(Id comparison, WallTime ended)
{
    Work work(*database_, Access::write);
    First found;
    work.run("UPDATE comparison SET ended = $2 WHERE id = $1 RETURNING id",
             {comparison, value_of(ended)}, found.into());
    if (!found)
        work.fail(Error{"That comparison is not in the history any more."});
    return work.commit();
}

Result<std::vector<ComparisonRow>> Repository::comparisons(Id person)
{
    std::vector<ComparisonRow> rows;
    Work work(*database_, Access::read);
    work.run("SELECT id, " + list(kComparisonColumns)
                 + " FROM comparison WHERE person = $1 ORDER BY began, id",
             {person}, into(rows, comparison_from));
    if (const auto done = work.commit(); !done)
        return done.error();
    return rows;
}

Result<void> Repository::check()
{
    return database_->check();
}

Result<void> Repository::backup(const std::filesystem::path& file)
{
    return database_->backup(file);
}

} // namespace crura::history
