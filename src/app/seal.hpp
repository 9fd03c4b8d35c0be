#pragma once

#include "app/passphrase.hpp"
#include "core/result.hpp"
#include "exchange/sealed_file.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace crura::app {

struct SealOptions {
    std::vector<std::filesystem::path> files; // or folders, with all that is in them
    std::filesystem::path out;
};

struct UnsealOptions {
    std::filesystem::path file;
    std::filesystem::path folder; // empty: the one that the sealed file is in
};

// [main] `crura seal` and `crura unseal`; give what to say. They ask for the passphrase.
Result<std::string> seal(const SealOptions& options);
Result<std::string> unseal(const UnsealOptions& options);

// The same with a passphrase at hand.
Result<std::string> seal(const SealOptions& options, const exchange::Secret& passphrase,
                         exchange::SealCost cost = exchange::kModerate);
Result<std::string> unseal(const UnsealOptions& options, const exchange::Secret& passphrase);

// For `crura export --sealed`: `write` puts its files into a folder of ours, on the disk where the
// recordings lie; they are sealed into `out` and taken away again, whatever happens.
using WriteInto = std::function<Result<std::string>(const std::filesystem::path& folder)>;
Result<std::string> seal_instead(const WriteInto& write, const std::filesystem::path& out,
                                 const exchange::Secret& passphrase,
                                 exchange::SealCost cost = exchange::kModerate);

} // namespace crura::app
