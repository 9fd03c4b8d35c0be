#include "audio/voices/speaker.hpp"

#include "support/sound.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::test;
using audio::Sentences;

namespace {

constexpr double kSampleRateHz = 48000;

std::vector<float> clip(double seconds, float level)
{
    return std::vector<float>(std::size_t(seconds * kSampleRateHz), level);
}

// Sentences that can be told apart by their level.
Sentences sentences()
{
    return {{clip(2, 0.1f), clip(6, 0.2f), clip(12, 0.4f), {}},
            {{0, 1, Sentences::kChime, Sentences::kNothing}, {2, 3, 99}}};
}

Sound play(audio::Speaker& speaker, double seconds)
{
    Sound sound;
    while (double(sound.left.size()) < seconds * kSampleRateHz) {
        audio::Block block;
        speaker.render(block);
        sound.add(block);
    }
    return sound;
}

// How long a level is heard, in seconds.
double heard_s(const Sound& sound, float level)
{
    const float each_ear = level / std::sqrt(2.f);
    const auto like = [each_ear](float x) { return std::fabs(x - each_ear) < 1e-4f; };
    return double(std::count_if(sound.left.begin(), sound.left.end(), like)) / kSampleRateHz;
}

} // namespace

TEST_CASE("A sentence is said in the middle, whole, after a moment in which the rest steps back")
{
    audio::Speaker speaker(kSampleRateHz, sentences());
    CHECK_FALSE(speaker.speaking());
    speaker.say(0, 0);
    CHECK(speaker.speaking());
    CHECK_FALSE(speaker.voiced());
    const auto sound = play(speaker, 3);
    CHECK_FALSE(speaker.speaking());
    CHECK(sound.left == sound.right);
    CHECK(peak(std::span(sound.left).first(19'000)) == 0);
    CHECK(peak(std::span(sound.left).subspan(19'200, 2400)) > 0.07);
    CHECK(heard_s(sound, 0.1f) == Approx(1.99).margin(0.005));
    CHECK(largest_jump(sound.left) < 0.001); // although the clip begins with a step
}

TEST_CASE("A sentence is never cut off: the next waits for its end")
{
    audio::Speaker speaker(kSampleRateHz, sentences());
    speaker.say(0, 1);
    auto sound = play(speaker, 3);
    speaker.say(0, 0);
    sound = play(speaker, 10);
    CHECK(heard_s(sound, 0.2f) == Approx(3.4).margin(0.02));
    CHECK(heard_s(sound, 0.1f) == Approx(1.99).margin(0.005));
    // Between them there is a rest.
    CHECK(peak(std::span(sound.left).subspan(std::size_t(3.45 * kSampleRateHz), 48'000)) == 0);
}

TEST_CASE("A sentence that would come more than 10 s late is dropped")
{
    for (const bool late : {false, true}) {
        audio::Speaker speaker(kSampleRateHz, sentences());
        speaker.say(1, 0);
        play(speaker, late ? 1 : 4);
        speaker.say(0, 0);
        const auto sound = play(speaker, 20);
        CHECK((heard_s(sound, 0.1f) > 1) == !late);
    }
}

TEST_CASE("Of two that wait the newer is said")
{
    audio::Speaker speaker(kSampleRateHz, sentences());
    speaker.say(0, 0);
    play(speaker, 1);
    speaker.say(1, 0);
    speaker.say(0, 1);
    const auto sound = play(speaker, 12);
    CHECK(heard_s(sound, 0.2f) > 5);
    CHECK(heard_s(sound, 0.4f) == 0);
}

TEST_CASE("Where words are missing a soft chime is heard, and nothing steps back for it")
{
    audio::Speaker speaker(kSampleRateHz, sentences());
    speaker.say(0, 2);
    CHECK_FALSE(speaker.speaking());
    const auto sound = play(speaker, 4);
    CHECK(peak(sound.left) > 0.01);
    CHECK(peak(sound.left) < 0.08);
    CHECK(largest_jump(sound.left) < 0.005);
    CHECK(peak(std::span(sound.left).last(19'200)) == 0);
}

TEST_CASE("What is not among the sentences is nothing, and an empty one ends by itself")
{
    audio::Speaker speaker(kSampleRateHz, sentences());
    for (const auto& [step, prompt] :
         {std::pair(0, 3), {1, 2}, {-1, 0}, {0, -1}, {2, 0}, {0, 77}}) {
        speaker.say(step, prompt);
        CHECK_FALSE(speaker.speaking());
    }
    speaker.say(1, 1); // empty
    CHECK(peak(play(speaker, 1).left) == 0);
    CHECK_FALSE(speaker.speaking());
    CHECK_FALSE(speaker.voiced());
}

TEST_CASE("What is stopped does not go on, nor does what waited")
{
    audio::Speaker speaker(kSampleRateHz, sentences());
    speaker.say(0, 1);
    play(speaker, 2);
    speaker.say(0, 0);
    speaker.stop();
    CHECK(peak(play(speaker, 10).left) == 0);
    speaker.say(0, 0);
    CHECK(heard_s(play(speaker, 3), 0.1f) > 1.9);
}

TEST_CASE("A phrase is said like a sentence, and a tone is a chime, whatever else was loaded")
{
    auto all = sentences();
    all.clip_of_phrase = {Sentences::kNothing, 0, Sentences::kChime, 99};
    audio::Speaker speaker(kSampleRateHz, all);
    speaker.say(kPhraseStep, 1);
    CHECK(speaker.speaking());
    CHECK(heard_s(play(speaker, 4), 0.1f) == Approx(1.99).margin(0.005));
    for (const int phrase : {0, 3, 4, 999, -1}) {
        speaker.say(kPhraseStep, phrase);
        CHECK(peak(play(speaker, 3).left) == 0);
    }
    for (const int chime : {2, int(Phrase::tone)}) {
        speaker.say(kPhraseStep, chime);
        CHECK_FALSE(speaker.speaking());
        CHECK(peak(play(speaker, 5).left) > 0.01);
        speaker.say(kPhraseStep, chime, false); // where a chime would not help
        CHECK(peak(play(speaker, 5).left) == 0);
    }
    audio::Speaker empty(kSampleRateHz, {});
    empty.say(kPhraseStep, int(Phrase::tone));
    CHECK(peak(play(empty, 1).left) > 0.01);
}

TEST_CASE("What is hushed leaves, what waited is dropped, and what comes then is said soon after")
{
    audio::Speaker speaker(kSampleRateHz, sentences());
    speaker.say(1, 0);
    play(speaker, 2);
    speaker.say(0, 1);
    speaker.hush();
    CHECK(speaker.leaving());
    speaker.say(0, 0);
    CHECK(heard_s(play(speaker, 0.25), 0.4f) > 0.2); // fading it out is somebody else's
    CHECK(speaker.leaving());
    speaker.drop_leaving();
    CHECK_FALSE(speaker.leaving());
    const auto sound = play(speaker, 12);
    CHECK(heard_s(sound, 0.4f) == 0);
    CHECK(heard_s(sound, 0.2f) == 0);
    CHECK(heard_s(sound, 0.1f) == Approx(1.99).margin(0.005));
    CHECK(heard_s({std::vector<float>(sound.left.begin(), sound.left.begin() + 48'000), {}}, 0.1f)
          > 0.5);
    speaker.drop_leaving(); // nothing leaves
    speaker.say(0, 0);
    play(speaker, 1);
    speaker.drop_leaving();
    CHECK(heard_s(play(speaker, 3), 0.1f) > 1);
}

TEST_CASE("A hushed sentence that ends before it was dropped takes nothing with it")
{
    audio::Speaker speaker(kSampleRateHz, sentences());
    speaker.say(0, 0);
    play(speaker, 2.3);
    speaker.hush();
    speaker.say(0, 1);
    play(speaker, 0.2);
    CHECK_FALSE(speaker.leaving());
    speaker.drop_leaving();
    CHECK(heard_s(play(speaker, 8), 0.2f) > 5.9);
}

TEST_CASE("Where nobody speaks there is nothing to hush")
{
    audio::Speaker speaker(kSampleRateHz, sentences());
    speaker.hush();
    CHECK_FALSE(speaker.leaving());
    speaker.say(0, 0);
    speaker.drop_leaving();
    CHECK(heard_s(play(speaker, 3), 0.1f) > 1.9);
}
