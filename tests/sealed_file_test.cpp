#include "exchange/sealed_file.hpp"
#include "support/sealing.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <sodium.h>
#include <sys/stat.h>

using namespace crura;
using Catch::Matchers::Contains;
using exchange::Sealer;
using exchange::Secret;
using exchange::Unsealer;
using test::kCheap;
using test::noise;
using test::seal_text;
using test::text_of;
using test::write_text;

namespace {

constexpr std::size_t kHeader = 64, kChunk = 65536, kSealedChunk = kChunk + 17;
constexpr const char* kPassphrase = "four pine cones \xC3\xA0 rest";

// What comes out of a file that should hold so many bytes; the error's words when it is refused.
Result<std::string> opened(const std::filesystem::path& file, std::size_t size,
                           const std::string& passphrase = kPassphrase)
{
    auto from = Unsealer::open(file, Secret(passphrase));
    if (!from)
        return from.error();
    std::string text(size, '\0');
    if (const auto read = from->read({reinterpret_cast<std::uint8_t*>(text.data()), size}); !read)
        return read.error();
    if (const auto finished = from->finish(); !finished)
        return finished.error();
    return text;
}

std::string with_bit_flipped(std::string bytes, std::size_t byte, unsigned bit)
{
    bytes[byte] = char(bytes[byte] ^ char(1u << bit));
    return bytes;
}

// Memory in the header between 8 MB and 1 GB is not refused, but takes long.
bool is_dear(std::size_t byte, unsigned bit)
{
    return (byte == 18 && bit == 7) || byte == 19;
}

} // namespace

TEST_CASE("What was sealed comes back byte for byte, whatever its length")
{
    const auto size =
        GENERATE(std::size_t(0), 1, kChunk - 1, kChunk, kChunk + 1, 2 * kChunk, 3 * kChunk + 12345);
    const test::TempFolder folder;
    const auto text = noise(size);
    seal_text(folder / "x.sealed", text, kPassphrase);
    const auto chunks = std::max<std::size_t>(1, (size + kChunk - 1) / kChunk);
    CHECK(std::filesystem::file_size(folder / "x.sealed") == kHeader + size + 17 * chunks);
    const auto back = opened(folder / "x.sealed", size);
    REQUIRE(back);
    CHECK((*back == text));
}

TEST_CASE("Two sealed files of the same bytes and passphrase have nothing in common")
{
    const test::TempFolder folder;
    seal_text(folder / "a", noise(100), kPassphrase);
    seal_text(folder / "b", noise(100), kPassphrase);
    CHECK(text_of(folder / "a").substr(24) != text_of(folder / "b").substr(24));
}

TEST_CASE("Every flipped bit of a small sealed file is found")
{
    const test::TempFolder folder;
    const auto text = noise(40);
    seal_text(folder / "x.sealed", text, kPassphrase);
    const auto sealed = text_of(folder / "x.sealed");
    std::size_t missed = 0, tried = 0;
    for (std::size_t byte = 0; byte < sealed.size(); ++byte)
        for (unsigned bit = 0; bit < 8; ++bit) {
            if (is_dear(byte, bit))
                continue;
            write_text(folder / "y.sealed", with_bit_flipped(sealed, byte, bit));
            missed += opened(folder / "y.sealed", text.size()).has_value();
            ++tried;
        }
    CHECK(missed == 0);
    CHECK(tried > 900);
}

TEST_CASE("A flipped bit is found in every chunk, and said to be damage from the second one on")
{
    const test::TempFolder folder;
    const auto text = noise(2 * kChunk + 500);
    seal_text(folder / "x.sealed", text, kPassphrase);
    const auto sealed = text_of(folder / "x.sealed");
    std::vector<std::size_t> places{kHeader, kHeader + 1, sealed.size() - 1};
    for (std::size_t border = kHeader + kSealedChunk; border < sealed.size();
         border += kSealedChunk)
        for (const int beside : {-17, -1, 0, 1, 16, 17})
            places.push_back(border + std::size_t(beside));
    for (std::size_t at = kHeader; at < sealed.size(); at += 4999)
        places.push_back(at);
    for (const auto at : places) {
        INFO(at);
        write_text(folder / "y.sealed", with_bit_flipped(sealed, at, unsigned(at % 8)));
        const auto back = opened(folder / "y.sealed", text.size());
        REQUIRE_FALSE(back);
        CHECK_THAT(back.error().message,
                   Contains(at < kHeader + kSealedChunk ? "cannot be told apart"
                                                        : "the passphrase is right"));
    }
}

TEST_CASE("A sealed file that was cut anywhere is refused")
{
    const test::TempFolder folder;
    const auto text = noise(3 * kChunk);
    seal_text(folder / "x.sealed", text, kPassphrase);
    const auto sealed = text_of(folder / "x.sealed");
    std::vector<std::size_t> cuts{0, 1, 7, 8, 24, 63, 64, 65, 80, 81, sealed.size() - 1};
    for (std::size_t border = kHeader; border < sealed.size(); border += kSealedChunk)
        for (const int beside : {0, 1, 17, -1})
            cuts.push_back(border + std::size_t(beside));
    for (const auto cut : cuts) {
        INFO(cut);
        write_text(folder / "y.sealed", sealed.substr(0, cut));
        // Also by a reader who knows how much has come whole, and would be content with it.
        const auto whole = cut < kHeader ? 0 : (cut - kHeader) / kSealedChunk * kChunk;
        CHECK_FALSE(opened(folder / "y.sealed", whole));
        CHECK_FALSE(opened(folder / "y.sealed", text.size()));
    }
}

TEST_CASE("Chunks that were exchanged, repeated, left out or added are found")
{
    const test::TempFolder folder;
    const auto text = noise(4 * kChunk);
    seal_text(folder / "x.sealed", text, kPassphrase);
    const auto sealed = text_of(folder / "x.sealed");
    const auto head = sealed.substr(0, kHeader);
    const auto chunk = [&sealed](std::size_t i) {
        return sealed.substr(kHeader + i * kSealedChunk, kSealedChunk);
    };
    const auto refused = [&](const std::string& bytes, std::size_t chunks) {
        write_text(folder / "y.sealed", bytes);
        return !opened(folder / "y.sealed", chunks * kChunk);
    };
    CHECK_FALSE(refused(head + chunk(0) + chunk(1) + chunk(2) + chunk(3), 4)); // as it was
    CHECK(refused(head + chunk(0) + chunk(2) + chunk(1) + chunk(3), 4));
    CHECK(refused(head + chunk(1) + chunk(0) + chunk(2) + chunk(3), 4));
    CHECK(refused(head + chunk(0) + chunk(1) + chunk(1) + chunk(2) + chunk(3), 5));
    CHECK(refused(head + chunk(0) + chunk(2) + chunk(3), 3));
    CHECK(refused(head + chunk(0) + chunk(1) + chunk(3), 3));
    CHECK(refused(sealed + chunk(3), 5));
    CHECK(refused(sealed + chunk(3), 4));
    CHECK(refused(sealed + 'x', 4));
    CHECK(refused(sealed + std::string(17, '\0'), 4));
    CHECK(refused(sealed + sealed, 4));

    seal_text(folder / "z.sealed", text, kPassphrase); // the same text and passphrase
    const auto other = text_of(folder / "z.sealed");
    CHECK(refused(head + chunk(0) + chunk(1) + other.substr(kHeader + 2 * kSealedChunk), 4));
}

TEST_CASE("Bytes left unread are no end")
{
    const test::TempFolder folder;
    seal_text(folder / "x.sealed", noise(kChunk + 10), kPassphrase);
    CHECK_FALSE(opened(folder / "x.sealed", kChunk + 9));
    CHECK_FALSE(opened(folder / "x.sealed", kChunk));
    CHECK_FALSE(opened(folder / "x.sealed", kChunk + 11));
}

TEST_CASE("A passphrase that is almost right does not open, and is not called damage")
{
    const test::TempFolder folder;
    seal_text(folder / "x.sealed", "rest", "four pine cones");
    for (const char* wrong : {"", "four pine cone", "four pine cones ", "Four pine cones"}) {
        const auto back = opened(folder / "x.sealed", 4, wrong);
        REQUIRE_FALSE(back);
        CHECK_THAT(back.error().message,
                   Contains("not its passphrase") && Contains("cannot be told apart"));
    }
    CHECK(opened(folder / "x.sealed", 4, "four pine cones"));
}

TEST_CASE("A hostile header is refused before any memory or time is spent")
{
    const test::TempFolder folder;
    seal_text(folder / "x.sealed", "rest", kPassphrase);
    const auto sealed = text_of(folder / "x.sealed");
    const auto complaint = [&](std::size_t at, const std::string& bytes) {
        auto changed = sealed;
        changed.replace(at, bytes.size(), bytes);
        write_text(folder / "y.sealed", changed);
        const auto back = opened(folder / "y.sealed", 4);
        return back ? "" : back.error().message;
    };
    const auto harm = Contains("Crura never writes");
    CHECK_THAT(complaint(16, std::string("\0\0\0\0\x19\0\0\0", 8)), harm); // 100 GB
    CHECK_THAT(complaint(16, std::string("\1\0\0\x40\0\0\0\0", 8)), harm); // a byte above 1 GB
    CHECK_THAT(complaint(16, std::string(8, '\xff')), harm);
    CHECK_THAT(complaint(16, std::string(8, '\0')), harm);
    CHECK_THAT(complaint(16, std::string("\xff\x1f\0\0\0\0\0\0", 8)), harm); // below 8 KB
    CHECK_THAT(complaint(12, std::string("\x11\0\0\0", 4)), harm);           // 17 passes
    CHECK_THAT(complaint(12, std::string(4, '\0')), harm);
    CHECK_THAT(complaint(12, std::string(4, '\xff')), harm);
    CHECK_THAT(complaint(8, std::string(4, '\0')), harm);
    CHECK_THAT(complaint(8, std::string("\2\0\0\0", 4)), Contains("newer Crura"));
    CHECK_THAT(complaint(0, "CRUSEAK"), Contains("not a file that Crura sealed"));
    write_text(folder / "y.sealed", "");
    CHECK_THAT(opened(folder / "y.sealed", 0).error().message, Contains("not a file that Crura"));
    CHECK_FALSE(opened(folder.path(), 0));
    CHECK_FALSE(opened(folder / "none", 0));
}

TEST_CASE("The parameters of every day are Argon2id with 256 MB and three passes")
{
    const test::TempFolder folder;
    auto into = files::WholeFile::create(folder / "x.sealed");
    REQUIRE(into);
    auto sealer = Sealer::begin(std::move(*into), Secret(kPassphrase), exchange::kModerate);
    REQUIRE(sealer);
    REQUIRE(sealer->write(test::bytes_of("rest")));
    REQUIRE(sealer->finish());
    const auto sealed = text_of(folder / "x.sealed");
    CHECK(sealed.substr(12, 12) == std::string("\3\0\0\0\0\0\0\x10\0\0\0\0", 12));
    CHECK(exchange::kModerate.passes == crypto_pwhash_argon2id_OPSLIMIT_MODERATE);
    CHECK(exchange::kModerate.memory_bytes == crypto_pwhash_argon2id_MEMLIMIT_MODERATE);
    CHECK(*opened(folder / "x.sealed", 4) == "rest");
}

TEST_CASE("libsodium alone opens a sealed file by the documented format")
{
    const test::TempFolder folder;
    const auto text = noise(kChunk + 99);
    seal_text(folder / "x.sealed", text, kPassphrase);
    const auto sealed = text_of(folder / "x.sealed");
    const auto* bytes = reinterpret_cast<const unsigned char*>(sealed.data());

    std::array<unsigned char, 32> key{};
    const std::string passphrase = kPassphrase;
    REQUIRE(crypto_pwhash(key.data(), key.size(), passphrase.data(), passphrase.size(), bytes + 24,
                          1, 8192, crypto_pwhash_ALG_ARGON2ID13)
            == 0);
    crypto_secretstream_xchacha20poly1305_state state;
    REQUIRE(crypto_secretstream_xchacha20poly1305_init_pull(&state, bytes + 40, key.data()) == 0);
    std::string back;
    unsigned char tag = 0;
    for (std::size_t at = 64; at < sealed.size(); at += kSealedChunk) {
        CHECK(tag == 0);
        std::string chunk(kChunk, '\0');
        unsigned long long size = 0;
        REQUIRE(crypto_secretstream_xchacha20poly1305_pull(
                    &state, reinterpret_cast<unsigned char*>(chunk.data()), &size, &tag, bytes + at,
                    std::min(kSealedChunk, sealed.size() - at), bytes, 64)
                == 0);
        back += chunk.substr(0, std::size_t(size));
    }
    CHECK(tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL);
    CHECK((back == text));
}

TEST_CASE("A sealed file is its owner's alone, never replaces another, and is whole or not there")
{
    const test::TempFolder folder;
    const auto before = ::umask(0);
    seal_text(folder / "x.sealed", "rest", kPassphrase);
    ::umask(before);
    CHECK(test::mode_of(folder / "x.sealed") == 0600);

    write_text(folder / "mine", "left alone");
    CHECK_FALSE(files::WholeFile::create(folder / "mine"));
    std::filesystem::create_symlink(folder / "nowhere", folder / "link");
    CHECK_FALSE(files::WholeFile::create(folder / "link"));
    CHECK_FALSE(files::WholeFile::create(folder / "no" / "folder"));
    {
        auto late = files::WholeFile::create(folder / "late");
        REQUIRE(late);
        write_text(folder / "late", "came meanwhile");
        CHECK_FALSE(late->finish());
        auto given_up = files::WholeFile::create(folder / "y.sealed");
        REQUIRE(given_up);
        auto sealer = Sealer::begin(std::move(*given_up), Secret(kPassphrase), kCheap);
        REQUIRE(sealer);
        REQUIRE(sealer->write(test::bytes_of(noise(2 * kChunk))));
    }
    CHECK(text_of(folder / "late") == "came meanwhile");
    CHECK(test::names_in(folder.path())
          == std::set<std::string>{"late", "link", "mine", "x.sealed"});
}

TEST_CASE("A passphrase that is too long is cut nowhere unnoticed")
{
    Secret secret;
    for (std::size_t i = 0; i < Secret::kLongest; ++i)
        REQUIRE(secret.append('x'));
    CHECK_FALSE(secret.append('x'));
    CHECK(secret.text().size() == Secret::kLongest);
    CHECK(Secret("rest").same_as(Secret("rest")));
    CHECK_FALSE(Secret("rest").same_as(Secret("res")));
    CHECK_FALSE(Secret("rest").same_as(Secret("rast")));
}
