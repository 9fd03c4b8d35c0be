#include "report/report.hpp"

#include "report/page.hpp"
#include "report/panel.hpp"
#include "report/picture.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crura::report {
namespace {

constexpr Size kA4{595.28, 841.89};
constexpr double kMargin = 42, kFooter = 10;
constexpr double kTextWidth = kA4.width - 2 * kMargin;
constexpr Font kSmall{.size = 7.5, .colour = colours::kQuiet};

constexpr double kPointsPerMinute = 110, kLeastWidth = 680, kMostWidth = 2700, kBorder = 14;

Canvas::About about(const Story& story)
{
    return {story.title + (story.person.empty() ? "" : ", " + story.person),
            "Breathing session, " + story.date, story.began};
}

Result<std::vector<Block>> blocks_of(const Story& story)
{
    const auto ruler = Canvas::open(Canvas::Format::svg, {1, 1}, {});
    if (!ruler)
        return ruler.error();
    Flow flow(*ruler, kTextWidth);
    tell(story, flow);
    return flow.blocks();
}

void draw_footer(Canvas& canvas, const Story& story, double bottom, const std::string& page)
{
    canvas.text({kMargin, bottom}, imprint(story), kSmall);
    canvas.text({kA4.width - kMargin, bottom}, page, kSmall, Anchor::end);
}

// All of it on one sheet, as long as it needs to be.
Result<std::string> sheet(Canvas::Format format, const Story& story)
{
    const auto blocks = blocks_of(story);
    if (!blocks)
        return blocks.error();
    const double height = height_of(*blocks) + 2 * kMargin + kFooter;
    auto canvas = Canvas::open(format, {kA4.width, height}, about(story));
    if (!canvas)
        return canvas.error();
    draw(*canvas, *blocks, {kMargin, kMargin});
    draw_footer(*canvas, story, height - kMargin + 12, "");
    return canvas->finish();
}

} // namespace

Result<std::string> pdf(const Story& story)
{
    const auto blocks = blocks_of(story);
    if (!blocks)
        return blocks.error();
    auto canvas = Canvas::open(Canvas::Format::pdf, kA4, about(story));
    if (!canvas)
        return canvas.error();
    const auto pages = pages_of(*blocks, kA4.height - 2 * kMargin - kFooter);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        draw(*canvas, pages[i], {kMargin, kMargin});
        draw_footer(*canvas, story, kA4.height - kMargin + 12,
                    fmt::format("page {} of {}", i + 1, pages.size()));
        canvas->next_page();
    }
    return canvas->finish();
}

Result<std::string> png(const Story& story)
{
    return sheet(Canvas::Format::png, story);
}

Result<std::string> svg(const Story& story)
{
    return sheet(Canvas::Format::svg, story);
}

Result<std::string> overview(const Course& course, const std::string& heading,
                             const std::string& imprint)
{
    const Picture picture(course, {.phase_angle = true});
    const double width =
        std::clamp(course.length_s / 60 * kPointsPerMinute, kLeastWidth, kMostWidth);
    constexpr double kTop = 44;
    auto canvas = Canvas::open(Canvas::Format::svg,
                               {width + 2 * kBorder, kTop + picture.height() + kBorder}, {});
    if (!canvas)
        return canvas.error();
    canvas->text({kBorder, 26}, heading, {.size = 13, .bold = true, .colour = colours::kInk});
    canvas->text({kBorder + width, 26}, imprint, kSmall, Anchor::end);
    picture.draw(*canvas, {kBorder, kTop}, width);
    return canvas->finish();
}

Result<std::string> picture(const Course& course)
{
    const Picture whole(course, {.phase_angle = false, .steps = true});
    const Stretches stretches(course);
    const double rows = double(stretches.spans().size()) * Stretches::kHeight;
    auto canvas =
        Canvas::open(Canvas::Format::svg, {kTextWidth + 12, whole.height() + rows + 24}, {});
    if (!canvas)
        return canvas.error();
    Point at{6, 10};
    whole.draw(*canvas, at, kTextWidth);
    at.y += whole.height() + 14;
    for (const auto& stretch : stretches.spans()) {
        stretches.draw(*canvas, at, kTextWidth, stretch);
        at.y += Stretches::kHeight;
    }
    return canvas->finish();
}

} // namespace crura::report
