#pragma once

#include "core/result.hpp"
#include "forms/report.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crura::forms {

// Reads the TOML files that people write. Every mistake is collected with its line and column, so
// that a person sees them all at once, and none stops the reading: a function that finds one
// reports it and gives nothing. [any] One thread at a time.

struct Range {
    double from;
    double to;
};

using Warnings = std::vector<std::string>; // each with its line of the file, by place

class Table;

// One value of a file; valid inside read_form only.
class Value {
public:
    Place where() const;
    void mistake(std::string what) const { report_->add(where(), std::move(what)); }
    void warning(std::string what) const { report_->warn(where(), std::move(what)); }

    // `name` is what the mistake calls the value.
    std::optional<double> number(std::string_view name, Range permitted) const;
    std::optional<std::string> text(std::string_view name, std::size_t longest) const;
    std::optional<bool> flag(std::string_view name) const;

    std::optional<double> as_number() const; // nothing, and no report, when it is none
    bool is(std::int64_t integer) const;
    bool is_table() const;

    // The index of a word among those permitted.
    std::optional<std::size_t> word(std::string_view name, Words permitted) const;

    // A table with these keys; reports keys that are unknown. `name` is what mistakes call it.
    // Nothing, and no report, when it is no table.
    std::optional<Table> table(std::string name, WordSpan keys) const;
    std::optional<Table> table(std::string name, Words keys) const;

private:
    friend class Table;
    friend Result<Warnings> read_form(std::string_view, const std::string&, Words,
                                      const std::function<void(const Table&)>&);
    Value(const void* node, Report& report) : node_(node), report_(&report) {}

    const void* node_; // of the TOML library
    Report* report_;
};

// One table of a file; valid inside read_form only.
class Table {
public:
    Place where() const { return value_.where(); }
    Report& report() const { return *value_.report_; }

    std::optional<Value> find(std::string_view key) const;

    // Reports a key that is missing, and how to write it.
    std::optional<Value> need(std::string_view key, std::string_view write) const;

    std::vector<std::string> keys() const; // in the order of the alphabet

    std::string text(std::string_view key, std::size_t longest) const; // must be there
    std::string text_or(std::string usual, std::string_view key, std::size_t longest) const;
    std::optional<double> number(std::string_view key, Range permitted) const; // must be there

    // Of a wrong value the least is taken, so that no other is called wrong for it.
    double number_or(double usual, std::string_view key, Range permitted) const;
    bool flag_or(bool usual, std::string_view key) const;
    std::size_t word_or(std::size_t usual, std::string_view key, Words permitted) const;

    // The values of a list, each handed to `read`; a list that is not there has none.
    void each(std::string_view key, std::size_t most,
              const std::function<void(const Value&)>& read) const;

private:
    friend class Value;
    Table(Value value, std::string name) : value_(value), name_(std::move(name)) {}

    Value value_;
    std::string name_;
    std::vector<std::string_view> misspelt_; // keys that are there under another spelling
};

// Hands the file's top table to `read`. The error lists every mistake that was found, and the
// warnings among them.
Result<Warnings> read_form(std::string_view text, const std::string& file_name, Words keys,
                           const std::function<void(const Table&)>& read);

// Reports a `format` that is missing or is not the one that this program reads.
void check_format(const Table& file, int format);

// Which of the formats 1 .. `newest` the file has; `newest` when that is missing or wrong, which is
// reported.
int read_format(const Table& file, int newest);

// The whole file; the error is one sentence, to which `advice` is added.
Result<std::string> read_file(const std::filesystem::path& file, const std::string& advice);

} // namespace crura::forms
