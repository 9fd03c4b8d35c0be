#include "exchange/tables.hpp"

#include "exchange/study_parts.hpp"
#include "files/staging.hpp"

#include <string>
#include <vector>

namespace crura::exchange {

namespace {

// In quotes where it must be (RFC 4180).
std::string field(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == text.npos)
        return text;
    std::string quoted = "\"";
    for (const char each : text)
        quoted += each == '"' ? std::string("\"\"") : std::string(1, each);
    return quoted + '"';
}

std::string row(const std::vector<std::string>& texts)
{
    std::string line;
    for (const auto& text : texts)
        line += (line.empty() ? "" : ",") + field(text);
    return line + '\n';
}

std::string signal_table(const RateGroup& group)
{
    std::string text = "time_s";
    for (const auto* signal : group.signals)
        text += ',' + field(signal->label);
    text += '\n';
    for (std::size_t i = 0; i < group.length; ++i) {
        text += number_text(double(i) / group.rate_hz, "");
        for (const auto* signal : group.signals)
            text += ',' + number_text(value_at(*signal, i), "");
        text += '\n';
    }
    return text;
}

std::string event_table(const Study& study)
{
    std::string text = "onset_s,duration_s,type,text\n";
    for (const auto& each : study.annotations) {
        const auto [kind, words] = kind_and_words(each.text);
        text += row({number_text(each.onset_s, ""), number_text(each.duration_s, ""), kind, words});
    }
    return text;
}

std::string table_of_signals(const std::vector<RateGroup>& groups)
{
    std::string text = "file,column,unit,rate_hz,transducer,filter\n";
    for (const auto& group : groups)
        for (const auto* signal : group.signals)
            text += row({group.name + ".csv", signal->label, signal->unit,
                         number_text(signal->rate_hz, ""), signal->transducer, signal->filter});
    return text;
}

std::string fact_table(const Study& study)
{
    std::string text = "fact,value\n";
    text += row({"started at", utc_text(study.started_at)});
    text += row({"person", study.person});
    text += row({"program", study.program});
    text += row({"equipment", study.equipment});
    for (const auto& [name, value] : study.facts)
        text += row({name, value});
    return text;
}

} // namespace

Result<void> write_tables(const std::filesystem::path& folder, const Study& study)
{
    auto staging = files::Staging::beside(folder);
    if (!staging)
        return staging.error();
    const auto groups = groups_by_rate(study);
    for (const auto& group : groups)
        if (const auto written = staging->write(group.name + ".csv", signal_table(group)); !written)
            return written.error();
    for (const auto& [name, text] : {std::pair("events.csv", event_table(study)),
                                     std::pair("signals.csv", table_of_signals(groups)),
                                     std::pair("facts.csv", fact_table(study))})
        if (const auto written = staging->write(name, text); !written)
            return written.error();
    return staging->publish_as(folder);
}

} // namespace crura::exchange
