#include "access/pairing_code.hpp"
#include "access/secret.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace crura::access;

TEST_CASE(
    "Tokens are 43 letters of base64url, each as likely as any other, and never twice the same")
{
    std::set<std::string> tokens;
    std::map<char, int> count;
    for (int each = 0; each < 2000; ++each) {
        const auto token = random_token();
        REQUIRE(token.size() == 43);
        tokens.insert(token);
        for (const char letter : token.substr(0, 42))
            ++count[letter];
    }
    CHECK(tokens.size() == 2000);
    CHECK(count.size() == 64);
    CHECK(count.count('-') + count.count('_') + count.count('+') + count.count('/') == 2);
    for (const auto& [letter, times] : count)
        CHECK(std::abs(times - 2000 * 42 / 64) < 220); // six standard deviations
}

TEST_CASE("Letters are drawn fairly from an alphabet that does not divide a byte")
{
    std::map<char, int> count;
    for (const char letter : random_text("abcdefghijklmnopqrstuvwxyz", 26 * 20000))
        ++count[letter];
    CHECK(count.size() == 26);
    for (const auto& [letter, times] : count)
        CHECK(std::abs(times - 20000) < 850); // six standard deviations
}

TEST_CASE("Codes are twelve letters in three groups, without letters that look alike")
{
    std::set<std::string> codes;
    std::set<char> letters;
    for (int each = 0; each < 500; ++each) {
        const auto code = new_code();
        REQUIRE(code.size() == 14);
        CHECK(code[4] == '-');
        CHECK(code[9] == '-');
        codes.insert(code);
        letters.insert(code.begin(), code.end());
        CHECK(as_written(code) == code);
    }
    CHECK(codes.size() == 500);
    CHECK(letters.size() == 26 + 1);
    for (const auto* alike : {"0ODQ", "1IL", "2Z", "5S", "8B", "UV"})
        CHECK(std::count_if(letters.begin(), letters.end(),
                            [=](char letter) {
                                return std::string_view(alike).find(letter)
                                    != std::string_view::npos;
                            })
              <= 1);
}

TEST_CASE("What looks like a letter of the code is taken for it")
{
    CHECK(as_written("8528 uodo 0quz") == "BSZB-VQQQ-QQVZ");
    CHECK(as_written("k7qm4xwb9ptr") == "K7QM-4XWB-9PTR");
    CHECK_FALSE(as_written("K7QM-4XWB-9PT1"));
    CHECK_FALSE(as_written("K7QM-4XWB-9PT"));
    CHECK_FALSE(as_written("K7QM-4XWB-9PTRA"));
}

TEST_CASE("The digest is SHA-256, and comes back from its text")
{
    const auto digest = digest_of("abc"); // FIPS 180-4
    CHECK(hex(digest) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(digest_in(hex(digest)) == digest);
    CHECK(same(digest, digest_of("abc")));
    CHECK_FALSE(same(digest, digest_of("abd")));
    CHECK_FALSE(digest_in(hex(digest).substr(1)));
    CHECK_FALSE(digest_in(hex(digest).replace(10, 1, "x")));
    CHECK_FALSE(digest_in(hex(digest).replace(10, 2, "-1")));
}
