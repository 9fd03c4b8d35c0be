#include "app/report.hpp"

#include "app/read_story.hpp"
#include "files/names.hpp"
#include "files/whole_files.hpp"
#include "report/html.hpp"
#include "report/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace crura::app {
namespace {

namespace fs = std::filesystem;

struct Kind {
    const char* ending;
    Result<std::string> (*make)(const report::Story&);
};
constexpr std::array<Kind, 4> kKinds = {
    {{".pdf", report::pdf}, {".png", report::png}, {".svg", report::svg}, {".html", report::html}}};

std::string ending_of(const fs::path& path)
{
    auto ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    return ending;
}

Result<std::vector<fs::path>> asked_for(const ReportOptions& options)
{
    if (options.out.empty()) {
        auto pdf = options.file, html = options.file;
        return std::vector{pdf.replace_extension(".pdf"), html.replace_extension(".html")};
    }
    const auto ending = ending_of(options.out);
    if (std::none_of(kKinds.begin(), kKinds.end(),
                     [&](const Kind& kind) { return ending == kind.ending; }))
        return Error{fmt::format("{}: the name of a report ends in .pdf, .png, .svg or .html.",
                                 options.out.string())};
    return std::vector{options.out};
}

} // namespace

Result<std::string> report(const ReportOptions& options)
{
    const auto paths = asked_for(options);
    if (!paths)
        return paths.error();
    for (const auto& path : *paths)
        if (files::is_taken(path))
            return Error{fmt::format("{} is there already and was left as it is; take it away, or "
                                     "choose another name.",
                                     path.string())};
    const auto story = read_story(options.file, options.for_therapist, options.person);
    if (!story)
        return story.error();
    std::vector<files::NamedBytes> files;
    for (const auto& path : *paths) {
        const auto ending = ending_of(path);
        const auto& kind = *std::find_if(kKinds.begin(), kKinds.end(),
                                         [&](const Kind& each) { return ending == each.ending; });
        auto bytes = kind.make(*story);
        if (!bytes)
            return bytes.error();
        files.push_back({path, std::move(*bytes)});
    }
    if (const auto written = files::write_whole(files); !written)
        return written.error();
    std::string names;
    for (const auto& path : *paths)
        names += (names.empty() ? "" : " and ") + path.string();
    return fmt::format("The report{} is in {}.",
                       options.for_therapist ? ", a therapist's copy," : "", names);
}

} // namespace crura::app
