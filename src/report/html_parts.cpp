#include "report/html_parts.hpp"

#include "report/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crura::report {
namespace {

// fill:none;stroke-width:0.9; as fill="none" stroke-width="0.9"
std::string attributes_of(std::string_view style)
{
    std::string attributes;
    while (!style.empty()) {
        const auto end = std::min(style.find(';'), style.size());
        const auto one = style.substr(0, end);
        if (const auto colon = one.find(':'); colon != one.npos)
            attributes += fmt::format("{}{}=\"{}\"", attributes.empty() ? "" : " ",
                                      one.substr(0, colon), one.substr(colon + 1));
        style.remove_prefix(std::min(end + 1, style.size()));
    }
    return attributes;
}

std::string without_styles(std::string_view svg)
{
    constexpr std::string_view kStyle = "style=\"";
    std::string text;
    text.reserve(svg.size() + svg.size() / 4);
    while (true) {
        const auto at = svg.find(kStyle);
        text += svg.substr(0, at);
        if (at == svg.npos)
            return text;
        svg.remove_prefix(at + kStyle.size());
        const auto end = svg.find('"');
        text += attributes_of(svg.substr(0, end));
        svg.remove_prefix(end + 1);
    }
}

} // namespace

std::string_view style_sheet()
{
    return R"(
:root { --ink: #1a1a1a; --paper: #ffffff; --quiet: #595959; --line: #c8c8c8; color-scheme: light dark; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 "DejaVu Sans", Verdana, sans-serif; }
header, main, footer { max-width: 52rem; margin: 0 auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 1.5rem 0 0.25rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
.quiet, figcaption, footer { color: var(--quiet); font-size: 0.875rem; }
figure { margin: 0; }
.scroll { overflow-x: auto; background: #ffffff; border: 1px solid var(--line); }
.scroll:focus-visible, summary:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
svg { display: block; width: 100%; min-width: 36rem; height: auto; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1rem; }
caption { text-align: left; color: var(--quiet); font-size: 0.875rem; padding-bottom: 0.25rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem 0.3rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-size: 0.875rem; }
tbody th { font-weight: normal; }
summary { cursor: pointer; padding: 0.3rem 0; }
@media (max-width: 30rem) { th, td { padding-right: 0.35rem; font-size: 0.875rem; } }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --paper: #161616; --quiet: #b4b4b4; --line: #4a4a4a; } }
@media print { :root { --ink: #000000; --paper: #ffffff; --quiet: #444444; --line: #999999; } body { font-size: 10pt; } h2 { break-after: avoid; } tr, figure { break-inside: avoid; } .scroll { overflow: visible; border: 0; } svg { min-width: 0; } }
)";
}

std::string table(std::string_view caption, const std::vector<std::string>& columns,
                  const std::vector<std::vector<std::string>>& rows)
{
    auto text = fmt::format("<table>\n<caption>{}</caption>\n<thead><tr>", escaped(caption));
    for (const auto& column : columns)
        text += fmt::format("<th scope=\"col\">{}</th>", escaped(column));
    text += "</tr></thead>\n<tbody>\n";
    for (const auto& row : rows) {
        text += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i)
            text += i == 0 ? fmt::format("<th scope=\"row\">{}</th>", escaped(row[i]))
                           : fmt::format("<td>{}</td>", escaped(row[i]));
        text += "</tr>\n";
    }
    return text + "</tbody>\n</table>\n";
}

std::string paragraph(std::string_view text, std::string_view css_class)
{
    if (css_class.empty())
        return fmt::format("<p dir=\"auto\">{}</p>\n", escaped(text));
    return fmt::format("<p class=\"{}\" dir=\"auto\">{}</p>\n", css_class, escaped(text));
}

std::string inline_svg(std::string svg, std::string_view in_words)
{
    svg.erase(0, std::min(svg.find("<svg"), svg.size()));
    svg.insert(std::min(svg.find(' '), svg.size()),
               fmt::format(" role=\"img\" aria-label=\"{}\"", escaped(in_words)));
    return without_styles(svg);
}

} // namespace crura::report
