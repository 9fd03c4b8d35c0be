#pragma once

#include "core/result.hpp"
#include "exchange/edf_layout.hpp"
#include "exchange/writable_file.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace crura::exchange {

// An EDF+C file that grows by whole records: after each one the header is right, so that a program
// that is killed leaves a file that other tools open. Only between a record and its count, some
// microseconds, could a kill leave a record that is not counted: repair_edf is for that.
//
// After an error the file is as it was before. Not for two threads at once.
class EdfFile {
public:
    // Empty until the first records: the header goes with them.
    explicit EdfFile(WritableFile file) : file_(std::move(file)) {}

    // Before the first records.
    void begin(EdfLayout layout) { layout_ = std::move(layout); }

    // Returns when they are on the disk. They are layout().record_bytes() long each.
    Result<void> append(std::string_view records);

    // After the first records: turns a signal over, in the header alone and in one piece: at most
    // 30 signals.
    Result<void> turn(std::size_t channel);

    // After the first records: gives the file another layout. It is written anew beside, each
    // record as `convert` gives it, and takes the name of the old one when it is on the disk.
    using Convert = std::function<std::string(std::string_view record)>;
    Result<void> change(EdfLayout layout, const Convert& convert);

    // Gives the file its last name, that of no other file.
    Result<void> rename_new(const std::filesystem::path& path) { return file_.rename_new(path); }
    void remove() noexcept { file_.remove(); }

    const EdfLayout& layout() const { return layout_; }
    std::uint64_t records() const { return records_; }

private:
    Result<void> write(std::string_view records, std::uint64_t count);
    std::uint64_t bytes() const;

    WritableFile file_;
    EdfLayout layout_;
    std::uint64_t records_ = 0;
};

} // namespace crura::exchange
