#include "sound/sound_file.hpp"

#include "sound/loudness.hpp"
#include "support/compressed.hpp"
#include "support/temp_folder.hpp"
#include "support/tones.hpp"

#include <catch2/catch.hpp>

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>

using namespace crura;
using crura::test::clip_of;
namespace fs = std::filesystem;

namespace {

std::string bytes_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void put(const fs::path& file, const std::string& bytes)
{
    std::ofstream(file, std::ios::binary) << bytes;
}

std::size_t files_in(const fs::path& folder)
{
    return std::size_t(std::distance(fs::directory_iterator(folder), {}));
}

std::string refusal(const fs::path& file)
{
    const auto clip = sound::read_clip(file);
    REQUIRE_FALSE(clip);
    const auto& message = clip.error().message;
    CHECK(message.find(file.filename().string()) != std::string::npos);
    CHECK(message.back() == '.');
    CHECK(message.find('\n') == std::string::npos);
    return message;
}

} // namespace

TEST_CASE("A clip comes back from a .wav file bit for bit, and from a .flac file to 24 bits")
{
    const test::TempFolder folder;
    const std::size_t channels = GENERATE(1u, 2u, 8u);
    const auto clip =
        clip_of({.level_db = -1, .length_s = 0.7, .sample_rate_hz = 44100, .channels = channels});

    REQUIRE(sound::write_clip(folder / "a.wav", clip));
    const auto wav = sound::read_clip(folder / "a.wav");
    REQUIRE(wav);
    CHECK(wav->sample_rate_hz == 44100);
    CHECK(wav->channels == channels);
    CHECK(wav->interleaved == clip.interleaved);

    REQUIRE(sound::write_clip(folder / "a.FLAC", clip));
    const auto flac = sound::read_clip(folder / "a.FLAC");
    REQUIRE(flac);
    REQUIRE(flac->interleaved.size() == clip.interleaved.size());
    for (std::size_t i = 0; i < clip.interleaved.size(); ++i)
        REQUIRE(std::fabs(flac->interleaved[i] - clip.interleaved[i]) <= 0x1p-23f);
}

TEST_CASE("A written .wav is a plain RIFF file of 32-bit floats, the same bytes every time")
{
    const test::TempFolder folder;
    const auto clip = clip_of({.length_s = 0.1});
    REQUIRE(sound::write_clip(folder / "a.wav", clip));
    const auto bytes = bytes_of(folder / "a.wav");
    CHECK(bytes.substr(0, 4) == "RIFF");
    CHECK(bytes.substr(8, 4) == "WAVE");
    CHECK(bytes.find("PEAK") == std::string::npos);
    std::uint32_t size = 0;
    std::memcpy(&size, bytes.data() + 4, 4);
    CHECK(size == bytes.size() - 8);
    const auto data = bytes.find("data");
    REQUIRE(data != std::string::npos);
    std::memcpy(&size, bytes.data() + data + 4, 4);
    REQUIRE(size == 4 * clip.interleaved.size());
    CHECK(std::memcmp(bytes.data() + data + 8, clip.interleaved.data(), size) == 0);
}

TEST_CASE("OGG and MP3 files are read at their rate, in their length and at their level")
{
    const test::TempFolder folder;
    const auto [name, format] =
        GENERATE(table<const char*, int>({{"a.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS},
                                          {"a.opus", SF_FORMAT_OGG | SF_FORMAT_OPUS},
                                          {"a.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III}}));
    const auto clip = clip_of({.level_db = -23, .length_s = 3});
    if (!test::put_compressed(folder / name, format, clip)) {
        WARN("SKIPPED: this libsndfile does not write " << name);
        return;
    }
    const auto back = sound::read_clip(folder / name);
    REQUIRE(back);
    CHECK(back->sample_rate_hz == 48000);
    CHECK(back->channels == 2);
    CHECK(back->length_s() == Approx(3).margin(0.06)); // MP3 pads its ends
    CHECK(sound::integrated_loudness_lufs(*back) == Approx(-23).margin(0.3));
}

TEST_CASE("What is no sound file is told in one sentence")
{
    const test::TempFolder folder;
    CHECK(refusal(folder / "none.wav").find("no such file") != std::string::npos);

    fs::create_directory(folder / "folder.wav");
    CHECK(refusal(folder / "folder.wav").find("folder") != std::string::npos);

    put(folder / "empty.wav", "");
    CHECK(refusal(folder / "empty.wav").find("empty") != std::string::npos);

    ::mkfifo((folder / "pipe.wav").c_str(), 0600);
    CHECK(refusal(folder / "pipe.wav").find("not a file") != std::string::npos);

    for (const char* name : {"text.wav", "text.mp3", "text.ogg", "text.flac", "text.gsm", "text"}) {
        put(folder / name, "I am no sound at all, only a letter to a friend.\n");
        CHECK(refusal(folder / name).find("WAV, FLAC, OGG or MP3") != std::string::npos);
    }
    REQUIRE(sound::write_clip(folder / "silent.wav", {48000, 2, {}}));
    CHECK(refusal(folder / "silent.wav").find("no sound in it") != std::string::npos);
}

TEST_CASE("A file cut short or scrambled gives what it has, or a sentence, and never hangs")
{
    const test::TempFolder folder;
    const auto clip = clip_of({.length_s = 2});
    const auto [name, format] =
        GENERATE(table<const char*, int>({{"a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16},
                                          {"a.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16},
                                          {"a.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS},
                                          {"a.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III}}));
    if (!test::put_compressed(folder / name, format, clip))
        return;
    const auto whole = bytes_of(folder / name);
    const auto check = [&, file = folder / name] {
        const auto read = sound::read_clip(file);
        if (!read) {
            CHECK_FALSE(read.error().message.empty());
            return;
        }
        CHECK(read->frames() <= clip.frames() + 4000);
        for (const float x : read->interleaved)
            REQUIRE((std::isfinite(x) && std::fabs(x) <= 8));
    };
    for (const double share : {0.001, 0.01, 0.3, 0.9}) {
        put(folder / name, whole.substr(0, std::size_t(share * double(whole.size()))));
        check();
    }
    std::uint32_t dice = 1;
    for (int round = 0; round < 20; ++round) {
        auto broken = whole;
        for (int hit = 0; hit < 20; ++hit) {
            dice = dice * 1664525 + 1013904223;
            broken[std::size_t(dice) * (hit < 3 ? 100u : broken.size()) >> 32] = char(dice >> 7);
        }
        put(folder / name, broken);
        check();
    }
}

TEST_CASE("A header that claims a day of sound does not cost a day's memory")
{
    const test::TempFolder folder;
    REQUIRE(sound::write_clip(folder / "a.wav", clip_of({.length_s = 0.1})));
    auto bytes = bytes_of(folder / "a.wav");
    const auto data = bytes.find("data");
    for (const std::size_t at : {std::size_t(4), data + 4})
        bytes.replace(at, 4, "\xF0\xFF\xFF\xFF");
    put(folder / "a.wav", bytes);
    const auto clip = sound::read_clip(folder / "a.wav");
    CHECK((!clip || clip->interleaved.size() == 9600));
}

TEST_CASE("A file too long for memory is refused")
{
    const test::TempFolder folder;
    auto writer = sound::SoundWriter::create(folder / "long.flac", 48000, 2);
    REQUIRE(writer);
    const std::vector<float> minute(2 * 48000 * 60);
    for (int i = 0; i < 12; ++i)
        REQUIRE(writer->write(minute));
    REQUIRE(writer->finish());
    CHECK(refusal(folder / "long.flac").find("too long") != std::string::npos);
}

TEST_CASE("What is no number in a file is silence, and what is absurd is held")
{
    const test::TempFolder folder;
    const auto nan = std::numeric_limits<float>::quiet_NaN();
    const auto infinity = std::numeric_limits<float>::infinity();
    REQUIRE(
        sound::write_clip(folder / "a.wav", {48000, 2, {nan, infinity, 1e30f, -1e30f, 0.5f, 0}}));
    const auto clip = sound::read_clip(folder / "a.wav");
    REQUIRE(clip);
    CHECK(clip->interleaved == std::vector<float>{0, 0, 8, -8, 0.5f, 0});
}

TEST_CASE("A reader streams what a clip holds and says when it ends")
{
    const test::TempFolder folder;
    const auto clip = clip_of({.length_s = 0.3, .sample_rate_hz = 44100});
    REQUIRE(sound::write_clip(folder / "a.flac", clip));
    const auto whole = sound::read_clip(folder / "a.flac");
    auto reader = sound::SoundReader::open(folder / "a.flac");
    REQUIRE(reader);
    CHECK(reader->sample_rate_hz() == 44100);
    CHECK(reader->channels() == 2);
    std::vector<float> streamed;
    std::array<float, 2 * 333> piece;
    std::size_t got = 333;
    while (got == 333) {
        got = reader->read(piece);
        streamed.insert(streamed.end(), piece.begin(), piece.begin() + std::ptrdiff_t(2 * got));
    }
    CHECK(streamed == whole->interleaved);
    CHECK(reader->read(piece) == 0);
}

TEST_CASE("A .flac holds what is too loud for it at full scale, without turning it over")
{
    const test::TempFolder folder;
    REQUIRE(sound::write_clip(folder / "a.flac", {48000, 1, {1.5f, -1.5f, 0.25f}}));
    const auto clip = sound::read_clip(folder / "a.flac");
    REQUIRE(clip);
    CHECK(clip->interleaved[0] == Approx(1).margin(1e-6));
    CHECK(clip->interleaved[1] == Approx(-1).margin(1e-6));
    CHECK(clip->interleaved[2] == 0.25f);
}

TEST_CASE("A .wav that would not fit into its own sizes is refused, not wrapped")
{
    constexpr std::size_t kSize = (std::size_t(1) << 32) + 4096;
    void* const nothing =
        ::mmap(nullptr, kSize, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    REQUIRE(nothing != MAP_FAILED);
    const test::TempFolder folder;
    auto writer = sound::SoundWriter::create(folder / "a.wav", 48000, 2);
    REQUIRE(writer);
    REQUIRE(writer->write(std::vector<float>(200)));
    const auto written = writer->write({static_cast<const float*>(nothing), kSize / sizeof(float)});
    ::munmap(nothing, kSize);
    REQUIRE_FALSE(written);
    CHECK(written.error().message.find(".flac") != std::string::npos);
}

TEST_CASE("Only a finished file has its name, and nothing else stays behind")
{
    const test::TempFolder folder;
    put(folder / "a.wav", "older");
    {
        auto writer = sound::SoundWriter::create(folder / "a.wav", 48000, 2);
        REQUIRE(writer);
        REQUIRE(writer->write(std::vector<float>(9600)));
        CHECK(bytes_of(folder / "a.wav") == "older");
    }
    CHECK(bytes_of(folder / "a.wav") == "older");
    CHECK(files_in(folder.path()) == 1);

    REQUIRE(sound::write_clip(folder / "a.wav", clip_of({.length_s = 0.1})));
    CHECK(bytes_of(folder / "a.wav").substr(0, 4) == "RIFF");
    CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("A file that cannot be written is told in one sentence and leaves nothing behind")
{
    const test::TempFolder folder;
    const auto clip = clip_of({.length_s = 1});
    const auto problem = [&clip](const fs::path& file) {
        const auto written = sound::write_clip(file, clip);
        REQUIRE_FALSE(written);
        CHECK(written.error().message.find(file.string()) != std::string::npos);
        return written.error().message;
    };
    CHECK(problem(folder / "a.mp3").find(".wav or .flac") != std::string::npos);
    CHECK(problem(folder / "a").find(".wav or .flac") != std::string::npos);
    CHECK(problem(folder / "none" / "a.wav").find("cannot be written") != std::string::npos);
    fs::create_directory(folder / "folder.wav");
    CHECK(problem(folder / "folder.wav").find("is a folder") != std::string::npos);
    CHECK(files_in(folder.path()) == 1);

    SECTION("because the disk is full")
    {
        const auto before = std::signal(SIGXFSZ, SIG_IGN);
        rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        rlimit small = limit;
        small.rlim_cur = 100'000;
        ::setrlimit(RLIMIT_FSIZE, &small);
        const auto why = problem(folder / "full.wav");
        ::setrlimit(RLIMIT_FSIZE, &limit);
        std::signal(SIGXFSZ, before);
        CHECK(why.find("is there room") != std::string::npos);
        CHECK(files_in(folder.path()) == 1);
    }
}
