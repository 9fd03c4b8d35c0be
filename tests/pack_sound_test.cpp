#include "speech/pack_sound.hpp"

#include "sound/loudness.hpp"
#include "sound/sound_file.hpp"
#include "speech/checksum.hpp"
#include "speech/standard.hpp"
#include "support/temp_folder.hpp"
#include "support/voice.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::speech;
using test::contains;
using test::Spoken;
using test::TempFolder;

namespace {

// A pack of one sentence, whose file has just been written.
Pack pack_with(const TempFolder& folder, const sound::Clip& clip,
               const std::string& name = "a.flac")
{
    REQUIRE(sound::write_clip(folder / name, clip));
    Pack pack;
    pack.folder = folder.path();
    pack.sentences = {{"a", "Notice.", "en", name, sha256_of(test::text_in(folder / name))}};
    return pack;
}

sound::Clip amplified(sound::Clip clip, double db)
{
    for (float& each : clip.interleaved)
        each *= float(std::pow(10, db / 20));
    return clip;
}

std::string first_remark(const Pack& pack)
{
    const auto remarks = check_sounds(pack);
    REQUIRE(remarks.size() == 1);
    return remarks[0];
}

sound::Clip standard(const Spoken& spoken = {})
{
    auto clip = to_standard(spoken.clip());
    REQUIRE(clip);
    return *clip;
}

} // namespace

TEST_CASE("A sentence comes out at 48 kHz, one channel, -23 LUFS and without the silence around it")
{
    const double rate_hz = GENERATE(22050., 44100., 48000., 96000.);
    const double voice = GENERATE(0.01, 0.9);
    const std::size_t channels = GENERATE(1u, 2u);
    const auto clip = standard(
        {.rate_hz = rate_hz, .voice = voice, .room = 1e-6, .offset = 0.05, .channels = channels});

    CHECK(clip.sample_rate_hz == 48000);
    CHECK(clip.channels == 1);
    CHECK(sound::integrated_loudness_lufs(clip) == Approx(-23).margin(0.1));
    CHECK(sound::true_peak_db(clip) <= -3 + 0.05);
    CHECK(clip.length_s() > 1.5);
    CHECK(clip.length_s() < 1.5 + 0.3);
}

TEST_CASE("A sentence begins and ends in silence, without a step")
{
    sound::Clip cut_off{48000, 1, std::vector<float>(48000)}; // it sounds from its first sample on
    for (std::size_t i = 0; i < cut_off.interleaved.size(); ++i)
        cut_off.interleaved[i] = 0.2f * std::cos(0.026f * float(i));
    const auto sentence = to_standard(cut_off);
    REQUIRE(sentence);
    const auto& clip = sentence->interleaved;
    CHECK(sound::true_peak_db(*sentence) > -25);
    CHECK(std::fabs(clip.front()) < 1e-4);
    CHECK(std::fabs(clip.back()) < 1e-4);
    for (std::size_t i = 1; i < 480; ++i) { // 10 ms
        REQUIRE(std::fabs(clip[i]) < 0.1f * float(i) / 480 + 1e-3f);
        REQUIRE(std::fabs(clip[clip.size() - 1 - i]) < 0.1f * float(i) / 480 + 1e-3f);
    }
}

TEST_CASE("A voice with high peaks stays softer rather than peak above -3 dBTP")
{
    auto clip = Spoken{}.clip();
    for (std::size_t i = 40000; i < 40010; ++i)
        clip.interleaved[i] = 0.99f;
    const auto out = to_standard(amplified(clip, -1));
    REQUIRE(out);
    CHECK(sound::true_peak_db(*out) == Approx(-3).margin(0.1));
    CHECK(sound::integrated_loudness_lufs(*out) < -23.1);
}

TEST_CASE("A word shorter than the loudness measure's window is as loud as the others")
{
    const auto clip = standard({.before_s = 0, .voice_s = 0.25, .after_s = 0});
    REQUIRE(clip.length_s() < 0.4);
    CHECK(sentence_loudness_lufs(clip) == Approx(-23).margin(0.2));
}

TEST_CASE("Silence, and what never ends, is no sentence")
{
    CHECK_FALSE(to_standard(Spoken{.voice = 0, .room = 1e-6}.clip()));
    CHECK_FALSE(to_standard(sound::Clip{48000, 1, {}}));
    CHECK_FALSE(to_standard(sound::Clip{48000, 1, std::vector<float>(48000, 0.5f)})); // all offset
    CHECK_FALSE(to_standard(Spoken{.rate_hz = 8000, .voice_s = 31}.clip()));
}

TEST_CASE("A sentence of a pack is the sound that was put into it")
{
    const TempFolder folder;
    const auto clip = standard();
    const auto pack = pack_with(folder, clip);
    const auto read = read_sentence(pack, pack.sentences[0]);
    REQUIRE(read);
    CHECK(read->interleaved == clip.interleaved); // 16 bits lose nothing on the way
    CHECK(check_sounds(pack).empty());
}

TEST_CASE("Whatever is wrong with a sentence's file is said in a sentence that names it")
{
    const TempFolder folder;
    auto pack = pack_with(folder, standard());
    SECTION("it is not there")
    {
        std::filesystem::remove(folder / "a.flac");
        CHECK(contains(first_remark(pack), "a.flac cannot be read; pack.toml names it"));
    }
    SECTION("it is a folder")
    {
        std::filesystem::remove(folder / "a.flac");
        std::filesystem::create_directory(folder / "a.flac");
        CHECK(contains(first_remark(pack), "a.flac cannot be read"));
    }
    SECTION("it is another one, were it by one bit")
    {
        auto bytes = test::text_in(folder / "a.flac");
        bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 1);
        test::write_text(folder / "a.flac", bytes);
        CHECK(contains(first_remark(pack), "is not the file of which pack.toml has the checksum"));
    }
    SECTION("it ends too early, and pack.toml agrees")
    {
        const auto bytes = test::text_in(folder / "a.flac");
        test::write_text(folder / "a.flac", bytes.substr(0, 20));
        pack.sentences[0].sha256 = sha256_of(bytes.substr(0, 20));
        CHECK(contains(first_remark(pack), "a.flac"));
    }
    SECTION("it is no FLAC file")
    {
        CHECK(contains(first_remark(pack_with(folder, standard(), "a.wav")), "is no FLAC file"));
    }
    SECTION("it has another rate, or two channels")
    {
        auto clip = standard();
        clip.sample_rate_hz = 44100;
        CHECK(contains(first_remark(pack_with(folder, clip)), "has 44100 Hz and 1 channels"));
        clip.sample_rate_hz = 48000;
        clip.channels = 2;
        clip.interleaved.resize(clip.interleaved.size() / 2 * 2);
        CHECK(contains(first_remark(pack_with(folder, clip)), "has 48000 Hz and 2 channels"));
    }
    SECTION("it never ends")
    {
        const sound::Clip clip{48000, 1, std::vector<float>(48000 * 31, 0.01f)};
        CHECK(contains(first_remark(pack_with(folder, clip)), "lasts 31.0 s"));
    }
}

TEST_CASE("A sentence that is not as loud as the others is told, within 1 LU it is not")
{
    const TempFolder folder;
    const auto clip = standard();
    CHECK(check_sounds(pack_with(folder, amplified(clip, 0.9))).empty());
    CHECK(check_sounds(pack_with(folder, amplified(clip, -0.9))).empty());
    CHECK(contains(first_remark(pack_with(folder, amplified(clip, 1.2))), "-21.8 LUFS"));
    CHECK(contains(first_remark(pack_with(folder, amplified(clip, -6))), "-29.0 LUFS"));
    CHECK(contains(first_remark(pack_with(folder, amplified(clip, 18))), "peaks at"));
    CHECK(contains(first_remark(pack_with(folder, amplified(clip, -200))), "is silent"));
}
