#include "access/certificate.hpp"
#include "access/certificates.hpp"

#include "support/files_there.hpp"
#include "support/temp_folder.hpp"
#include "support/tool.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <thread>

using namespace crura;
using namespace crura::access;
using namespace crura::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;

namespace {

using Hosts = std::vector<std::string>;

const Hosts kHosts = {"studio.local", "192.168.7.23", "127.0.0.1", "fd00::7", "localhost"};

WallTime now()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Certificates made_in(const std::filesystem::path& folder, const Hosts& hosts = kHosts,
                     WallTime when = now())
{
    const auto made = certificates_for(folder, hosts, when);
    if (!made)
        FAIL(made.error().message);
    return *made;
}

ToolRun openssl(const std::string& arguments)
{
    return run_tool("openssl " + arguments);
}

std::string words_of(const std::filesystem::path& certificate)
{
    return openssl("x509 -noout -text -in " + certificate.string()).output;
}

// What a browser asks: is this server the one that I called, in the authority's eyes?
ToolRun verified(const Certificates& made, const std::string& as)
{
    return openssl("verify -x509_strict -purpose sslserver -CAfile " + made.authority.string() + " "
                   + as + " " + made.chain.string());
}

Error refused(const std::filesystem::path& folder, const Hosts& hosts = kHosts,
              WallTime when = now())
{
    const auto made = certificates_for(folder, hosts, when);
    REQUIRE_FALSE(made);
    return made.error();
}

} // namespace

TEST_CASE("A server is trusted under every name and address it was made for, and under no other")
{
    const TempFolder folder;
    const auto made = made_in(folder.path());
    CHECK(made.left_out.empty());
    for (const auto* as :
         {"-verify_hostname studio.local", "-verify_hostname localhost", "-verify_ip 192.168.7.23",
          "-verify_ip 127.0.0.1", "-verify_ip fd00::7"}) {
        const auto run = verified(made, as);
        INFO(as << ": " << run.output);
        CHECK(run.status == 0);
    }
    for (const auto* as : {"-verify_hostname other.local", "-verify_ip 192.168.7.24"})
        CHECK(verified(made, as).status != 0);
}

TEST_CASE("The authority signs leaves only and the leaf serves only, on P-256")
{
    const TempFolder folder;
    const auto made = made_in(folder.path());
    const auto authority = words_of(made.authority), leaf = words_of(made.chain);
    CHECK_THAT(authority,
               Contains("Subject: CN = Crura on studio\n") && Contains("CA:TRUE, pathlen:0")
                   && Contains("Certificate Sign, CRL Sign\n") && Contains("NIST CURVE: P-256")
                   && Contains("X509v3 Name Constraints: critical"));
    CHECK_THAT(leaf,
               Contains("CA:FALSE") && Contains("Digital Signature\n")
                   && Contains("TLS Web Server Authentication\n") && Contains("NIST CURVE: P-256")
                   && Contains("DNS:studio.local"));
    CHECK_THAT(leaf, !Contains("TLS Web Client"));
}

TEST_CASE("The authority is for ten years and the leaf for less than 398 days, both from yesterday")
{
    const TempFolder folder;
    const auto made = made_in(folder.path());
    const auto authority = bytes_in(made.authority), leaf = bytes_in(made.chain);
    for (const auto& certificate : {authority, leaf}) {
        CHECK(is_valid(certificate, now() - 23h, 0));
        CHECK_FALSE(is_valid(certificate, now() - 25h, 0));
    }
    CHECK(is_valid(authority, now(), 3650));
    CHECK_FALSE(is_valid(authority, now(), 3652));
    CHECK(is_valid(leaf, now(), 395));
    CHECK_FALSE(is_valid(leaf, now(), 396));
}

TEST_CASE("All files of certificates are for their owner only")
{
    const TempFolder above;
    const auto before = ::umask(0);
    const auto made = made_in(above / "page/tls");
    ::umask(before);
    CHECK(names_in(above / "page/tls")
          == std::set<std::string>{"access.lock", "authority-key.pem", "authority.pem",
                                   "server-key.pem", "server.pem"});
    CHECK(mode_of(above / "page") == 0700);
    CHECK(is_private(above / "page"));
}

TEST_CASE("The fingerprint is that of the authority's file")
{
    const TempFolder folder;
    const auto made = made_in(folder.path());
    CHECK(made.fingerprint.size() == 95);
    CHECK_THAT(openssl("x509 -noout -fingerprint -sha256 -in " + made.authority.string()).output,
               EndsWith("=" + made.fingerprint + "\n"));
}

TEST_CASE("What is good stays, and a new host or a near end renews the leaf, never the authority")
{
    const TempFolder folder;
    const auto first = made_in(folder.path());
    const auto authority = bytes_in(first.authority), leaf = bytes_in(first.chain),
               key = bytes_in(first.key);
    made_in(folder.path(), {"studio.local", "127.0.0.1"});
    made_in(folder.path(), kHosts, now() + 24h * 365);
    CHECK(bytes_in(first.chain) == leaf);

    SECTION("another address")
    {
        const auto again = made_in(folder.path(), {"studio.local", "10.1.2.3"});
        CHECK(verified(again, "-verify_ip 10.1.2.3").status == 0);
    }
    SECTION("its end is near")
    {
        made_in(folder.path(), kHosts, now() + 24h * 367);
    }
    SECTION("it has not begun: it was made while the clock was ahead")
    {
        made_in(folder.path(), kHosts, now() + 24h * 367);
        const auto later = bytes_in(first.chain);
        made_in(folder.path());
        CHECK(bytes_in(first.chain) != later);
    }
    SECTION("it is broken")
    {
        write_text(first.chain, leaf.substr(0, 100));
        made_in(folder.path());
    }
    SECTION("its key is another's")
    {
        write_text(first.key, bytes_in(folder / "authority-key.pem"));
        made_in(folder.path());
    }
    SECTION("it is lost")
    {
        std::filesystem::remove(first.chain);
        std::filesystem::remove(first.key);
        made_in(folder.path());
    }
    CHECK(bytes_in(first.chain) != leaf);
    CHECK(bytes_in(first.key) != key);
    CHECK(is_private(folder / "server-key.pem"));
    CHECK(bytes_in(first.authority) == authority);
    CHECK(is_whole({bytes_in(first.chain), bytes_in(first.key)}));
}

TEST_CASE("A stolen authority cannot stand in for a site of the internet")
{
    const TempFolder folder;
    const auto made = made_in(folder.path());
    const Identity authority{bytes_in(made.authority), bytes_in(folder / "authority-key.pem")};
    for (const std::string host : {"bank.example.com", "com", "example.local.com", "8.8.8.8",
                                   "172.32.0.1", "2606:4700::1", "studio.locale"}) {
        INFO(host);
        CHECK_FALSE(vouches_for(authority.certificate, host));
        const auto forged = make_leaf(authority, {host}, now());
        REQUIRE(forged);
        const auto file = folder / "forged.pem";
        write_text(file, forged->certificate);
        const auto run = openssl("verify -CAfile " + made.authority.string() + " " + file.string());
        CHECK(run.status != 0);
        CHECK_THAT(run.output, Contains("permitted subtree violation"));
    }
    for (const auto* host : {"any.local", "box.lan", "10.255.0.1", "172.31.0.1", "100.100.1.1",
                             "169.254.3.4", "::1", "fd12::1", "fe80::1", "a.b.home.arpa"})
        CHECK(vouches_for(authority.certificate, host));
}

TEST_CASE("What the authority may not vouch for is left out and said, and asked for only once")
{
    const TempFolder folder;
    const Hosts hosts = {"studio.local",
                         "yoga",
                         "pc.clinic.example",
                         "203.0.113.5",
                         "fe80::1%eth0",
                         "",
                         "a b",
                         "x,DNS:bank.example.com",
                         "*.local",
                         "\xFFm\xFC"};
    const auto made = made_in(folder.path(), hosts);
    CHECK(made.left_out
          == Hosts{"yoga", "fe80::1%eth0", "", "a b", "x,DNS:bank.example.com", "*.local",
                   "\xFFm\xFC"});
    CHECK(verified(made, "-verify_hostname pc.clinic.example").status == 0);
    CHECK(verified(made, "-verify_ip 203.0.113.5").status == 0);
    const auto leaf = bytes_in(made.chain);
    CHECK(made_in(folder.path(), hosts).left_out == made.left_out);
    CHECK(bytes_in(made.chain) == leaf);
    CHECK(made_in(folder.path(), {"studio.local", "203.0.113.6"}).left_out == Hosts{"203.0.113.6"});
    CHECK_THAT(refused(folder.path(), {"198.51.100.1"}).message, Contains("none of this computer"));
    CHECK_FALSE(certificates_for(folder.path(), {}, now()));
}

TEST_CASE("An authority whose key was taken away serves as long as its leaf does")
{
    const TempFolder folder;
    const auto made = made_in(folder.path());
    std::filesystem::remove(folder / "authority-key.pem");
    CHECK(made_in(folder.path()).fingerprint == made.fingerprint);
    CHECK_THAT(refused(folder.path(), {"studio.local", "10.0.0.9"}).message,
               Contains("authority-key.pem") && Contains("bring it back"));
    CHECK(verified(made, "-verify_hostname studio.local").status == 0);
}

TEST_CASE("A broken or ended authority is one clear sentence, and is not replaced in silence")
{
    const TempFolder folder;
    const auto made = made_in(folder.path());
    const auto key = folder / "authority-key.pem";
    const auto good = bytes_in(made.authority);
    for (const auto when : {now() + 24h * 3660, now() - 24h * 10})
        CHECK_THAT(refused(folder.path(), kHosts, when).message, Contains("set the clock"));
    write_text(made.authority, "");
    CHECK_THAT(refused(folder.path()).message, Contains(made.authority.string()));
    write_text(made.authority, "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n");
    CHECK_THAT(refused(folder.path()).message, Contains("every tablet"));
    write_text(made.authority, good);
    write_text(key, bytes_in(made.key));
    CHECK_THAT(refused(folder.path()).message, Contains("not one authority"));
    REQUIRE(::chmod(key.c_str(), 0660) == 0);
    CHECK_THAT(refused(folder.path()).message, Contains(key.string()));
    CHECK(bytes_in(made.authority) == good);
}

TEST_CASE("Several that ask at once get one authority")
{
    const TempFolder folder;
    std::vector<std::string> fingerprints(4);
    {
        std::vector<std::jthread> asking;
        for (auto& fingerprint : fingerprints)
            asking.emplace_back([&fingerprint, &folder] {
                const auto made = certificates_for(folder.path(), kHosts, now());
                fingerprint = made ? made->fingerprint : made.error().message;
            });
    }
    CHECK(fingerprints == std::vector(4, fingerprints[0]));
    CHECK(fingerprints[0].size() == 95);
}

TEST_CASE("A TLS handshake by this authority succeeds, and fails for whoever does not have it")
{
    const TempFolder folder;
    const auto made = made_in(folder.path());
    const auto other = made_in(folder / "other");
    // The server picks a port, the client calls it; 20 s at most.
    const auto script = [&](const std::filesystem::path& authority, const std::string& name) {
        return run_tool(
            "cd " + folder.path().string()
            + " && (timeout 20 openssl s_server -accept 127.0.0.1:0 -naccept 1 -www -tls1_3"
              " -cert server.pem -cert_chain server.pem -key server-key.pem >said 2>&1 & "
              "server=$!; for i in $(seq 200); do port=$(sed -n 's/^ACCEPT .*://p' said); "
              "[ -n \"$port\" ] && break; sleep 0.05; done; "
              "echo | timeout 20 openssl s_client -connect 127.0.0.1:$port -brief "
              "-verify_return_error -verify_hostname "
            + name + " -CAfile " + authority.string()
            + "; status=$?; kill $server; wait $server; exit $status)");
    };
    const auto trusted = script(made.authority, "studio.local");
    INFO(trusted.output);
    CHECK(trusted.status == 0);
    CHECK_THAT(trusted.output, Contains("Verification: OK") && Contains("TLSv1.3"));
    const auto stranger = script(other.authority, "studio.local");
    CHECK(stranger.status != 0);
    CHECK_THAT(stranger.output, Contains("certificate verify failed"));
    const auto misnamed = script(made.authority, "other.local");
    CHECK(misnamed.status != 0);
    CHECK_THAT(misnamed.output, Contains("ostname mismatch"));
}
