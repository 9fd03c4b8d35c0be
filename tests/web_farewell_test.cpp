#include "support/some_site.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::test;

namespace {

constexpr std::size_t kMuch = 10 << 20; // of a body, where 64 KiB may be

// The same site twice: in the clear and over TLS.
struct BothWays {
    explicit BothWays(web::Limits limits = {})
        : site(limits, {{}, {"127.0.0.1", 0, make_certificate(folder), {}}})
    {
    }
    Place place(bool tls) const { return site.place(tls ? 1 : 0, tls); }

    TempFolder folder;
    SomeSite site;
};

} // namespace

TEST_CASE("Whoever sends 10 MB is let speak to the end, reads why it was refused, and no reset")
{
    const bool tls = GENERATE(false, true);
    INFO((tls ? "over TLS" : "in the clear"));
    const BothWays both;
    HttpClient hasty(both.place(tls));
    CHECK(hasty.wire().send(hasty.request("POST", "/api/mats", std::string(kMuch, 'x'), {})));
    const auto reply = hasty.reply();
    CHECK(reply.status == 413);
    CHECK(reply.body == "{\"error\":\"This is too long: 65536 bytes at most.\"}");
    CHECK(hasty.ends());
    CHECK_FALSE(hasty.wire().broken());
}

TEST_CASE("Whoever never closes after a last answer is let go, and makes room for others")
{
    const bool tls = GENERATE(false, true);
    INFO((tls ? "over TLS" : "in the clear"));
    web::Limits limits;
    limits.clients = 1;
    const BothWays both(limits);
    HttpClient stubborn(both.place(tls));
    stubborn.wire().send(
        stubborn.request("POST", "/api/mats", "", {{"Content-Length", std::to_string(kMuch)}}));
    REQUIRE(stubborn.reply().status == 413);
    CHECK(soon([&] {
        stubborn.wire().send("more");
        return HttpClient(both.place(false)).get("/").status == 200;
    }));
    CHECK(stubborn.ends());
}
