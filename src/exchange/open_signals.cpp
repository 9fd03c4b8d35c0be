#include "exchange/open_signals.hpp"

#include "json/json.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <fstream>
#include <optional>
#include <set>
#include <system_error>

namespace crura::exchange {
namespace {

using json::Json;

namespace fs = std::filesystem;

// A column of the rows, and all that it may be called.
struct Called {
    std::string name;
    std::string device;
    std::string label, sensor; // empty for a counter or a digital line
};

class OpenSignalsFile {
public:
    explicit OpenSignalsFile(const fs::path& path) : path_(path) {}

    Result<void> open();
    std::vector<Offered> offered() const;
    Result<Reading> read(const std::vector<Column>& columns);

private:
    Error error(const std::string& what) const
    {
        return {path_.string() + ':' + std::to_string(std::max<std::size_t>(line_number_, 1)) + ": "
                + what};
    }
    bool next_line();
    Result<void> take_header(const Json& header);
    Result<void> take_device(const std::string& name, const Json& device);
    std::set<std::string> names_of(const Called& column) const;
    Result<std::size_t> find(const std::string& name) const;
    Result<bool> take_row(const std::vector<std::size_t>& wanted,
                          std::vector<double>& values) const;

    const fs::path path_;
    std::ifstream file_;
    std::string line_;
    std::size_t line_number_ = 0;
    std::vector<Called> columns_;
    std::size_t devices_ = 0;
    double rate_hz_ = 0;
};

bool OpenSignalsFile::next_line()
{
    if (!std::getline(file_, line_))
        return false;
    ++line_number_;
    while (!line_.empty() && std::string_view("\r\t ").find(line_.back()) != std::string::npos)
        line_.pop_back();
    return true;
}

Result<void> OpenSignalsFile::open()
{
    std::error_code ignored;
    if (fs::is_directory(path_, ignored))
        return Error{path_.string() + " is a folder; name an OpenSignals file in it."};
    file_.open(path_);
    if (!file_)
        return Error{"Cannot open " + path_.string() + " (" + std::generic_category().message(errno)
                     + "); check the name."};
    if (!next_line() || !line_.starts_with("# OpenSignals"))
        return error("this is not an OpenSignals file, which begins with \"# OpenSignals\".");
    while (next_line()) {
        if (line_ == "# EndOfHeader" && columns_.empty())
            return error("the header ends, but names no columns.");
        if (line_ == "# EndOfHeader")
            return {};
        if (!line_.starts_with('#'))
            return error("the header does not end; \"# EndOfHeader\" is missing.");
        if (line_.starts_with("# {")) {
            const auto header = json::parse_json(std::string_view(line_).substr(2));
            if (!header)
                return error("the header cannot be read: " + header.error().message);
            if (const auto taken = take_header(*header); !taken)
                return taken;
        }
    }
    return error("the file ends within its header.");
}

Result<void> OpenSignalsFile::take_header(const Json& header)
{
    const auto* devices = std::get_if<Json::Object>(&header.value);
    if (!devices || devices->empty())
        return error("the header names no device.");
    for (const auto& [name, device] : *devices)
        if (const auto taken = take_device(name, device); !taken)
            return taken;
    return {};
}

std::vector<std::string> texts(const Json::Array* items)
{
    std::vector<std::string> texts;
    if (items)
        for (const auto& item : *items) {
            const auto* text = std::get_if<std::string>(&item.value);
            texts.push_back(text ? *text : "");
        }
    return texts;
}

// The sensors are the last columns of a device; before them stand its counter and digital lines.
Result<void> OpenSignalsFile::take_device(const std::string& name, const Json& device)
{
    const auto columns = texts(device.find<Json::Array>("column"));
    const auto labels = texts(device.find<Json::Array>("label"));
    const auto sensors = texts(device.find<Json::Array>("sensor"));
    const auto* rate_hz = device.find<double>("sampling rate");
    if (columns.empty())
        return error("the header does not name the columns of the device " + in_quotes(name) + '.');
    if (labels.size() > columns.size() || sensors.size() > columns.size())
        return error("the header names more sensors than columns of the device " + in_quotes(name)
                     + '.');
    if (!rate_hz || !(*rate_hz >= kLowestRateHz && *rate_hz <= kHighestRateHz))
        return error("the header gives the device " + in_quotes(name)
                     + " no sampling rate from 0.1 to 100000 Hz.");
    if (devices_++ > 0 && *rate_hz != rate_hz_)
        return error("the devices have different sampling rates, which one row cannot have.");
    rate_hz_ = *rate_hz;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto of_sensor = [&](const std::vector<std::string>& texts) {
            const auto before = columns.size() - texts.size();
            return i < before ? "" : texts[i - before];
        };
        columns_.push_back({columns[i], name, of_sensor(labels), of_sensor(sensors)});
    }
    return {};
}

std::set<std::string> OpenSignalsFile::names_of(const Called& column) const
{
    std::set<std::string> names = {column.name, column.label, column.sensor,
                                   column.device + '/' + column.name};
    names.erase("");
    return names;
}

std::vector<Offered> OpenSignalsFile::offered() const
{
    std::vector<Offered> offered;
    for (const auto& column : columns_)
        if (!column.label.empty() || !column.sensor.empty())
            offered.push_back(
                {devices_ > 1 ? column.device + '/' + column.name : column.name,
                 column.sensor + (column.label == column.name ? "" : ' ' + column.label)});
    return offered;
}

Result<std::size_t> OpenSignalsFile::find(const std::string& name) const
{
    std::vector<std::string> all;
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const auto names = names_of(columns_[i]);
        if (names.count(name) && found)
            return error("more than one column is called " + in_quotes(name) + "; "
                         + in_quotes(columns_[i].device + '/' + columns_[i].name)
                         + " would be clear.");
        if (names.count(name))
            found = i;
        for (const auto& each : {columns_[i].name, columns_[i].label, columns_[i].sensor})
            if (!each.empty() && std::find(all.begin(), all.end(), each) == all.end())
                all.push_back(each);
    }
    if (found)
        return *found;
    return error(find_name("column", name, all).error().message);
}

// False when the row has too few numbers.
Result<bool> OpenSignalsFile::take_row(const std::vector<std::size_t>& wanted,
                                       std::vector<double>& values) const
{
    std::vector<double> row;
    const char* at = line_.data();
    const char* const end = at + line_.size();
    while (at < end) {
        double number = 0;
        const auto [stopped, failed] = std::from_chars(at, end, number);
        if (failed != std::errc{} || !std::isfinite(number) || (stopped < end && *stopped != '\t'))
            return error("column " + std::to_string(row.size() + 1) + " holds "
                         + in_quotes(std::string_view(at, std::find(at, end, '\t') - at))
                         + ", which is not a number.");
        row.push_back(number);
        at = stopped + 1;
    }
    if (row.size() > columns_.size())
        return error("this row has " + std::to_string(row.size())
                     + " numbers, but the header names " + std::to_string(columns_.size())
                     + " columns.");
    if (row.size() < columns_.size())
        return false;
    values.clear();
    for (const auto index : wanted)
        values.push_back(row[index]);
    return true;
}

Result<Reading> OpenSignalsFile::read(const std::vector<Column>& columns)
{
    std::vector<std::size_t> wanted;
    for (const auto& column : columns) {
        const auto index = find(column.name);
        if (!index)
            return index.error();
        wanted.push_back(*index);
    }
    Reading reading;
    std::vector<double> values;
    for (std::size_t row = 0; next_line(); ++row) {
        const bool last = file_.eof(); // without an end of line: perhaps cut
        if (line_.empty())
            continue;
        const auto whole = take_row(wanted, values);
        if (last && !(whole && *whole)) {
            reading.remark = "The last line is cut and was left out.";
            break;
        }
        if (!whole)
            return whole.error();
        if (!*whole)
            return error("this row has fewer numbers than the header names columns, which is "
                         + std::to_string(columns_.size()) + '.');
        for (std::size_t i = 0; i < values.size(); ++i)
            reading.samples.push_back(
                {time_from_seconds(double(row) / rate_hz_), values[i], columns[i].channel});
    }
    if (file_.bad())
        return error("the file cannot be read any further.");
    if (reading.samples.empty())
        return error("the file ends without a row of numbers.");
    return reading;
}

} // namespace

Result<std::vector<Offered>> open_signals_columns(const fs::path& path)
{
    OpenSignalsFile file(path);
    if (const auto opened = file.open(); !opened)
        return opened.error();
    return file.offered();
}

Result<Reading> read_open_signals(const fs::path& path, const std::vector<Column>& columns)
{
    OpenSignalsFile file(path);
    if (const auto opened = file.open(); !opened)
        return opened.error();
    return file.read(columns);
}

} // namespace crura::exchange
