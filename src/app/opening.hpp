#pragma once

#include "core/result.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace crura::app {

// Where a running Crura serves its page.
struct PageAt {
    int pid = 0;
    unsigned port = 0;     // of this machine's own
    unsigned lan_port = 0; // for the room, over TLS; 0: closed
};

// The right to be the one Crura that serves the page of this person. Held until it goes away; the
// system lets go of it when the program dies, however it does. [main]
class OnePage {
public:
    // Null when another has it. An error when the folder, which is made where need be, cannot be
    // used.
    static Result<std::unique_ptr<OnePage>> take(const std::filesystem::path& folder);

    OnePage(const OnePage&) = delete;
    OnePage& operator=(const OnePage&) = delete;
    ~OnePage();

    // Says where it is, once it is open.
    Result<void> tell(const PageAt& at);

private:
    OnePage(std::filesystem::path folder, int lock) : folder_(std::move(folder)), lock_(lock) {}

    std::filesystem::path folder_;
    int lock_;
};

// [main] Where the Crura is that has the page of this folder. Waits for one that is about to open
// it. Nothing when it has not said so in time.
std::optional<PageAt> page_open_in(const std::filesystem::path& folder,
                                   std::chrono::milliseconds patience = std::chrono::seconds(5));

// [main] Opens an address in the person's browser: those of $BROWSER, else the desktop's own. The
// error is one sentence with the address. Returns once the browser has been handed the address, or
// still runs after `patience`.
Result<void> open_in_browser(const std::string& url,
                             std::chrono::milliseconds patience = std::chrono::milliseconds(2500));

} // namespace crura::app
