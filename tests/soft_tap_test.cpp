#include "audio/music/soft_tap.hpp"

#include "support/sound.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace crura;
using audio::Block;

namespace {

constexpr double kRateHz = 48000;
// A full-scale sine, so that any cut is at its worst.
constexpr double kToneHz = 100;
constexpr double kSteepest = 2 * std::numbers::pi * kToneHz / kRateHz;
constexpr double kClick = 2 * std::numbers::pi * 200 / kRateHz + kSteepest;

class Tone {
public:
    Block operator()()
    {
        Block block;
        for (std::size_t i = 0; i < audio::kBlockFrames; ++i)
            block.left[i] = block.right[i] =
                float(std::sin(2 * std::numbers::pi * kToneHz / kRateHz * double(at_++)));
        return block;
    }

private:
    std::size_t at_ = 0;
};

struct Tap {
    SpscRing<Block> ring{4096};
    audio::SoftTap tap{kRateHz};
    Tone tone;
    test::Sound heard;
    float presence = 0;

    void fill(std::size_t blocks)
    {
        for (std::size_t i = 0; i < blocks && ring.size() < ring.capacity(); ++i)
            ring.push(tone());
    }
    void play(std::size_t blocks)
    {
        for (std::size_t i = 0; i < blocks; ++i) {
            Block block;
            presence = tap(ring, block);
            heard.add(block);
        }
    }
};

} // namespace

TEST_CASE("Nothing is heard before there is enough, then it comes in softly and bit for bit")
{
    Tap test;
    test.fill(test.tap.enough() - 1);
    test.play(500);
    CHECK(test::peak(test.heard.left) == 0);
    CHECK(test.presence == 0);
    test.fill(1500);
    test.play(1000);
    CHECK(test.presence == 1);
    CHECK(test::largest_jump(test.heard.left) < kSteepest * 1.01);

    Tone tone; // nothing of it was lost while it waited
    for (int i = 0; i < 999; ++i)
        tone();
    const auto last = tone();
    CHECK(std::equal(last.left.begin(), last.left.end(),
                     test.heard.left.end() - audio::kBlockFrames));
}

TEST_CASE("When the ring runs dry the sound fades to silence within 0.1 s, and never jumps")
{
    Tap test;
    test.fill(1000);
    test.play(962);
    CHECK(test.presence == Approx(0.5).margin(0.05));
    test.play(37);
    CHECK(test.presence < 0.02); // all but gone while there was still some left
    test.play(101);
    CHECK(test::peak(std::span(test.heard.left).last(6400)) == 0);
    test.fill(1000);
    test.play(400);
    CHECK(test.presence == 1);
    CHECK(test::largest_jump(test.heard.left) < kClick);
    const auto gap = test::envelope(test.heard.left, 480);
    const auto quiet = std::count_if(gap.begin(), gap.end(), [](double x) { return x < 0.001; });
    CHECK(quiet >= 10);
}

TEST_CASE("A supply that is too slow, or comes in any manner, makes gaps but no clicks")
{
    const unsigned seed = GENERATE(range(1u, 9u));
    std::mt19937 dice(seed);
    Tap test;
    for (int round = 0; round < 3000; ++round) {
        if (dice() % 40 == 0)
            test.fill(dice() % 400 * (seed % 3 + 1) / 3);
        test.play(dice() % 8);
    }
    CHECK(test::largest_jump(test.heard.left) < kClick);
    CHECK(test::peak(test.heard.left) > 0.9);
    CHECK(test::all_finite(test.heard.left));
}
