#pragma once

#include "report/canvas.hpp"

#include <functional>
#include <string>
#include <vector>

namespace crura::report {

// A piece of a page that is not cut.
struct Block {
    double height = 0;
    std::function<void(Canvas&, Point)> draw; // from its upper left corner
    bool keep_with_next = false;              // a heading does not end a page
};

// What a table looks like: shares of the width, and the words above each column.
struct Column {
    std::string name;
    double share = 0;
};

// Text, tables and pictures below one another, all of one width. `ruler` measures the words and is
// not drawn on.
class Flow {
public:
    Flow(const Canvas& ruler, double width) : ruler_(ruler), width_(width) {}

    void heading(const std::string& words);
    void paragraph(const std::string& words, const Font& font, double after = 4);
    void table(const std::vector<Column>& columns,
               const std::vector<std::vector<std::string>>& rows);
    void block(Block block) { blocks_.push_back(std::move(block)); }
    void space(double height) { blocks_.push_back({height, {}, false}); }

    double width() const { return width_; }
    const std::vector<Block>& blocks() const { return blocks_; }

private:
    void row(const std::vector<Column>& columns, const std::vector<std::string>& cells,
             const Font& font, bool is_head);

    const Canvas& ruler_;
    double width_;
    std::vector<Block> blocks_;
};

// The blocks of each page, none of which is higher than `height` where that can be.
std::vector<std::vector<Block>> pages_of(const std::vector<Block>& blocks, double height);

double height_of(const std::vector<Block>& blocks);

void draw(Canvas& canvas, const std::vector<Block>& blocks, Point top_left);

} // namespace crura::report
