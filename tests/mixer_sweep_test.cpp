#include "audio/mixer.hpp"

#include "support/nonblocking.hpp"
#include "support/player.hpp"
#include "support/rt_guard.hpp"
#include "support/soundscapes.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace crura;
using namespace crura::test;

namespace {

constexpr double kSampleRateHz = Player::kSampleRateHz;
constexpr std::uint64_t kBlocks = 100'000;

std::vector<audio::Soundscape> all_soundscapes()
{
    auto all = ready_made();
    all.push_back(everything());
    all.push_back(written("[probe]\n", "probe"));
    return all;
}

// Cues that go everywhere: every number by itself, moments early and late, sentences, panics,
// stalls.
class Wanderer {
public:
    AudioCue operator()(Time now)
    {
        for (float* x : {&cue_.presence, &cue_.own_level, &cue_.opening, &cue_.movement,
                         &cue_.falling, &cue_.warmth, &cue_.guide_level, &cue_.guide,
                         &cue_.guide_falling, &cue_.room, &cue_.touch})
            if (one_of(20))
                *x = float(random_() % 1001) / 1000;
        for (Moment* moment :
             {&cue_.inspiration, &cue_.expiration, &cue_.guide_inspiration, &cue_.guide_expiration})
            if (one_of(100))
                *moment = {moment->count + 1,
                           now + std::chrono::milliseconds(int(random_() % 800) - 400)};
        if (one_of(500))
            cue_.sentence = {cue_.sentence.count + 1,
                             std::int16_t(int(random_() % 5) + kPhraseStep),
                             std::int16_t(int(random_() % 7) - 1)};
        if (one_of(400))
            cue_.panic = !cue_.panic;
        cue_.raw = float(random_() % 1000);
        if (one_of(800))
            stalled_until_ = tick_ + 300;
        if (++tick_ >= stalled_until_)
            cue_.tick = tick_;
        return cue_;
    }

    std::size_t frames() { return one_of(100) ? 4096 : 1 + random_() % 200; }
    bool one_of(unsigned many) { return random_() % many == 0; }

private:
    std::mt19937 random_{7};
    AudioCue cue_;
    std::uint64_t tick_ = 0;
    std::uint64_t stalled_until_ = 0;
};

} // namespace

TEST_CASE("No soundscape makes the mixer allocate, lock or call the system in 100,000 blocks")
{
    if (!rt_guard_works())
        WARN("skipped in part: the real-time guard does not work here (sanitizer, or not Linux "
             "x86-64)");
    for (const auto& soundscape : all_soundscapes()) {
        CAPTURE(soundscape.id);
        const audio::Sentences sentences{
            {std::vector<float>(50'000, 0.1f), {}},
            {{0, 1, audio::Sentences::kChime}, {audio::Sentences::kNothing, 77}, {}},
            {0, 1, audio::Sentences::kChime, audio::Sentences::kNothing, 77}};
        audio::Mixer mixer(kSampleRateHz, soundscape, {}, sentences);
        const auto map = *audio::ChannelMap::parse("left,right,middle,touch,none");
        std::vector<float> out(map.size() * 4096);
        Wanderer next;
        Time now{};
        double loudest = 0;
        bool finite = true;
        rt_forget();
        for (std::uint64_t blocks = 0; blocks < kBlocks;) {
            const auto frames = next.frames();
            const std::span<float> some(out.data(), map.size() * frames);
            const auto cue = next(now);
            const bool ends = blocks > kBlocks - 5000;
            const bool turned = next.one_of(300);
            as_callback([&] {
                const RtSection section;
                mixer.hear(cue);
                if (turned)
                    mixer.set_volume(-double(blocks % 40));
                if (ends)
                    mixer.fade_out();
                mixer.render(some, map, now);
            });
            loudest = std::max(loudest, peak(some));
            finite = finite && all_finite(some);
            blocks += (frames + audio::kBlockFrames - 1) / audio::kBlockFrames;
            now += from_seconds(double(frames) / kSampleRateHz);
        }
        CHECK(finite);
        CHECK(loudest > 0.01);
        CHECK((loudest <= 0.708 || soundscape.probe));
        CHECK((mixer.silent() || soundscape.probe));
        if (!rt_guard_works())
            continue;
        const auto report = rt_report();
        INFO("first: " << report.first);
        CHECK(report.sections > 10'000);
        CHECK(report.violations == 0);
    }
}

// For tools/rtsan, which runs it to see that the sanitizer works.
TEST_CASE("trap: allocates in the callback", "[.trap]")
{
    std::vector<float> out;
    as_callback([&out] { out.resize(1000); });
    CHECK(out.size() == 1000);
}
