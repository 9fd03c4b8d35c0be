#include "report/html.hpp"

#include "report/html_parts.hpp"
#include "report/page.hpp"
#include "report/picture_words.hpp"
#include "report/report.hpp"
#include "report/text.hpp"

#include <fmt/format.h>

namespace crura::report {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string section(std::string_view id, std::string_view heading, const std::string& content)
{
    if (content.empty())
        return "";
    return fmt::format(
        "<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n{2}</section>\n", id,
        escaped(heading), content);
}

std::string paragraphs(const std::vector<std::string>& texts)
{
    std::string all;
    for (const auto& text : texts)
        all += paragraph(text);
    return all;
}

std::string figure_of(const Course& course, const std::string& svg)
{
    auto text = fmt::format("<figure>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                            "aria-label=\"The picture; it may be wider than the screen\">\n{}"
                            "</div>\n",
                            inline_svg(svg, in_words(course)));
    return text + fmt::format("<figcaption>{}</figcaption>\n</figure>\n", escaped(legend(course)));
}

std::string numbers_of(const Course& course)
{
    Rows rows;
    for (const auto& [from, rate, share, breaths] : in_numbers(course))
        rows.push_back({from, rate, share, breaths});
    return "<details>\n<summary>The picture in numbers</summary>\n"
        + table("Stretch by stretch: the middle value, and how far it may be off",
                {"From", "Breaths a minute", "Belly share, %", "Breaths begun"}, rows)
        + "</details>\n";
}

std::string figures_of(const Story& story)
{
    if (story.figures.empty())
        return "";
    Rows rows;
    for (const auto& [name, value, doubt, remark] : story.figures)
        rows.push_back({name, value, doubt, remark});
    return table("± is half of the interval in which the value lies with 95 % certainty; -- is "
                 "not known.",
                 {"Figure", "Value", "Doubt", "What it is"}, rows);
}

std::string check_ins_of(const Story& story)
{
    if (story.check_ins.empty())
        return "";
    Rows rows;
    for (const auto& [question, before, after] : story.check_ins)
        rows.push_back({question, before, after});
    return table("What was answered; -- is not asked, or let pass.",
                 {"Question", "Before", "After"}, rows);
}

std::string occurrences_of(const Course& course)
{
    if (course.occurrences.empty())
        return "";
    Rows rows;
    for (const auto& each : course.occurrences)
        rows.push_back({clock(each.when.from_s), each.name,
                        each.when.to_s - each.when.from_s < 0.05
                            ? ""
                            : lasting(each.when.to_s - each.when.from_s),
                        each.evidence});
    return table("As the sensors saw it: one or the other may be missed, or taken for what it is "
                 "not.",
                 {"At", "What", "For", "What decided"}, rows);
}

std::string steps_of(const Course& course)
{
    Rows rows;
    const auto add = [&rows](const std::vector<Stretch>& stretches) {
        for (const auto& [when, name] : stretches)
            rows.push_back({clock(when.from_s), lasting(when.to_s - when.from_s), name});
    };
    add(course.steps);
    add(course.pauses);
    for (const double mark_s : course.marks_s)
        rows.push_back({clock(mark_s), "", "a mark"});
    return rows.empty()
        ? ""
        : table("The steps of the session, its pauses and marks", {"At", "For", "What"}, rows);
}

std::string remarks_of(std::string_view caption, std::string_view column,
                       const std::vector<Remark>& remarks)
{
    if (remarks.empty())
        return "";
    Rows rows;
    for (const auto& [at_s, text] : remarks)
        rows.push_back({clock(at_s), text});
    return table(caption, {"At", std::string(column)}, rows);
}

std::string care_of(const Care& care)
{
    auto text = paragraphs(care.limits);
    if (care.decisions.empty())
        text += paragraph("The guide and the guards decided nothing by themselves.");
    return text
        + remarks_of("What the guide and the guards decided", "What, and why", care.decisions)
        + remarks_of("Notes", "Note", care.notes);
}

std::string head_of(const Story& story)
{
    return fmt::format(
        R"(<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="referrer" content="no-referrer" />
<title>{}, {}</title>
<style>{}</style>
</head>
)",
        kStyleHash, escaped(story.title), escaped(story.date), style_sheet());
}

} // namespace

Result<std::string> html(const Story& story)
{
    const auto svg = picture(story.course);
    if (!svg)
        return svg.error();
    auto text = head_of(story);
    text += fmt::format("<body>\n<header>\n<h1 dir=\"auto\">{}</h1>\n{}</header>\n<main>\n",
                        escaped(story.title), paragraph(byline(story), "quiet"));
    text += section("short", "In short", paragraphs(story.in_short));
    text +=
        section("picture", "The session", figure_of(story.course, *svg) + numbers_of(story.course));
    text += section("figures", "In numbers", figures_of(story));
    text += section("check-ins", "Before and after", check_ins_of(story));
    text += section("happened", "What happened", occurrences_of(story.course));
    text += section("steps", "How it went", steps_of(story.course));
    if (story.care)
        text += section("care", "For the therapist", care_of(*story.care));
    text += section("rests", "What this rests on", paragraphs(story.rests_on));
    text += section("cannot", "What it cannot say", paragraphs(story.cannot));
    text += fmt::format("</main>\n<footer>\n{}</footer>\n</body>\n</html>\n",
                        paragraph(imprint(story)));
    return text;
}

} // namespace crura::report
