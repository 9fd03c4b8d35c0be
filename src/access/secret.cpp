#include "access/secret.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <cassert>
#include <charconv>
#include <span>
#include <stdexcept>

namespace crura::access {
namespace {

constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void fill(std::span<std::uint8_t> bytes)
{
    if (RAND_bytes(bytes.data(), int(bytes.size())) != 1)
        throw std::runtime_error("the system has no source of chance");
}

} // namespace

std::string random_text(std::string_view alphabet, std::size_t length)
{
    assert(!alphabet.empty() && alphabet.size() <= 256);
    const auto fair = 256 / alphabet.size() * alphabet.size(); // bytes above would favour some
    std::string text;
    std::array<std::uint8_t, 64> bytes;
    while (text.size() < length) {
        fill(bytes);
        for (const auto byte : bytes)
            if (byte < fair && text.size() < length)
                text += alphabet[byte % alphabet.size()];
    }
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return text;
}

// 42 letters of 6 bits, and one that carries the last four.
std::string random_token()
{
    std::array<std::uint8_t, 33> bytes = {};
    fill(std::span(bytes).first(32));
    std::string token;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const unsigned three = unsigned(bytes[at]) << 16 | bytes[at + 1] << 8 | bytes[at + 2];
        for (const int shift : {18, 12, 6, 0})
            token += kBase64Url[three >> shift & 63];
    }
    OPENSSL_cleanse(bytes.data(), bytes.size());
    token.pop_back();
    return token;
}

Digest digest_of(std::string_view secret)
{
    Digest digest;
    SHA256(reinterpret_cast<const std::uint8_t*>(secret.data()), secret.size(), digest.data());
    return digest;
}

bool same(const Digest& a, const Digest& b)
{
    return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hex(const Digest& digest)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const auto byte : digest) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

std::optional<Digest> digest_in(std::string_view hex)
{
    Digest digest;
    if (hex.size() != 2 * digest.size())
        return std::nullopt;
    for (std::size_t at = 0; at < digest.size(); ++at) {
        const auto* from = hex.data() + 2 * at;
        const auto read = std::from_chars(from, from + 2, digest[at], 16);
        if (read.ec != std::errc() || read.ptr != from + 2)
            return std::nullopt;
    }
    return digest;
}

} // namespace crura::access
