#include "app/page/history_json.hpp"

#include "app/page/values.hpp"
#include "app/story_words.hpp"
#include "core/decision.hpp"
#include "core/names.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace crura::app::page {

using json::Json;

namespace {

constexpr std::string_view kBrake = name_of(DecisionKind::brake);

// A person's own brake has no ground; one that was decided has.
bool is_care(const history::MarkerRow& row)
{
    const auto& decisions = names::kDecisions;
    const bool decided = std::find(decisions.begin(), decisions.end(), row.kind) != decisions.end();
    return row.kind == "note" || row.kind == name_of(EventKind::freeze)
        || (decided && row.kind != kBrake);
}

std::string words_of(const history::AnswerRow& row)
{
    const Answer answer{row.question, row.when, row.by, row.choice, {}};
    return plain_question(row.question) + ": " + plain_answer(answer);
}

std::optional<std::uint8_t> choice_of(const history::AnswerRow& row)
{
    return row.by == AnsweredBy::nobody ? std::nullopt : std::optional(row.choice);
}

const char* name_of(AnsweredBy by)
{
    constexpr std::array kNames = {"nobody", "hand", "breath"};
    return names::in(kNames, by);
}

} // namespace

Json json_of(const history::SessionRow& row, const std::string& person)
{
    const auto& figures = row.figures;
    return Json::Object{
        {"id", double(row.id)},
        {"person", person},
        {"program", Json::Object{{"id", row.program_id}, {"name", row.program_name}}},
        {"began", json_of(row.began)},
        {"ended", row.ended ? json_of(*row.ended) : Json()},
        {"finished", row.finished},
        {"sensors", row.sensors},
        {"length_s", figures.length_s},
        {"heard_s", figures.heard_s},
        {"breaths", double(figures.breaths)},
        {"breath_rate_bpm", json_of(figures.breath_rate_bpm)},
        {"abdominal_share", json_of(figures.abdominal_share)},
        {"partition", crura::name_of(figures.partition)},
        {"slow_minutes", json_of(figures.slow_minutes)},
        {"carry_over", json_of(figures.carry_over)},
        {"comfort", json_of(figures.comfort)},
        {"ease_before", json_of(figures.ease_before)},
        {"ease_after", json_of(figures.ease_after)},
        {"difference", json_of(figures.difference)},
        {"tremor_s", figures.tremor_s},
        {"sighs", double(figures.sighs)},
        {"brakes", double(figures.brakes)},
        {"recording", !row.recording.empty()},
    };
}

Json breaths_json(const history::Batch& rows)
{
    Json::Array breaths;
    for (const auto& row : rows.breaths)
        breaths.push_back(Json::Object{
            {"start_s", rounded(row.start_s, 3)},
            {"breath_rate_bpm", rounded(row.breath_rate_bpm, 3)},
            {"inspiratory_time_s", rounded(row.inspiratory_time_s, 3)},
            {"expiratory_time_s", rounded(row.expiratory_time_s, 3)},
            {"abdominal_share", json_of(row.abdominal_share)},
            {"phase_angle_deg", json_of(row.phase_angle_deg)},
            {"partition", crura::name_of(row.partition)},
            {"confidence", rounded(row.confidence, 3)},
        });
    return breaths;
}

Json answers_json(const history::Batch& rows)
{
    Json::Array answers;
    for (const auto& row : rows.answers)
        answers.push_back(Json::Object{
            {"at_s", rounded(row.at_s, 3)},
            {"question", crura::name_of(row.question)},
            {"when", crura::name_of(row.when)},
            {"by", name_of(row.by)},
            {"choice", json_of(choice_of(row))},
            {"text", words_of(row)},
        });
    return answers;
}

Json markers_json(const history::Batch& rows, bool care)
{
    Json::Array markers;
    for (const auto& row : rows.markers)
        if (care || !is_care(row))
            markers.push_back(
                Json::Object{{"at_s", rounded(row.at_s, 3)},
                             {"kind", row.kind},
                             {"text", care || row.kind != kBrake ? row.text : std::string()}});
    return markers;
}

} // namespace crura::app::page
