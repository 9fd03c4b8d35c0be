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
    std::string fingerprint; // SHA-256 of the authority, for people: "3F:A2:..."
};

// A local certificate authority and a leaf for these names and addresses, made in `folder` where
// they are not there, the leaf anew when it lacks one of them or ends within 30 days. [any]
Result<Certificates> certificates_for(const std::filesystem::path& folder,
                                      const std::vector<std::string>& hosts, WallTime now);

} // namespace crura::access
