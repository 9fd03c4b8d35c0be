#include "record/digest.hpp"

#include "record/each_number.hpp"

#include <bit>

namespace crura::record {
namespace {

constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15; // odd: no step loses a bit

std::uint64_t mixed(std::uint64_t bits, std::uint64_t number) noexcept
{
    bits = (bits ^ number) * kFactor;
    return bits ^ (bits >> 32);
}

struct Mix {
    std::uint64_t bits;

    template <class T>
    requires std::integral<T> || std::is_enum_v<T>
    void operator()(T number) noexcept { bits = mixed(bits, std::uint64_t(number)); }
    void operator()(double number) noexcept { (*this)(std::bit_cast<std::uint64_t>(number)); }
    void operator()(float number) noexcept { (*this)(std::bit_cast<std::uint32_t>(number)); }
    void operator()(Duration duration) noexcept { (*this)(duration.count()); }
    void operator()(Time time) noexcept { (*this)(time.time_since_epoch()); }
};

struct MixTypes {
    std::uint64_t bits = 0;

    template <class T>
    void operator()(T) noexcept
    {
        constexpr bool kTraits[] = {std::is_floating_point_v<T>, std::is_integral_v<T>,
                                    std::is_signed_v<T>, std::is_enum_v<T>, std::same_as<T, bool>};
        std::uint64_t type = sizeof(T);
        for (const bool trait : kTraits)
            type = 2 * type + trait;
        bits = mixed(bits, type);
    }
};

} // namespace

void SnapshotDigest::add(const Snapshot& snapshot) noexcept
{
    Mix mix{bits_};
    EachNumber<Mix>{mix}(snapshot);
    bits_ = mix.bits;
    ++ticks_;
}

std::uint32_t snapshot_shape() noexcept
{
    static const auto shape = [] {
        MixTypes types;
        EachNumber<MixTypes>(types, EachNumber<MixTypes>::Lists::one_of_each)(Snapshot{});
        return std::uint32_t(types.bits);
    }();
    return shape;
}

} // namespace crura::record
