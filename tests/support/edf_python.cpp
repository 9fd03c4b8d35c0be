#include "support/edf_python.hpp"

#include <catch2/catch.hpp>

#include <sys/wait.h>

#include <cstdio>
#include <sstream>

namespace crura::test {

namespace {

constexpr const char* kPython = "/usr/bin/python3"; // Debian's; the first in PATH may be another
constexpr int kNoMne = 77, kNoPython = 127;

std::vector<std::string> fields_of(const std::string& line)
{
    std::vector<std::string> fields;
    std::istringstream text(line);
    for (std::string field; std::getline(text, field, '\t');)
        fields.push_back(field);
    return fields;
}

} // namespace

std::optional<MneRead> read_with_mne(const std::filesystem::path& path)
{
    const auto command = std::string(kPython) + " " CRURA_ROOT "/tests/support/read_edf.py '"
        + path.string() + "' 2>&1";
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe);
    std::string output;
    for (int byte = std::fgetc(pipe); byte != EOF; byte = std::fgetc(pipe))
        output += char(byte);
    INFO(output);
    const int status = ::pclose(pipe);
    if (WEXITSTATUS(status) == kNoMne || WEXITSTATUS(status) == kNoPython) {
        WARN("skipped: python3-mne is not installed for /usr/bin/python3");
        return std::nullopt;
    }
    REQUIRE(status == 0);

    MneRead read;
    std::istringstream lines(output);
    for (std::string line; std::getline(lines, line);) {
        const auto fields = fields_of(line);
        if (fields.size() == 6 && fields[0] == "signal")
            read.signals.push_back({fields[1], fields[2], std::stod(fields[3]),
                                    std::stod(fields[4]), std::stod(fields[5])});
        if (fields.size() == 4 && fields[0] == "note")
            read.notes.push_back({std::stod(fields[1]), std::stod(fields[2]), fields[3]});
    }
    return read;
}

} // namespace crura::test
