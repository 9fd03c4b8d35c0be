#include "osc/packet.hpp"

#include "support/osc_reader.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace crura;
using namespace crura::osc;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes bytes_of(const std::string& text)
{
    return {text.begin(), text.end()};
}

// A bundle with the given elements, due at once.
Bytes bundle_of(const std::vector<Bytes>& elements)
{
    Bytes bytes = bytes_of({"#bundle\0\0\0\0\0\0\0\0\1", 16});
    for (const auto& element : elements) {
        for (int shift = 24; shift >= 0; shift -= 8)
            bytes.push_back(std::uint8_t(element.size() >> shift));
        bytes.insert(bytes.end(), element.begin(), element.end());
    }
    return bytes;
}

} // namespace

TEST_CASE("A bundle has exactly the bytes of the specification")
{
    // 1970-01-01 is second 2208988800 of NTP, 0x83AA7E80; half a second is 2^31.
    const Bundle bundle{WallTime(std::chrono::milliseconds(1500)),
                        {{"/a", {1.0f, std::int32_t(-2), std::string("in")}}}};
    const std::string expected("#bundle\0\x83\xAA\x7E\x81\x80\0\0\0"
                               "\0\0\0\x18"
                               "/a\0\0,fis\0\0\0\0\x3F\x80\0\0\xFF\xFF\xFF\xFEin\0\0",
                               16 + 4 + 24);
    CHECK(encode(bundle) == bytes_of(expected));
}

TEST_CASE("What is written is read back, and its moment to the nanosecond or so")
{
    const WallTime due(std::chrono::nanoseconds(1'700'000'000'123'456'789));
    const Bundle bundle{due, {{"/x/y", {0.25f}}, {"/z", {}}}};
    const auto read = decode(encode(bundle));
    REQUIRE(read);
    REQUIRE(read->size() == 1);
    CHECK((*read)[0].messages == bundle.messages);
    REQUIRE((*read)[0].due);
    CHECK(std::chrono::abs(*(*read)[0].due - due) < std::chrono::nanoseconds(2));
}

TEST_CASE("A message alone and one in a bundle for at once have no moment")
{
    const auto message = test::osc_message("/muse/acc", {1, 2, 3});
    for (const auto& packet : {message, bundle_of({message})}) {
        const auto read = decode(packet);
        REQUIRE(read);
        REQUIRE(read->size() == 1);
        CHECK_FALSE((*read)[0].due);
        CHECK((*read)[0].messages == std::vector<Message>{{"/muse/acc", {1.0f, 2.0f, 3.0f}}});
    }
}

TEST_CASE("Bundles within bundles are read in order, each with its own moment")
{
    const auto a = test::osc_message("/a", {1}), b = test::osc_message("/b", {2}),
               c = test::osc_message("/c", {3});
    auto inner = bundle_of({b});
    inner[11] = 5; // five seconds after 1900
    const auto read = decode(bundle_of({a, inner, c}));
    REQUIRE(read);
    REQUIRE(read->size() == 3);
    CHECK((*read)[0].messages[0].address == "/a");
    CHECK((*read)[1].messages[0].address == "/b");
    CHECK((*read)[1].due);
    CHECK((*read)[2].messages[0].address == "/c");
    CHECK_FALSE((*read)[2].due);

    auto deep = a;
    for (int i = 0; i < 100; ++i)
        deep = bundle_of({deep});
    CHECK_FALSE(decode(deep));
}

TEST_CASE("A packet that is cut, spoilt or invented is refused or read, and does no harm")
{
    const auto whole = bundle_of(
        {test::osc_message("/crura/belt/resp", {1, 2}), test::osc_message("/muse/acc", {1, 2, 3})});
    for (std::size_t size = 0; size < whole.size(); ++size)
        if (size != 16 && size != 16 + 4 + 32) // a bundle that ends after an element
            CHECK_FALSE(decode(std::span(whole).first(size)));
    std::mt19937 random(2);
    for (int i = 0; i < 20000; ++i) {
        auto spoilt = whole;
        for (int j = 0; j < 3; ++j)
            spoilt[random() % spoilt.size()] = std::uint8_t(random());
        (void)decode(spoilt);
        Bytes invented(random() % 64);
        for (auto& each : invented)
            each = std::uint8_t(random());
        (void)decode(invented);
    }
}
