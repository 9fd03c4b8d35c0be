#include "exchange/bids.hpp"

#include "exchange/gzip.hpp"
#include "exchange/study_parts.hpp"
#include "files/staging.hpp"

#include <algorithm>
#include <cctype>

namespace crura::exchange {
namespace {

using json::Json;

constexpr const char* kVersion = "1.8.0";
constexpr const char* kMissing = "n/a";

// BIDS permits letters and digits.
std::string label_of(const std::string& text)
{
    std::string label;
    for (const char each : text)
        if (std::isalnum(static_cast<unsigned char>(each)) && (each & 0x80) == 0)
            label += each;
    return label;
}

// "Resp chest" is resp_chest.
std::string column_of(const std::string& label)
{
    std::string column;
    for (const char each : label)
        column += std::isalnum(static_cast<unsigned char>(each))
            ? char(std::tolower(static_cast<unsigned char>(each)))
            : '_';
    return column;
}

// A field of a table has no tabs and no line ends.
std::string field(std::string text)
{
    std::replace_if(
        text.begin(), text.end(),
        [](char each) { return each == '\t' || each == '\n' || each == '\r'; }, ' ');
    return text.empty() ? kMissing : text;
}

std::string signal_table(const RateGroup& group)
{
    std::string text;
    for (std::size_t i = 0; i < group.length; ++i)
        for (const auto* signal : group.signals) {
            text += number_text(value_at(*signal, i), kMissing);
            text += signal == group.signals.back() ? '\n' : '\t';
        }
    return text;
}

Json about(const Study& study, const RateGroup& group)
{
    Json::Array columns;
    Json::Object about{{"SamplingFrequency", group.rate_hz}, {"StartTime", 0.}};
    for (const auto* signal : group.signals)
        columns.push_back(column_of(signal->label));
    about.emplace_back("Columns", columns);
    about.emplace_back("TaskName", study.program.empty() ? "breathing" : study.program);
    for (const auto* signal : group.signals)
        about.emplace_back(
            column_of(signal->label),
            Json::Object{{"LongName", signal->label},
                         {"Description",
                          signal->transducer
                              + (signal->filter.empty() ? "" : "; filter: " + signal->filter)},
                         {"Units", signal->unit.empty() ? "arbitrary" : signal->unit}});
    about.emplace_back("Crura", facts_json(study));
    return about;
}

std::string event_table(const Study& study)
{
    std::string text = "onset\tduration\ttrial_type\tvalue\n";
    for (const auto& each : study.annotations) {
        const auto [kind, words] = kind_and_words(each.text);
        text += number_text(each.onset_s, kMissing) + '\t' + number_text(each.duration_s, kMissing)
            + '\t' + field(kind) + '\t' + field(words) + '\n';
    }
    return text;
}

Json about_events()
{
    const auto column = [](const char* name, const char* description) {
        return std::pair<std::string, Json>(
            name, Json::Object{{"LongName", name}, {"Description", description}});
    };
    return Json::Object{
        column("trial_type",
               "What happened: an event of the breath, a step of the session, a "
               "pause, a mark, a decision, an answer, a sentence that was said"),
        column("value",
               "The same in words: what decided about the event, the name of the step, "
               "the sentence")};
}

Json about_dataset(const Study& study)
{
    return Json::Object{
        {"Name", "Breathing, recorded with Crura"},
        {"BIDSVersion", kVersion},
        {"DatasetType", "raw"},
        {"GeneratedBy",
         Json::Array{Json::Object{{"Name", "Crura"}, {"Description", study.equipment}}}}};
}

constexpr const char* kReadme =
    "One session of breathing, recorded with Crura.\n"
    "\n"
    "sub-*/beh holds the signals of the sensors (*_physio.tsv.gz without a header row, described\n"
    "in the .json beside each) and what happened (*_events.tsv). Time 0 is the start of the\n"
    "recording. n/a: nothing was measured. Signals called resp rise on inspiration as far as the\n"
    "sensor's direction was found out; they tell movement, not volume, and are no medical\n"
    "measurement.\n";

} // namespace

Result<void> write_bids(const std::filesystem::path& folder, const Study& study)
{
    const auto subject = study.person.empty() ? "01" : label_of(study.person);
    if (subject.empty())
        return Error{"In a BIDS dataset the person's name consists of letters a to z and digits; '"
                     + study.person + "' has none."};
    const auto task = label_of(study.program);
    const auto name =
        "sub-" + subject + "/beh/sub-" + subject + "_task-" + (task.empty() ? "breathing" : task);

    auto staging = files::Staging::beside(folder);
    if (!staging)
        return staging.error();
    std::vector<std::pair<std::string, std::string>> texts{
        {"dataset_description.json", json::to_text(about_dataset(study))},
        {"README", kReadme},
        {name + "_events.tsv", event_table(study)},
        {name + "_events.json", json::to_text(about_events())}};
    for (const auto& group : groups_by_rate(study)) {
        const auto physio = name + "_recording-" + group.name + "_physio";
        texts.emplace_back(physio + ".tsv.gz", gzipped(signal_table(group)));
        texts.emplace_back(physio + ".json", json::to_text(about(study, group)));
    }
    for (const auto& [file, text] : texts)
        if (const auto written = staging->write(file, text); !written)
            return written.error();
    return staging->publish_as(folder);
}

} // namespace crura::exchange
