#include "audio/mixer.hpp"

#include "support/player.hpp"
#include "support/soundscapes.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <random>
#include <thread>

using namespace crura;
using namespace crura::test;
using namespace std::chrono_literals;

namespace {

constexpr double kSampleRateHz = Player::kSampleRateHz;
constexpr float kCeiling = 0.70795f; // -3 dB

audio::Soundscape pad_and_sea()
{
    return written("[pad]\n[sea]\n");
}

AudioCue breathing(double time_s)
{
    return {.presence = 1,
            .own_level = 1,
            .opening = float(breath_at(time_s, 5)),
            .movement = 1,
            .warmth = float(breath_at(time_s, 17)),
            .guide_level = 1,
            .guide = float(breath_at(time_s + 1, 6))};
}

std::size_t first_sound(const std::vector<float>& x, double above)
{
    std::size_t at = 0;
    while (at < x.size() && std::fabs(x[at]) <= above)
        ++at;
    return at;
}

// A mallet is soft: its first frames may be nothing.
std::size_t frames_until_a_strike_sounds()
{
    audio::Bowl bowl(kSampleRateHz, {});
    constexpr std::size_t kFrame = 5;
    bowl.strike(1, kFrame);
    audio::Block block;
    bowl.render(block);
    return first_sound({block.left.begin(), block.left.end()}, 0) - kFrame;
}

} // namespace

TEST_CASE("The same cues give the same sound to the bit, whatever the block size")
{
    auto soundscape = everything();
    const auto cue_at = [](double time_s) {
        auto cue = breathing(time_s);
        const auto breaths = std::uint32_t(time_s / 5);
        cue.inspiration = {breaths, time_from_seconds(breaths * 5 + 0.123456)};
        cue.sentence = {std::uint32_t(time_s / 4), 0, 0};
        return cue;
    };
    const audio::Sentences sentences{{std::vector<float>(30000, 0.1f)}, {{0}}};
    const auto with = [&](std::size_t frames) {
        return Player(soundscape, {}, sentences, frames).play(10, cue_at);
    };
    const auto expected = with(64);
    CHECK(peak(expected.left) > 0.05);
    for (const std::size_t frames : {1, 37, 100, 480}) {
        const auto sound = with(frames);
        CHECK(sound.left == expected.left);
        CHECK(sound.right == expected.right);
    }
}

TEST_CASE("A block of a whole second is rendered like many small ones")
{
    audio::Mixer large(kSampleRateHz, pad_and_sea(), {}, {});
    audio::Mixer small(kSampleRateHz, pad_and_sea(), {}, {});
    const auto map = audio::ChannelMap::usual(2);
    auto cue = full(0);
    cue.tick = 1;
    large.hear(cue);
    small.hear(cue);
    std::vector<float> whole(2 * 48000);
    large.render(whole, map, {});
    std::vector<float> parts(2 * 48000);
    for (std::size_t at = 0; at < 48000; at += 96)
        small.render({parts.data() + 2 * at, 2 * 96}, map, {});
    CHECK(peak(whole) > 0.001);
    CHECK(whole == parts);
}

TEST_CASE("The engine may speak and end the sound while the audio thread renders")
{
    audio::Mixer mixer(kSampleRateHz, pad_and_sea(), {}, {});
    std::jthread engine([&mixer](std::stop_token stop) {
        for (std::uint64_t tick = 1; !stop.stop_requested(); ++tick) {
            mixer.hear({.tick = tick,
                        .presence = 1,
                        .own_level = 1,
                        .opening = float(tick % 2),
                        .guide_level = 1,
                        .guide = 1});
            mixer.set_volume(-double(tick % 20));
        }
    });
    std::vector<float> out(2 * 512);
    const auto render = [&] { mixer.render(out, audio::ChannelMap::usual(2), {}); };
    for (int block = 0; block < 500; ++block) {
        render();
        CHECK(all_finite(out));
    }
    mixer.fade_out();
    for (int block = 0; block < 300; ++block)
        render();
    CHECK(mixer.silent());
}

TEST_CASE("A pause of the engine that is shorter than 0.5 s is not heard")
{
    Player player(pad_and_sea());
    const auto before = player.play(10, full);
    const auto stalled = player.stall(0.45);
    const auto after = player.play(1, full);
    CHECK(level_db(stalled, 0.2, 0.45) == Approx(level_db(before, 6, 10)).margin(1.5));
    CHECK(level_db(after, 0, 1) == Approx(level_db(before, 6, 10)).margin(1.5));
}

TEST_CASE("Before the first tick there is silence")
{
    Player player(everything());
    CHECK(peak(player.stall(2).left) == 0);
    CHECK(player.mixer.silent());
}

TEST_CASE("A bowl is struck at the very frame at which its moment is due")
{
    const int late_frames = GENERATE(0, 1, 63, 64, 1000, 4711);
    // What a strike sounds like from its first frame on, however the blocks fall.
    const auto strike_at = [](std::size_t frame) {
        Player player(written("[bowl]\nfollows = \"own\"\nstrikes = [\"expiration\"]\n"), {}, {},
                      331);
        player.play(5, full);
        const Time due = player.now() + from_seconds(double(frame) / kSampleRateHz);
        return player
            .play(1,
                  [due](double time_s) {
                      auto cue = full(time_s);
                      cue.expiration = {7, due};
                      return cue;
                  })
            .left;
    };
    const std::size_t earliest = 1000; // the limiter has passed these on when the cue comes
    const auto reference = strike_at(earliest);
    const auto sound = strike_at(earliest + late_frames);
    REQUIRE(peak(reference) > 0.01);
    const auto begins = first_sound(reference, 0);
    CHECK(begins == earliest + frames_until_a_strike_sounds());
    CHECK(first_sound(sound, 0) - begins == std::size_t(late_frames));
}

TEST_CASE("A moment comes once: at once when it is a little late, never when it is very late")
{
    const auto strikes = [](Duration due, std::uint32_t count) {
        Player player(written("[bowl]\nfollows = \"own\"\n"));
        player.play(4, full);
        const auto sound = player.play(1, [&, at = player.now() + due](double time_s) {
            auto cue = full(time_s);
            cue.inspiration = {count, at};
            return cue;
        });
        return peak(sound.left);
    };
    const double once = strikes(10ms, 1);
    CHECK(once > 0.01);
    CHECK(strikes(-200ms, 1) == Approx(once).epsilon(0.05));
    CHECK(strikes(-240ms, 4) == Approx(once).epsilon(0.05));
    CHECK(strikes(-260ms, 1) == 0);
    CHECK(strikes(10ms, 0) == 0);
    CHECK(strikes(1200ms, 1) == 0); // its time has not come
}

TEST_CASE("Every channel is given what the map says, touch by no map that is usual")
{
    const auto render = [](const audio::ChannelMap& map, float touch) {
        audio::Mixer mixer(kSampleRateHz, pad_and_sea(), {}, {});
        std::vector<float> out;
        for (std::uint64_t tick = 1; tick <= 1000; ++tick) {
            auto cue = full(0);
            cue.tick = tick;
            cue.touch = touch;
            mixer.hear(cue);
            std::vector<float> some(480 * map.size(), 99);
            mixer.render(some, map, {});
            out.insert(out.end(), some.begin(), some.end());
        }
        std::vector<std::vector<float>> channels(map.size());
        for (std::size_t i = 0; i < out.size(); ++i)
            channels[i % map.size()].push_back(out[i]);
        return channels;
    };
    const auto eight =
        render(*audio::ChannelMap::parse("right,none,middle,touch,left,left,none,touch"), 1);
    const auto two = render(audio::ChannelMap::usual(2), 1);
    const auto untouched = render(audio::ChannelMap::usual(2), 0);
    const auto one = render(audio::ChannelMap::usual(1), 1);
    CHECK(peak(two[0]) > 0.05);
    CHECK(two == untouched);
    CHECK(eight[4] == two[0]);
    CHECK(eight[5] == two[0]);
    CHECK(eight[0] == two[1]);
    CHECK(peak(eight[1]) == 0);
    CHECK(peak(eight[6]) == 0);
    CHECK(eight[2] == one[0]);
    CHECK(eight[3] == eight[7]);
    CHECK(decibels(peak(eight[3])) == Approx(-12).margin(0.1));
    for (std::size_t i = 0; i < one[0].size(); i += 997)
        CHECK(one[0][i] == Approx((two[0][i] + two[1][i]) / 2).margin(1e-7));
}

TEST_CASE("A probe is the sensor's newest value and nothing else")
{
    Player player(written("[probe]\nfull_scale = 200\n"));
    const auto sound = player.play(
        1, [](double time_s) { return AudioCue{.raw = time_s < 0.5 ? 50.f : -1000.f}; });
    CHECK(sound.left[0] == 0.25f); // at once, though nothing is present
    CHECK(sound.right[23999] == 0.25f);
    CHECK(sound.left[24000] == -1);
    CHECK(player.play(0.01, [](double) { return AudioCue{.raw = NAN}; }).left[5] == 0);
}

TEST_CASE("Cues that are no levels do no harm")
{
    const float wild = GENERATE(std::numeric_limits<float>::quiet_NaN(),
                                std::numeric_limits<float>::infinity(), -1.0f, 1e30f);
    Player player(everything());
    const auto sound = player.play(5, [=](double time_s) {
        const bool now = std::fmod(time_s, 1) < 0.3;
        return now ? AudioCue{.presence = wild,
                              .own_level = wild,
                              .opening = wild,
                              .movement = wild,
                              .falling = wild,
                              .warmth = wild,
                              .guide_level = wild,
                              .guide = wild,
                              .guide_falling = wild,
                              .room = wild,
                              .touch = wild,
                              .raw = wild}
                   : full(time_s);
    });
    CHECK(all_finite(sound.left));
    CHECK(peak(sound.left) <= kCeiling);
    CHECK(peak(player.play(10, full).left) > 0.1);
}

TEST_CASE("The mixer rings out without denormals and leaves the thread's rounding as it was")
{
    Player player(everything());
    player.play(5, full);
    const auto quiet = player.play(30, [](double) { return AudioCue{.presence = 1}; });
    for (const auto* ear : {&quiet.left, &quiet.right})
        CHECK(std::none_of(ear->begin(), ear->end(),
                           [](float x) { return std::fpclassify(x) == FP_SUBNORMAL; }));
    volatile float least = std::numeric_limits<float>::min();
    volatile float half = least / 2;
    CHECK(half > 0);
}
