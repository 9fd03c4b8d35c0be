#include "history/schema.hpp"

#include <fmt/format.h>

namespace crura::history {
namespace {

// 1: people, comparisons, sessions, breaths, answers, markers.
const Migration kFirst = {
    R"(CREATE TABLE person (
        id {id},
        pseudonym text NOT NULL UNIQUE CHECK (length(pseudonym) BETWEEN 1 AND 40),
        since {integer} NOT NULL
    ) {strict})",

    R"(CREATE TABLE comparison (
        id {id},
        person {integer} NOT NULL REFERENCES person ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind <> ''),
        a text NOT NULL CHECK (a <> ''),
        b text NOT NULL CHECK (b <> '' AND b <> a),
        program_id text NOT NULL CHECK (program_id <> ''),
        outcome text NOT NULL CHECK (outcome <> ''),
        sessions {integer} NOT NULL CHECK (sessions >= 0),
        seed {integer} NOT NULL,
        began {integer} NOT NULL,
        ended {integer}
    ) {strict})",

    R"(CREATE TABLE session (
        id {id},
        person {integer} NOT NULL REFERENCES person ON DELETE CASCADE,
        program_id text NOT NULL,
        program_name text NOT NULL,
        crura_version text NOT NULL,
        sensors text NOT NULL,
        recording text NOT NULL,
        began {integer} NOT NULL,
        ended {integer},
        finished {integer} NOT NULL CHECK (finished IN (0, 1)),
        comparison {integer} REFERENCES comparison ON DELETE CASCADE,
        side text CHECK (side IN ('a', 'b')),
        length_s {number} NOT NULL CHECK (length_s >= 0),
        heard_s {number} NOT NULL CHECK (heard_s >= 0),
        breaths {integer} NOT NULL CHECK (breaths >= 0),
        breath_rate_bpm {number},
        breath_rate_bpm_doubt {number} CHECK (breath_rate_bpm_doubt >= 0),
        abdominal_share {number},
        abdominal_share_doubt {number} CHECK (abdominal_share_doubt >= 0),
        share_basis text NOT NULL CHECK (share_basis IN ('none', 'uncalibrated', 'calibrated')),
        slow_minutes {number},
        slow_minutes_doubt {number} CHECK (slow_minutes_doubt >= 0),
        carry_over {number},
        carry_over_doubt {number} CHECK (carry_over_doubt >= 0),
        comfort {integer} CHECK (comfort BETWEEN 0 AND 4),
        ease_before {integer} CHECK (ease_before BETWEEN 0 AND 4),
        ease_after {integer} CHECK (ease_after BETWEEN 0 AND 4),
        difference {integer} CHECK (difference BETWEEN 0 AND 2),
        tremor_s {number} NOT NULL CHECK (tremor_s >= 0),
        sighs {integer} NOT NULL CHECK (sighs >= 0),
        brakes {integer} NOT NULL CHECK (brakes >= 0),
        batch {integer} NOT NULL DEFAULT 0,
        CHECK ((comparison IS NULL) = (side IS NULL)),
        CHECK ((breath_rate_bpm IS NULL) = (breath_rate_bpm_doubt IS NULL)),
        CHECK ((abdominal_share IS NULL) = (abdominal_share_doubt IS NULL)),
        CHECK ((slow_minutes IS NULL) = (slow_minutes_doubt IS NULL)),
        CHECK ((carry_over IS NULL) = (carry_over_doubt IS NULL))
    ) {strict})",

    R"(CREATE TABLE breath (
        session {integer} NOT NULL REFERENCES session ON DELETE CASCADE,
        start_s {number} NOT NULL,
        breath_rate_bpm {number} NOT NULL CHECK (breath_rate_bpm > 0),
        inspiratory_time_s {number} NOT NULL CHECK (inspiratory_time_s >= 0),
        expiratory_time_s {number} NOT NULL CHECK (expiratory_time_s >= 0),
        abdominal_share {number},
        abdominal_share_doubt {number} CHECK (abdominal_share_doubt >= 0),
        phase_angle_deg {number},
        phase_angle_deg_doubt {number} CHECK (phase_angle_deg_doubt >= 0),
        share_basis text NOT NULL CHECK (share_basis IN ('none', 'uncalibrated', 'calibrated')),
        confidence {number} NOT NULL CHECK (confidence BETWEEN 0 AND 1),
        CHECK ((abdominal_share IS NULL) = (abdominal_share_doubt IS NULL)),
        CHECK ((phase_angle_deg IS NULL) = (phase_angle_deg_doubt IS NULL))
    ) {strict})",

    R"(CREATE TABLE answer (
        id {id},
        session {integer} NOT NULL REFERENCES session ON DELETE CASCADE,
        at_s {number} NOT NULL,
        question text NOT NULL,
        moment text NOT NULL,
        given_by text NOT NULL CHECK (given_by IN ('nobody', 'hand', 'breath')),
        choice {integer} NOT NULL CHECK (choice BETWEEN 0 AND 255)
    ) {strict})",

    R"(CREATE TABLE marker (
        id {id},
        session {integer} NOT NULL REFERENCES session ON DELETE CASCADE,
        at_s {number} NOT NULL,
        kind text NOT NULL CHECK (kind <> ''),
        text text NOT NULL
    ) {strict})",

    "CREATE INDEX session_of_person ON session (person, began)",
    "CREATE INDEX session_began ON session (began)",
    "CREATE INDEX session_of_comparison ON session (comparison)",
    "CREATE UNIQUE INDEX session_of_recording ON session (recording, began) WHERE recording <> ''",
    "CREATE INDEX comparison_of_person ON comparison (person)",
    "CREATE INDEX breath_of_session ON breath (session)",
    "CREATE INDEX answer_of_session ON answer (session)",
    "CREATE INDEX marker_of_session ON marker (session)",
};

const Migration kAll[] = {kFirst};

std::string in_words_of(const Dialect& dialect, const std::string& sql)
{
    return fmt::format(fmt::runtime(sql), fmt::arg("id", dialect.id),
                       fmt::arg("integer", dialect.integer), fmt::arg("number", dialect.number),
                       fmt::arg("strict", dialect.strict));
}

Error too_new(const Database& database, std::int64_t version, std::size_t known)
{
    return Error{fmt::format("{} was written by a newer Crura (its tables are of version {}, this "
                             "one knows {}) and was left as it is; use the newer Crura.",
                             database.place(), version, known)};
}

Result<std::int64_t> version_of(Database& database)
{
    Work work(database, Access::read);
    if (!work.ok())
        return work.commit().error();
    const auto version = database.version();
    if (const auto read = work.commit(); !read)
        return read.error();
    return version;
}

// Another program may have been quicker: the version is read again once nobody else can write.
Result<void> migrate_once(Database& database, std::span<const Migration> all)
{
    Work work(database, Access::write);
    if (!work.ok())
        return work.commit();
    if (const auto founded = database.found(); !founded)
        return founded;
    const auto version = database.version();
    if (!version)
        return version.error();
    if (*version < 0 || std::size_t(*version) >= all.size())
        return work.commit();
    for (const auto& sql : all[std::size_t(*version)])
        work.run(in_words_of(database.dialect(), sql));
    if (!work.ok())
        return work.commit();
    if (const auto set = database.set_version(*version + 1); !set)
        return set.error();
    return work.commit();
}

} // namespace

std::span<const Migration> migrations()
{
    return kAll;
}

Result<void> bring_up_to_date(Database& database, std::span<const Migration> all)
{
    for (;;) {
        const auto version = version_of(database);
        if (!version)
            return version.error();
        if (*version < 0 || std::size_t(*version) > all.size())
            return too_new(database, *version, all.size());
        if (std::size_t(*version) == all.size())
            return {};
        if (const auto migrated = migrate_once(database, all); !migrated)
            return migrated.error();
    }
}

} // namespace crura::history
