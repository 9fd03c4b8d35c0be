#pragma once

#include <filesystem>

namespace crura::record {

// The claim of whoever writes or mends a file that others must leave alone meanwhile. It ends with
// the program that has it, however that ends. A file system that knows no claims grants them all.
class FileClaim {
public:
    // [any] Claims a file that exists, unless somebody has it: another program, or this one.
    explicit FileClaim(const std::filesystem::path& path);
    FileClaim(const FileClaim&) = delete;
    FileClaim& operator=(const FileClaim&) = delete;
    ~FileClaim();

    // False: somebody else has it.
    bool granted() const { return granted_; }

private:
    int fd_;
    bool granted_;
};

// [any] Claims an open file for as long as it is open; waits while somebody only looks at it.
void claim_open_file(int fd);

// [any] True while a recorder, of this program or another, writes the file. A program that was
// killed writes no more.
bool is_being_recorded(const std::filesystem::path& path);

} // namespace crura::record
