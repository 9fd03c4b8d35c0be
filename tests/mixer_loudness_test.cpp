#include "audio/mixer.hpp"

#include "support/player.hpp"
#include "support/soundscapes.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace crura;
using namespace crura::test;

namespace {

constexpr double kSampleRateHz = Player::kSampleRateHz;
constexpr double kWindowS = 0.1;

// Steady while its opening is: whatever changes is the master's doing.
audio::Soundscape steady_voice()
{
    return written("[pad]\n");
}

// How much louder one is than another, tenth by tenth of a second.
std::vector<double> louder_by_db(const Sound& sound, const Sound& than)
{
    const auto window = std::size_t(kWindowS * kSampleRateHz);
    auto levels = envelope(sound, window);
    const auto others = envelope(than, window);
    for (std::size_t i = 0; i < levels.size(); ++i)
        levels[i] = decibels(levels[i] / others[i]);
    return levels;
}

// The steepest rise, over half a second, of what is not silence.
double steepest_rise_db_per_s(const std::vector<double>& levels_db)
{
    double steepest = 0;
    for (std::size_t i = 0; i + 5 < levels_db.size(); ++i)
        if (levels_db[i] > -40)
            steepest = std::max(steepest, (levels_db[i + 5] - levels_db[i]) / (5 * kWindowS));
    return steepest;
}

Player::CueAt with(std::function<void(AudioCue&)> change)
{
    return [change](double time_s) {
        auto cue = full(time_s);
        change(cue);
        return cue;
    };
}

} // namespace

TEST_CASE("The sound comes in over 3 s and never faster")
{
    Player player(steady_voice());
    const auto sound = player.play(10, full);
    const double whole_db = level_db(sound, 5, 10);
    CHECK(level_db(sound, 0.0, 0.2) < whole_db - 45);
    CHECK(level_db(sound, 0.4, 0.6) == Approx(whole_db + 2 * decibels(0.5 / 3)).margin(2.5));
    CHECK(level_db(sound, 1.4, 1.6) == Approx(whole_db + 2 * decibels(1.5 / 3)).margin(1.5));
    CHECK(level_db(sound, 2.6, 2.8) < whole_db - 1);
    CHECK(level_db(sound, 3.1, 3.3) == Approx(whole_db).margin(0.5));
}

TEST_CASE("A presence that itself comes in over 3 s is not made slower")
{
    Player player(steady_voice());
    const auto sound = player.play(6, [](double time_s) {
        auto cue = full(time_s);
        cue.presence = float(std::min(1., time_s / 3));
        return cue;
    });
    const double whole_db = level_db(sound, 4, 6);
    CHECK(level_db(sound, 1.4, 1.6) == Approx(whole_db + 2 * decibels(1.5 / 3)).margin(1));
    CHECK(level_db(sound, 3.2, 3.4) == Approx(whole_db).margin(0.5));
}

TEST_CASE("Nothing makes the whole louder by more than 6 dB a second")
{
    struct Louder {
        const char* what;
        std::function<void(AudioCue&)> soft;
        double volume_db = 0; // while it is soft
    };
    const auto louder = GENERATE(values<Louder>({
        {"own level", [](AudioCue& cue) { cue.own_level = 0.05f; }},
        {"presence", [](AudioCue& cue) { cue.presence = 0.3f; }},
        {"volume", [](AudioCue&) {}, -26},
        {"all three", [](AudioCue& cue) { cue.own_level = 0.4f, cue.presence = 0.6f; }, -10},
    }));
    INFO(louder.what);
    Player player(steady_voice());
    Player unchanged(steady_voice());
    player.play(8, full);
    unchanged.play(8, full);
    player.mixer.set_volume(louder.volume_db);
    const auto soft = louder_by_db(player.play(8, with(louder.soft)), unchanged.play(8, full));
    CHECK(soft.back() < -15);
    CHECK(soft.back() > -35);

    player.mixer.set_volume(0);
    const auto rising = louder_by_db(player.play(8, full), unchanged.play(8, full));
    CHECK(steepest_rise_db_per_s(rising) == Approx(6).margin(0.02)); // nor does it hang
    const double arrives_s = -soft.back() / 6;
    CHECK(rising[std::size_t(arrives_s / kWindowS) + 2] == Approx(0).margin(0.05));
}

TEST_CASE("A guide that begins in the middle of a session comes in over 3 s")
{
    Player player(written("[sea]\n"));
    const auto without = player.play(5, with([](AudioCue& cue) { cue.guide_level = 0; }));
    CHECK(peak(without.left) < 1e-6);
    const auto sound = player.play(8, with([](AudioCue& cue) { cue.guide_level = 0.2f; }));
    const double whole_db = level_db(sound, 4, 8);
    CHECK(level_db(sound, 0.4, 0.6) == Approx(whole_db + 2 * decibels(0.5 / 3)).margin(2.5));
    CHECK(level_db(sound, 1.4, 1.6) == Approx(whole_db + 2 * decibels(1.5 / 3)).margin(2));
    CHECK(level_db(sound, 3.1, 3.4) == Approx(whole_db).margin(1.5));
}

TEST_CASE("The volume is of everything and never above its ceiling")
{
    const auto level_at = [](audio::Mixer::Params params) {
        Player player(steady_voice(), params);
        return level_db(player.play(6, full), 4, 6);
    };
    const double usual_db = level_at({});
    CHECK(level_at({.volume_db = -20}) == Approx(usual_db - 20).margin(0.2));
    CHECK(level_at({.volume_db = 12}) == Approx(usual_db).margin(0.01));
    CHECK(level_at({.volume_db = 6, .ceiling_db = 12}) == Approx(usual_db + 6).margin(0.2));
    CHECK(level_at({.volume_db = 0, .ceiling_db = -9}) == Approx(usual_db - 9).margin(0.2));
    Player player(steady_voice(), {.ceiling_db = -9});
    player.mixer.set_volume(0);
    CHECK(level_db(player.play(6, full), 4, 6) == Approx(usual_db - 9).margin(0.2));
}

TEST_CASE("At the end everything goes down evenly over 3 s, and stays down")
{
    const bool own_end = GENERATE(false, true);
    Player player(steady_voice());
    const double whole_db = level_db(player.play(8, full), 5, 8);
    if (own_end)
        player.mixer.fade_out();
    const auto ending =
        player.play(3.1, with([own_end](AudioCue& cue) { cue.presence = own_end ? 1 : 0; }));
    CHECK(level_db(ending, 0.4, 0.6) == Approx(whole_db + 2 * decibels(2.5 / 3)).margin(1));
    CHECK(level_db(ending, 1.4, 1.6) == Approx(whole_db + 2 * decibels(1.5 / 3)).margin(1.5));
    CHECK(level_db(ending, 2.3, 2.5) > whole_db - 36);
    CHECK(level_db(ending, 3.0, 3.1) < whole_db - 60);
    CHECK(player.mixer.silent());
    if (own_end)
        CHECK(peak(player.play(4, full).left) < 1e-4);
}

TEST_CASE("A panic silences everything within 0.25 s, gently, and 3 s bring it back")
{
    Player player(everything(), {}, {{std::vector<float>(20 * 48000, 0.2f)}, {{0}}});
    const auto speaking = with([](AudioCue& cue) {
        cue.sentence = {1, 0, 0};
        cue.touch = 1;
    });
    const auto before = player.play(6, speaking);
    const double whole_db = level_db(before, 4, 6);
    const auto panic = player.play(0.5, with([](AudioCue& cue) {
                                       cue.sentence = {1, 0, 0};
                                       cue.panic = true;
                                       cue.touch = 1;
                                   }));
    CHECK(level_db(panic, 0.00, 0.02) > whole_db - 5);
    CHECK(level_db(panic, 0.09, 0.11) > whole_db - 25);
    for (const auto* ear : {&panic.left, &panic.right}) { // below 20 Hz the rest of DC rings out
        CHECK(peak(std::span(*ear).subspan(12000)) < 1e-3);
        const auto audible = above(*ear, 20, kSampleRateHz);
        CHECK(peak(std::span(audible).subspan(12000)) < 1e-4);
    }
    CHECK(player.mixer.silent());
    CHECK(largest_jump(panic.left) < 1.1 * largest_jump(before.left));

    const auto back = player.play(6, speaking);
    Player fresh(everything());
    const auto first = fresh.play(6, full); // and the sentence does not go on
    CHECK(level_db(back, 0.0, 0.2) < whole_db - 40);
    CHECK(level_db(back, 1.4, 1.6) == Approx(level_db(first, 1.4, 1.6)).margin(2));
    CHECK(level_db(back, 4, 6) == Approx(level_db(first, 4, 6)).margin(1.5));
}

TEST_CASE("When ticks stay away for 0.5 s the sound fades over 1 s, and comes back with them")
{
    Player player(written("[pad]\n[sea]\n"));
    const auto before = player.play(10, full);
    const double whole_db = level_db(before, 6, 10);

    const auto stalled = player.stall(4);
    CHECK(level_db(stalled, 0.3, 0.5) == Approx(whole_db).margin(1.5));
    CHECK(level_db(stalled, 0.9, 1.1) < whole_db - 4);
    CHECK(level_db(stalled, 0.9, 1.1) > whole_db - 20);
    CHECK(level_db(stalled, 1.5, 1.6) < whole_db - 40);
    CHECK(peak(std::span(stalled.left).last(48000)) < 1e-6);
    CHECK(player.mixer.silent());

    const auto back = player.play(5, full);
    CHECK(level_db(back, 0.0, 0.2) < whole_db - 45);
    CHECK(level_db(back, 3.5, 5) == Approx(whole_db).margin(1.5));
    CHECK_FALSE(player.mixer.silent());
}

TEST_CASE("The rest steps back by 9 dB under a sentence, before it begins, and comes back slowly")
{
    // A sentence that is silent: only the ducking is heard.
    const std::vector<float> sentence(3 * 48000);
    Player player(steady_voice(), {}, {{sentence}, {{0}}});
    Player unchanged(steady_voice());
    const double whole_db = level_db(player.play(6, full), 4, 6);
    unchanged.play(6, full);
    const auto said = player.play(8, with([](AudioCue& cue) { cue.sentence = {1, 0, 0}; }));
    CHECK(level_db(said, 0.39, 0.42) == Approx(whole_db - 9).margin(1));
    CHECK(level_db(said, 0.5, 3.3) == Approx(whole_db - 9).margin(0.3));
    CHECK(level_db(said, 3.9, 4.0) == Approx(whole_db - 6.2).margin(0.7));
    CHECK(level_db(said, 5.2, 8) == Approx(whole_db).margin(0.3));
    CHECK(steepest_rise_db_per_s(louder_by_db(said, unchanged.play(8, full))) < 6.02);
}

TEST_CASE("A sentence is heard from its first frame at full level, also when nothing else is")
{
    const std::vector<float> tone = [] {
        std::vector<float> x;
        for (int i = 0; i < 48000; ++i)
            x.push_back(0.2f * float(std::sin(i * 0.05)));
        return x;
    }();
    Player player(steady_voice(), {.volume_db = -6, .speech_db = -3}, {{tone}, {{0}}});
    const auto sound = player.play(2, [](double) { return AudioCue{.sentence = {1, 0, 0}}; });
    const double expected_db = decibels(0.2 / std::sqrt(2)) - 9;
    CHECK(level_db(sound, 0.42, 0.52) == Approx(expected_db).margin(0.2));
    CHECK(level_db(sound, 1.2, 1.38) == Approx(expected_db).margin(0.2));
    CHECK(level_db(sound, 1.5, 2) < -90);
}

TEST_CASE("A mixer that begins in the middle of a session does not say its last sentence again")
{
    const audio::Sentences sentences{{std::vector<float>(4800, 0.3f)}, {{0, 0}}};
    const auto heard = [&](std::uint32_t first, std::uint32_t then) {
        Player player(steady_voice(), {}, sentences);
        const auto saying = [](std::uint32_t count) {
            return [count](double) { return AudioCue{.sentence = {count, 0, 0}}; };
        };
        const double begins = peak(player.play(1, saying(first)).left);
        return std::pair(begins > 0.1, peak(player.play(1, saying(then)).left) > 0.1);
    };
    CHECK(heard(0, 1) == std::pair(false, true));
    CHECK(heard(1, 1) == std::pair(true, false));
    CHECK(heard(5, 5) == std::pair(false, false));
    CHECK(heard(5, 6) == std::pair(false, true));
}
