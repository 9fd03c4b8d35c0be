#include "app/export.hpp"

#include "support/made_session.hpp"
#include "support/python.hpp"
#include "support/some_study.hpp"
#include "support/temp_folder.hpp"

using namespace crura;
using namespace crura::test;

namespace {

// What stands between ```python and ``` in a page.
std::vector<std::string> samples_in(const std::string& page)
{
    const std::string begin = "```python\n", end = "\n```";
    std::vector<std::string> samples;
    for (auto at = page.find(begin); at != page.npos; at = page.find(begin, at + 1)) {
        const auto first = at + begin.size();
        samples.push_back(page.substr(first, page.find(end, first) - first));
    }
    return samples;
}

} // namespace

TEST_CASE("The samples of docs/export.md read what is exported")
{
    const TempFolder folder;
    MadeSession{.samples = body_samples(Worn::belts, 40)}.write(folder / "session.crura");
    for (const char* to : {"edf", "bids", "csv", "wav"}) {
        app::ExportOptions options;
        options.from.file = folder / "session.crura";
        options.to = to;
        REQUIRE(app::export_recording(options));
    }
    const auto samples = samples_in(bytes_in(CRURA_ROOT "/docs/export.md"));
    CHECK(samples.size() == 4);
    for (const auto& sample : samples) {
        INFO(sample);
        bool skipped = false;
        for (const std::string module : {"mne", "numpy", "pandas", "scipy"})
            if (sample.find(module) != sample.npos && !has_python(module)) {
                WARN("skipped: python3-" + module + " is not here");
                skipped = true;
            }
        if (skipped)
            continue;
        std::ofstream(folder / "sample.py") << sample;
        const auto ran = run_python({"-c",
                                     "import os, runpy, sys; os.chdir(sys.argv[1]); "
                                     "runpy.run_path(\"sample.py\")",
                                     folder.path().string()});
        INFO(ran.output);
        CHECK(ran.status == 0);
        CHECK(ran.output.find("nan") == std::string::npos);
        CHECK_FALSE(ran.output.empty());
    }
}
