#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crura::web {

// By which names a listener may be called, and which pages may ask it. A foreign name that leads to
// this machine (DNS rebinding) is not one of them.
class Callers {
public:
    Callers(const std::vector<std::string>& hosts, std::uint16_t port, bool secure);

    bool calls_us(std::string_view host) const; // of the Host header: "localhost:8080"
    // The page that asks came from where it asks: "http://localhost:8080" of "localhost:8080".
    bool is_our_page(std::string_view origin, std::string_view host) const;

private:
    std::vector<std::string> names_; // with their port
    std::string scheme_;             // "http://"
};

} // namespace crura::web
