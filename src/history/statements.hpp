#pragma once

#include "history/database.hpp"
#include "history/rows.hpp"

#include <string>
#include <vector>

namespace crura::history {

// What the statements of a repository are made of. [any]

// Separated by commas.
std::string list(Columns columns);

// $1, $2 ... as many.
std::string places(std::size_t count);

Value value_of(WallTime time);

// What a statement gave: whether there was a row, and its first column.
class First {
public:
    explicit operator bool() const { return there_; }
    std::int64_t value() const { return value_; }
    OnRow into()
    {
        return [this](std::span<const Value> row) {
            there_ = true;
            if (const auto* held = std::get_if<std::int64_t>(&row[0]))
                value_ = *held;
        };
    }

private:
    bool there_ = false;
    std::int64_t value_ = 0;
};

// Takes each row that a statement gives.
template <class Row>
OnRow into(std::vector<Row>& rows, Row (*from)(std::span<const Value>))
{
    return [&rows, from](std::span<const Value> values) { rows.push_back(from(values)); };
}

// The work fails where there is no such person.
void require_person(Work& work, Id person);

} // namespace crura::history
