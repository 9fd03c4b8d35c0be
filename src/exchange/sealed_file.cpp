#include "exchange/sealed_file.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

namespace crura::exchange {
namespace {

constexpr std::size_t kChunk = 64 * 1024;
constexpr std::size_t kSealedChunk = kChunk + crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr unsigned char kFinal = crypto_secretstream_xchacha20poly1305_TAG_FINAL;

static_assert(SealedHeader::kSaltSize == crypto_pwhash_argon2id_SALTBYTES);
static_assert(SealedHeader::kStreamSize == crypto_secretstream_xchacha20poly1305_HEADERBYTES);

void begin_sodium()
{
    if (sodium_init() < 0)
        throw std::bad_alloc(); // no source of chance: the system cannot run
}

// One thing in locked memory between guard pages, wiped at its end.
template <class T>
struct Locked {
    Locked()
    {
        begin_sodium();
        value = static_cast<T*>(sodium_malloc(sizeof(T)));
        if (!value)
            throw std::bad_alloc();
    }
    ~Locked() { sodium_free(value); }
    Locked(const Locked&) = delete;
    Locked& operator=(const Locked&) = delete;

    T* value;
};
using Key = std::array<unsigned char, crypto_secretstream_xchacha20poly1305_KEYBYTES>;
using Stream = crypto_secretstream_xchacha20poly1305_state;

Result<void> derive(Key& key, const Secret& passphrase, SealCost cost, SealedHeader& header)
{
    const auto text = passphrase.text();
    if (crypto_pwhash_argon2id(key.data(), key.size(), text.data(), text.size(), header.salt(),
                               cost.passes, cost.memory_bytes,
                               crypto_pwhash_argon2id_ALG_ARGON2ID13)
        != 0)
        return Error{"There is not enough memory: " + std::to_string(cost.memory_bytes >> 20)
                     + " MB are needed for half a second. Close something and try again."};
    return {};
}

} // namespace

Secret::Secret()
{
    begin_sodium();
    bytes_ = static_cast<char*>(sodium_malloc(kLongest));
    if (!bytes_)
        throw std::bad_alloc();
}

Secret::Secret(std::string_view text) : Secret()
{
    for (const char byte : text.substr(0, kLongest))
        append(byte);
}

Secret::Secret(Secret&& other) noexcept
    : bytes_(std::exchange(other.bytes_, nullptr)), size_(std::exchange(other.size_, 0))
{
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    std::swap(bytes_, other.bytes_);
    std::swap(size_, other.size_);
    return *this;
}

Secret::~Secret()
{
    sodium_free(bytes_);
}

bool Secret::append(char byte)
{
    if (size_ == kLongest)
        return false;
    bytes_[size_++] = byte;
    return true;
}

bool Secret::same_as(const Secret& other) const
{
    return size_ == other.size_ && sodium_memcmp(bytes_, other.bytes_, size_) == 0;
}

struct Sealer::State {
    explicit State(files::WholeFile file) : into(std::move(file)) {}
    ~State() { sodium_memzero(plain.data(), plain.size()); }

    files::WholeFile into;
    SealedHeader header;
    Locked<Stream> stream;
    std::vector<std::uint8_t> plain = std::vector<std::uint8_t>(kChunk);
    std::vector<std::uint8_t> sealed = std::vector<std::uint8_t>(kSealedChunk);
    std::size_t filled = 0;
};

Sealer::Sealer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Sealer::Sealer(Sealer&&) noexcept = default;
Sealer::~Sealer() = default;

Result<Sealer> Sealer::begin(files::WholeFile into, const Secret& passphrase, SealCost cost)
{
    auto state = std::make_unique<State>(std::move(into));
    SealedHeader& header = state->header;
    header = header_for(cost);
    randombytes_buf(header.salt(), SealedHeader::kSaltSize);
    const Locked<Key> key;
    if (const auto derived = derive(*key.value, passphrase, cost, header); !derived)
        return derived.error();
    crypto_secretstream_xchacha20poly1305_init_push(state->stream.value, header.stream(),
                                                    key.value->data());
    if (const auto written = state->into.write(header.bytes); !written)
        return written.error();
    return Sealer(std::move(state));
}

Result<void> Sealer::write(std::span<const std::uint8_t> bytes)
{
    while (!bytes.empty()) {
        if (state_->filled == kChunk)
            if (auto pushed = push(false); !pushed)
                return pushed;
        const auto now = bytes.first(std::min(bytes.size(), kChunk - state_->filled));
        std::copy(now.begin(), now.end(), state_->plain.begin() + std::ptrdiff_t(state_->filled));
        state_->filled += now.size();
        bytes = bytes.subspan(now.size());
    }
    return {};
}

Result<void> Sealer::push(bool last)
{
    unsigned long long size = 0;
    crypto_secretstream_xchacha20poly1305_push(
        state_->stream.value, state_->sealed.data(), &size, state_->plain.data(),
        std::exchange(state_->filled, 0), state_->header.bytes.data(), SealedHeader::kSize,
        last ? kFinal : 0);
    return state_->into.write(std::span(state_->sealed).first(std::size_t(size)));
}

Result<void> Sealer::finish()
{
    if (auto pushed = push(true); !pushed)
        return pushed;
    return state_->into.finish();
}

struct Unsealer::State {
    ~State() { sodium_memzero(plain.data(), plain.size()); }

    fs::path file;
    std::ifstream in;
    SealedHeader header;
    Locked<Stream> stream;
    std::vector<std::uint8_t> plain = std::vector<std::uint8_t>(kChunk);
    std::vector<std::uint8_t> sealed = std::vector<std::uint8_t>(kSealedChunk);
    std::size_t at = 0, size = 0; // what is left of the chunk
    bool last = false;
    bool first = true;
};

Unsealer::Unsealer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Unsealer::Unsealer(Unsealer&&) noexcept = default;
Unsealer::~Unsealer() = default;

Result<Unsealer> Unsealer::open(const fs::path& file, const Secret& passphrase)
{
    auto state = std::make_unique<State>();
    state->file = file;
    std::error_code ignored;
    if (fs::is_regular_file(file, ignored))
        state->in.open(file, std::ios::binary);
    if (!state->in.is_open())
        return Error{file.string() + " cannot be read; is it there, and may you read it?"};
    SealedHeader& header = state->header;
    state->in.read(reinterpret_cast<char*>(header.bytes.data()), SealedHeader::kSize);
    const auto cost = cost_in(header, file);
    if (!cost)
        return cost.error();
    const Locked<Key> key;
    if (const auto derived = derive(*key.value, passphrase, *cost, header); !derived)
        return derived.error();
    crypto_secretstream_xchacha20poly1305_init_pull(state->stream.value, header.stream(),
                                                    key.value->data());
    Unsealer opened(std::move(state));
    if (const auto pulled = opened.pull(); !pulled)
        return pulled.error();
    return opened;
}

// The next chunk.
Result<void> Unsealer::pull()
{
    State& now = *state_;
    now.in.read(reinterpret_cast<char*>(now.sealed.data()), kSealedChunk);
    const auto came = std::size_t(now.in.gcount());
    unsigned char tag = 0;
    unsigned long long size = 0;
    const bool good = came >= kSealedChunk - kChunk
        && crypto_secretstream_xchacha20poly1305_pull(now.stream.value, now.plain.data(), &size,
                                                      &tag, now.sealed.data(), came,
                                                      now.header.bytes.data(), SealedHeader::kSize)
            == 0;
    if (!good && now.first)
        return Error{now.file.string()
                     + " did not open: either this is not its passphrase, or its first 64 KB are "
                       "damaged. The two cannot be told apart."};
    if (!good)
        return Error{now.file.string()
                     + " is damaged or was cut: the passphrase is right, but what was sealed is "
                       "not all there. Take another copy of it."};
    now.first = false;
    now.at = 0;
    now.size = std::size_t(size);
    now.last = tag == kFinal;
    return {};
}

Result<void> Unsealer::read(std::span<std::uint8_t> into)
{
    while (!into.empty()) {
        State& now = *state_;
        if (now.at == now.size) {
            if (now.last)
                return Error{now.file.string()
                             + " holds less than it says; it was not sealed by "
                               "Crura."};
            if (auto pulled = pull(); !pulled)
                return pulled;
            continue;
        }
        const auto count = std::min(into.size(), now.size - now.at);
        std::copy_n(now.plain.begin() + std::ptrdiff_t(now.at), count, into.begin());
        now.at += count;
        into = into.subspan(count);
    }
    return {};
}

Result<void> Unsealer::finish()
{
    State& now = *state_;
    while (!now.last && now.at == now.size)
        if (auto pulled = pull(); !pulled)
            return pulled;
    if (now.at < now.size || now.in.peek() != std::ifstream::traits_type::eof())
        return Error{now.file.string()
                     + " holds more than was sealed: something was added to it. "
                       "Take another copy of it."};
    return {};
}

} // namespace crura::exchange
