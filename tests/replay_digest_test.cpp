#include "record/digest.hpp"
#include "record/each_number.hpp"
#include "record/transcript.hpp"
#include "support/taken_down.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <vector>

using namespace crura;
using namespace crura::record;
using namespace std::chrono_literals;

namespace {

std::uint64_t digest_of(const Snapshot& snapshot)
{
    SnapshotDigest digest;
    digest.add(snapshot);
    return digest.bits();
}

// Calls `look` with every list.
template <class Look>
void each_list(Snapshot& snapshot, Look look)
{
    look(snapshot.breath.onsets);
    look(snapshot.breath.breaths);
    look(snapshot.breath.events);
    look(snapshot.check_in.answers);
    look(snapshot.assessment.rates);
    look(snapshot.decisions);
    look(snapshot.commands);
}

// With every list full, so that every byte of it counts.
Snapshot full_snapshot()
{
    Snapshot snapshot;
    each_list(snapshot, [](auto& list) {
        while (!list.full())
            list.push_back({});
    });
    return snapshot;
}

// What each byte of a snapshot belongs to.
enum class Owner { nobody, a_number, a_count, health };
using Owners = std::vector<Owner>;

struct Own {
    const Snapshot& snapshot;
    Owners& owners;

    template <class T>
    void operator()(const T& number)
    {
        own(&number, sizeof number, Owner::a_number);
    }
    void own(const void* first, std::size_t size, Owner owner)
    {
        const auto at = static_cast<const char*>(first) - reinterpret_cast<const char*>(&snapshot);
        if (at < 0 || at >= std::ptrdiff_t(sizeof snapshot))
            return; // the count of a list, handed on as a value
        std::fill_n(owners.begin() + at, size, owner);
    }
};

Owners owners_in(Snapshot& snapshot)
{
    Owners owners(sizeof snapshot, Owner::nobody);
    Own own{snapshot, owners};
    EachNumber<Own>{own}(snapshot);
    own.own(&snapshot.health, sizeof snapshot.health, Owner::health);
    each_list(snapshot, [&](auto& list) {
        const auto* end = reinterpret_cast<const std::size_t*>(&list + 1);
        own.own(end - 1, sizeof *end, Owner::a_count);
    });
    return owners;
}

using Raw = std::array<unsigned char, sizeof(Snapshot)>;

Snapshot with_bit_turned(const Snapshot& snapshot, std::size_t byte)
{
    auto raw = std::bit_cast<Raw>(snapshot);
    raw[byte] ^= 1;
    return std::bit_cast<Snapshot>(raw);
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

TEST_CASE("Every byte of every number of a snapshot changes its digest, and no other byte does")
{
    auto full = full_snapshot();
    const auto owners = owners_in(full);
    const auto usual = digest_of(full);
    std::vector<std::size_t> unseen, seen;
    for (std::size_t byte = 0; byte < owners.size(); ++byte) {
        if (owners[byte] == Owner::a_count) // more would lie outside the list
            continue;
        const bool same = digest_of(with_bit_turned(full, byte)) == usual;
        if (owners[byte] == Owner::a_number && same)
            unseen.push_back(byte);
        if (owners[byte] != Owner::a_number && !same)
            seen.push_back(byte);
    }
    CHECK(unseen == std::vector<std::size_t>{});
    CHECK(seen == std::vector<std::size_t>{});
}

TEST_CASE("Every byte of a snapshot belongs to a number, but for padding")
{
    auto full = full_snapshot();
    std::size_t longest = 0, gap = 0, numbers = 0;
    for (const Owner owner : owners_in(full)) {
        gap = owner == Owner::nobody ? gap + 1 : 0;
        longest = std::max(longest, gap);
        numbers += owner == Owner::a_number;
    }
    CHECK(longest < alignof(double)); // so no number of that size, and no struct, is left out
    CHECK(numbers > 3500);
}

TEST_CASE("The count of every list changes the digest")
{
    auto snapshot = full_snapshot();
    each_list(snapshot, [&](auto& list) {
        const auto full = digest_of(snapshot);
        list.clear();
        CHECK(digest_of(snapshot) != full);
    });
}

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

TEST_CASE("A transcript has a digest a second, one before what is lost, and one at the end")
{
    Transcript transcript;
    Bytes bytes;
    transcript.begin(bytes, {});
    for (std::uint64_t n = 1; n <= 250; ++n) {
        if (n == 130)
            transcript.loss(bytes, {Time(n * 10ms), 5, 5});
        transcript.tick(bytes, test::snapshot_of_tick(n, Time(n * 10ms)), {});
    }
    transcript.end(bytes);
    const test::TempFolder folder;
    test::write_file(folder / "session.crura", bytes);
    const auto recording = read_recording(folder / "session.crura");
    REQUIRE(recording);

    std::vector<std::uint64_t> last, count;
    for (const auto& digest : recording->digests) {
        last.push_back(digest.tick);
        count.push_back(digest.ticks);
        CHECK(digest.time == Time(digest.tick * 10ms));
        CHECK(digest.shape == snapshot_shape());
    }
    CHECK(last == std::vector<std::uint64_t>{101, 129, 230, 250});
    CHECK(count == std::vector<std::uint64_t>{101, 28, 101, 20});

    SnapshotDigest second;
    for (std::uint64_t n = 102; n <= 129; ++n)
        second.add(test::snapshot_of_tick(n, Time(n * 10ms)));
    CHECK(recording->digests[1].bits == second.bits());
}
