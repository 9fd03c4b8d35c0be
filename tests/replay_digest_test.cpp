#include "record/digest.hpp"
#include "record/each_number.hpp"
#include "support/recorded_session.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <set>
#include <vector>

using namespace crura;
using namespace crura::record;

namespace {

std::uint64_t digest_of(const Snapshot& snapshot)
{
    SnapshotDigest digest;
    digest.add(snapshot);
    return digest.bits();
}

// With every list full, so that every byte of it counts.
Snapshot full_snapshot()
{
    const auto fill = [](auto& list) {
        while (!list.full())
            list.push_back({});
    };
    Snapshot snapshot;
    fill(snapshot.breath.onsets);
    fill(snapshot.breath.breaths);
    fill(snapshot.breath.events);
    fill(snapshot.check_in.answers);
    fill(snapshot.assessment.rates);
    fill(snapshot.decisions);
    fill(snapshot.commands);
    return snapshot;
}

// Where the counts of its lists are: at their end.
std::set<std::size_t> counts_in(const Snapshot& snapshot)
{
    const auto at = [&](const auto& list) {
        return std::size_t(reinterpret_cast<const char*>(&list + 1)
                           - reinterpret_cast<const char*>(&snapshot))
            - sizeof(std::size_t);
    };
    return {at(snapshot.breath.onsets),    at(snapshot.breath.breaths),
            at(snapshot.breath.events),    at(snapshot.check_in.answers),
            at(snapshot.assessment.rates), at(snapshot.decisions),
            at(snapshot.commands)};
}

using Raw = std::array<unsigned char, sizeof(Snapshot)>;

Snapshot from(const Raw& raw)
{
    Snapshot snapshot;
    std::memcpy(&snapshot, raw.data(), raw.size());
    return snapshot;
}

bool is_health(std::size_t byte)
{
    return byte >= offsetof(Snapshot, health) && byte < offsetof(Snapshot, health) + sizeof(Health);
}

// The sum that docs/recording-format.md gives.
struct Sum {
    std::uint64_t bits = 0xCBF29CE484222325;
    std::size_t numbers = 0;

    void add(std::uint64_t number)
    {
        bits = (bits ^ number) * 0x9E3779B97F4A7C15;
        bits = bits ^ (bits >> 32);
        ++numbers;
    }
    template <class T>
    void operator()(T number)
    {
        if constexpr (std::same_as<T, Time>)
            add(std::uint64_t(number.time_since_epoch().count()));
        else if constexpr (std::same_as<T, Duration>)
            add(std::uint64_t(number.count()));
        else if constexpr (std::same_as<T, double>)
            add(std::bit_cast<std::uint64_t>(number));
        else if constexpr (std::same_as<T, float>)
            add(std::bit_cast<std::uint32_t>(number));
        else
            add(std::uint64_t(number));
    }
};

} // namespace

// GCC says which bytes of an object are padding; elsewhere this cannot be tested.
#if defined(__GNUC__) && !defined(__clang__)
TEST_CASE("Every byte of a snapshot but padding and health changes its digest")
{
    const auto full = full_snapshot();
    const auto raw = std::bit_cast<Raw>(full);
    const auto usual = digest_of(full);
    const auto counts = counts_in(full);

    Raw ones;
    ones.fill(0xFF);
    auto unpadded = from(ones);
    __builtin_clear_padding(&unpadded);
    const auto counting = std::bit_cast<Raw>(unpadded);

    std::size_t changed = 0;
    std::vector<std::size_t> unseen, seen_health;
    for (std::size_t byte = 0; byte < raw.size(); ++byte) {
        const bool is_count = counts.contains(byte / sizeof(std::size_t) * sizeof(std::size_t));
        if (counting[byte] == 0 || (is_count && raw[byte] == 0))
            continue;
        auto altered = raw;
        altered[byte] = is_count ? raw[byte] - 1 : raw[byte] ^ 1; // no count may become more
        const bool same = digest_of(from(altered)) == usual;
        changed += !same;
        if (is_health(byte) && !same)
            seen_health.push_back(byte);
        if (!is_health(byte) && same)
            unseen.push_back(byte);
    }
    CHECK(changed > 4000);
    CHECK(unseen == std::vector<std::size_t>{});
    CHECK(seen_health == std::vector<std::size_t>{});
}
#endif

TEST_CASE("The digest tells apart what compares as equal, and does not mind what is no number")
{
    Snapshot snapshot;
    const auto zero = digest_of(snapshot);
    snapshot.breath.displacement = -0.0;
    CHECK(digest_of(snapshot) != zero);

    snapshot.breath.displacement = std::numeric_limits<double>::quiet_NaN();
    const auto nan = digest_of(snapshot);
    CHECK(digest_of(snapshot) == nan);
    snapshot.breath.displacement =
        std::bit_cast<double>(std::bit_cast<std::uint64_t>(snapshot.breath.displacement) ^ 1);
    CHECK(digest_of(snapshot) != nan);
}

TEST_CASE("What lies in a list beyond its count leaves the digest as it is")
{
    Snapshot snapshot;
    const auto empty = digest_of(snapshot);
    snapshot.commands.push_back(Command::brake);
    CHECK(digest_of(snapshot) != empty);
    snapshot.commands.clear(); // the brake is still in its memory
    CHECK(digest_of(snapshot) == empty);
}

TEST_CASE("A thousand snapshots of arbitrary bits have a thousand digests")
{
    std::set<std::uint64_t> digests;
    for (std::uint64_t n = 0; n < 1000; ++n)
        digests.insert(digest_of(test::snapshot_of_tick(n, Time{})));
    CHECK(digests.size() == 1000);
}

TEST_CASE("A digest of many snapshots sees their order and counts them")
{
    const auto a = test::snapshot_of_tick(1, Time{}), b = test::snapshot_of_tick(2, Time{});
    SnapshotDigest ab, ba;
    ab.add(a), ab.add(b);
    ba.add(b), ba.add(a);
    CHECK(ab.bits() != ba.bits());
    CHECK(ab.ticks() == 2);
}

TEST_CASE("The digest is the sum that docs/recording-format.md gives")
{
    Sum sum;
    EachNumber<Sum>{sum}(test::snapshot_of_tick(3, Time{}));
    CHECK(sum.bits == digest_of(test::snapshot_of_tick(3, Time{})));
    CHECK(sum.numbers > 250);
}
