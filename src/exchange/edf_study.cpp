#include "exchange/edf_study.hpp"

#include "exchange/column.hpp"
#include "exchange/edf_annotations.hpp"
#include "exchange/edf_file.hpp"
#include "exchange/edf_gaps.hpp"
#include "exchange/edf_records.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <system_error>

namespace crura::exchange {

namespace {

namespace fs = std::filesystem;

constexpr double kLatestWords = 24 * 3600; // after the last sample [s]
constexpr std::size_t kBytesAtOnce = 1 << 20;

// One signal of the file: values of the study, or whether there are any.
struct Written {
    EdfChannel channel;
    const Signal* signal;
    bool quality;
};

class StudyFile {
public:
    StudyFile(const fs::path& path, const Study& study) : path_(path), study_(study) {}

    Result<void> write();

private:
    Error error(const std::string& what) const { return {path_.string() + ": " + what}; }
    Result<void> check() const;
    Result<void> plan();
    void plan_signals(const std::vector<std::size_t>& counts);
    void plan_annotations();
    Result<void> write_records(EdfFile& file) const;

    double length_s() const;
    double record_s() const { return 1e-6 * double(layout_.record.count()); }
    std::string record(std::uint64_t number) const;

    const fs::path& path_;
    const Study& study_;
    EdfLayout layout_;
    std::vector<Written> written_;
    std::vector<std::vector<double>> held_; // of each signal
    std::vector<std::string> annotations_;  // of each record
};

std::string name_of(const Signal& signal)
{
    return signal.label.substr(signal.label.starts_with(kResp) ? kResp.size() : 0);
}

Result<void> StudyFile::check() const
{
    std::set<std::string> labels;
    const auto take = [&](const std::string& label) -> Result<void> {
        const auto printable = [](char c) { return c >= ' ' && c <= '~'; };
        if (label.empty() || label.size() > 16
            || !std::all_of(label.begin(), label.end(), printable))
            return error("a signal cannot be called " + in_quotes(label)
                         + "; EDF takes 1 to 16 plain letters.");
        if (!labels.insert(label).second)
            return error("two signals are called " + in_quotes(label) + "; rename one.");
        return {};
    };
    for (const auto& signal : study_.signals) {
        if (const auto taken = take(signal.label); !taken)
            return taken;
        if (signal.label.starts_with(kResp))
            if (const auto taken = take(quality_label(signal.label)); !taken)
                return taken;
        if (!(signal.rate_hz >= kLowestRateHz && signal.rate_hz <= kHighestRateHz))
            return error("the signal " + in_quotes(signal.label)
                         + " has a rate that is not from 0.1 to 100000 Hz.");
    }
    if (length_s() <= 0)
        return error("nothing was measured, so there is nothing to write.");
    return {};
}

double StudyFile::length_s() const
{
    double length_s = 0;
    for (const auto& signal : study_.signals)
        length_s = std::max(length_s, double(signal.values.size()) / signal.rate_hz);
    return length_s;
}

Result<void> StudyFile::plan()
{
    std::vector<double> rates_hz;
    for (const auto& signal : study_.signals)
        rates_hz.push_back(signal.rate_hz);
    const auto records = records_for(rates_hz, length_s());
    if (!records)
        return error("the signals' rates do not fit into records of one length; export fewer "
                     "signals, or another format.");
    layout_.start = edf_start(study_.started_at);
    layout_.patient = edf_patient(study_.person);
    layout_.recording = edf_recording(layout_.start, study_.equipment);
    layout_.record = records->record;
    plan_signals(records->counts);
    for (const auto& annotation : study_.annotations)
        if (annotation.onset_s > length_s() + kLatestWords)
            return error("an annotation lies more than a day after the last sample.");
    plan_annotations();
    return {};
}

void StudyFile::plan_signals(const std::vector<std::size_t>& counts)
{
    for (std::size_t i = 0; i < study_.signals.size(); ++i) {
        const auto& signal = study_.signals[i];
        EdfChannel channel{.label = signal.label,
                           .transducer = signal.transducer,
                           .unit = signal.unit,
                           .filter = signal.filter,
                           .count = counts[i]};
        held_.push_back(held(signal.values));
        const auto [lowest, highest] = std::minmax_element(held_[i].begin(), held_[i].end());
        if (!held_[i].empty())
            channel.span(*lowest, *highest);
        written_.push_back({channel, &signal, false});
    }
    for (std::size_t i = 0; i < study_.signals.size(); ++i)
        if (study_.signals[i].label.starts_with(kResp))
            written_.push_back(
                {quality_channel(study_.signals[i].label, counts[i]), &study_.signals[i], true});
    for (const auto& each : written_)
        layout_.channels.push_back(each.channel);
}

// All are known, and so any record may hold any of them: so much room that all find some.
void StudyFile::plan_annotations()
{
    auto annotations = study_.annotations;
    for (const auto& signal : study_.signals) {
        for (const auto& gap : gaps_of(signal, length_s()))
            annotations.push_back(
                {gap.from_s, gap.length_s, "No signal (" + name_of(signal) + ')'});
        if (const auto beyond = beyond_edf(signal))
            annotations.push_back({beyond->from_s, beyond->length_s,
                                   name_of(signal) + " beyond what EDF can hold: cut off"});
    }
    double last_s = 0;
    std::size_t longest = 64;
    for (auto& annotation : annotations) {
        if (std::isnan(annotation.onset_s))
            annotation.onset_s = 0;
        if (annotation.onset_s < 0) {
            annotation.duration_s = std::max(0., annotation.duration_s + annotation.onset_s);
            annotation.onset_s = 0;
        }
        last_s = std::max(last_s, annotation.onset_s);
        longest = std::max(longest, std::min(annotation.text.size(), kLongestEdfText));
    }
    std::stable_sort(annotations.begin(), annotations.end(),
                     [](const auto& a, const auto& b) { return a.onset_s < b.onset_s; });
    annotations.push_back(
        {std::max(last_s, length_s()), 0, "Recording ends"}); // some readers stop there

    std::size_t records = std::size_t(last_s / record_s()) + 1;
    for (const auto& each : written_)
        records = std::max(
            records, (each.signal->values.size() + each.channel.count - 1) / each.channel.count);
    for (layout_.annotation_bytes = (kEdfTimesBytes + longest + 1) / 2 * 2;;
         layout_.annotation_bytes *= 2) {
        EdfAnnotations waiting(layout_.annotation_bytes, layout_.start.fraction);
        for (const auto& annotation : annotations)
            waiting.add(annotation);
        annotations_.clear();
        for (std::size_t i = 0; i < records; ++i) {
            auto packed = waiting.pack(layout_.record * i);
            waiting.drop(packed.count);
            annotations_.push_back(std::move(packed.bytes));
        }
        if (waiting.waiting() == 0)
            return;
    }
}

std::string StudyFile::record(std::uint64_t number) const
{
    std::string bytes;
    for (const auto& [channel, signal, quality] : written_) {
        const auto& held = held_[std::size_t(signal - study_.signals.data())];
        for (std::size_t i = 0; i < channel.count; ++i) {
            const auto at = number * channel.count + i;
            const bool within = at < held.size();
            const double value = quality ? within && std::isfinite(signal->values[at])
                : within                 ? held[at]
                : held.empty()           ? 0
                                         : held.back();
            append_edf(bytes, channel.digital(value));
        }
    }
    return bytes + annotations_[number];
}

Result<void> StudyFile::write_records(EdfFile& file) const
{
    std::string bytes;
    for (std::size_t i = 0; i < annotations_.size(); ++i) {
        bytes += record(i);
        if (bytes.size() < kBytesAtOnce && i + 1 < annotations_.size())
            continue;
        if (const auto written = file.append(bytes); !written)
            return written;
        bytes.clear();
    }
    return {};
}

Result<void> StudyFile::write()
{
    if (const auto checked = check(); !checked)
        return checked;
    if (const auto planned = plan(); !planned)
        return planned;
    std::error_code ignored;
    if (fs::exists(path_, ignored))
        return Error{path_.string()
                     + " exists already and was left as it is; choose another name."};
    auto created = WritableFile::create_beside(path_);
    if (!created)
        return created.error();
    EdfFile file(std::move(*created));
    file.begin(layout_);
    auto written = write_records(file);
    if (!written)
        written = Error{written.error().message + "; make room or choose another place."};
    if (written)
        written = file.rename_new(path_);
    if (!written)
        file.remove();
    return written;
}

} // namespace

Result<void> write_edf(const fs::path& path, const Study& study)
{
    return StudyFile(path, study).write();
}

} // namespace crura::exchange
