#include "app/pair.hpp"

#include "access/certificates.hpp"
#include "access/doorkeeper.hpp"
#include "support/files_there.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

using namespace crura;
using namespace crura::access;
using namespace crura::app;
using namespace crura::test;
using Catch::Matchers::Contains;
using Job = PairOptions::Job;

namespace {

const LanHosts kHosts = {{"studio.local"}, {"192.168.7.23", "10.8.0.2"}};

WallTime now()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string said(const PairOptions& options, const PairPlace& place)
{
    const auto text = pair(options, place, now());
    if (!text)
        FAIL(text.error().message);
    return *text;
}

std::string code_in(const std::string& text)
{
    constexpr std::string_view kBefore = "Code  ";
    const auto at = text.find(kBefore);
    REQUIRE(at != std::string::npos);
    return text.substr(at + kBefore.size(), 14);
}

} // namespace

TEST_CASE("The code that the command shows lets a device in, as it says")
{
    const TempFolder folder;
    const PairPlace place{folder.path(), kHosts, true};
    const auto text = said({.role = Role::client, .mat = 3, .port = 9001}, place);
    const auto code = code_in(text);
    CHECK_THAT(text,
               Contains("as client: it may watch and lead their own session, on mat 3 only")
                   && Contains("  https://192.168.7.23:9001/#/pair/" + code + "\n")
                   && Contains("  https://studio.local:9001/#/pair/" + code + " ") && Contains("▀")
                   && !Contains("10.8.0.2"));
    Doorkeeper running(folder.path());
    const auto entry = running.let_in(code, "Phone", now());
    REQUIRE(entry);
    CHECK(entry->device.role == Role::client);
    CHECK(entry->device.mat == 3);
    CHECK_FALSE(entry->device.owner);
}

TEST_CASE("The command makes the certificates, and tells the authority's file and fingerprint")
{
    const TempFolder folder;
    const PairPlace place{folder.path(), kHosts, true};
    const auto text = said({}, place);
    const auto made = certificates_for(folder.path(), kHosts.all(), now());
    REQUIRE(made);
    CHECK(made->left_out.empty());
    CHECK_THAT(text,
               Contains(made->fingerprint) && Contains(made->authority.string())
                   && Contains("https://192.168.7.23:8443/api/authority.crt"));
    CHECK(is_private(folder.path()));
}

TEST_CASE("What goes into a file or a pipe has no drawing and no colours")
{
    const TempFolder folder;
    const auto text = said({}, {folder.path(), kHosts, false});
    CHECK_THAT(text, !Contains("\x1b") && !Contains("▀") && Contains("therapist"));
    CHECK(code_in(text).size() == 14);
}

TEST_CASE("A computer without a network offers nothing, and says why")
{
    const TempFolder folder;
    const auto nothing = pair({}, {folder / "page", {{"studio.local"}, {}}, true}, now());
    REQUIRE_FALSE(nothing);
    CHECK_THAT(nothing.error().message, Contains("no network"));
    CHECK(names_in(folder.path()).empty());
}

TEST_CASE("The list shows who was let in, without their secrets, and revoking puts one out")
{
    const TempFolder folder;
    const PairPlace place{folder.path(), kHosts, false};
    CHECK(said({.job = Job::list}, place) == "No device is paired.");
    Doorkeeper running(folder.path());
    const auto tablet = *running.let_in(code_in(said({}, place)), "Tablet", now());
    const auto own_code = running.offer({Role::therapist, true, 0}, now());
    REQUIRE(own_code);
    REQUIRE(running.let_in(*own_code, "Here", now()));

    const auto list = said({.job = Job::list}, place);
    CHECK_THAT(list,
               Contains(tablet.device.id + "  therapist, since") && Contains(": Tablet\n")
                   && Contains("therapist (this computer's own browser)"));
    CHECK_THAT(list, !Contains(tablet.token) && !Contains("sha256"));

    said({.job = Job::revoke, .device = tablet.device.id}, place);
    CHECK_FALSE(running.who(tablet.token, now()));
    CHECK_THAT(pair({.job = Job::revoke, .device = tablet.device.id}, place, now()).error().message,
               Contains(tablet.device.id));
}
