#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crura::report {

// The style sheet of a report's page, and what its content security policy knows it by: the
// SHA-256 of its text, in base64. Whoever changes the one changes the other; a test tells.
std::string_view style_sheet();
inline constexpr std::string_view kStyleHash = "JqEcKCd07h+MnFKCFvSM+AH8IZD6F1rDAJkmglcByGA=";

// <table> with a caption; the first cell of a row is its head. What is in it is escaped here.
std::string table(std::string_view caption, const std::vector<std::string>& columns,
                  const std::vector<std::vector<std::string>>& rows);

// <p>, escaped.
std::string paragraph(std::string_view text, std::string_view css_class = "");

// An SVG of cairo as a part of a page: an image with words in its place, and presentation
// attributes instead of styles, which the policy forbids.
std::string inline_svg(std::string svg, std::string_view in_words);

} // namespace crura::report
