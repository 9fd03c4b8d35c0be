#pragma once

#include "access/device.hpp"
#include "core/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace crura::access {

// PEM files, for their owner only.
struct Certificates {
    std::filesystem::path authority; // what a tablet may install, to trust this machine
    std::filesystem::path chain;     // of the server
    std::filesystem::path key;
    std::string fingerprint;           // SHA-256 of the authority, for people: "3F:A2:..."
    std::vector<std::string> left_out; // hosts that the authority may not vouch for
};

// A local certificate authority and a leaf for these names and addresses, the first of which is
// what the machine is called, in `folder`. The authority is made once, and may vouch only for what
// is local (certificate.hpp). The leaf is made anew when it lacks one of the hosts or ends within
// 30 days. The authority's key is needed only for that. An error when none of the hosts can be
// vouched for, or files are broken. [any]
Result<Certificates> certificates_for(const std::filesystem::path& folder,
                                      const std::vector<std::string>& hosts, WallTime now);

} // namespace crura::access
