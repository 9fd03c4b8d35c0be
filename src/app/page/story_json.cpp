#include "app/page/story_json.hpp"

#include "app/page/values.hpp"

namespace crura::app::page {

using json::Json;

namespace {

Json json_of(const std::vector<report::Remark>& remarks)
{
    Json::Array array;
    for (const auto& each : remarks)
        array.push_back(Json::Object{{"at_s", rounded(each.at_s, 1)}, {"text", each.text}});
    return array;
}

Json json_of(const report::Care& care)
{
    return Json::Object{{"limits", page::json_of(care.limits)},
                        {"decisions", json_of(care.decisions)},
                        {"notes", json_of(care.notes)}};
}

Json json_of(const std::vector<report::Figure>& figures)
{
    Json::Array array;
    for (const auto& each : figures)
        array.push_back(Json::Object{{"name", each.name},
                                     {"value", each.value},
                                     {"doubt", each.doubt},
                                     {"remark", each.remark}});
    return array;
}

Json json_of(const std::vector<report::CheckInRow>& check_ins)
{
    Json::Array array;
    for (const auto& each : check_ins)
        array.push_back(Json::Object{
            {"question", each.question}, {"before", each.before}, {"after", each.after}});
    return array;
}

} // namespace

Json json_of(const report::Story& story)
{
    Json::Object told{{"title", story.title},
                      {"date", story.date},
                      {"length", story.length},
                      {"sensors", json_of(story.sensors)},
                      {"in_short", json_of(story.in_short)},
                      {"figures", json_of(story.figures)},
                      {"check_ins", json_of(story.check_ins)}};
    if (story.care)
        told.emplace_back("care", json_of(*story.care));
    told.emplace_back("rests_on", json_of(story.rests_on));
    told.emplace_back("cannot", json_of(story.cannot));
    return told;
}

} // namespace crura::app::page
