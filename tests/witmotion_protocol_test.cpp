#include "devices/witmotion_protocol.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

using namespace crura::devices;
using Kind = WitFrame::Kind;
using Bytes = std::vector<std::uint8_t>;

namespace {

std::vector<WitFrame> frames_in(const Bytes& bytes, WitParser parse = {})
{
    std::vector<WitFrame> frames;
    for (const auto byte : bytes)
        if (const auto frame = parse(byte))
            frames.push_back(*frame);
    return frames;
}

std::size_t count(const std::vector<WitFrame>& frames, Kind kind)
{
    std::size_t found = 0;
    for (const auto& frame : frames)
        found += frame.kind == kind;
    return found;
}

double length(const std::array<double, 3>& a)
{
    return std::hypot(a[0], a[1], a[2]);
}

// The frames that the maker's documents give, computed.
const Bytes kOneG{0x55, 0x51, 0, 0, 0, 0, 0, 0x08, 0xC4, 0x09, 0x7B};
const Bytes kTenDps{0x55, 0x52, 0xA4, 0, 0, 0, 0, 0, 0, 0, 0x4B};

// A 20-byte frame at rest: 1 g along z.
Bytes motion_frame(std::uint8_t x = 0)
{
    Bytes bytes{0x55, 0x61, x, 0, 0, 0, 0, 0x08};
    bytes.resize(20);
    return bytes;
}

Bytes operator+(Bytes a, const Bytes& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

std::filesystem::path data_folder()
{
    const auto named = std::getenv("CRURA_DATA");
    return named ? std::filesystem::path(named)
                 : std::filesystem::path(CRURA_ROOT) / "../shared/data";
}

} // namespace

TEST_CASE("The documented wired frames are read as documented")
{
    const auto frames = frames_in(kOneG + kTenDps);
    REQUIRE(frames.size() == 2);
    CHECK(frames[0].kind == Kind::acceleration);
    CHECK(frames[0].acceleration_g == std::array<double, 3>{0, 0, 1});
    CHECK(frames[1].kind == Kind::angular_rate);
    CHECK(frames[1].angular_rate_dps[0] == Approx(10).margin(0.02));
}

TEST_CASE("A register is written low byte first")
{
    CHECK(wit_write(WitRegister::unlock, kWitUnlock) == WitCommand{0xFF, 0xAA, 0x69, 0x88, 0xB5});
    CHECK(wit_write(WitRegister::rate, 9) == WitCommand{0xFF, 0xAA, 0x03, 0x09, 0x00});
}

TEST_CASE("The frames of a real WT901BLECL are all found, at 1.02 g")
{
    const auto file = data_folder() / "captures/witmotion/wt901blecl50_hazer_2024-02-06.bin";
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        WARN("skipped: no " << file << "; set CRURA_DATA to the folder of recordings");
        return;
    }
    const Bytes bytes{std::istreambuf_iterator<char>(stream), {}};
    REQUIRE(bytes.size() == 512);
    WitParser parse;
    std::vector<WitFrame> frames;
    for (const auto byte : bytes)
        if (const auto frame = parse(byte))
            frames.push_back(*frame);

    CHECK(frames.size() == 25);
    CHECK(count(frames, Kind::registers) == 7);
    CHECK(parse.rejected() == 0);
    double mean_g = 0;
    for (const auto& frame : frames)
        mean_g += length(frame.acceleration_g) / double(count(frames, Kind::motion));
    CHECK(mean_g == Approx(1.02).margin(0.005));
}

TEST_CASE("A frame that is begun, then begun again, is read once and right")
{
    // As seen on a real unit: its first 4 bytes end a USB packet, the whole frame begins the next.
    Bytes bytes;
    for (std::uint8_t i = 0; i < 30; ++i) {
        const auto frame = motion_frame(i);
        if (i % 3 == 2)
            bytes.insert(bytes.end(), frame.begin(), frame.begin() + 4);
        bytes = bytes + frame;
    }
    WitParser parse;
    std::size_t found = 0;
    for (const auto byte : bytes)
        if (const auto frame = parse(byte)) {
            CHECK(frame->acceleration_g[0] == Approx(double(found) * 16 / 32768));
            CHECK(length(frame->acceleration_g) == Approx(1).margin(0.001));
            ++found;
        }
    CHECK(found == 29); // the last one waits for the beginning of the next
    CHECK(parse.rejected() == 10);
}

TEST_CASE("A head inside of a frame is not taken for one")
{
    Bytes wired{0x55, 0x52, 0x55, 0x51, 0, 0, 0, 0x08, 0, 0};
    std::uint8_t sum = 0;
    for (const auto byte : wired)
        sum = std::uint8_t(sum + byte);
    wired.push_back(sum);
    auto motion = motion_frame();
    motion[8] = motion[14] = 0x55;
    motion[9] = motion[15] = 0x61;

    // Begun in the middle of a frame, it may take a few frames to fall into step.
    for (std::size_t skip = 0; skip < 20; ++skip) {
        Bytes bytes(motion.begin() + skip, motion.end());
        for (int i = 0; i < 10; ++i)
            bytes = bytes + motion;
        const auto frames = frames_in(bytes);
        CAPTURE(skip);
        CHECK(frames.size() >= 9);
        for (const auto& frame : frames)
            CHECK(length(frame.acceleration_g) == Approx(1).margin(0.001));
    }
    CHECK(frames_in(wired + wired + wired).size() == 3);
}

TEST_CASE("A wired frame with a wrong byte is rejected once, and the next ones are read")
{
    for (std::size_t at = 0; at < kOneG.size(); ++at) {
        auto broken = kOneG;
        broken[at] ^= 0x04;
        WitParser parse;
        std::size_t found = 0;
        for (const auto byte : kTenDps + broken + kTenDps + kTenDps)
            found += parse(byte).has_value();
        CAPTURE(at);
        CHECK(found >= 3);
        CHECK(found <= 3);
        CHECK(parse.rejected() <= 1);
    }
}

TEST_CASE("An acceleration that no breathing body has is not believed")
{
    auto thrown = motion_frame();
    thrown[7] = 0x60; // 12 g
    auto falling = motion_frame();
    falling[7] = 0x01; // 0.125 g
    const auto good = motion_frame();
    const auto frames = frames_in(good + good + thrown + good + falling + good + good);
    for (const auto& frame : frames)
        CHECK(length(frame.acceleration_g) == Approx(1));
    CHECK(frames.size() == 4);
}

TEST_CASE("Random bytes make next to no frames")
{
    std::mt19937 random(2);
    Bytes noise(1'000'000);
    for (auto& byte : noise)
        byte = random() % 8 ? std::uint8_t(random()) : 0x55;
    const auto frames = frames_in(noise);
    CHECK(count(frames, Kind::motion) < 10);
    CHECK(count(frames, Kind::acceleration) < 100); // an 8-bit sum lets 1 in 256 pass
}
