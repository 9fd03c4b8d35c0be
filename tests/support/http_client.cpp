#include "support/http_client.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>

namespace crura::test {
namespace {

bool same(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
        return std::tolower(x) == std::tolower(y);
    });
}

void set(Headers& headers, const std::string& name, const std::string& value)
{
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [&name](const auto& each) { return same(each.first, name); });
    if (found == headers.end())
        headers.emplace_back(name, value);
    else
        found->second = value;
}

std::string big_endian(std::uint64_t number, int bytes)
{
    std::string text;
    for (int at = bytes - 1; at >= 0; --at)
        text += static_cast<char>(number >> (8 * at) & 0xff);
    return text;
}

std::uint64_t number_of(std::string_view bytes)
{
    std::uint64_t number = 0;
    for (const char byte : bytes)
        number = number << 8 | static_cast<unsigned char>(byte);
    return number;
}

HttpReply head_of(const std::string& text)
{
    HttpReply reply;
    std::istringstream lines(text);
    std::string line;
    std::getline(lines, line);
    if (!line.starts_with("HTTP/1.1 "))
        return reply;
    reply.status = static_cast<unsigned>(std::stoul("0" + line.substr(9, 3)));
    while (std::getline(lines, line) && line != "\r") {
        const auto colon = line.find(": ");
        if (colon != std::string::npos)
            reply.headers.emplace_back(line.substr(0, colon),
                                       line.substr(colon + 2, line.size() - colon - 3));
    }
    return reply;
}

} // namespace

std::string HttpReply::header(std::string_view name) const
{
    for (const auto& [key, value] : headers)
        if (same(key, name))
            return value;
    return {};
}

HttpClient::HttpClient(const Place& place) : place_(place), wire_(place) {}

std::string HttpClient::host() const
{
    const bool v6 = place_.address.find(':') != std::string::npos;
    return (v6 ? "[" + place_.address + "]" : place_.address) + ":" + std::to_string(place_.port);
}

std::string HttpClient::origin() const
{
    return (place_.tls ? "https://" : "http://") + host();
}

std::string HttpClient::request(const std::string& method, const std::string& target,
                                const std::string& body, const Headers& headers) const
{
    Headers all{{"Host", host()}};
    if (method != "GET" && method != "HEAD")
        all.emplace_back("Origin", origin());
    if (!body.empty())
        all.emplace_back("Content-Type", "application/json");
    if (!body.empty() || method == "POST" || method == "PUT")
        all.emplace_back("Content-Length", std::to_string(body.size()));
    all.emplace_back("Cookie", cookie);
    for (const auto& [name, value] : headers)
        set(all, name, value);
    auto text = method + " " + target + " HTTP/1.1\r\n";
    for (const auto& [name, value] : all)
        if (!value.empty())
            text += name + ": " + value + "\r\n";
    return text + "\r\n" + body;
}

HttpReply HttpClient::ask(const std::string& method, const std::string& target,
                          const std::string& body, const Headers& headers)
{
    wire_.send(request(method, target, body, headers));
    return reply(method == "HEAD");
}

bool HttpClient::fill(std::size_t bytes, double at_most_s)
{
    while (received_.size() < bytes) {
        const auto more = wire_.receive(at_most_s);
        if (!more || more->empty())
            return false;
        received_ += *more;
    }
    return true;
}

HttpReply HttpClient::reply(bool silent, double at_most_s)
{
    while (received_.find("\r\n\r\n") == std::string::npos)
        if (!fill(received_.size() + 1, at_most_s))
            return {};
    const auto end = received_.find("\r\n\r\n") + 4;
    auto reply = head_of(received_.substr(0, end));
    received_.erase(0, end);
    const auto length = reply.header("Content-Length");
    if (!silent && !length.empty() && fill(std::stoul(length), at_most_s)) {
        reply.body = received_.substr(0, std::stoul(length));
        received_.erase(0, reply.body.size());
    }
    if (const auto set_cookie = reply.header("Set-Cookie"); !set_cookie.empty())
        cookie = set_cookie.substr(0, set_cookie.find(';'));
    return reply;
}

bool HttpClient::ends(double at_most_s)
{
    for (;;) {
        const auto bytes = wire_.receive(at_most_s);
        if (!bytes)
            return false;
        if (bytes->empty())
            return true;
    }
}

LiveClient::LiveClient(const Place& place, const std::string& cookie, const Headers& headers)
    : client_(place)
{
    client_.cookie = cookie;
    Headers all{{"Origin", client_.origin()},
                {"Upgrade", "websocket"},
                {"Connection", "Upgrade"},
                {"Sec-WebSocket-Version", "13"},
                {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};
    for (const auto& [name, value] : headers)
        set(all, name, value);
    opened_ = client_.ask("GET", "/live", {}, all);
}

bool LiveClient::send_frame_header(unsigned kind, std::uint64_t bytes, bool last)
{
    std::string frame(1, static_cast<char>((last ? 0x80 : 0) | kind));
    if (bytes < 126)
        frame += static_cast<char>(0x80 | bytes);
    else if (bytes < 65536)
        frame += static_cast<char>(0x80 | 126) + big_endian(bytes, 2);
    else
        frame += static_cast<char>(0x80 | 127) + big_endian(bytes, 8);
    return wire().send(frame + std::string(4, '\0')); // a mask that changes nothing
}

bool LiveClient::send_frame(unsigned kind, std::string_view bytes, bool last)
{
    return send_frame_header(kind, bytes.size(), last) && wire().send(bytes);
}

std::optional<std::pair<unsigned, std::string>> LiveClient::frame(double at_most_s)
{
    auto& bytes = client_.received_;
    if (!client_.fill(2, at_most_s))
        return std::nullopt;
    std::size_t head = 2;
    std::uint64_t length = static_cast<unsigned char>(bytes[1]) & 0x7f;
    if (length >= 126) {
        head = length == 126 ? 4 : 10;
        if (!client_.fill(head, at_most_s))
            return std::nullopt;
        length = number_of(std::string_view(bytes).substr(2, head - 2));
    }
    if (!client_.fill(head + length, at_most_s))
        return std::nullopt;
    std::pair<unsigned, std::string> frame(static_cast<unsigned char>(bytes[0]) & 0x0f,
                                           bytes.substr(head, length));
    bytes.erase(0, head + length);
    return frame;
}

std::optional<std::string> LiveClient::next(double at_most_s)
{
    while (const auto got = frame(at_most_s)) {
        const auto& [kind, bytes] = *got;
        if (kind == kText)
            return bytes;
        if (kind == kPing)
            send_frame(kPong, bytes);
        if (kind == kClose) {
            code_ =
                bytes.size() < 2 ? 0 : static_cast<std::uint16_t>(number_of(bytes.substr(0, 2)));
            send_frame(kClose, bytes.substr(0, 2));
            wire().end_sending();
            return std::nullopt;
        }
    }
    return std::nullopt;
}

std::optional<std::uint16_t> LiveClient::closed(double at_most_s)
{
    while (!code_ && next(at_most_s))
        ;
    return code_;
}

} // namespace crura::test
