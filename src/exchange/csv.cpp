#include "exchange/csv.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <limits>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace crura::exchange {

namespace {

using Fields = std::vector<std::string>;

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();

// The lines that count, one after the other.
class Lines {
public:
    explicit Lines(const std::filesystem::path& path) : path_(path), file_(path) {}

    bool is_open() const { return file_.is_open(); }
    bool failed() const { return file_.bad(); }

    bool next(std::string& line)
    {
        while (std::getline(file_, line)) {
            if (++number_ == 1 && line.starts_with("\xEF\xBB\xBF"))
                line.erase(0, 3);
            if (line.ends_with('\r'))
                line.pop_back();
            if (!line.starts_with('#') && line.find_first_not_of(' ') != line.npos)
                return true;
        }
        return false;
    }

    Error error(const std::string& what) const
    {
        return {path_.string() + ':' + std::to_string(std::max(number_, std::size_t(1))) + ": "
                + what};
    }

private:
    const std::filesystem::path& path_;
    std::ifstream file_;
    std::size_t number_ = 0;
};

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(' ');
    if (first == text.npos)
        return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// Takes one field from the front of `rest`. False when a quote is not closed.
bool take_field(std::string_view& rest, char separator, std::string& field)
{
    bool inside = false; // quotes; a doubled quote leaves and enters again, and stands for one
    bool was_quoted = false;
    field.clear();
    std::size_t at = 0;
    for (; at < rest.size() && (inside || rest[at] != separator); ++at) {
        if (rest[at] != '"')
            field += rest[at];
        else {
            if (!inside && was_quoted && rest[at - 1] == '"')
                field += '"';
            inside = !inside;
            was_quoted = true;
        }
    }
    rest.remove_prefix(at);
    field = std::string(trimmed(field));
    return !inside;
}

bool split(std::string_view line, char separator, Fields& fields)
{
    for (std::size_t count = 0;; ++count, line.remove_prefix(1)) {
        if (fields.size() == count)
            fields.emplace_back();
        if (!take_field(line, separator, fields[count]))
            return false;
        if (line.empty()) {
            fields.resize(count + 1);
            return true;
        }
    }
}

// The one of the three that the header holds most of; a comma where there is but one column.
char separator_of(std::string_view header)
{
    const auto found = [header](char separator) {
        bool inside = false;
        return std::count_if(header.begin(), header.end(), [&inside, separator](char c) {
            inside = inside != (c == '"');
            return !inside && c == separator;
        });
    };
    constexpr std::array kSeparators = {',', ';', '\t'};
    return *std::max_element(kSeparators.begin(), kSeparators.end(),
                             [&found](char a, char b) { return found(a) < found(b); });
}

// Nothing for what is no number, a gap for an empty field.
std::optional<double> number_in(std::string_view field)
{
    if (field.empty())
        return kGap;
    if (field.starts_with('+') && !field.starts_with("+-"))
        field.remove_prefix(1);
    double number = 0;
    const auto end = field.data() + field.size();
    const auto [stopped, error] = std::from_chars(field.data(), end, number);
    if (error != std::errc{} || stopped != end || std::isinf(number))
        return std::nullopt;
    return number;
}

Result<std::size_t> column_index(const Lines& lines, const Fields& header, const std::string& name)
{
    const auto found = find_name("column", name, header);
    const bool known = std::find(header.begin(), header.end(), name) != header.end();
    const bool numbers =
        std::all_of(header.begin(), header.end(), [](const auto& each) { return number_in(each); });
    if (!known && numbers) // a column may be called 3, but hardly all of them
        return lines.error("a header line with the names of the columns is missing; add one.");
    if (!found)
        return lines.error(found.error().message);
    return found;
}

Result<Fields> read_header(const Lines& lines, const std::string& line, char separator)
{
    const bool text = std::none_of(line.begin(), line.end(), [](char c) {
        return c != '\t' && std::iscntrl(static_cast<unsigned char>(c));
    });
    if (!text)
        return lines.error("this is not a text file; save it as CSV in UTF-8.");
    Fields header;
    if (!split(line, separator, header))
        return lines.error("a quote is opened and not closed.");
    return header;
}

// What is wanted of each row: where the columns are, and which time it is.
class Rows {
public:
    static Result<Rows> find(const Lines& lines, const CsvLayout& layout, const Fields& header)
    {
        Rows rows(layout, header);
        if (!layout.time_column.empty()) {
            const auto index = column_index(lines, header, layout.time_column);
            if (!index)
                return index.error();
            rows.time_index_ = *index;
        }
        for (const auto& column : layout.columns) {
            const auto index = column_index(lines, header, column.name);
            if (!index)
                return index.error();
            rows.indices_.push_back(*index);
        }
        return rows;
    }

    Result<void> take(const Lines& lines, const Fields& fields, std::vector<Sample>& samples)
    {
        if (fields.size() != header_.size())
            return lines.error("this row has " + std::to_string(fields.size())
                               + " fields, but the header names " + std::to_string(header_.size())
                               + " columns; mend or delete the row.");
        const auto time_s = time_of(lines, fields);
        if (!time_s)
            return time_s.error();
        for (std::size_t i = 0; i < indices_.size(); ++i) {
            const auto value = number(lines, fields, indices_[i]);
            if (!value)
                return value.error();
            if (!std::isnan(*value))
                samples.push_back({time_from_seconds(*time_s), *value, layout_.columns[i].channel});
        }
        return {};
    }

private:
    Rows(const CsvLayout& layout, const Fields& header) : layout_(layout), header_(header) {}

    Result<double> number(const Lines& lines, const Fields& fields, std::size_t index) const
    {
        if (const auto number = number_in(fields[index]))
            return *number;
        return lines.error(
            "the column " + in_quotes(header_[index]) + " holds " + in_quotes(fields[index])
            + ", which is not a number; write numbers with a decimal point, or nothing for a gap.");
    }

    Result<double> time_of(const Lines& lines, const Fields& fields)
    {
        if (!time_index_)
            return double(count_++) / layout_.rate_hz;
        const auto time_s = number(lines, fields, *time_index_);
        if (!time_s)
            return time_s;
        const auto column = "the time column " + in_quotes(header_[*time_index_]);
        if (std::isnan(*time_s))
            return lines.error(column + " is empty; every row needs its time in seconds.");
        if (std::fabs(*time_s) > kLatestTimeS)
            return lines.error(column + " holds " + fields[*time_index_]
                               + ", which is too large for seconds; convert it to seconds.");
        if (*time_s < last_time_s_)
            return lines.error(column + " goes backwards, from " + last_time_ + " to "
                               + fields[*time_index_] + "; sort the rows or cut the file there.");
        last_time_s_ = *time_s;
        last_time_ = fields[*time_index_];
        return time_s;
    }

    const CsvLayout& layout_;
    const Fields& header_;
    std::optional<std::size_t> time_index_;
    std::vector<std::size_t> indices_; // of layout_.columns
    std::size_t count_ = 0;
    double last_time_s_ = -kLatestTimeS;
    std::string last_time_; // as it is written
};

// What is wrong with a request before any file is opened.
std::string complaint_about(const CsvLayout& layout)
{
    if (layout.columns.empty())
        return "say which column holds the belly or the chest.";
    if (layout.time_column.empty()
        && !(kLowestRateHz <= layout.rate_hz && layout.rate_hz <= kHighestRateHz))
        return "say which column holds the time in seconds, or a rate from 0.1 to 100000 Hz.";
    return {};
}

} // namespace

Result<std::vector<Sample>> read_csv(const std::filesystem::path& path, const CsvLayout& layout)
{
    if (const auto complaint = complaint_about(layout); !complaint.empty())
        return Error{path.string() + ": " + complaint};
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return Error{path.string() + " is a folder; name a CSV file in it."};
    Lines lines(path);
    if (!lines.is_open())
        return Error{"Cannot open " + path.string() + " (" + std::generic_category().message(errno)
                     + "); check the name."};

    std::string line;
    if (!lines.next(line))
        return lines.error("the file is empty; a header line with the names of the columns and "
                           "rows of numbers are needed.");
    const char separator = separator_of(line);
    const auto header = read_header(lines, line, separator);
    if (!header)
        return header.error();
    auto rows = Rows::find(lines, layout, *header);
    if (!rows)
        return rows.error();

    std::vector<Sample> samples;
    for (Fields fields; lines.next(line);) {
        if (!split(line, separator, fields))
            return lines.error("a quote is opened and not closed.");
        if (const auto taken = rows->take(lines, fields, samples); !taken)
            return taken.error();
    }
    if (lines.failed())
        return lines.error("the file cannot be read any further.");
    if (samples.empty())
        return lines.error("the file ends without a single number in the columns asked for.");
    return samples;
}

} // namespace crura::exchange
