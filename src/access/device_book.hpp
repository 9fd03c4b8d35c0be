#pragma once

#include "access/device.hpp"
#include "access/secret.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace crura::access {

// A device and the digest of its token.
struct Paired {
    Device device;
    Digest token{};
};

// All devices that were let in, as the file devices.json holds them. One thread at a time.
class DeviceBook {
public:
    static constexpr std::size_t kMostGuests = 32; // those that are not the owner's
    static constexpr std::size_t kMostOwners = 8;  // browsers of the machine itself

    static Result<DeviceBook> read(std::string_view text); // "": nobody
    std::string text() const;

    const std::vector<Paired>& all() const { return paired_; }

    // Nullptr: nobody's.
    const Paired* whose(const Digest& token) const;
    Device* find(const std::string& id);

    bool has_room_for(bool owner) const;
    // Where the owner's browsers are all taken, the one that was seen longest ago goes.
    void add(Paired paired);
    bool remove(const std::string& id); // false: there is none

private:
    std::vector<Paired> paired_;
};

} // namespace crura::access
