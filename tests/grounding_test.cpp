#include "audio/mixer.hpp"

#include "support/player.hpp"
#include "support/soundscapes.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace crura;
using namespace crura::test;

// What is heard in the brake: everything falls silent but the voice that grounds a person.

namespace {

constexpr double kSampleRateHz = Player::kSampleRateHz;
constexpr double kVoice_db = -14; // of the clips, about that of a pack's sentences

std::vector<float> voice(double seconds, double hz)
{
    std::vector<float> clip;
    const double size = std::pow(10, kVoice_db / 20) * std::sqrt(2.);
    for (int i = 0; i < seconds * kSampleRateHz; ++i)
        clip.push_back(float(size * std::sin(2 * M_PI * hz * i / kSampleRateHz)));
    return clip;
}

constexpr std::int16_t kKnees = std::int16_t(Phrase::ground_knees);
constexpr std::int16_t kFloor = std::int16_t(Phrase::ground_floor); // its words are missing

// Of the program a long sentence (0, 0), and of the phrases one.
audio::Sentences sentences()
{
    audio::Sentences all{{voice(20, 200), voice(2, 300)}, {{0, 0}}};
    all.clip_of_phrase.resize(kPhrases, audio::Sentences::kNothing);
    all.clip_of_phrase[kKnees] = 1;
    all.clip_of_phrase[kFloor] = audio::Sentences::kChime;
    return all;
}

// As the engine says it: presence falls within 0.25 s.
Player::CueAt braked(Sentence sentence, float touch = 1)
{
    return [=](double time_s) {
        AudioCue cue = full(time_s);
        cue.presence = float(std::max(0., 1 - time_s / 0.25));
        cue.panic = true;
        cue.touch = touch;
        cue.sentence = sentence;
        return cue;
    };
}

Player::CueAt running(Sentence sentence)
{
    return [=](double time_s) {
        AudioCue cue = full(time_s);
        cue.touch = 1;
        cue.sentence = sentence;
        return cue;
    };
}

Player with_everything(const audio::Mixer::Params& params = {})
{
    return Player(everything(), params, sentences());
}

double audible_db(const Sound& sound, double from_s, double to_s)
{
    Sound heard;
    heard.left = above(sound.left, 20, kSampleRateHz);
    heard.right = above(sound.right, 20, kSampleRateHz);
    return level_db(heard, from_s, to_s);
}

} // namespace

TEST_CASE("In the brake the grounding voice is as loud as ever, and nothing else is heard")
{
    auto player = with_everything();
    player.play(8, running({}));
    const auto sound = player.play(4, braked({1, kPhraseStep, kKnees}));
    CHECK(audible_db(sound, 0.25, 0.38) < -60);
    CHECK(level_db(sound, 0.5, 2.3) == Approx(kVoice_db).margin(0.1));
    CHECK(audible_db(sound, 2.5, 4) < -80);
}

TEST_CASE("While the voice speaks in the brake there is nothing beside it")
{
    const audio::Mixer::Params soft{.volume_db = -20}; // where the limiter has nothing to do
    auto player = with_everything(soft);
    player.play(8, running({}));
    auto rest = player.play(4, braked({1, kPhraseStep, kKnees}));
    Player alone(written("[pad]\n"), soft, sentences());
    const auto voice = alone.play(4, [](double) {
        return AudioCue{.panic = true, .sentence = {1, kPhraseStep, kKnees}};
    });
    for (std::size_t i = 0; i < rest.left.size(); ++i) {
        rest.left[i] -= voice.left[i];
        rest.right[i] -= voice.right[i];
    }
    CHECK(audible_db(rest, 0.25, 4) < -80);
}

TEST_CASE("In the brake the voice obeys the volume and its ceiling, and begins without a click")
{
    auto player = with_everything({.volume_db = 0, .ceiling_db = -12, .speech_db = -3});
    player.play(8, running({}));
    const auto sound = player.play(4, braked({1, kPhraseStep, kKnees}));
    CHECK(level_db(sound, 0.5, 2.3) == Approx(kVoice_db - 15).margin(0.1));
    const double steepest = std::pow(10, (kVoice_db - 15) / 20) * 2 * M_PI * 300 / kSampleRateHz;
    CHECK(largest_jump(std::span(sound.left).subspan(13'000)) < 1.1 * steepest);
    player.mixer.set_volume(-32);
    player.play(2, braked({1, kPhraseStep, kKnees}));
    CHECK(level_db(player.play(4, braked({2, kPhraseStep, kKnees})), 0.5, 2.3)
          == Approx(kVoice_db - 35).margin(0.1));
}

TEST_CASE("A sentence under way fades within 0.25 s of the brake, and the grounding voice follows")
{
    auto player = with_everything();
    const Sentence program{1, 0, 0};
    const auto before = player.play(8, running(program));
    const auto sound = player.play(4, braked({2, kPhraseStep, kKnees}));
    CHECK(largest_jump(sound.left) < 1.1 * largest_jump(before.left));
    CHECK(audible_db(sound, 0.25, 0.5) < -60);
    CHECK(level_db(sound, 0.8, 2.6) == Approx(kVoice_db).margin(0.1));
    CHECK(audible_db(sound, 3, 4) < -80);
    const auto back = player.play(8, running({2, kPhraseStep, kKnees}));
    Player fresh(everything(), {}, sentences());
    CHECK(level_db(back, 4, 8) == Approx(level_db(fresh.play(8, running({})), 4, 8)).margin(1.5));
}

TEST_CASE("A sentence of the program that was to begin just then is not said in the brake, nor is "
          "one that waited")
{
    auto player = with_everything();
    SECTION("to begin")
    {
        player.play(8, running({}));
        CHECK(audible_db(player.play(4, braked({1, 0, 0})), 0.25, 4) < -60);
    }
    SECTION("waited")
    {
        player.play(6, running({1, 0, 0}));
        player.play(2, running({2, 0, 1}));
        CHECK(audible_db(player.play(4, braked({2, 0, 1})), 0.25, 4) < -60);
    }
}

TEST_CASE("In the brake missing words are silence, no bowl, and before and after they are a bowl")
{
    for (const std::int16_t phrase : {kFloor, std::int16_t(Phrase::tone)}) {
        auto player = with_everything();
        player.play(8, running({}));
        player.play(2, braked({}));
        CHECK(peak(player.play(4, braked({1, kPhraseStep, phrase})).left) < 1e-4);
        const auto bowl = player.play(4, [phrase](double) {
            return AudioCue{.sentence = {2, kPhraseStep, phrase}};
        });
        CHECK(peak(bowl.left) > 0.01);
    }
}

TEST_CASE("A second brake while the voice grounds begins anew, and resuming lets it finish")
{
    auto player = with_everything();
    player.play(8, running({}));
    player.play(1, braked({1, kPhraseStep, kKnees}));
    const auto resumed = player.play(2, [](double) {
        return AudioCue{.sentence = {1, kPhraseStep, kKnees}};
    });
    CHECK(level_db(resumed, 0.1, 1.3) == Approx(kVoice_db).margin(0.1));
    CHECK(level_db(resumed, 1.5, 2) < -80);
    player.play(1, braked({2, kPhraseStep, kKnees}));
    player.play(0.1, running({2, kPhraseStep, kKnees}));
    const auto again = player.play(4, braked({3, kPhraseStep, kKnees}));
    CHECK(audible_db(again, 0.25, 0.5) < -60);
    CHECK(level_db(again, 0.8, 2.5) == Approx(kVoice_db).margin(0.1));
}

TEST_CASE("In the brake touch stays still, also while the voice speaks")
{
    auto player = with_everything();
    player.map = *audio::ChannelMap::parse("touch,left");
    const auto before = player.play(8, running({}));
    CHECK(peak(before.left) > 0.05);
    const auto sound = player.play(4, braked({1, kPhraseStep, kKnees}));
    CHECK(peak(std::span(sound.left).subspan(12'000)) < 1e-4);
    CHECK(peak(sound.right) > 0.1);
}

TEST_CASE("The end and an engine that stalls silence the grounding voice, too")
{
    auto player = with_everything();
    player.play(8, running({}));
    player.play(1, braked({1, kPhraseStep, kKnees}));
    SECTION("the end")
    {
        player.mixer.fade_out();
        player.play(0.1, braked({2, kPhraseStep, kKnees})); // no more sentences
        player.play(3.2, braked({2, kPhraseStep, kKnees}));
        CHECK(player.mixer.silent());
        CHECK(peak(player.play(5, braked({2, kPhraseStep, kKnees})).left) < 1e-4);
    }
    SECTION("a stall")
    {
        const auto stalled = player.stall(3);
        CHECK(level_db(stalled, 0.1, 0.4) == Approx(kVoice_db).margin(0.1));
        CHECK(peak(std::span(stalled.left).last(48'000)) < 1e-4);
    }
}

TEST_CASE("A mixer that begins within the brake says what comes then, not what was said before")
{
    auto player = with_everything();
    const auto still_braked = [](double) {
        return AudioCue{.panic = true, .sentence = {7, kPhraseStep, kKnees}};
    };
    CHECK(peak(player.play(3, still_braked).left) < 1e-4);
    CHECK(level_db(player.play(3, braked({8, kPhraseStep, kKnees})), 0.5, 2.3)
          == Approx(kVoice_db).margin(0.1));
}
