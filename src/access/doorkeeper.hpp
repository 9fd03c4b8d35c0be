#pragma once

#include "access/device.hpp"
#include "access/device_book.hpp"
#include "access/kept_file.hpp"
#include "access/offer_book.hpp"
#include "core/result.hpp"

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace crura::access {

struct Entry {
    Refusal refusal = Refusal::none;
    std::string token; // for the cookie; 256 random bits
    Device device;
};

// Who may use the page: pairing codes that one device may use once within ten minutes, and a token
// a device, of which only a digest is kept. Kept in two files for their owner only, in a folder
// that several programs may use at once: `crura pair` offers, the running server lets in. What is
// revoked or offered in one is known to the other at the next question. While a file cannot be
// read, nobody is let in; the error says which and what to do. What changes a file waits for the
// disk, and up to a second for another program that is about to. [any]
class Doorkeeper {
public:
    explicit Doorkeeper(std::filesystem::path folder);

    // A new code, of letters and digits that cannot be mistaken for each other ("K7QM-4XWB-9PTR").
    Result<std::string> offer(const Offer& offer, WallTime now);

    // Uses a code up, as somebody typed it. `name`: what its person calls the device. An error,
    // which leaves the code as it is, when 32 devices beside the owner's are paired.
    Result<Entry> let_in(const std::string& code, const std::string& name, WallTime now);

    // Whose token it is; nobody's when it was revoked or never given. Costs one look at a file's
    // name, and once an hour a device one writing of the file.
    std::optional<Device> who(const std::string& token, WallTime now);

    Result<std::vector<Device>> devices();
    Result<void> revoke(const std::string& device); // its id; an unknown one is an error
    Result<void> rename(const std::string& device, const std::string& name);

private:
    std::filesystem::path devices_path() const { return folder_ / "devices.json"; }
    std::filesystem::path offers_path() const { return folder_ / "offers.json"; }
    Result<Entry> enter(const Offer& offer, const std::string& name, DeviceBook devices,
                        WallTime now);
    std::optional<Device> known(const std::string& token);
    void note_seen(const std::string& device, WallTime now);

    std::filesystem::path folder_;
    std::mutex mutex_; // of what follows
    KeptFile file_;
    DeviceBook book_;     // what was in it
    WallTime seen_tried_; // when somebody was to be written down as seen
};

} // namespace crura::access
