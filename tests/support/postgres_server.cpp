#include "support/postgres_server.hpp"

#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

namespace crura::test {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

std::string newest_binaries()
{
    std::vector<std::string> found;
    std::error_code ignored;
    for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", ignored))
        if (fs::exists(version.path() / "bin" / "initdb"))
            found.push_back((version.path() / "bin").string() + '/');
    return found.empty() ? "" : *std::max_element(found.begin(), found.end());
}

// What it says on both outputs.
std::string said_by(const std::string& command, bool must_succeed = true)
{
    std::string text;
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    std::array<char, 4096> some;
    for (std::size_t got; (got = std::fread(some.data(), 1, some.size(), pipe)) > 0;)
        text.append(some.data(), got);
    if (::pclose(pipe) != 0 && must_succeed)
        throw std::runtime_error(command + ": " + text);
    return text;
}

} // namespace

PostgresServer* PostgresServer::get()
{
    static const std::unique_ptr<PostgresServer> server = [] {
        const auto binaries = newest_binaries();
        return std::unique_ptr<PostgresServer>(binaries.empty() ? nullptr
                                                                : new PostgresServer(binaries));
    }();
    if (!server)
        WARN("skipped: PostgreSQL is not installed (Debian: postgresql)");
    return server.get();
}

PostgresServer::PostgresServer(std::string binaries) : binaries_(std::move(binaries))
{
    if (::getuid() == 0)
        said_by("chown postgres " + folder_.path().string());
    said_by(as_owner("initdb") + " -D " + (folder_ / "data").string()
            + " -U owner -A trust -E UTF8 --locale=C.UTF-8 --no-sync");
    start();
}

PostgresServer::~PostgresServer()
{
    stop();
}

// It ends with this program, whatever ends that.
std::string PostgresServer::as_owner(const std::string& program) const
{
    const std::string user =
        ::getuid() == 0 ? "--reuid=postgres --regid=postgres --clear-groups " : "";
    return "setpriv --pdeathsig KILL " + user + binaries_ + program;
}

void PostgresServer::start()
{
    const auto folder = folder_.path().string();
    const auto command = "exec " + as_owner("postgres") + " -D " + folder + "/data -k " + folder
        + " -c listen_addresses='' -c max_connections=30 -c shared_buffers=16MB >>" + folder
        + "/log 2>&1";
    process_ = ::fork();
    if (process_ == 0) {
        ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
        ::_exit(127);
    }
    const auto ready = binaries_ + "pg_isready -q -h " + folder;
    if (!within(30s, [&] { return std::system(ready.c_str()) == 0; }))
        throw std::runtime_error(said_by("cat " + folder + "/log"));
}

void PostgresServer::stop()
{
    if (process_ == 0)
        return;
    ::kill(process_, SIGINT);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
}

std::string PostgresServer::address(const std::string& user, const std::string& database) const
{
    return "postgresql://" + user + "@/" + database + "?host=" + folder_.path().string();
}

std::string PostgresServer::new_database()
{
    const auto name = "history" + std::to_string(++databases_);
    sql("postgres", "CREATE DATABASE " + name);
    return address("owner", name);
}

std::string PostgresServer::sql(const std::string& database, const std::string& statements) const
{
    return said_by(binaries_ + "psql -X -q -A -t -v ON_ERROR_STOP=1 -h " + folder_.path().string()
                   + " -U owner -d " + database + " -c \"" + statements + '"');
}

void PostgresServer::ask_for_password(const std::string& user)
{
    const auto file = folder_ / "data/pg_hba.conf";
    std::ifstream in(file);
    const std::string rest((std::istreambuf_iterator<char>(in)), {});
    std::ofstream(file, std::ios::trunc) << "local all " << user << " scram-sha-256\n" << rest;
    sql("postgres", "SELECT pg_reload_conf()");
}

void PostgresServer::restore(const std::string& file, const std::string& database) const
{
    said_by(binaries_ + "pg_restore -h " + folder_.path().string() + " -U owner -d " + database
            + " " + file);
}

} // namespace crura::test
