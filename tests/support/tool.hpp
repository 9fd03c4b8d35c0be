#pragma once

#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

namespace crura::test {

struct ToolRun {
    int status = -1; // 0: it is content
    std::string output;
};

// Another program, with what it says on both outputs.
inline ToolRun run_tool(const std::string& command)
{
    ToolRun run;
    auto* pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (!pipe)
        return run;
    std::array<char, 4096> buffer;
    while (const auto count = std::fread(buffer.data(), 1, buffer.size(), pipe))
        run.output.append(buffer.data(), count);
    run.status = ::pclose(pipe);
    return run;
}

inline bool has_tool(const std::string& name)
{
    if (run_tool("command -v " + name).status == 0)
        return true;
    WARN("skipped: " << name << " is not installed (tools/packages.txt)");
    return false;
}

inline std::string content_of(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Some bytes as a file, for as long as it lives.
class BytesFile {
public:
    BytesFile(const std::string& bytes, const std::string& name) : path_((folder_ / name).string())
    {
        std::ofstream(path_, std::ios::binary) << bytes;
    }
    const std::string& path() const { return path_; }

private:
    TempFolder folder_;
    std::string path_;
};

// What a reader of a PDF finds in it; all white space is one blank.
inline std::string text_of_pdf(const std::string& pdf)
{
    const BytesFile file(pdf, "some.pdf");
    const auto run = run_tool("pdftotext -layout '" + file.path() + "' -");
    REQUIRE(run.status == 0);
    std::string text;
    for (const char c : run.output)
        if (c != ' ' && c != '\n' && c != '\f')
            text += c;
        else if (!text.empty() && text.back() != ' ')
            text += ' ';
    return text;
}

inline std::string info_of_pdf(const std::string& pdf)
{
    const BytesFile file(pdf, "some.pdf");
    const auto run = run_tool("pdfinfo '" + file.path() + "'");
    INFO(run.output);
    REQUIRE(run.status == 0);
    return run.output;
}

// Whether a strict reader of XML takes it.
inline ToolRun read_as_xml(const std::string& text)
{
    const BytesFile file(text, "some.xml");
    return run_tool(
        "/usr/bin/python3 -c \"import sys, xml.dom.minidom as m; m.parse(sys.argv[1])\" '"
        + file.path() + "'");
}

} // namespace crura::test
