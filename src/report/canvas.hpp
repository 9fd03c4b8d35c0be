#pragma once

#include "core/result.hpp"

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace crura::report {

struct Colour {
    std::uint32_t rgb = 0; // 0xRRGGBB

    friend constexpr bool operator==(Colour, Colour) = default;
};

enum class Dash : std::uint8_t { solid, dashed, dotted };

struct Pen {
    Colour colour;
    double width = 1;
    Dash dash = Dash::solid;
};

struct Font {
    double size = 9;
    bool bold = false;
    Colour colour{};
};

struct Size {
    double width = 0, height = 0;
};

struct Box {
    double left = 0, top = 0, width = 0, height = 0;

    double right() const { return left + width; }
    double bottom() const { return top + height; }
};

struct Point {
    double x = 0, y = 0;
};

// Lines from point to point; a move starts another piece.
class Path {
public:
    void move(Point to) { steps_.push_back({to, true}); }
    void line(Point to) { steps_.push_back({to, false}); }

    struct Step {
        Point to;
        bool move;
    };
    const std::vector<Step>& steps() const { return steps_; }
    bool empty() const { return steps_.empty(); }

private:
    std::vector<Step> steps_;
};

enum class Anchor : std::uint8_t { start, middle, end };

// A white sheet to draw on, in points (1/72 inch), y downwards, that becomes a PDF, PNG or SVG in
// memory. The only file that knows cairo and pango. Whatever goes wrong while drawing is told by
// finish(): a picture that is not whole is none. Text is in DejaVu Sans and, where that has no
// letter, in what else is installed; it may be of any language and direction. [any], one thread.
class Canvas {
public:
    enum class Format : std::uint8_t { pdf, png, svg };

    struct About { // kept in a PDF
        std::string title;
        std::string subject;
        std::chrono::sys_seconds made_at{}; // so that the same drawing gives the same bytes
    };

    // An error when there is no font, or the size is nothing a PNG can have (16,383 points).
    static Result<Canvas> open(Format format, Size size, const About& about);

    Canvas(Canvas&&) noexcept;
    Canvas& operator=(Canvas&&) noexcept;
    ~Canvas();

    Size size() const;
    void next_page(); // of a PDF

    void line(Point from, Point to, const Pen& pen);
    void stroke(const Path& path, const Pen& pen);
    void fill(const Path& path, Colour colour); // each piece is closed
    void fill(const Box& box, Colour colour);

    // One line; `at` is on the baseline. `widest` > 0: what is longer ends in "...".
    void text(Point at, std::string_view words, const Font& font, Anchor anchor = Anchor::start,
              double widest = 0);
    double width_of(std::string_view words, const Font& font) const;

    // Lines as wide as they may be; `top_left` of the first one. Both give the height of all.
    double paragraph(Point top_left, double width, std::string_view words, const Font& font);
    double height_of(double width, std::string_view words, const Font& font) const;

    // Until `unclip` nothing is drawn outside this box.
    void clip(const Box& box);
    void unclip();

    // The whole file. Nothing can be drawn any more.
    Result<std::string> finish();

private:
    struct Parts;
    explicit Canvas(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

} // namespace crura::report
