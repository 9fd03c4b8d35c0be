#include "support/edf_reader.hpp"

#include <edflib.h>

#include <algorithm>
#include <cstdio>
#include <memory>

namespace crura::test {

namespace {

std::string trimmed(const char* text)
{
    std::string trimmed = text;
    trimmed.erase(trimmed.find_last_not_of(' ') + 1);
    return trimmed;
}

double seconds(long long time)
{
    return double(time) / double(EDFLIB_TIME_DIMENSION);
}

EdfRead::Signal signal_of(const edf_hdr_struct& header, int index)
{
    const auto& from = header.signalparam[index];
    EdfRead::Signal signal{trimmed(from.label),
                           trimmed(from.physdimension),
                           trimmed(from.transducer),
                           trimmed(from.prefilter),
                           from.smp_in_datarecord / seconds(header.datarecord_duration),
                           from.phys_min,
                           from.phys_max,
                           (from.phys_max - from.phys_min) / (from.dig_max - from.dig_min),
                           std::vector<double>(std::size_t(from.smp_in_file))};
    const int read =
        edfread_physical_samples(header.handle, index, int(from.smp_in_file), signal.values.data());
    signal.values.resize(std::size_t(std::max(read, 0)));
    return signal;
}

} // namespace

EdfRead::Signal EdfRead::operator[](const std::string& label) const
{
    for (const auto& signal : signals)
        if (signal.label == label)
            return signal;
    return {};
}

std::vector<EdfRead::Annotation> EdfRead::called(const std::string& text) const
{
    std::vector<Annotation> called;
    for (const auto& annotation : annotations)
        if (annotation.text == text)
            called.push_back(annotation);
    return called;
}

EdfRead read_with_edflib(const std::filesystem::path& path)
{
    EdfRead read;
    const auto header = std::make_unique<edf_hdr_struct>();
    if (edfopen_file_readonly(path.c_str(), header.get(), EDFLIB_READ_ALL_ANNOTATIONS) != 0) {
        read.problem = "EDFlib says " + std::to_string(header->filetype);
        return read;
    }
    read.plus = header->filetype == EDFLIB_FILETYPE_EDFPLUS;
    read.patient = trimmed(header->patientcode) + '|' + trimmed(header->patient_name);
    read.equipment = trimmed(header->equipment);
    char start[64];
    std::snprintf(start, sizeof start, "%04d-%02d-%02d %02d:%02d:%02d.%06lld",
                  header->startdate_year, header->startdate_month, header->startdate_day,
                  header->starttime_hour, header->starttime_minute, header->starttime_second,
                  header->starttime_subsecond / 10);
    read.start = start;
    read.record_s = seconds(header->datarecord_duration);
    read.length_s = seconds(header->file_duration);
    for (int i = 0; i < header->edfsignals; ++i)
        read.signals.push_back(signal_of(*header, i));
    for (int i = 0; i < header->annotations_in_file; ++i) {
        edf_annotation_struct annotation;
        if (edf_get_annotation(header->handle, i, &annotation) == 0)
            read.annotations.push_back(
                {seconds(annotation.onset),
                 annotation.duration_l < 0 ? 0 : seconds(annotation.duration_l),
                 annotation.annotation});
    }
    edfclose_file(header->handle);
    return read;
}

} // namespace crura::test
