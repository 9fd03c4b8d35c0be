#pragma once

#include "core/few.hpp"
#include "core/time.hpp"

#include <array>
#include <bit>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace crura::record {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

// ByteWriter and ByteReader answer the same calls, so that one function `fields(archive, item)`
// says for both directions what an item consists of. Little-endian on every machine; a double is
// its 64 bits; a time is nanoseconds, i64; a list starts with its count, u32 (u8 for a Few).
class ByteWriter {
public:
    // `version`: of the format in which the bytes are written; today's if none is given.
    explicit ByteWriter(Bytes& out, std::optional<std::uint16_t> version = {})
        : out_(out), version_(version)
    {
    }

    template <class... Items>
    void operator()(Items&... items)
    {
        (one(items), ...);
    }

    // Fields that this version of the format appended.
    template <class... Items>
    void since(std::uint16_t version, Items&... items)
    {
        if (!version_ || *version_ >= version)
            (*this)(items...);
    }

    // An enumerator, as one byte; the reader refuses what lies after `last`.
    template <class Enum>
    void choice(Enum value, [[maybe_unused]] Enum last)
    {
        put(std::uint8_t(value));
    }

private:
    template <std::unsigned_integral T>
    void put(T value)
    {
        for (std::size_t i = 0; i < sizeof value; ++i)
            out_.push_back(std::uint8_t(value >> (8 * i)));
    }

    template <std::integral T>
    void one(T& value)
    {
        put(std::make_unsigned_t<T>(value));
    }
    void one(bool& value) { put(std::uint8_t(value)); }
    void one(double& value) { put(std::bit_cast<std::uint64_t>(value)); }
    void one(float& value) { put(std::bit_cast<std::uint32_t>(value)); }
    void one(Duration& value) { put(std::uint64_t(value.count())); }
    void one(Time& value) { put(std::uint64_t(value.time_since_epoch().count())); }
    void one(std::string& text) { list(text); }

    template <class Item>
    void one(std::vector<Item>& items)
    {
        list(items);
    }
    template <class Item, std::size_t N>
    void one(std::array<Item, N>& items)
    {
        for (auto& item : items)
            one(item);
    }
    template <class Item, std::size_t N>
    void one(Few<Item, N>& items)
    {
        static_assert(N < 256);
        put(std::uint8_t(items.size()));
        for (auto& item : items)
            one(item);
    }
    template <class Item>
    void one(Item& item)
    {
        fields(*this, item);
    }

    template <class List>
    void list(List& items)
    {
        put(std::uint32_t(items.size()));
        for (auto& item : items)
            one(item);
    }

    Bytes& out_;
    std::optional<std::uint16_t> version_;
};

// Reads what ByteWriter wrote. Never reads past the end: good() is then false for ever, and what
// was read is zero. Bytes left over are ignored, so that a later version may append fields.
class ByteReader {
public:
    // `version`: of the format in which the bytes were written, if that is known.
    explicit ByteReader(ByteView in, std::optional<std::uint16_t> version = {})
        : in_(in), version_(version)
    {
    }

    bool good() const { return good_; }

    template <class... Items>
    void operator()(Items&... items)
    {
        (one(items), ...);
    }

    // Left as they are where an older version wrote; if nobody knows, where nothing is left.
    template <class... Items>
    void since(std::uint16_t version, Items&... items)
    {
        if (version_ ? *version_ >= version : !in_.empty())
            (*this)(items...);
    }

    template <class Enum>
    void choice(Enum& value, Enum last)
    {
        const auto number = get<std::uint8_t>();
        expect(number <= std::uint8_t(last));
        value = good_ ? Enum(number) : Enum{};
    }

private:
    void expect(bool fulfilled) { good_ = good_ && fulfilled; }

    template <std::unsigned_integral T>
    T get()
    {
        expect(in_.size() >= sizeof(T));
        if (!good_)
            return 0;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < sizeof(T); ++i)
            value |= std::uint64_t(in_[i]) << (8 * i);
        in_ = in_.subspan(sizeof(T));
        return T(value);
    }

    template <std::integral T>
    void one(T& value)
    {
        value = T(get<std::make_unsigned_t<T>>());
    }
    void one(bool& value) { value = get<std::uint8_t>() != 0; }
    void one(double& value) { value = std::bit_cast<double>(get<std::uint64_t>()); }
    void one(float& value) { value = std::bit_cast<float>(get<std::uint32_t>()); }
    void one(Duration& value) { value = Duration(std::int64_t(get<std::uint64_t>())); }
    void one(Time& value) { value = Time(Duration(std::int64_t(get<std::uint64_t>()))); }
    void one(std::string& text) { list(text); }

    template <class Item>
    void one(std::vector<Item>& items)
    {
        list(items);
    }
    template <class Item, std::size_t N>
    void one(std::array<Item, N>& items)
    {
        for (auto& item : items)
            one(item);
    }
    template <class Item, std::size_t N>
    void one(Few<Item, N>& items)
    {
        const std::size_t count = get<std::uint8_t>();
        expect(count <= N);
        for (std::size_t i = 0; good_ && i < count; ++i) {
            Item item{};
            one(item);
            items.push_back(item);
        }
    }
    template <class Item>
    void one(Item& item)
    {
        fields(*this, item);
    }

    template <class List>
    void list(List& items)
    {
        const std::size_t count = get<std::uint32_t>();
        expect(count <= in_.size()); // no item is smaller than a byte
        items.resize(good_ ? count : 0);
        for (auto& item : items)
            one(item);
    }

    ByteView in_;
    std::optional<std::uint16_t> version_;
    bool good_ = true;
};

} // namespace crura::record
