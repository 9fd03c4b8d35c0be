#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <initializer_list>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace crura::forms {

// The parts, one after the other, as a stream would print them.
template <class... Parts>
std::string text_of(const Parts&... parts)
{
    std::ostringstream text;
    (text << ... << parts);
    return text.str();
}

std::string quoted(std::string_view word);

using Words = std::initializer_list<std::string_view>;

// The permitted word that was probably meant; empty when none is near.
std::string_view meant_by(std::string_view word, Words permitted);

// What to say of a word that is not permitted: "; did you mean ...?" or "; permitted are ...".
std::string advice(std::string_view word, Words permitted);

// Where in a file; both count from 1, and the column counts characters.
struct Place {
    std::size_t line = 1;
    std::size_t column = 1;
};

// Everything that is wrong with one file that a person wrote.
class Report {
public:
    Report(std::string_view text, std::string file_name);

    void add(Place place, std::string what) { mistakes_.push_back({place, std::move(what)}); }
    bool empty() const { return mistakes_.empty(); }

    // All mistakes by place, each with its line of the file and a caret under the place.
    Error error() const;

private:
    struct Mistake {
        Place place;
        std::string what;
    };

    std::string shown(const Mistake& mistake) const;

    std::string file_name_;
    std::vector<std::string> lines_;
    std::vector<Mistake> mistakes_;
};

} // namespace crura::forms
