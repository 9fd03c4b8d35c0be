#pragma once

#include "core/result.hpp"
#include "exchange/sealed_header.hpp"
#include "files/whole_file.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

namespace crura::exchange {

// A file that only a passphrase opens. The key is derived by Argon2id; the bytes go through
// libsodium's secretstream (XChaCha20-Poly1305) in chunks of 64 KB, so that a file of any length
// takes the same memory, and any bit that was changed, left out, moved or added is found. The
// format is described in docs/privacy.md. [any], one thread at a time.

// A passphrase, as it was typed: kept out of the swap space where the system permits that, and
// wiped.
class Secret {
public:
    static constexpr std::size_t kLongest = 1024; // bytes

    Secret();
    explicit Secret(std::string_view text);
    ~Secret();
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;

    bool append(char byte); // false when there is no room left
    std::string_view text() const { return {bytes_, size_}; }
    bool same_as(const Secret& other) const; // in the same time wherever they differ

private:
    char* bytes_;
    std::size_t size_ = 0;
};

class Sealer {
public:
    static Result<Sealer> begin(files::WholeFile into, const Secret& passphrase, SealCost cost);
    Sealer(Sealer&&) noexcept;
    ~Sealer();

    Result<void> write(std::span<const std::uint8_t> bytes);
    Result<void> finish(); // without it there is no file

private:
    struct State;
    explicit Sealer(std::unique_ptr<State> state);
    Result<void> push(bool last);

    std::unique_ptr<State> state_;
};

class Unsealer {
public:
    // Fails for a passphrase that is not the right one, and likewise when the first chunk is
    // damaged: the two cannot be told apart.
    static Result<Unsealer> open(const std::filesystem::path& file, const Secret& passphrase);
    Unsealer(Unsealer&&) noexcept;
    ~Unsealer();

    // Exactly so many bytes, all of them as they were sealed; an error when the file is damaged or
    // holds less. Until finish() has said so, the whole is not known to be there.
    Result<void> read(std::span<std::uint8_t> into);

    // An error unless everything was read and the end is the one that was sealed.
    Result<void> finish();

private:
    struct State;
    explicit Unsealer(std::unique_ptr<State> state);
    Result<void> pull();

    std::unique_ptr<State> state_;
};

} // namespace crura::exchange
