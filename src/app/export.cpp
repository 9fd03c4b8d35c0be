#include "app/export.hpp"

#include "app/import.hpp"
#include "app/one_clock.hpp"
#include "app/recorded_session.hpp"
#include "app/study.hpp"
#include "exchange/bids.hpp"
#include "exchange/edf_records.hpp"
#include "exchange/edf_study.hpp"
#include "exchange/tables.hpp"
#include "exchange/wav.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

namespace crura::app {
namespace {

namespace fs = std::filesystem;
using exchange::Study;

struct Format {
    const char* name;
    const char* ending; // of what it is called when nobody says
    const char* what;
    Result<void> (*write)(const fs::path&, const Study&);
};
constexpr std::array<Format, 4> kFormats = {
    {{"edf", ".edf", "an EDF+ file", exchange::write_edf},
     {"bids", "-bids", "a BIDS dataset", exchange::write_bids},
     {"csv", "-csv", "a folder of CSV tables", exchange::write_tables},
     {"wav", "-wav", "a folder of WAV files", exchange::write_wav}}};

struct Read {
    record::Recording recording;
    std::string remark; // about the reading; or empty
};

Result<Read> read(const AnalyzeOptions& from)
{
    if (kind_of(from.file) == FileKind::crura) {
        auto recording = record::read_recording(from.file);
        if (!recording)
            return recording.error();
        return Read{std::move(*recording), ""};
    }
    auto replay = load_replay(from);
    if (!replay)
        return replay.error();
    auto remark = replay->remark;
    return Read{recording_of(from, std::move(*replay)), std::move(remark)};
}

double length_s(const Study& study)
{
    double length_s = 0;
    for (const auto& signal : study.signals)
        length_s = std::max(length_s, double(signal.values.size()) / signal.rate_hz);
    return length_s;
}

// "1 signal", "2 signals"
std::string number_of(std::size_t count, const char* what)
{
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string rates_of(const Study& study)
{
    std::vector<double> rates;
    for (const auto& signal : study.signals)
        if (std::find(rates.begin(), rates.end(), signal.rate_hz) == rates.end())
            rates.push_back(signal.rate_hz);
    return fmt::format("{} Hz", fmt::join(rates, ", "));
}

// What the format cannot hold as it is, and is told.
void fit_to(const Format& format, MadeStudy& made)
{
    std::vector<double> rates_hz;
    for (const auto& signal : made.study.signals)
        rates_hz.push_back(signal.rate_hz);
    if (std::string_view(format.name) == "edf"
        && !exchange::records_for(rates_hz, length_s(made.study))) {
        made.remarks.push_back(fmt::format(
            "The sensors' clocks differ ({}) and EDF has one: the slower ones have an empty slot "
            "now and then.",
            rates_of(made.study)));
        made.study = on_one_clock(std::move(made.study));
    }
    const bool whole = std::all_of(rates_hz.begin(), rates_hz.end(),
                                   [](double rate_hz) { return rate_hz == std::round(rate_hz); });
    if (std::string_view(format.name) == "wav" && !whole)
        made.remarks.push_back(fmt::format("A WAV file's rate is a whole number: the true one ({}) "
                                           "stands in the .json beside it.",
                                           rates_of(made.study)));
}

// The program that was run, if it is known.
std::optional<sessions::Session> program_of(const record::Recording& recording)
{
    const auto session = recorded_session(recording.header);
    return session && session->session ? std::optional(*session->session) : std::nullopt;
}

std::string answer(const Format& format, const fs::path& out, const MadeStudy& made,
                   const std::string& remark)
{
    const auto& study = made.study;
    std::string text = fmt::format(
        "{}{}Wrote {}, {} of {:.1f} minutes: {} ({}), {}.", remark, remark.empty() ? "" : " ",
        out.string(), format.what, length_s(study) / 60, number_of(study.signals.size(), "signal"),
        rates_of(study), number_of(study.annotations.size(), "annotation"));
    for (const auto& each : made.remarks)
        text += '\n' + each;
    return text;
}

} // namespace

Result<std::string> export_recording(const ExportOptions& options)
{
    const auto format = std::find_if(kFormats.begin(), kFormats.end(),
                                     [&](const Format& each) { return each.name == options.to; });
    if (format == kFormats.end())
        return Error{fmt::format("There is no format '{}' to export to; there are edf, bids, csv "
                                 "and wav.",
                                 options.to)};
    const auto& file = options.from.file;
    const auto out =
        options.out.empty() ? file.parent_path() / file.stem().concat(format->ending) : options.out;
    if (std::error_code ignored; fs::exists(fs::symlink_status(out, ignored)))
        return Error{
            fmt::format("{} exists already and was left as it is; choose another name with --out.",
                        out.string())};
    const auto got = read(options.from);
    if (!got)
        return got.error();
    const auto program = program_of(got->recording);
    auto made = study_of(got->recording,
                         {.person = options.person,
                          .for_therapist = options.for_therapist,
                          .program = program ? &*program : nullptr});
    if (!made)
        return Error{fmt::format("{}: {}", file.string(), made.error().message)};
    fit_to(*format, *made);
    if (const auto written = format->write(out, made->study); !written)
        return written.error();
    return answer(*format, out, *made, got->remark);
}

} // namespace crura::app
