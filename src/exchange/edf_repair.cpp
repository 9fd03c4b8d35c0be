#include "exchange/edf_repair.hpp"

#include "exchange/edf_header.hpp"
#include "exchange/edf_layout.hpp"
#include "files/names.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>

namespace crura::exchange {

namespace {

namespace fs = std::filesystem;

Error failed_to(const char* what, const fs::path& path, const std::string& why)
{
    return {std::string("Cannot ") + what + ' ' + path.string() + " (" + why
            + "); is it yours, and is there room?"};
}

// Whether it begins as a record of ours does, with its own time; a power cut may leave zeros.
bool is_written(std::istream& file, const EdfHeader& header, std::uint64_t record)
{
    if (!header.annotations())
        return true;
    const auto at = header.bytes() + record * header.record_bytes() + header.annotations()->at;
    file.seekg(std::streamoff(at));
    const int first = file.get();
    file.clear();
    return first == '+' || first == '-';
}

} // namespace

Result<std::uint64_t> repair_edf(const fs::path& path)
{
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    if (!file)
        return failed_to("open", path, std::generic_category().message(errno));
    const auto header = EdfHeader::read(path, file);
    if (!header)
        return header.error();
    std::error_code failed;
    const std::uint64_t size = fs::file_size(path, failed);
    if (failed)
        return failed_to("measure", path, failed.message());

    const auto there =
        (size - std::min<std::uint64_t>(size, header->bytes())) / header->record_bytes();
    const auto counted = std::min(header->records().value_or(0), there);
    auto whole = there;
    while (whole > counted && !is_written(file, *header, whole - 1))
        --whole;
    if (whole == 0)
        return header->error(size, "the file ends before its first record does.");

    fs::remove(files::part_of(path), failed);
    const auto end = header->bytes() + whole * header->record_bytes();
    if (end < size)
        fs::resize_file(path, end, failed);
    if (failed)
        return failed_to("cut", path, failed.message());
    if (header->records() != whole) {
        file.seekp(std::streamoff(kEdfRecordsAt));
        file << edf_records(whole) << std::flush;
    }
    if (!file)
        return failed_to("write", path, std::generic_category().message(errno));
    return size - end;
}

} // namespace crura::exchange
