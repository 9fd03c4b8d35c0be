#include "access/certificates.hpp"

#include "access/certificate.hpp"
#include "access/folder_lock.hpp"
#include "access/kept_file.hpp"
#include "files/whole_files.hpp"

#include <algorithm>
#include <utility>

namespace fs = std::filesystem;

namespace crura::access {
namespace {

constexpr auto kPatience = std::chrono::seconds(1);
constexpr int kRenewalDays = 30;

struct Paths {
    explicit Paths(const fs::path& folder)
        : authority(folder / "authority.pem"), authority_key(folder / "authority-key.pem"),
          chain(folder / "server.pem"), key(folder / "server-key.pem")
    {
    }
    fs::path authority, authority_key, chain, key;
};

Result<Identity> read(const fs::path& certificate, const fs::path& key)
{
    auto certificate_pem = KeptFile(certificate).read();
    if (!certificate_pem)
        return certificate_pem.error();
    auto key_pem = KeptFile(key).read();
    if (!key_pem)
        return key_pem.error();
    return Identity{std::move(*certificate_pem), std::move(*key_pem)};
}

std::string called(const std::string& host)
{
    constexpr std::string_view kLocal = ".local";
    return host.ends_with(kLocal) ? host.substr(0, host.size() - kLocal.size()) : host;
}

Error unusable(const Paths& paths, const std::string& what)
{
    return {paths.authority.string() + " " + what + "; take " + paths.authority.string() + " and "
            + paths.authority_key.string()
            + " away to have a new authority made, which every tablet then has to install."};
}

// The one that is there, or a new one. Its key may have been taken away.
Result<Identity> authority_in(const Paths& paths, const std::vector<std::string>& hosts,
                              WallTime now)
{
    auto there = read(paths.authority, paths.authority_key);
    if (!there)
        return there;
    if (there->certificate.empty() && there->key.empty()) {
        auto made = make_authority("Crura on " + called(hosts.front()), hosts, now);
        if (!made)
            return made;
        if (const auto written = files::write_whole(
                {{paths.authority_key, made->key}, {paths.authority, made->certificate}});
            !written)
            return written.error();
        return made;
    }
    if (!there->key.empty() && !is_whole(*there))
        return unusable(paths, "and its key are not one authority");
    if (fingerprint_of(there->certificate).empty())
        return unusable(paths, "is no certificate");
    if (!is_valid(there->certificate, now, 0))
        return unusable(paths,
                        "is not valid on the day that the clock shows (set the clock where "
                        "that is wrong)");
    return there;
}

bool still_good(const Identity& leaf, const Identity& authority,
                const std::vector<std::string>& hosts, WallTime now)
{
    return is_whole(leaf) && is_signed_by(leaf.certificate, authority.certificate)
        && is_valid(leaf.certificate, now, kRenewalDays)
        && std::all_of(hosts.begin(), hosts.end(),
                       [&](const auto& host) { return is_for(leaf.certificate, host); });
}

Result<void> renew(const Paths& paths, const Identity& authority,
                   const std::vector<std::string>& hosts, WallTime now)
{
    if (authority.key.empty())
        return Error{paths.authority_key.string()
                     + " is not there, and the server needs a new certificate: bring it back, or "
                       "take "
                     + paths.authority.string()
                     + " away to have a new authority made, which every tablet then has to "
                       "install."};
    const auto leaf = make_leaf(authority, hosts, now);
    if (!leaf)
        return leaf.error();
    return files::write_whole(
        {{paths.key, leaf->key}, {paths.chain, leaf->certificate + authority.certificate}},
        files::IfTaken::replace);
}

} // namespace

Result<Certificates> certificates_for(const fs::path& folder, const std::vector<std::string>& hosts,
                                      WallTime now)
{
    if (hosts.empty())
        return Error{"A certificate needs a name or an address of this computer; is it in a "
                     "network?"};
    const auto lock = FolderLock::take(folder, kPatience);
    if (!lock)
        return lock.error();
    const Paths paths(folder);
    const auto authority = authority_in(paths, hosts, now);
    if (!authority)
        return authority.error();

    Certificates made{
        paths.authority, paths.chain, paths.key, fingerprint_of(authority->certificate), {}};
    std::vector<std::string> taken;
    for (const auto& host : hosts)
        (vouches_for(authority->certificate, host) ? taken : made.left_out).push_back(host);
    if (taken.empty())
        return unusable(paths, "may vouch for none of this computer's names and addresses");
    const auto leaf = read(paths.chain, paths.key);
    if (!leaf)
        return leaf.error();
    if (!still_good(*leaf, *authority, taken, now))
        if (const auto renewed = renew(paths, *authority, taken, now); !renewed)
            return renewed.error();
    return made;
}

} // namespace crura::access
