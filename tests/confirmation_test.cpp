#include "app/confirmation.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace crura;
using app::needs_confirmation;
using app::remember_confirmation;
namespace fs = std::filesystem;

namespace {

sessions::Session release()
{
    sessions::Session session;
    session.id = "release";
    session.cautions = {"Not alone.", "Not in a crisis."};
    return session;
}

} // namespace

TEST_CASE("Cautions are confirmed once, and again when their words change")
{
    const test::TempFolder state;
    auto session = release();
    CHECK(needs_confirmation(session, state.path()));
    REQUIRE(remember_confirmation(session, state.path()));
    CHECK_FALSE(needs_confirmation(session, state.path()));

    session.name = "Another name";
    CHECK_FALSE(needs_confirmation(session, state.path()));
    session.cautions[1] = "Not in a crisis!";
    CHECK(needs_confirmation(session, state.path()));
    session.cautions = {"Not alone.\nNot in a crisis"};
    CHECK(needs_confirmation(session, state.path()));
    REQUIRE(remember_confirmation(session, state.path()));
    CHECK_FALSE(needs_confirmation(session, state.path()));
}

TEST_CASE(
    "What was confirmed for one program is not for another, nor is one without cautions asked")
{
    const test::TempFolder state;
    REQUIRE(remember_confirmation(release(), state.path()));
    auto other = release();
    other.id = "another";
    CHECK(needs_confirmation(other, state.path()));
    other.cautions.clear();
    CHECK_FALSE(needs_confirmation(other, state.path()));
}

TEST_CASE("Only its owner may read what was confirmed")
{
    const test::TempFolder state;
    REQUIRE(remember_confirmation(release(), state.path()));
    const auto file = state / "confirmed/release.sha256";
    CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(fs::status(file.parent_path()).permissions() == fs::perms::owner_all);
    CHECK(std::distance(fs::directory_iterator(file.parent_path()), {}) == 1); // nothing beside it
}

TEST_CASE("A broken or empty file is as none, and one that cannot be written is told")
{
    const test::TempFolder state;
    REQUIRE(remember_confirmation(release(), state.path()));
    std::ofstream(state / "confirmed/release.sha256") << "";
    CHECK(needs_confirmation(release(), state.path()));

    std::ofstream(state / "file") << "";
    const auto told = remember_confirmation(release(), state / "file");
    REQUIRE_FALSE(told);
    CHECK(told.error().message.find("cannot be written, so you will be asked again")
          != std::string::npos);
}

TEST_CASE("The person's own state folder is the usual one")
{
    const test::TempFolder home;
    setenv("XDG_STATE_HOME", home.path().c_str(), 1);
    REQUIRE(remember_confirmation(release()));
    CHECK_FALSE(needs_confirmation(release()));
    CHECK(fs::exists(home / "crura/confirmed/release.sha256"));
    unsetenv("XDG_STATE_HOME");
}
