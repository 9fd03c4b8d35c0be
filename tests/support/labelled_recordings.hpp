#pragma once

#include "core/sample.hpp"
#include "support/labels.hpp"
#include "support/wav.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace crura::test {

// A recording of the shared data that has reference labels of the same name.
struct LabelledRecording {
    std::string name;
    std::string file;             // within the shared data
    std::string column = {};      // of a CSV
    std::string time_column = {}; // empty: rows are 1 / rate_hz apart
    double rate_hz = 100;
    double time_unit_s = 1; // of the time column
    Channel channel = {Band::thoracic, Quantity::displacement};
};

inline std::vector<LabelledRecording> labelled_recordings()
{
    constexpr Channel kFlow{Band::thoracic, Quantity::flow};
    constexpr Channel kBelly{Band::abdominal, Quantity::displacement};
    const std::string hexoskin = "hexoskin_dualrip/record_288129/respiration_";
    const std::string listener = "respy_belts/Listener_HpSp.csv";
    std::vector<LabelledRecording> all{
        {.name = "hexoskin_dualrip__record_288129__respiration_thoracic",
         .file = hexoskin + "thoracic.wav"},
        {.name = "hexoskin_dualrip__record_288129__respiration_abdominal",
         .file = hexoskin + "abdominal.wav",
         .channel = kBelly},
        {.name = "neurokit_rsp__bio_resting_5min_100hz__RSP",
         .file = "neurokit_rsp/bio_resting_5min_100hz.csv",
         .column = "RSP"},
        {.name = "neurokit_rsp__bio_resting_8min_100hz__RSP",
         .file = "neurokit_rsp/bio_resting_8min_100hz.csv",
         .column = "RSP"},
        {.name = "neurokit_rsp__bio_eventrelated_100hz__RSP",
         .file = "neurokit_rsp/bio_eventrelated_100hz.csv",
         .column = "RSP"},
        {.name = "physio_examples__resp3_belt_100hz__belt",
         .file = "physio_examples/resp3_belt_100hz.csv",
         .column = "belt"},
        {.name = "physio_examples__resp1_airflow_100hz__airflow",
         .file = "physio_examples/resp1_airflow_100hz.csv",
         .column = "airflow",
         .channel = kFlow},
        {.name = "physio_examples__resp2_airflow_100hz__airflow",
         .file = "physio_examples/resp2_airflow_100hz.csv",
         .column = "airflow",
         .channel = kFlow},
        {.name = "respy_belts__Listener_HpSp__Speakers",
         .file = listener,
         .column = "Speakers",
         .time_column = "Time_s"},
        {.name = "respy_belts__Listener_HpSp__Headphones",
         .file = listener,
         .column = "Headphones",
         .time_column = "Time_s"},
        {.name = "plux_resp__plux_pzt_100hz__pzt_counts16",
         .file = "plux_resp/plux_pzt_100hz.csv",
         .column = "pzt_counts16"},
        {.name = "physiokit_arduino_belt__P11_baseline__Resp",
         .file = "physiokit_arduino_belt/P11_baseline.csv",
         .column = "Resp",
         .time_column = "arduino_ts",
         .time_unit_s = 1e-3},
    };
    for (int trial = 0; trial < 12; ++trial)
        all.push_back({.name = "respy_belts__P2_listenings_Rosier__" + std::to_string(trial),
                       .file = "respy_belts/P2_listenings_Rosier.csv",
                       .column = std::to_string(trial),
                       .rate_hz = 20});
    return all;
}

// The recording of a name; throws where there is none.
inline LabelledRecording labelled_recording(const std::string& name)
{
    for (const auto& recording : labelled_recordings())
        if (recording.name == name)
            return recording;
    throw std::runtime_error("no labelled recording is called " + name);
}

// Its samples, the first at time 0; throws where the file cannot be read.
inline std::vector<Sample> read_samples(const std::filesystem::path& data,
                                        const LabelledRecording& recording)
{
    const auto path = data / recording.file;
    std::vector<Sample> samples;
    if (path.extension() == ".wav") {
        const Wav wav = read_wav(path);
        for (std::size_t i = 0; i < wav.values.size(); ++i)
            samples.push_back(
                {time_from_seconds(double(i) / wav.rate_hz), wav.values[i], recording.channel});
        return samples;
    }
    const auto rows = rows_of(path);
    const auto column = [&](const std::string& name) {
        const auto at = std::find(rows[0].begin(), rows[0].end(), name);
        if (at == rows[0].end())
            throw std::runtime_error(path.string() + ": no column " + name);
        return std::size_t(at - rows[0].begin());
    };
    const std::size_t value = column(recording.column);
    for (std::size_t i = 1; i < rows.size(); ++i) {
        double time_s = double(i - 1) / recording.rate_hz;
        if (!recording.time_column.empty()) {
            const std::size_t time = column(recording.time_column);
            time_s =
                recording.time_unit_s * (std::stod(rows[i].at(time)) - std::stod(rows[1][time]));
        }
        if (!rows[i].at(value).empty())
            samples.push_back(
                {time_from_seconds(time_s), std::stod(rows[i][value]), recording.channel});
    }
    return samples;
}

} // namespace crura::test
