#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <initializer_list>
#include <span>
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
using WordSpan = std::span<const std::string_view>;

inline WordSpan span_of(Words words)
{
    return {words.begin(), words.size()};
}

// The permitted word that was probably meant; empty when none is near.
std::string_view meant_by(std::string_view word, WordSpan permitted);

// What to say of a word that is not permitted: "; did you mean ...?" or "; permitted are ...".
std::string advice(std::string_view word, WordSpan permitted);

// Where in a file; both count from 1, and the column counts characters.
struct Place {
    std::size_t line = 1;
    std::size_t column = 1;
};

// Everything that is wrong, or could be better, in one file that a person wrote.
class Report {
public:
    Report(std::string_view text, std::string file_name);

    // A mistake: the file cannot be used.
    void add(Place place, std::string what) { add({place, std::move(what), false}); }
    // The file can be used, but was perhaps not meant so.
    void warn(Place place, std::string what) { add({place, std::move(what), true}); }

    bool empty() const { return mistakes_ == 0; } // of mistakes

    // All mistakes and warnings by place, each with its line of the file and a caret under the
    // place.
    std::vector<std::string> remarks() const;
    Error error() const; // the same, one after the other

private:
    struct Remark {
        Place place;
        std::string what;
        bool warning;
    };

    void add(Remark remark);
    std::string shown(const Remark& remark) const;

    std::string file_name_;
    std::vector<std::string> lines_;
    std::vector<Remark> remarks_;
    std::size_t mistakes_ = 0;
};

} // namespace crura::forms
