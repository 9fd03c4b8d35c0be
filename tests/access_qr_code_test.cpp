#include "access/qr_code.hpp"

#include "support/tool.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace crura::access;
using namespace crura::test;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

constexpr const char* kUrl = "https://192.168.178.123:8443/#/pair/K7QM-4XWB-9PTR";

QrCode code_of(std::string_view text)
{
    const auto code = qr_code(text);
    if (!code)
        FAIL(code.error().message);
    return *code;
}

// What a reader sees in a picture, which the file format of its name says.
std::string read_in(const std::string& picture, const std::string& name)
{
    const BytesFile file(picture, name);
    const auto run =
        run_tool("zbarimg -q --nodbus --raw -Sdisable -Sqrcode.enable '" + file.path() + "'");
    INFO(run.output);
    CHECK(run.status == 0);
    return run.output;
}

// The lines of a terminal as a picture on this background, 6 pixels a module.
std::string picture_of(const std::string& lines, char background)
{
    constexpr std::size_t kZoom = 6, kBeside = 5;
    std::vector<std::string> rows;
    std::string upper, lower;
    for (std::size_t at = 0; at < lines.size();) {
        const auto is = [&](const std::string& what) {
            return lines.compare(at, what.size(), what) == 0;
        };
        if (lines[at] == '\x1b') {
            at = lines.find('m', at) + 1;
        } else if (lines[at] == '\n') {
            rows.push_back(std::exchange(upper, ""));
            rows.push_back(std::exchange(lower, ""));
            ++at;
        } else {
            upper += is("█") || is("▀") ? '1' : '0';
            lower += is("█") || is("▄") ? '1' : '0';
            at += lines[at] == ' ' ? 1 : 3;
        }
    }
    const auto width = rows.front().size() + 2 * kBeside;
    const std::string border(kBeside, background);
    for (auto& row : rows)
        row = border + row + border;
    rows.insert(rows.begin(), kBeside, std::string(width, background));
    rows.insert(rows.end(), kBeside, std::string(width, background));
    std::string pixels =
        "P1\n" + std::to_string(width * kZoom) + " " + std::to_string(rows.size() * kZoom) + "\n";
    for (const auto& row : rows)
        for (std::size_t again = 0; again < kZoom; ++again, pixels += "\n")
            for (const char module : row)
                pixels += std::string(kZoom, module);
    return pixels;
}

std::string picture_of_svg(const std::string& svg, const std::string& background)
{
    const BytesFile file(svg, "code.svg");
    const auto picture = file.path() + ".png";
    const auto run = run_tool("rsvg-convert -w 400 -b '" + background + "' -o '" + picture + "' '"
                              + file.path() + "'");
    INFO(run.output);
    REQUIRE(run.status == 0);
    return content_of(picture);
}

} // namespace

TEST_CASE("A reader finds in the terminal's code what was put in, on dark and on light ground")
{
    if (!has_tool("zbarimg"))
        return;
    const auto lines = for_terminal(code_of(kUrl));
    for (const char background : {'0', '1'})
        CHECK(read_in(picture_of(lines, background), "code.pbm") == std::string(kUrl) + "\n");
}

TEST_CASE("A reader finds in the SVG what was put in, on dark and on light ground")
{
    if (!has_tool("zbarimg") || !has_tool("rsvg-convert"))
        return;
    const auto svg = as_svg(code_of(kUrl));
    for (const auto* background : {"white", "black", "#223344"})
        CHECK(read_in(picture_of_svg(svg, background), "code.png") == std::string(kUrl) + "\n");
}

TEST_CASE("A reader finds what was put in with a corner of the code covered")
{
    if (!has_tool("zbarimg"))
        return;
    auto code = code_of(kUrl);
    for (std::size_t row = code.side - 7; row < code.side; ++row) // 7 x 7 without a finder
        for (std::size_t column = code.side - 7; column < code.side; ++column)
            code.dark[row * code.side + column] = true;
    CHECK(read_in(picture_of(for_terminal(code), '0'), "code.pbm") == std::string(kUrl) + "\n");
}

TEST_CASE("The code of a pairing fits into a terminal of 80 x 24")
{
    const auto lines = for_terminal(code_of(kUrl));
    CHECK(std::count(lines.begin(), lines.end(), '\n') <= 21);
    CHECK(code_of(kUrl).side + 8 <= 80);
}

TEST_CASE("Every line of the terminal's code sets its colours and takes them back")
{
    const auto lines = for_terminal(code_of("x"));
    std::size_t from = 0;
    for (auto end = lines.find('\n'); end != std::string::npos; end = lines.find('\n', from)) {
        const auto line = lines.substr(from, end - from);
        CHECK_THAT(line, StartsWith("\x1b[38;5;16;48;5;231m") && EndsWith("\x1b[0m"));
        from = end + 1;
    }
    CHECK(from == lines.size());
}

TEST_CASE("The SVG is well-formed, without style, script and size")
{
    const auto svg = as_svg(code_of(kUrl));
    CHECK(read_as_xml(svg).status == 0);
    CHECK_THAT(svg,
               !Contains("style") && !Contains("script") && !Contains("width")
                   && Contains("viewBox=\"0 0 41 41\""));
    CHECK(svg.size() < 12'000);
}

TEST_CASE("A text that is too long or empty is an error")
{
    CHECK(qr_code(std::string(2331, 'a')));
    CHECK_THAT(qr_code(std::string(2332, 'a')).error().message, Contains("2332"));
    CHECK_FALSE(qr_code(""));
}
