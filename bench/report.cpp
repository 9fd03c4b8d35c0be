// How long the report of a session takes, part by part. The session is simulated once, and kept.
//     build/release/bench/report FOLDER [MINUTES] [PROGRAM] [BODY]

#include "app/report.hpp"
#include "app/program_choice.hpp"
#include "app/story.hpp"
#include "record/recording.hpp"
#include "report/html.hpp"
#include "report/report.hpp"
#include "support/simulated_recording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

using namespace crura;

namespace {

constexpr int kRuns = 50;

template <class Job>
void measure(const char* name, Job job)
{
    std::vector<double> took_ms;
    const auto began = std::clock();
    for (int run = 0; run < kRuns; ++run) {
        const auto start = host_now();
        job();
        took_ms.push_back(1e3 * to_seconds(host_now() - start));
    }
    const double busy_ms = 1e3 * double(std::clock() - began) / CLOCKS_PER_SEC / kRuns;
    const double first = took_ms.front();
    std::sort(took_ms.begin(), took_ms.end());
    const auto at = [&](double share) {
        return took_ms[std::size_t(share * double(took_ms.size() - 1) + 0.5)];
    };
    fmt::print("{:<34} first {:7.1f}  p50 {:7.1f}  p99 {:7.1f} ms, of the processor {:7.1f}\n",
               name, first, at(0.5), at(0.99), busy_ms);
}

} // namespace

int main(int count, char** words)
{
    const std::filesystem::path folder = count > 1 ? words[1] : ".";
    const double minutes = count > 2 ? std::atof(words[2]) : 60;
    const std::string program = count > 3 ? words[3] : "constructive-rest";
    const std::string body = count > 4 ? words[4] : "calm";
    const auto file = folder / fmt::format("{}-{}-{:g}.crura", program, body, minutes);
    if (!std::filesystem::exists(file))
        test::write_simulated(file, {.program = program, .minutes = minutes, .body = body});

    auto out = file;
    out.replace_extension(".pdf");
    const auto html_out = std::filesystem::path(out).replace_extension(".html");
    measure("crura report: PDF and HTML, all of it", [&] {
        std::filesystem::remove(out);
        std::filesystem::remove(html_out);
        if (const auto said = app::report({file, {}, false, ""}); !said)
            fmt::print("{}\n", said.error().message);
    });
    fmt::print("{}: {:.1f} MB\n", file.string(), double(std::filesystem::file_size(file)) / 1e6);
    measure("reading with the samples", [&] { (void)record::read_recording(file); });
    measure("reading what was said", [&] { (void)record::read_said(file); });
    const auto recording = record::read_said(file);
    const auto session = app::choose_program(program);
    if (!recording || !session)
        return 1;
    const app::StoryOptions options{.for_therapist = true, .person = "", .session = &*session};
    measure("story", [&] { (void)app::story_of(*recording, options); });
    const auto story = app::story_of(*recording, options);
    std::size_t size = 0;
    const auto made = [&size](const Result<std::string>& bytes) {
        size = bytes ? bytes->size() : 0;
    };
    const auto tell = [&](const char* name, auto make) {
        measure(name, [&] { made(make(story)); });
        fmt::print("{:34} {:.0f} kB\n", "", double(size) / 1e3);
    };
    tell("PDF", report::pdf);
    tell("PNG", report::png);
    tell("SVG", report::svg);
    tell("HTML", report::html);
}
