#pragma once

#include "access/device.hpp"
#include "core/result.hpp"

#include <string>
#include <vector>

namespace crura::access {

// A certificate with its private key, in PEM.
struct Identity {
    std::string certificate;
    std::string key;
};

// A host is a name or an address, without a port. Times are exact to the second. [any], as all of
// these.

// An authority of ten years, P-256, that signs leaves only. It may vouch for private addresses, for
// names that only a local network knows (.local, .lan, .internal, .home.arpa, localhost), and for
// these hosts, but not for a name without a dot, which may be a whole part of the internet.
Result<Identity> make_authority(const std::string& name, const std::vector<std::string>& hosts,
                                WallTime now);

// A server's certificate of 397 days, for at least one host.
Result<Identity> make_leaf(const Identity& authority, const std::vector<std::string>& hosts,
                           WallTime now);

// What follows takes certificates in PEM. What is none, or no key, does not do.

// May this authority vouch for a host?
bool vouches_for(const std::string& authority, const std::string& host);

bool is_for(const std::string& leaf, const std::string& host);
bool is_signed_by(const std::string& leaf, const std::string& authority);
bool is_whole(const Identity& identity); // the key is the certificate's

// Has begun, and does not end within so many days.
bool is_valid(const std::string& certificate, WallTime now, int days_left);

// SHA-256, for people: "3F:A2:..."; empty when it is none.
std::string fingerprint_of(const std::string& certificate);

} // namespace crura::access
