#pragma once

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace crura::test {

// A new, empty folder that is gone with all its files at the end of the test.
class TempFolder {
public:
    explicit TempFolder(std::filesystem::path where = std::filesystem::temp_directory_path())
        : path_((where / "crura-test-XXXXXX").string())
    {
        if (!::mkdtemp(path_.data()))
            throw std::filesystem::filesystem_error(
                "mkdtemp", path_, std::error_code(errno, std::generic_category()));
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    ~TempFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    std::filesystem::path path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const { return path() / name; }

private:
    std::string path_;
};

} // namespace crura::test
