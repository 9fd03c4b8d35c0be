#include "report/flow.hpp"

#include "report/panel.hpp"

#include <algorithm>

namespace crura::report {
namespace {

constexpr double kCellGap = 8;
constexpr Font kHeading{.size = 12, .bold = true, .colour = colours::kInk};
constexpr Font kHead{.size = 7.5, .bold = true, .colour = colours::kQuiet};
constexpr Font kCell{.size = 8.5, .colour = colours::kInk};

} // namespace

void Flow::heading(const std::string& words)
{
    const double height = ruler_.height_of(width_, words, kHeading);
    space(8);
    block({height + 4,
           [words, width = width_](Canvas& canvas, Point at) {
               canvas.paragraph(at, width, words, kHeading);
           },
           true});
}

void Flow::paragraph(const std::string& words, const Font& font, double after)
{
    block({ruler_.height_of(width_, words, font) + after,
           [words, font, width = width_](Canvas& canvas, Point at) {
               canvas.paragraph(at, width, words, font);
           }});
}

void Flow::table(const std::vector<Column>& columns,
                 const std::vector<std::vector<std::string>>& rows)
{
    std::vector<std::string> names;
    for (const auto& column : columns)
        names.push_back(column.name);
    row(columns, names, kHead, true);
    for (const auto& cells : rows)
        row(columns, cells, kCell, false);
    space(4);
}

void Flow::row(const std::vector<Column>& columns, const std::vector<std::string>& cells,
               const Font& font, bool is_head)
{
    double height = 0;
    for (std::size_t i = 0; i < columns.size(); ++i)
        height = std::max(height,
                          ruler_.height_of(columns[i].share * width_ - kCellGap, cells[i], font));
    height += 4.5;
    block({height,
           [columns, cells, font, height, is_head, width = width_](Canvas& canvas, Point at) {
               double x = at.x;
               for (std::size_t i = 0; i < columns.size(); ++i) {
                   const double column = columns[i].share * width;
                   canvas.paragraph({x, at.y + 1.5}, column - kCellGap, cells[i], font);
                   x += column;
               }
               canvas.line({at.x, at.y + height}, {at.x + width, at.y + height},
                           {is_head ? colours::kQuiet : colours::kThin, 0.5});
           },
           is_head});
}

std::vector<std::vector<Block>> pages_of(const std::vector<Block>& blocks, double height)
{
    std::vector<std::vector<Block>> pages(1);
    double filled = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        double wanted = blocks[i].height; // with all that must not be parted from it
        for (auto j = i; j + 1 < blocks.size() && blocks[j].keep_with_next; ++j)
            wanted += blocks[j + 1].height;
        if (filled + wanted > height && !pages.back().empty()) {
            pages.emplace_back();
            filled = 0;
        }
        const bool only_space = !blocks[i].draw;
        if (only_space && pages.back().empty())
            continue;
        pages.back().push_back(blocks[i]);
        filled += blocks[i].height;
    }
    if (pages.size() > 1 && pages.back().empty())
        pages.pop_back();
    return pages;
}

double height_of(const std::vector<Block>& blocks)
{
    double height = 0;
    for (const auto& block : blocks)
        height += block.height;
    return height;
}

void draw(Canvas& canvas, const std::vector<Block>& blocks, Point top_left)
{
    for (const auto& block : blocks) {
        if (block.draw)
            block.draw(canvas, top_left);
        top_left.y += block.height;
    }
}

} // namespace crura::report
