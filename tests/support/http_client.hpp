#pragma once

#include "support/wire.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crura::test {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpReply {
    unsigned status = 0; // 0: none came
    Headers headers;
    std::string body;

    std::string header(std::string_view name) const; // empty: not there
};

// A browser, as far as a server can tell: it says whom it calls and which page asks, keeps the
// connection, and the cookie.
class HttpClient {
public:
    explicit HttpClient(const Place& place);

    // `headers` are sent instead of its own of the same name; one without a value is not sent.
    HttpReply ask(const std::string& method, const std::string& target,
                  const std::string& body = {}, const Headers& headers = {});
    HttpReply get(const std::string& target, const Headers& headers = {})
    {
        return ask("GET", target, {}, headers);
    }
    HttpReply post(const std::string& target, const std::string& body, const Headers& headers = {})
    {
        return ask("POST", target, body, headers);
    }

    // The next answer, to whatever was sent. `silent`: one without a body, as to HEAD.
    HttpReply reply(bool silent = false, double at_most_s = 10);

    // Whether the server has ended the connection, or does so in time.
    bool ends(double at_most_s = 10);

    Wire& wire() { return wire_; }
    std::string request(const std::string& method, const std::string& target,
                        const std::string& body, const Headers& headers) const;
    std::string host() const;   // "127.0.0.1:8080"
    std::string origin() const; // "http://127.0.0.1:8080"

    std::string cookie; // "crura=...", as it was set last; may be given

private:
    friend class LiveClient;
    bool fill(std::size_t bytes, double at_most_s); // so much is in received_

    Place place_;
    Wire wire_;
    std::string received_;
};

// A page's WebSocket at /live.
class LiveClient {
public:
    explicit LiveClient(const Place& place, const std::string& cookie = {},
                        const Headers& headers = {});

    const HttpReply& opened() const { return opened_; } // 101 when it is

    bool send(std::string_view text) { return send_frame(kText, text); }

    static constexpr unsigned kContinued = 0, kText = 1, kBinary = 2, kClose = 8, kPing = 9,
                              kPong = 10;
    bool send_frame(unsigned kind, std::string_view bytes, bool last = true);
    // The beginning of a frame of so many bytes, none of which are sent.
    bool send_frame_header(unsigned kind, std::uint64_t bytes, bool last = true);

    // The next text; nothing when none came in time or it is closed. Answers pings and the close.
    std::optional<std::string> next(double at_most_s = 10);
    // With what code it was or will be closed; 0: without one; nothing: it is not. Texts that come
    // before are thrown away.
    std::optional<std::uint16_t> closed(double at_most_s = 10);

    Wire& wire() { return client_.wire(); }

private:
    std::optional<std::pair<unsigned, std::string>> frame(double at_most_s);

    HttpClient client_;
    HttpReply opened_;
    std::optional<std::uint16_t> code_;
};

} // namespace crura::test
