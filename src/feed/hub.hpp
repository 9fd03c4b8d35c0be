#pragma once

#include "core/time.hpp"
#include "feed/mats.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace crura::feed {

using ConnectionId = std::uint64_t;

// Who looks.
struct Viewer {
    json::Json device;     // as `hello` tells it: id, name, role, owner, mat
    bool commands = false; // may lead sessions
    bool care = false;     // sees and does what only a therapist may
    int mat = 0;           // sees and commands only this one; 0: all
};

// How the hub reaches the pages.
struct Wire {
    std::function<void(ConnectionId, std::shared_ptr<const std::string>)> send;
    std::function<void(ConnectionId, std::uint16_t code, std::string reason)> close;
};

// Speaks the live protocol (docs/live-protocol.md) with every page: says hello, sends frames as
// fast as each can take them, events and acks, obeys commands. It reads no clock and opens nothing.
// [server]
class Hub {
public:
    Hub(Mats& mats, Wire wire, std::string version);
    ~Hub();

    // `key`: random, of this connection.
    void opened(ConnectionId connection, Viewer viewer, std::string key, Time now);
    void heard(ConnectionId connection, std::string_view message, Time now);
    void closed(ConnectionId connection);

    // About 30 times a second.
    void tick(Time now);

private:
    struct Page;
    Mats& mats_;
    Wire wire_;
    std::string version_;
    std::unordered_map<ConnectionId, std::unique_ptr<Page>> pages_;
};

} // namespace crura::feed
