#include "audio/levelling.hpp"

#include "audio/mixer.hpp"
#include "sound/loudness.hpp"
#include "sound/sound_file.hpp"
#include "support/soundscapes.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::test;

namespace {

// As a person hears it who breathes six times a minute, at a device's rate.
sound::Loudness heard(const audio::Soundscape& soundscape, double trim_db,
                      double sample_rate_hz = 48000)
{
    audio::Mixer mixer(sample_rate_hz, soundscape, {.trim_db = trim_db}, {});
    sound::Loudness loudness(sample_rate_hz, 2);
    std::vector<float> block(2 * audio::kBlockFrames);
    double time_s = 0;
    for (std::uint64_t tick = 1; time_s < 34; ++tick) {
        auto cue = audio::reference_cue(time_s);
        cue.tick = tick;
        mixer.hear(cue);
        mixer.await();
        mixer.render(block, audio::ChannelMap::usual(2), time_from_seconds(time_s));
        time_s += audio::kBlockFrames / sample_rate_hz;
        if (time_s > 4)
            loudness.add(block);
    }
    return loudness;
}

} // namespace

TEST_CASE("All soundscapes are equally loud within 1 LU, those that people write too")
{
    auto all = ready_made();
    REQUIRE(all.size() == 3);
    all.push_back(everything());
    for (const char* voices :
         {"[pad]\nlevel_db = -40\n", "[pad]\nlevel_db = 12\nroot_hz = 440\nchord = \"minor\"\n",
          "[sea]\nbrightness_hz = 6000\n", "[sea]\ndepth = 0\nbrightness_hz = 600\n",
          "[bowl]\nfollows = \"guide\"\ndecay_seconds = 0.5\npitch_hz = 880\n",
          "[bowl]\nfollows = \"own\"\nstrikes = [\"expiration\"]\ndecay_seconds = 20\n"
          "pitch_hz = 110\nlevel_db = 12\n",
          "[room_bed]\n", "[room_bed]\nroot_hz = 55\n[sea]\nlevel_db = -20\n"})
        all.push_back(written(voices, voices));
    for (const auto& soundscape : all) {
        const double trim_db = audio::levelling_trim_db(soundscape);
        CAPTURE(soundscape.id, trim_db);
        const auto loudness = heard(soundscape, trim_db);
        CHECK(loudness.integrated_lufs() == Approx(audio::kReferenceLufs).margin(0.5));
        CHECK(loudness.true_peak_db() <= -3);
    }
}

TEST_CASE("A soundscape is as loud at every sample rate")
{
    for (const auto& soundscape : ready_made()) {
        const double trim_db = audio::levelling_trim_db(soundscape);
        for (const double sample_rate_hz : {44100., 96000.}) {
            CAPTURE(soundscape.id, sample_rate_hz);
            CHECK(heard(soundscape, trim_db, sample_rate_hz).integrated_lufs()
                  == Approx(audio::kReferenceLufs).margin(0.5));
        }
    }
}

TEST_CASE("Where nothing sounds there is nothing to level")
{
    CHECK(audio::levelling_trim_db(written("[probe]\n")) == 0);
    CHECK(audio::levelling_trim_db({}) == 0);
}
