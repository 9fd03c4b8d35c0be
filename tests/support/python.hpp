#pragma once

#include <array>
#include <cstdio>
#include <filesystem>
#include <string>
#include <sys/wait.h>
#include <vector>

namespace crura::test {

struct Python {
    int status = -1;
    std::string output; // with errors
};

// Debian's Python, which has python3-mne and python3-pandas. The arguments hold no quotes.
inline Python run_python(const std::vector<std::string>& arguments)
{
    std::string command = "/usr/bin/python3";
    for (const auto& argument : arguments)
        command += " '" + argument + "'";
    Python ran;
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (!pipe)
        return ran;
    std::array<char, 65536> piece{};
    for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;)
        ran.output.append(piece.data(), got);
    const int status = ::pclose(pipe);
    ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
}

// Whether Debian's Python knows this module.
inline bool has_python(const std::string& module)
{
    return run_python({"-c", "import " + module}).status == 0;
}

} // namespace crura::test
