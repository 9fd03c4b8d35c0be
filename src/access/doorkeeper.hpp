#pragma once

#include "access/device.hpp"
#include "core/result.hpp"

#include <chrono>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace crura::access {

// What a device gets in with.
struct Offer {
    Role role = Role::viewer;
    bool owner = false;
    int mat = 0; // 0: all
};

// Why nobody was let in.
enum class Refusal : std::uint8_t {
    none,
    wrong,     // code
    expired,   // or used, or never offered
    too_often, // wrong codes: the offer is void, or one has to wait
};

struct Entry {
    Refusal refusal = Refusal::none;
    std::string token; // for the cookie; 256 random bits
    Device device;
};

// Who may use the page: pairing codes that one device may use once within ten minutes, and a token
// a device, of which only a digest is kept. Kept in two files for their owner only, in a folder
// that several programs may use at once: `crura pair` offers, the running server lets in. What is
// revoked or offered in one is known to the other at the next question. [any]
class Doorkeeper {
public:
    explicit Doorkeeper(std::filesystem::path folder);

    // A new code, of letters and digits that cannot be mistaken for each other ("K7QM-4XWB-9PTR").
    Result<std::string> offer(const Offer& offer, WallTime now);

    // Uses a code up. `name`: what its person calls the device.
    Result<Entry> let_in(const std::string& code, const std::string& name, WallTime now);

    // Whose token it is; nobody's when it was revoked or never given.
    std::optional<Device> who(const std::string& token, WallTime now);

    Result<std::vector<Device>> devices();
    Result<void> revoke(const std::string& device); // its id; an unknown one is an error
    Result<void> rename(const std::string& device, const std::string& name);

private:
    std::filesystem::path folder_;
    std::mutex mutex_;
};

} // namespace crura::access
