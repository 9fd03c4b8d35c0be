#include "report/page.hpp"

#include "report/panel.hpp"
#include "report/picture.hpp"
#include "report/picture_words.hpp"
#include "report/text.hpp"

#include <fmt/format.h>

#include <memory>

namespace crura::report {
namespace {

constexpr Font kTitle{.size = 20, .bold = true, .colour = colours::kInk};
constexpr Font kByline{.size = 9, .colour = colours::kQuiet};
constexpr Font kText{.size = 9.5, .colour = colours::kInk};
constexpr Font kSmall{.size = 8, .colour = colours::kQuiet};
constexpr std::size_t kMostRows = 40; // of one table

using Rows = std::vector<std::vector<std::string>>;

void add_figures(const Story& story, Flow& flow)
{
    if (story.figures.empty())
        return;
    flow.heading("In numbers");
    Rows rows;
    for (const auto& [name, value, doubt, remark] : story.figures)
        rows.push_back({name, value, doubt, remark});
    flow.table({{"", 0.19}, {"Value", 0.17}, {"Doubt", 0.16}, {"What it is", 0.48}}, rows);
    flow.paragraph("± is half of the interval in which the value lies with 95 % certainty; "
                   "-- is not known.",
                   kSmall);
}

void add_picture(const Story& story, Flow& flow)
{
    flow.heading("The session");
    const auto picture = std::make_shared<const Picture>(
        story.course, Picture::Options{.phase_angle = false, .steps = true});
    flow.space(4);
    flow.block({picture->height() + 4, [picture, width = flow.width()](Canvas& canvas, Point at) {
                    picture->draw(canvas, at, width);
                }});
    if (const auto words = legend(story.course); !words.empty())
        flow.paragraph(words, kSmall);
}

void add_stretches(const Story& story, Flow& flow)
{
    const auto stretches = std::make_shared<const Stretches>(story.course);
    if (stretches->spans().empty())
        return;
    flow.heading("Breath by breath");
    for (const auto& stretch : stretches->spans())
        flow.block({Stretches::kHeight,
                    [stretches, stretch, width = flow.width()](Canvas& canvas, Point at) {
                        stretches->draw(canvas, at, width, stretch);
                    }});
}

void add_check_ins(const Story& story, Flow& flow)
{
    if (story.check_ins.empty())
        return;
    flow.heading("Before and after");
    Rows rows;
    for (const auto& [question, before, after] : story.check_ins)
        rows.push_back({question, before, after});
    flow.table({{"Question", 0.4}, {"Before", 0.3}, {"After", 0.3}}, rows);
}

void add_occurrences(const Story& story, Flow& flow)
{
    if (story.course.occurrences.empty())
        return;
    flow.heading("What happened");
    Rows rows;
    for (const auto& [name, count, time, when] : by_kind(story.course))
        rows.push_back({name, count, time, when});
    flow.table({{"", 0.3}, {"How often", 0.12}, {"In all", 0.16}, {"At", 0.42}}, rows);
    flow.paragraph("As the sensors saw it: one or the other may be missed, or taken for what it "
                   "is not.",
                   kSmall);
}

// The picture has the steps; here is when each began, and what interrupted them.
void add_steps(const Story& story, Flow& flow)
{
    const auto& course = story.course;
    std::string line;
    const auto add = [&line](const std::string& what) {
        line += (line.empty() ? "" : ", ") + what;
    };
    for (const auto& [when, name] : course.steps)
        add(fmt::format("{} at {}", name, clock(when.from_s)));
    for (const auto& [when, name] : course.pauses)
        add(fmt::format("{} at {} for {}", name, clock(when.from_s),
                        lasting(when.to_s - when.from_s)));
    for (const double mark_s : course.marks_s)
        add(fmt::format("a mark at {}", clock(mark_s)));
    if (line.empty())
        return;
    flow.heading("How it went");
    flow.paragraph(line + ".", kText);
}

void add_remarks(const std::string& name, const std::vector<Remark>& remarks, Flow& flow)
{
    if (remarks.empty())
        return;
    Rows rows;
    for (std::size_t i = 0; i < remarks.size() && i < kMostRows; ++i)
        rows.push_back({clock(remarks[i].at_s), remarks[i].text});
    flow.table({{"At", 0.12}, {name, 0.88}}, rows);
    if (remarks.size() > kMostRows)
        flow.paragraph(
            fmt::format("and {} more, which the HTML page lists.", remarks.size() - kMostRows),
            kSmall);
}

void add_care(const Story& story, Flow& flow)
{
    if (!story.care)
        return;
    flow.heading("For the therapist");
    for (const auto& limit : story.care->limits)
        flow.paragraph(limit, kText);
    if (story.care->decisions.empty())
        flow.paragraph("The guide and the guards decided nothing by themselves.", kText);
    add_remarks("What was decided, and why", story.care->decisions, flow);
    add_remarks("Notes", story.care->notes, flow);
}

void add_paragraphs(const std::string& heading, const std::vector<std::string>& paragraphs,
                    Flow& flow)
{
    if (paragraphs.empty())
        return;
    flow.heading(heading);
    for (const auto& each : paragraphs)
        flow.paragraph(each, kText);
}

} // namespace

void tell(const Story& story, Flow& flow)
{
    flow.paragraph(story.title, kTitle, 2);
    flow.paragraph(byline(story), kByline, 8);
    for (const auto& each : story.in_short)
        flow.paragraph(each, kText);
    add_picture(story, flow);
    add_figures(story, flow);
    add_check_ins(story, flow);
    add_stretches(story, flow);
    add_occurrences(story, flow);
    add_steps(story, flow);
    add_care(story, flow);
    add_paragraphs("What this rests on", story.rests_on, flow);
    add_paragraphs("What it cannot say", story.cannot, flow);
}

std::string byline(const Story& story)
{
    std::string line = story.date;
    for (const auto& each :
         {story.length, story.person, std::string(story.care ? "therapist's copy" : "")})
        if (!each.empty())
            line += (line.empty() ? "" : " · ") + each;
    return line;
}

std::string imprint(const Story& story)
{
    return "Crura " + story.version + ", not a medical device";
}

} // namespace crura::report
