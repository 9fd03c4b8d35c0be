// What each voice costs: nanoseconds a frame, and its share of a period of 64 frames at 48 kHz,
// the median and the worst of 400 runs of 100 blocks. Prints the table that docs/voices.md quotes.
// Times are of this machine, and of nothing else running on it.
#include "audio/flush_denormals.hpp"
#include "audio/voices/bowl.hpp"
#include "audio/voices/pad.hpp"
#include "audio/voices/room_bed.hpp"
#include "audio/voices/sea.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <functional>
#include <random>
#include <vector>

using namespace crura;

namespace {

constexpr double kSampleRateHz = 48000;
constexpr int kTogether = 100; // blocks that are timed in one go
constexpr double kPeriodNs = 1e9 * double(audio::kBlockFrames) / kSampleRateHz;

using Render = std::function<void(float a, float b, float c, audio::Block& mix)>;

void measure(const char* name, const Render& render)
{
    const audio::FlushDenormals flush;
    std::mt19937 random(1);
    std::uniform_real_distribution<float> level(0, 1);
    std::vector<double> ns; // of one block, on average over kTogether
    float heard = 0;        // so that nothing is left out
    for (int i = 0; i < 400; ++i) {
        const auto begin = std::clock(); // of the processor: what else runs here counts little
        for (int block = 0; block < kTogether; ++block) {
            audio::Block mix;
            render(level(random), level(random), level(random), mix);
            heard += mix.left[0];
        }
        ns.push_back(1e9 * double(std::clock() - begin) / CLOCKS_PER_SEC / kTogether);
    }
    std::sort(ns.begin(), ns.end());
    const double median = ns[ns.size() / 2];
    const double worst = ns.back();
    fmt::print("| {:8} | {:5.1f} | {:5.2f} | {:5.2f} |{}\n", name,
               median / double(audio::kBlockFrames), 100 * median / kPeriodNs,
               100 * worst / kPeriodNs, std::isfinite(heard) ? "" : " not finite");
}

} // namespace

int main()
{
    fmt::print("| voice | ns a frame | % of a period, median | worst |\n");
    fmt::print("|---|---|---|---|\n");
    audio::Pad pad(kSampleRateHz, {});
    measure("pad",
            [&](float a, float b, float c, audio::Block& mix) { pad.render(a, b, c, a, mix); });
    audio::Sea sea(kSampleRateHz, {});
    measure("sea", [&](float a, float b, float c, audio::Block& mix) { sea.render(a, b, c, mix); });
    audio::Bowl bowl(kSampleRateHz, {});
    measure("bowl", [&](float a, float b, float, audio::Block& mix) {
        if (b < 0.01f)
            bowl.strike(a, 17);
        bowl.render(mix);
    });
    audio::RoomBed bed(kSampleRateHz, {});
    measure("room bed", [&](float a, float b, float, audio::Block& mix) { bed.render(a, b, mix); });
}
