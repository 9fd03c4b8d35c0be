#pragma once

#include "core/time.hpp"
#include "feed/desk.hpp"
#include "feed/mats.hpp"
#include "feed/tell.hpp"
#include "feed/tick_times.hpp"
#include "feed/viewer.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace crura::feed {

// How the hub reaches the pages; the first two may call Hub::closed().
struct Wire {
    std::function<void(ConnectionId, std::shared_ptr<const std::string>)> send;
    std::function<void(ConnectionId, std::uint16_t code, std::string reason)> close;
    // For the log: what a page asked for and did not get, and why. May be empty.
    std::function<void(ConnectionId, int status, const std::string& why)> refused = {};
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
    struct Known { // a mat, as the pages were told last
        int mat;
        std::uint64_t version;
        json::Json about;

        Known(const MatNow& now) : mat(now.mat), version(now.version), about(now.about) {}
    };
    static const Known* find(const std::vector<Known>& all, int mat);
    struct Parcel { // a text to send, or where there is none a connection to close
        ConnectionId to;
        Text text;
        std::uint16_t code = 0;
        std::string reason = {};
    };

    std::vector<MatNow> catch_up(Time now);
    void tell_to_all(int mat, const json::Json& about);
    void tell_said(const Said& said);
    void welcome(ConnectionId connection, const Page& page, Time now);
    void obey(ConnectionId connection, Page& page, const Asked& asked, Time now);
    void refuse(ConnectionId connection, const Ack& refusal);
    void show(const std::vector<MatNow>& mats, Time now);
    void leave_the_silent(Time now);
    void close(ConnectionId connection, std::uint16_t code, std::string reason);
    void say(ConnectionId to, Text text) { out_.push_back({to, std::move(text)}); }
    void deliver();

    Mats& mats_;
    Wire wire_;
    std::string version_;
    Desk desk_;
    TickTimes ticks_{Desk::kOld};
    std::vector<Known> known_; // by number
    std::unordered_map<ConnectionId, std::unique_ptr<Page>> pages_;
    std::vector<Parcel> out_; // sent when all is decided: whoever sends may find that a page left
};

} // namespace crura::feed
