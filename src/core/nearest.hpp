#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <numeric>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crura {

// How many letters must be changed, added or left out to make one word of the other, in any case
// (Levenshtein).
inline std::size_t edit_distance(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t(0));
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto changed = diagonal + (lower(a[i]) != lower(b[j]));
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

// The name that was probably meant; empty when none is near.
template <std::ranges::forward_range Names>
std::string nearest(std::string_view given, const Names& names)
{
    std::string best;
    std::size_t least = std::max<std::size_t>(given.size() / 2, 2) + 1;
    for (const std::string_view name : names)
        if (const auto distance = edit_distance(given, name); distance < least) {
            least = distance;
            best = name;
        }
    return best;
}

// "; did you mean 'run'?" or, when no name is near, "; there is run, play, devices."
template <std::ranges::forward_range Names>
std::string did_you_mean(std::string_view given, const Names& names)
{
    if (const auto meant = nearest(given, names); !meant.empty())
        return "; did you mean '" + meant + "'?";
    std::string all;
    for (const std::string_view name : names)
        all.append(all.empty() ? "" : ", ").append(name);
    return "; there is " + all + ".";
}

} // namespace crura
