#include "history/row_values.hpp"

#include "core/names.hpp"
#include "files/utf8.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace crura::history {
namespace {

constexpr std::array<const char*, 3> kAnsweredBy = {"nobody", "hand", "breath"};

template <class Enum, class Names>
Enum named(const Names& names, const std::string& name)
{
    for (std::size_t i = 0; i < names.size(); ++i)
        if (name == names[i])
            return Enum(i);
    return Enum{};
}

// Collects a row's values in the order of its columns.
class Writer {
public:
    explicit Writer(const char* about) : about_(about) {}

    Writer& integer(std::int64_t value) { return add(value); }
    Writer& time(WallTime value) { return add(std::int64_t(value.time_since_epoch().count())); }
    Writer& number(double value)
    {
        if (!std::isfinite(value))
            wrong_ = "holds a number that is not finite";
        return add(value);
    }
    Writer& text(const std::string& value)
    {
        if (!files::is_text(value))
            wrong_ = "holds a text that is not UTF-8";
        return add(value);
    }
    Writer& estimate(const Estimate& value)
    {
        const bool known =
            value.known && std::isfinite(value.value) && std::isfinite(value.plus_minus);
        if (!known)
            return none().none();
        return add(value.value).add(std::fabs(value.plus_minus));
    }
    template <class T>
    Writer& if_there(const std::optional<T>& value)
    {
        return value ? add(std::int64_t(*value)) : none();
    }
    Writer& if_there(const std::optional<WallTime>& value) { return value ? time(*value) : none(); }
    Writer& none() { return add(std::monostate()); }

    Result<Values> values() const
    {
        if (wrong_)
            return Error{fmt::format("{} was not kept: it {}.", about_, wrong_)};
        return values_;
    }

private:
    template <class T>
    Writer& add(const T& value)
    {
        values_.emplace_back(value);
        return *this;
    }

    const char* about_;
    const char* wrong_ = nullptr;
    Values values_;
};

void write(const SessionFigures& figures, Writer& to)
{
    to.number(figures.length_s).number(figures.heard_s).integer(figures.breaths);
    to.estimate(figures.breath_rate_bpm).estimate(figures.abdominal_share);
    to.text(name_of(figures.partition));
    to.estimate(figures.slow_minutes).estimate(figures.carry_over);
    to.if_there(figures.comfort).if_there(figures.ease_before).if_there(figures.ease_after);
    to.if_there(figures.difference).number(figures.tremor_s);
    to.integer(figures.sighs).integer(figures.brakes);
}

// Takes a row's values in the order of its columns.
class Reader {
public:
    explicit Reader(std::span<const Value> values) : values_(values) {}

    bool is_there() const { return !std::holds_alternative<std::monostate>(values_.front()); }
    std::int64_t integer()
    {
        const auto* held = std::get_if<std::int64_t>(&next());
        return held ? *held : 0;
    }
    double number()
    {
        const Value& value = next();
        if (const auto* whole = std::get_if<std::int64_t>(&value))
            return double(*whole);
        const auto* held = std::get_if<double>(&value);
        return held ? *held : 0;
    }
    std::string text()
    {
        const auto* held = std::get_if<std::string>(&next());
        return held ? *held : "";
    }
    WallTime time() { return WallTime(std::chrono::milliseconds(integer())); }
    std::optional<WallTime> time_if_there()
    {
        const bool there = is_there();
        const auto read = time();
        return there ? std::optional(read) : std::nullopt;
    }
    std::optional<std::uint8_t> choice_if_there()
    {
        const bool there = is_there();
        const auto read = std::uint8_t(integer());
        return there ? std::optional(read) : std::nullopt;
    }
    Estimate estimate()
    {
        const bool known = is_there();
        const double value = number();
        return {value, number(), known};
    }
    Partition partition() { return named<Partition>(names::kPartitions, text()); }

private:
    const Value& next()
    {
        const Value& value = values_.front();
        values_ = values_.subspan(1);
        return value;
    }

    std::span<const Value> values_;
};

SessionFigures figures_from(Reader& from)
{
    SessionFigures figures;
    figures.length_s = from.number();
    figures.heard_s = from.number();
    figures.breaths = std::uint32_t(from.integer());
    figures.breath_rate_bpm = from.estimate();
    figures.abdominal_share = from.estimate();
    figures.partition = from.partition();
    figures.slow_minutes = from.estimate();
    figures.carry_over = from.estimate();
    figures.comfort = from.choice_if_there();
    figures.ease_before = from.choice_if_there();
    figures.ease_after = from.choice_if_there();
    figures.difference = from.choice_if_there();
    figures.tremor_s = from.number();
    figures.sighs = std::uint32_t(from.integer());
    figures.brakes = std::uint32_t(from.integer());
    return figures;
}

} // namespace

Result<Values> values_of(const SessionRow& row)
{
    Writer to("The session");
    to.integer(row.person).text(row.program_id).text(row.program_name).text(row.crura_version);
    to.text(row.sensors).text(row.recording).time(row.began).if_there(row.ended);
    to.integer(row.finished);
    if (row.arm)
        to.integer(row.arm->comparison).text(std::string(1, row.arm->side));
    else
        to.none().none();
    write(row.figures, to);
    return to.values();
}

Result<Values> values_of(const SessionFigures& figures)
{
    Writer to("What the session comes to");
    write(figures, to);
    return to.values();
}

Result<Values> values_of(Id session, const BreathRow& row)
{
    Writer to("A breath");
    to.integer(session).number(row.start_s).number(row.breath_rate_bpm);
    to.number(row.inspiratory_time_s).number(row.expiratory_time_s);
    to.estimate(row.abdominal_share).estimate(row.phase_angle_deg);
    to.text(name_of(row.partition)).number(row.confidence);
    return to.values();
}

Result<Values> values_of(Id session, const AnswerRow& row)
{
    Writer to("An answer");
    to.integer(session).number(row.at_s).text(name_of(row.question)).text(name_of(row.when));
    to.text(names::in(kAnsweredBy, row.by)).integer(row.choice);
    return to.values();
}

Result<Values> values_of(Id session, const MarkerRow& row)
{
    Writer to("A marker");
    to.integer(session).number(row.at_s).text(row.kind).text(row.text);
    return to.values();
}

Result<Values> values_of(const ComparisonRow& row)
{
    Writer to("The comparison");
    to.integer(row.person).text(row.kind).text(row.a).text(row.b);
    to.text(row.program_id).text(row.outcome);
    to.integer(row.sessions).integer(std::int64_t(row.seed)).time(row.began).if_there(row.ended);
    return to.values();
}

SessionRow session_from(std::span<const Value> values)
{
    Reader from(values);
    SessionRow row;
    row.id = from.integer();
    row.person = from.integer();
    row.program_id = from.text();
    row.program_name = from.text();
    row.crura_version = from.text();
    row.sensors = from.text();
    row.recording = from.text();
    row.began = from.time();
    row.ended = from.time_if_there();
    row.finished = from.integer() != 0;
    const bool compared = from.is_there();
    const Id comparison = from.integer();
    const auto side = from.text();
    if (compared)
        row.arm = Arm{comparison, side.empty() ? 'a' : side[0]};
    row.figures = figures_from(from);
    return row;
}

ComparisonRow comparison_from(std::span<const Value> values)
{
    Reader from(values);
    ComparisonRow row;
    row.id = from.integer();
    row.person = from.integer();
    row.kind = from.text();
    row.a = from.text();
    row.b = from.text();
    row.program_id = from.text();
    row.outcome = from.text();
    row.sessions = std::uint32_t(from.integer());
    row.seed = std::uint64_t(from.integer());
    row.began = from.time();
    row.ended = from.time_if_there();
    return row;
}

BreathRow breath_from(std::span<const Value> values)
{
    Reader from(values.subspan(1));
    BreathRow row;
    row.start_s = from.number();
    row.breath_rate_bpm = from.number();
    row.inspiratory_time_s = from.number();
    row.expiratory_time_s = from.number();
    row.abdominal_share = from.estimate();
    row.phase_angle_deg = from.estimate();
    row.partition = from.partition();
    row.confidence = from.number();
    return row;
}

AnswerRow answer_from(std::span<const Value> values)
{
    Reader from(values.subspan(1));
    AnswerRow row;
    row.at_s = from.number();
    row.question = named<Question>(names::kQuestionNames, from.text());
    row.when = named<CheckInTime>(names::kCheckInTimes, from.text());
    row.by = named<AnsweredBy>(kAnsweredBy, from.text());
    row.choice = std::uint8_t(from.integer());
    return row;
}

MarkerRow marker_from(std::span<const Value> values)
{
    Reader from(values.subspan(1));
    MarkerRow row;
    row.at_s = from.number();
    row.kind = from.text();
    row.text = from.text();
    return row;
}

} // namespace crura::history
