#include "access/certificate.hpp"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cctype>
#include <ctime>
#include <memory>
#include <string_view>
#include <utility>

namespace crura::access {
namespace {

template <auto free>
struct Freed {
    template <class T>
    void operator()(T* it) const
    {
        free(it);
    }
};
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using Constraints = std::unique_ptr<NAME_CONSTRAINTS, Freed<NAME_CONSTRAINTS_free>>;
using Octets = std::unique_ptr<ASN1_OCTET_STRING, Freed<ASN1_OCTET_STRING_free>>;

constexpr int kAuthorityDays = 3652;
constexpr int kLeafDays = 397; // browsers take 825 of a local authority at most
constexpr int kEarlyDays = 1;  // before now: the clock of a tablet may be late
constexpr long kDayS = 24 * 60 * 60;

// Who is nobody's on the internet: RFC 1918, 6598, 3927, 4193, 4291; RFC 6762, 6761, 8375.
constexpr const char* kLocal =
    "critical,permitted;DNS:local,permitted;DNS:lan,permitted;DNS:internal,permitted;DNS:home.arpa,"
    "permitted;DNS:localhost,permitted;IP:10.0.0.0/255.0.0.0,permitted;IP:172.16.0.0/255.240.0.0,"
    "permitted;IP:192.168.0.0/255.255.0.0,permitted;IP:100.64.0.0/255.192.0.0,"
    "permitted;IP:169.254.0.0/255.255.0.0,permitted;IP:127.0.0.0/255.0.0.0,"
    "permitted;IP:fc00::/fe00::,permitted;IP:fe80::/ffc0::,"
    "permitted;IP:::1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";

// A certificate with its key.
struct Made {
    Certificate certificate;
    Key key;
};

Error cannot_make()
{
    const char* reason = ERR_reason_error_string(ERR_get_error());
    ERR_clear_error();
    return {std::string("A certificate could not be made (") + (reason ? reason : "unknown")
            + "); is OpenSSL 3 installed as it should be?"};
}

enum class HostKind { name, ipv4, ipv6, none };

HostKind kind_of(const std::string& host)
{
    if (const Octets address(a2i_IPADDRESS(host.c_str())); address)
        return ASN1_STRING_length(address.get()) == 4 ? HostKind::ipv4 : HostKind::ipv6;
    ERR_clear_error();
    const auto fits = [](unsigned char each) {
        return each < 0x80 && (std::isalnum(each) || each == '-' || each == '_' || each == '.');
    };
    const bool is_name = !host.empty() && host.size() <= 253 && host.front() != '.'
        && host.back() != '.' && host.find("..") == std::string::npos
        && std::all_of(host.begin(), host.end(), fits);
    return is_name ? HostKind::name : HostKind::none;
}

std::string alternative_name(const std::string& host)
{
    return (kind_of(host) == HostKind::name ? "DNS:" : "IP:") + host;
}

std::string constraint(const std::string& host)
{
    const auto kind = kind_of(host);
    const auto* mask = kind == HostKind::ipv4 ? "/255.255.255.255"
        : kind == HostKind::ipv6              ? "/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
                                              : "";
    return ",permitted;" + alternative_name(host) + mask;
}

bool add(X509* to, X509* issuer, int nid, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
    const Extension made(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    return made && X509_add_ext(to, made.get(), -1) == 1;
}

bool number(X509* certificate)
{
    const Number serial(BN_new());
    return serial && BN_rand(serial.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1
        && BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate));
}

std::time_t seconds_of(WallTime now)
{
    return std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
}

// With a new key; its issuer, extensions and signature are missing. Nothing when it cannot be.
Made begun(const std::string& name, WallTime now, int days)
{
    Made made{Certificate(X509_new()), Key(EVP_EC_gen("P-256"))};
    auto* x509 = made.certificate.get();
    if (!x509 || !made.key)
        return {};
    auto now_s = seconds_of(now);
    const auto letters = name.substr(0, 64); // X.520
    const bool good = X509_set_version(x509, X509_VERSION_3) == 1 && number(x509)
        && X509_time_adj_ex(X509_getm_notBefore(x509), -kEarlyDays, 0, &now_s)
        && X509_time_adj_ex(X509_getm_notAfter(x509), days - kEarlyDays, 0, &now_s)
        && X509_set_pubkey(x509, made.key.get()) == 1
        && X509_NAME_add_entry_by_NID(X509_get_subject_name(x509), NID_commonName, MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char*>(letters.data()),
                                      int(letters.size()), -1, 0)
            == 1;
    return good ? std::move(made) : Made{};
}

bool sign(X509* certificate, X509* issuer, EVP_PKEY* key)
{
    return X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1
        && X509_sign(certificate, key, EVP_sha256()) > 0;
}

std::string written(BIO* memory)
{
    char* text = nullptr;
    const auto size = BIO_get_mem_data(memory, &text);
    return {text, std::size_t(size)};
}

Result<Identity> in_pem(const Made& made)
{
    const Bio certificate(BIO_new(BIO_s_mem())), key(BIO_new(BIO_s_secmem()));
    if (!certificate || !key || PEM_write_bio_X509(certificate.get(), made.certificate.get()) != 1
        || PEM_write_bio_PrivateKey(key.get(), made.key.get(), nullptr, nullptr, 0, nullptr,
                                    nullptr)
            != 1)
        return cannot_make();
    return Identity{written(certificate.get()), written(key.get())};
}

Certificate certificate_in(const std::string& pem)
{
    const Bio memory(BIO_new_mem_buf(pem.data(), int(pem.size())));
    Certificate read(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
    ERR_clear_error();
    return read;
}

// Never asks anybody for a passphrase.
Key key_in(const std::string& pem)
{
    const auto no_passphrase = [](char*, int, int, void*) { return -1; };
    const Bio memory(BIO_new_mem_buf(pem.data(), int(pem.size())));
    Key read(PEM_read_bio_PrivateKey(memory.get(), nullptr, no_passphrase, nullptr));
    ERR_clear_error();
    return read;
}

} // namespace

Result<Identity> make_authority(const std::string& name, const std::vector<std::string>& hosts,
                                WallTime now)
{
    const auto made = begun(name, now, kAuthorityDays);
    auto* x509 = made.certificate.get();
    std::string permitted = kLocal;
    for (const auto& host : hosts)
        if (kind_of(host) != HostKind::none && host.find_first_of(".:") != std::string::npos)
            permitted += constraint(host);
    const bool good = x509 && add(x509, x509, NID_basic_constraints, "critical,CA:TRUE,pathlen:0")
        && add(x509, x509, NID_key_usage, "critical,keyCertSign,cRLSign")
        && add(x509, x509, NID_subject_key_identifier, "hash")
        && add(x509, x509, NID_name_constraints, permitted) && sign(x509, x509, made.key.get());
    return good ? in_pem(made) : cannot_make();
}

Result<Identity> make_leaf(const Identity& authority, const std::vector<std::string>& hosts,
                           WallTime now)
{
    const auto issuer = certificate_in(authority.certificate);
    const auto key = key_in(authority.key);
    assert(issuer && key && !hosts.empty());
    const auto made = begun(hosts.front(), now, kLeafDays);
    auto* x509 = made.certificate.get();
    std::string names;
    for (const auto& host : hosts)
        names += (names.empty() ? "" : ",") + alternative_name(host);
    const bool good = x509 && add(x509, issuer.get(), NID_basic_constraints, "critical,CA:FALSE")
        && add(x509, issuer.get(), NID_key_usage, "critical,digitalSignature")
        && add(x509, issuer.get(), NID_ext_key_usage, "serverAuth")
        && add(x509, issuer.get(), NID_subject_key_identifier, "hash")
        && add(x509, issuer.get(), NID_authority_key_identifier, "keyid:always")
        && add(x509, issuer.get(), NID_subject_alt_name, names)
        && sign(x509, issuer.get(), key.get());
    return good ? in_pem(made) : cannot_make();
}

// Tried on a certificate that nobody else sees.
bool vouches_for(const std::string& authority, const std::string& host)
{
    const auto issuer = certificate_in(authority);
    if (!issuer || kind_of(host) == HostKind::none)
        return false;
    const Constraints constraints(static_cast<NAME_CONSTRAINTS*>(
        X509_get_ext_d2i(issuer.get(), NID_name_constraints, nullptr, nullptr)));
    const Certificate probe(X509_new());
    if (!constraints || !probe
        || !add(probe.get(), issuer.get(), NID_subject_alt_name, alternative_name(host)))
        return false;
    X509_check_purpose(probe.get(), -1, 0); // reads its extensions
    const bool may = NAME_CONSTRAINTS_check(probe.get(), constraints.get()) == X509_V_OK;
    ERR_clear_error();
    return may;
}

bool is_for(const std::string& leaf, const std::string& host)
{
    const auto x509 = certificate_in(leaf);
    if (!x509)
        return false;
    return kind_of(host) == HostKind::name
        ? X509_check_host(x509.get(), host.c_str(), 0, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, nullptr)
            == 1
        : X509_check_ip_asc(x509.get(), host.c_str(), 0) == 1;
}

bool is_signed_by(const std::string& leaf, const std::string& authority)
{
    const auto x509 = certificate_in(leaf), issuer = certificate_in(authority);
    const bool is = x509 && issuer && X509_verify(x509.get(), X509_get0_pubkey(issuer.get())) == 1;
    ERR_clear_error();
    return is;
}

bool is_whole(const Identity& identity)
{
    const auto x509 = certificate_in(identity.certificate);
    const auto key = key_in(identity.key);
    const bool is = x509 && key && X509_check_private_key(x509.get(), key.get()) == 1;
    ERR_clear_error();
    return is;
}

bool is_valid(const std::string& certificate, WallTime now, int days_left)
{
    const auto x509 = certificate_in(certificate);
    auto from = seconds_of(now), to = from + days_left * kDayS;
    return x509 && X509_cmp_time(X509_get0_notBefore(x509.get()), &from) < 0
        && X509_cmp_time(X509_get0_notAfter(x509.get()), &to) > 0;
}

std::string fingerprint_of(const std::string& certificate)
{
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto x509 = certificate_in(certificate);
    std::array<unsigned char, 32> digest;
    std::string text;
    if (!x509 || X509_digest(x509.get(), EVP_sha256(), digest.data(), nullptr) != 1)
        return text;
    for (const auto byte : digest) {
        text += text.empty() ? "" : ":";
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

} // namespace crura::access
