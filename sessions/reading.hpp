#pragma once

#include "core/time.hpp"
#include "forms/form.hpp"

#include <string>
#include <string_view>

// What the readers of programs and plans share. [any]
namespace crura::sessions::reading {

using forms::quoted;
using forms::Range;
using forms::Table;
using forms::text_of;
using forms::Value;

inline constexpr std::size_t kLongestName = 60; // characters
inline constexpr std::size_t kLongestSentence = 160;

Duration from_minutes(double minutes);
double to_minutes(Duration duration);

// Reports an id with other letters than a .. z, 0 .. 9 and -; one that is empty passes.
void check_id(const forms::Table& table, std::string_view key, const std::string& id);
std::string read_id(const forms::Table& table); // the key "id", which must be there

// A sentence that is heard; `kind` is what mistakes call it: "a prompt".
std::string read_sentence(const forms::Value& value, std::string_view key, std::string_view kind);

// Reports these keys in a file of an older format than the one that brought them.
void refuse_newer(const forms::Table& table, int format, forms::Words newer);

// At the key's value or, where the key is left out, at the table.
void mistake_at(const forms::Table& table, std::string_view key, std::string what);
void warn_at(const forms::Table& table, std::string_view key, std::string what);

} // namespace crura::sessions::reading
