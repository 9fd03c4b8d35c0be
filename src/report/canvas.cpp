#include "report/canvas.hpp"

#include "report/text.hpp"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <fmt/chrono.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <new>

namespace crura::report {
namespace {

constexpr const char* kFamily = "DejaVu Sans";
constexpr double kPngScale = 2;         // pixels per point: 144 dpi
constexpr double kLongestSide = 16'383; // points: a cairo image has at most 32,767 pixels

template <class T, void (*Release)(T*)>
struct Releaser {
    void operator()(T* thing) const { Release(thing); }
};
template <class T, void (*Release)(T*)>
using Owned = std::unique_ptr<T, Releaser<T, Release>>;

void unref(PangoContext* context)
{
    g_object_unref(context);
}
void unref(PangoLayout* layout)
{
    g_object_unref(layout);
}
void unref(PangoFont* font)
{
    g_object_unref(font);
}

using Surface = Owned<cairo_surface_t, cairo_surface_destroy>;
using Drawing = Owned<cairo_t, cairo_destroy>;
using Context = Owned<PangoContext, unref>;
using Layout = Owned<PangoLayout, unref>;
using Description = Owned<PangoFontDescription, pango_font_description_free>;

cairo_status_t append(void* to, const unsigned char* bytes, unsigned count)
{
    try {
        static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
        return CAIRO_STATUS_SUCCESS;
    } catch (const std::bad_alloc&) {
        return CAIRO_STATUS_NO_MEMORY;
    }
}

Error failed(cairo_status_t status)
{
    return {fmt::format("The report could not be drawn ({}); please tell whoever keeps Crura.",
                        cairo_status_to_string(status))};
}

// Short numbers keep an SVG small, and an eighth of a point is not seen.
double snapped(double place)
{
    return std::round(place * 8) / 8;
}

// Numbers that cairo counts on through the life of the program would make two files differ.
void drop_surface_ids(std::string& svg)
{
    constexpr std::string_view kId = " id=\"surface";
    for (auto at = svg.find(kId); at != svg.npos; at = svg.find(kId, at))
        svg.erase(at, svg.find('"', at + kId.size()) + 1 - at);
}

} // namespace

struct Canvas::Parts {
    Format format{};
    Size size;
    std::string bytes; // cairo writes into it as long as there is a surface
    Surface surface;
    Drawing drawing;
    Context context;
    Layout layout;

    // Pango keeps the fonts of a thread; with them given back nothing is held once no canvas is.
    ~Parts()
    {
        layout.reset();
        context.reset();
        drawing.reset();
        surface.reset();
        pango_cairo_font_map_set_default(nullptr);
    }

    void ink(Colour colour) const
    {
        const auto share = [colour](int shift) { return (colour.rgb >> shift & 0xFF) / 255.; };
        cairo_set_source_rgb(drawing.get(), share(16), share(8), share(0));
    }

    void take(const Pen& pen) const
    {
        constexpr std::array kDashes = {3., 2.}, kDots = {0.01, 2.5};
        ink(pen.colour);
        cairo_set_line_width(drawing.get(), pen.width);
        const auto* pattern = pen.dash == Dash::dashed ? kDashes.data() : kDots.data();
        cairo_set_dash(drawing.get(), pattern, pen.dash == Dash::solid ? 0 : 2, 0);
    }

    void trace(const Path& path, bool close) const
    {
        bool open = false;
        for (const auto& [to, move] : path.steps()) {
            if (move && open && close)
                cairo_close_path(drawing.get());
            open = true;
            (move ? cairo_move_to : cairo_line_to)(drawing.get(), snapped(to.x), snapped(to.y));
        }
        if (open && close)
            cairo_close_path(drawing.get());
    }

    // `width` <= 0: one line, as long as it is.
    PangoLayout* set(std::string_view words, const Font& font, double width, bool one_line) const
    {
        const Description description(pango_font_description_new());
        pango_font_description_set_family_static(description.get(), kFamily);
        pango_font_description_set_absolute_size(description.get(), font.size * PANGO_SCALE);
        pango_font_description_set_weight(description.get(),
                                          font.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        auto* lines = layout.get();
        pango_layout_set_font_description(lines, description.get());
        pango_layout_set_width(lines, width > 0 ? int(width * PANGO_SCALE) : -1);
        pango_layout_set_wrap(lines, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_ellipsize(lines, one_line ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
        pango_layout_set_single_paragraph_mode(lines, one_line);
        const auto text = clean(words);
        pango_layout_set_text(lines, text.data(), int(text.size()));
        return lines;
    }
};

Canvas::Canvas(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Canvas::Canvas(Canvas&&) noexcept = default;
Canvas& Canvas::operator=(Canvas&&) noexcept = default;
Canvas::~Canvas() = default;

namespace {

Surface surface_of(Canvas::Format format, Size size, const Canvas::About& about, std::string& into)
{
    const auto [width, height] = size;
    if (format == Canvas::Format::png)
        return Surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, int(width * kPngScale),
                                                  int(height * kPngScale)));
    if (format == Canvas::Format::svg)
        return Surface(cairo_svg_surface_create_for_stream(append, &into, width, height));
    Surface surface(cairo_pdf_surface_create_for_stream(append, &into, width, height));
    const auto tell = [&surface](cairo_pdf_metadata_t what, const std::string& text) {
        cairo_pdf_surface_set_metadata(surface.get(), what, clean(text).c_str());
    };
    const auto made = fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", fmt::gmtime(about.made_at));
    tell(CAIRO_PDF_METADATA_TITLE, about.title);
    tell(CAIRO_PDF_METADATA_SUBJECT, about.subject);
    tell(CAIRO_PDF_METADATA_AUTHOR, "Crura");
    tell(CAIRO_PDF_METADATA_CREATOR, "Crura");
    tell(CAIRO_PDF_METADATA_CREATE_DATE, made);
    tell(CAIRO_PDF_METADATA_MOD_DATE, made);
    return surface;
}

// Letters keep their places whatever the resolution, so that all formats break lines alike.
Context context_of(cairo_t* drawing)
{
    Context context(pango_cairo_create_context(drawing));
    auto* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context.get(), options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context.get(), false);
    return context;
}

bool has_font(PangoContext* context)
{
    const Description wanted(pango_font_description_new());
    pango_font_description_set_family_static(wanted.get(), kFamily);
    const Owned<PangoFont, unref> font(pango_context_load_font(context, wanted.get()));
    if (!font)
        return false;
    const Description found(pango_font_describe(font.get()));
    return std::string_view(pango_font_description_get_family(found.get())) == kFamily;
}

} // namespace

Result<Canvas> Canvas::open(Format format, Size size, const About& about)
{
    if (format == Format::png && std::max(size.width, size.height) > kLongestSide)
        return Error{"The report is too long for one PNG; ask for a PDF."};
    auto parts = std::make_unique<Parts>();
    parts->format = format;
    parts->size = size;
    parts->surface = surface_of(format, size, about, parts->bytes);
    parts->drawing.reset(cairo_create(parts->surface.get()));
    auto* drawing = parts->drawing.get();
    if (const auto status = cairo_status(drawing))
        return failed(status);
    if (format == Format::png)
        cairo_scale(drawing, kPngScale, kPngScale);
    cairo_set_line_join(drawing, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(drawing, CAIRO_LINE_CAP_ROUND);
    parts->context = context_of(drawing);
    if (!has_font(parts->context.get()))
        return Error{fmt::format("The font {} is not installed, and without it no report can be "
                                 "drawn; install the package fonts-dejavu-core.",
                                 kFamily)};
    parts->layout.reset(pango_layout_new(parts->context.get()));
    Canvas canvas(std::move(parts));
    if (format != Format::pdf)
        canvas.fill(Box{0, 0, size.width, size.height}, {0xFFFFFF});
    return canvas;
}

Size Canvas::size() const
{
    return parts_->size;
}

void Canvas::next_page()
{
    cairo_show_page(parts_->drawing.get());
}

void Canvas::line(Point from, Point to, const Pen& pen)
{
    Path path;
    path.move(from);
    path.line(to);
    stroke(path, pen);
}

void Canvas::stroke(const Path& path, const Pen& pen)
{
    if (path.empty())
        return;
    parts_->take(pen);
    parts_->trace(path, false);
    cairo_stroke(parts_->drawing.get());
}

void Canvas::fill(const Path& path, Colour colour)
{
    if (path.empty())
        return;
    parts_->ink(colour);
    parts_->trace(path, true);
    cairo_fill(parts_->drawing.get());
}

void Canvas::fill(const Box& box, Colour colour)
{
    parts_->ink(colour);
    cairo_rectangle(parts_->drawing.get(), box.left, box.top, box.width, box.height);
    cairo_fill(parts_->drawing.get());
}

void Canvas::text(Point at, std::string_view words, const Font& font, Anchor anchor, double widest)
{
    auto* line = parts_->set(words, font, widest, true);
    PangoRectangle extent;
    pango_layout_get_extents(line, nullptr, &extent);
    const double width = double(extent.width) / PANGO_SCALE;
    const double left = at.x - double(extent.x) / PANGO_SCALE
        - (anchor == Anchor::start        ? 0
               : anchor == Anchor::middle ? width / 2
                                          : width);
    parts_->ink(font.colour);
    cairo_move_to(parts_->drawing.get(), left,
                  at.y - double(pango_layout_get_baseline(line)) / PANGO_SCALE);
    pango_cairo_show_layout(parts_->drawing.get(), line);
}

double Canvas::width_of(std::string_view words, const Font& font) const
{
    PangoRectangle extent;
    pango_layout_get_extents(parts_->set(words, font, 0, true), nullptr, &extent);
    return double(extent.width) / PANGO_SCALE;
}

double Canvas::paragraph(Point top_left, double width, std::string_view words, const Font& font)
{
    auto* lines = parts_->set(words, font, width, false);
    parts_->ink(font.colour);
    cairo_move_to(parts_->drawing.get(), top_left.x, top_left.y);
    pango_cairo_show_layout(parts_->drawing.get(), lines);
    PangoRectangle extent;
    pango_layout_get_extents(lines, nullptr, &extent);
    return double(extent.height) / PANGO_SCALE;
}

double Canvas::height_of(double width, std::string_view words, const Font& font) const
{
    PangoRectangle extent;
    pango_layout_get_extents(parts_->set(words, font, width, false), nullptr, &extent);
    return double(extent.height) / PANGO_SCALE;
}

void Canvas::clip(const Box& box)
{
    cairo_save(parts_->drawing.get());
    cairo_rectangle(parts_->drawing.get(), box.left, box.top, box.width, box.height);
    cairo_clip(parts_->drawing.get());
}

void Canvas::unclip()
{
    cairo_restore(parts_->drawing.get());
}

// An error in the drawing does not always reach the surface, nor that of the surface the drawing.
Result<std::string> Canvas::finish()
{
    auto& parts = *parts_;
    if (const auto status = cairo_status(parts.drawing.get()))
        return failed(status);
    if (parts.format == Format::png)
        if (const auto status =
                cairo_surface_write_to_png_stream(parts.surface.get(), append, &parts.bytes))
            return failed(status);
    cairo_surface_finish(parts.surface.get());
    if (const auto status = cairo_surface_status(parts.surface.get()))
        return failed(status);
    if (parts.format == Format::svg)
        drop_surface_ids(parts.bytes);
    return std::move(parts.bytes);
}

} // namespace crura::report
