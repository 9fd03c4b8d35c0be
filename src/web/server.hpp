#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "web/message.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crura::web {

// Where to listen. With a certificate it speaks TLS only, and tells whoever speaks plain HTTP so.
struct Listener {
    std::string address = "127.0.0.1"; // "::": IPv6 and IPv4, of every network
    std::uint16_t port = 0;            // 0: any that is free
    struct Certificate {
        std::filesystem::path chain, key; // PEM files
    };
    std::optional<Certificate> certificate = std::nullopt;
    // Names and addresses by which it may be called, without port: "localhost", "192.168.1.7",
    // "::1". None: its address, and "localhost" where that is of this machine only.
    std::vector<std::string> hosts = {};
};

// A file of the page, in memory for ever.
struct Asset {
    std::string_view path; // "/app.js"; "/" is "/index.html"
    std::string_view type; // "text/javascript"
    std::string_view etag; // of its bytes
    std::string_view bytes;
    std::string_view gzip = {}; // the same, packed; empty: is sent as it is
};

class Server;

// One open WebSocket.
using ConnectionId = std::uint64_t;

// What is served. `answer` and `admit` are called by two workers, each in a thread of its own and
// one call at a time: one answers what is lengthy, the other everything else. The other functions
// are called in the server's thread, and must return at once. What is not there is not called.
struct Site {
    std::vector<Asset> assets; // for everybody who reaches the server

    std::function<void(Server&)> began; // before any other, so that they may use it

    // To every path below /api/. HEAD is asked as GET.
    std::function<Response(const Request&)> answer;
    // Whether the answer may take seconds, so that others should not wait for it. Not there: none.
    std::function<bool(const Request&)> lengthy;
    // To a WebSocket at /live: 101 where it may be opened, else the status that refuses it.
    std::function<unsigned(const Request&)> admit;

    std::function<void(ConnectionId, const Request&)> opened;
    std::function<void(ConnectionId, std::string_view)> heard; // one whole text message
    // Once, whoever closed it; never from within send() or close().
    std::function<void(ConnectionId)> closed;

    // So often, whether anybody is connected or not: what is to be told piles up somewhere.
    Duration tick = std::chrono::milliseconds(33);
    std::function<void()> ticked;

    // One line for the log: what was refused, to whom and why.
    std::function<void(const std::string&)> refused;
};

struct Limits {
    std::size_t message_bytes = 16 * 1024; // of a WebSocket message: longer ones close it (1009)
    std::size_t body_bytes = 64 * 1024;    // of a request: longer ones are 413
    std::size_t clients = 256;             // open at once: more are 503
    std::size_t requests_per_s = 50;       // of one address, with bursts of twice as many: 429
    std::size_t messages_per_s = 50;       // of one WebSocket, likewise: closes it (1008)
    std::size_t waiting_bytes = 1 << 20;   // of what a WebSocket has not taken yet: closes it
    Duration patience = std::chrono::seconds(30); // for a whole request, a handshake, an idle one
};

// The local web server: HTTP/1.1 and WebSocket, plain and over TLS, in one thread of its own and
// two workers'. Every answer carries the strict security headers; a foreign Host or Origin is
// refused, as is a request that changes something without an Origin. [main] but where said
// otherwise.
class Server {
public:
    // The ports are open when it returns; the error says which is taken, or what is wrong with a
    // certificate.
    static Result<std::unique_ptr<Server>> start(Site site, std::vector<Listener> listeners,
                                                 Limits limits = {});
    ~Server(); // tells everybody that it goes (1001), waits a little, ends all threads

    std::vector<std::uint16_t> ports() const; // [any] of the listeners, in their order

    // [server] Sends a text; many may share one. Nothing happens where the connection has gone.
    void send(ConnectionId to, std::shared_ptr<const std::string> text);
    // [server] Bytes of texts not yet handed to the system; 0 where the connection has gone.
    std::size_t waiting(ConnectionId of) const;
    // [server] `code` as in RFC 6455, 7.4.
    void close(ConnectionId which, std::uint16_t code, std::string reason);

    // [any] Whether a lengthy answer should come to an end if it can: another one waits for it, or
    // the server ends.
    bool hurries() const;

    // [any] Runs it in the server's thread, soon.
    void post(std::function<void()> job);

private:
    struct Parts;
    explicit Server(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

} // namespace crura::web
