#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crura::access {

// Chance from the system's generator, without which no program can go on: it throws. [any], as all
// of these.

// So many letters, each of the alphabet's (at most 256) as likely as any other.
std::string random_text(std::string_view alphabet, std::size_t length);

// 256 bits in base64url (RFC 4648, 5), without padding: 43 letters.
std::string random_token();

using Digest = std::array<std::uint8_t, 32>;

Digest digest_of(std::string_view secret); // SHA-256

// Takes equally long wherever they differ.
bool same(const Digest& a, const Digest& b);

std::string hex(const Digest& digest);
std::optional<Digest> digest_in(std::string_view hex); // nothing when it is none

} // namespace crura::access
