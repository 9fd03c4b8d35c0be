#include "forms/report.hpp"

#include "core/nearest.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace crura::forms {
namespace {

// As wide as what stands before the column. Tabs stay tabs; UTF-8 is one column a character.
std::string space_before(std::string_view line, std::size_t column)
{
    std::string space;
    for (const char each : line) {
        const bool continues = (static_cast<unsigned char>(each) & 0xC0) == 0x80;
        if (continues)
            continue;
        if (space.size() + 1 >= column)
            break;
        space += each == '\t' ? '\t' : ' ';
    }
    return space;
}

} // namespace

std::string quoted(std::string_view word)
{
    return text_of('"', word, '"');
}

std::string_view meant_by(std::string_view word, WordSpan permitted)
{
    const auto distance = [word](std::string_view each) {
        return word.size() > 1 && each.starts_with(word) ? 0 : edit_distance(word, each);
    };
    const auto nearest = std::min_element(permitted.begin(), permitted.end(), [&](auto a, auto b) {
        return distance(a) < distance(b);
    });
    return distance(*nearest) <= std::max<std::size_t>(1, nearest->size() / 3) ? *nearest : "";
}

std::string advice(std::string_view word, WordSpan permitted)
{
    if (const auto meant = meant_by(word, permitted); !meant.empty())
        return text_of("; did you mean ", quoted(meant), "?");
    std::string list = "; permitted are ";
    for (const auto& each : permitted)
        list += text_of(&each == permitted.data() ? "" : ", ", each);
    return list;
}

Report::Report(std::string_view text, std::string file_name) : file_name_(std::move(file_name))
{
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line); lines_.push_back(line))
        if (line.ends_with('\r'))
            line.pop_back();
}

void Report::add(Remark remark)
{
    mistakes_ += !remark.warning;
    remarks_.push_back(std::move(remark));
}

std::vector<std::string> Report::remarks() const
{
    auto sorted = remarks_;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Remark& a, const Remark& b) {
        return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
    });
    std::vector<std::string> all;
    for (const Remark& each : sorted)
        all.push_back(shown(each));
    return all;
}

Error Report::error() const
{
    std::string all;
    for (const std::string& each : remarks())
        all += (all.empty() ? "" : "\n") + each;
    return {all};
}

std::string Report::shown(const Remark& remark) const
{
    const auto [line, column] = remark.place;
    const std::string source = 0 < line && line <= lines_.size() ? lines_[line - 1] : "";
    const auto number = text_of(line);
    const std::string margin(number.size(), ' ');
    return text_of(file_name_, ':', line, ':', column,
                   remark.warning ? ": warning: " : ": error: ", remark.what, "\n ", number, " | ",
                   source, "\n ", margin, " | ", space_before(source, column), '^');
}

} // namespace crura::forms
