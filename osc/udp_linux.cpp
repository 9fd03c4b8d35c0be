#include "osc/udp_linux.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <utility>

namespace crura::osc {
namespace {

using Attach = int (*)(int, const sockaddr*, socklen_t); // connect or bind

struct FreeAddresses {
    void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

std::string shown(const Endpoint& endpoint)
{
    return endpoint.host + ":" + std::to_string(endpoint.port);
}

// A socket that is attached to the endpoint; a reason, when there is none.
Result<int> open_socket(const Endpoint& endpoint, int flags, Attach attach)
{
    addrinfo wanted{};
    wanted.ai_family = AF_UNSPEC;
    wanted.ai_socktype = SOCK_DGRAM;
    wanted.ai_flags = AI_NUMERICSERV | flags;
    addrinfo* list = nullptr;
    const int unknown =
        getaddrinfo(endpoint.host.c_str(), std::to_string(endpoint.port).c_str(), &wanted, &list);
    if (unknown)
        return Error{gai_strerror(unknown)};
    const std::unique_ptr<addrinfo, FreeAddresses> addresses(list);
    std::string reason = "no address";
    for (const auto* each = list; each; each = each->ai_next) {
        const int made = socket(each->ai_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (made >= 0 && attach(made, each->ai_addr, each->ai_addrlen) == 0)
            return made;
        reason = std::strerror(errno);
        if (made >= 0)
            ::close(made);
    }
    return Error{reason};
}

} // namespace

Result<Endpoint> read_endpoint(const std::string& text)
{
    const auto colon = text.rfind(':');
    Endpoint endpoint;
    if (colon != std::string::npos)
        endpoint.host = text.substr(0, colon);
    const auto digits = colon == std::string::npos ? text : text.substr(colon + 1);
    unsigned port = 0;
    const auto* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, port);
    if (read.ec != std::errc() || read.ptr != end || port < 1 || port > 65535
        || endpoint.host.empty())
        return Error{"\"" + text
                     + "\" is no place for OSC; write PORT or HOST:PORT, as in "
                       "9000 or studio.local:9000 (ports are 1 .. 65535)."};
    endpoint.port = std::uint16_t(port);
    return endpoint;
}

Result<Udp> Udp::towards(const Endpoint& endpoint)
{
    const auto made = open_socket(endpoint, 0, &::connect);
    if (!made)
        return Error{"OSC cannot be sent to " + shown(endpoint) + " (" + made.error().message
                     + "); check the name and the network."};
    return Udp(*made);
}

Result<Udp> Udp::listening(const Endpoint& endpoint)
{
    const auto made = open_socket(endpoint, AI_PASSIVE, &::bind);
    if (!made)
        return Error{"OSC cannot be received at " + shown(endpoint) + " (" + made.error().message
                     + "); choose another port, or close the program that uses it."};
    return Udp(*made);
}

bool Udp::send(std::span<const std::uint8_t> packet) noexcept
{
    // Nobody listening is told by the next send, and is no fault of ours.
    return ::send(socket_, packet.data(), packet.size(), MSG_NOSIGNAL) >= 0
        || errno == ECONNREFUSED;
}

std::span<const std::uint8_t> Udp::receive(std::span<std::uint8_t> into, Duration timeout) noexcept
{
    pollfd waiting{socket_, POLLIN, 0};
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(timeout).count();
    if (poll(&waiting, 1, int(ms)) != 1)
        return {};
    const auto size = recv(socket_, into.data(), into.size(), 0);
    return into.first(size > 0 ? std::size_t(size) : 0);
}

std::uint16_t Udp::port() const noexcept
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.ss_family == AF_INET6
                     ? reinterpret_cast<const sockaddr_in6&>(address).sin6_port
                     : reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

Udp::Udp(Udp&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}

Udp& Udp::operator=(Udp&& other) noexcept
{
    std::swap(socket_, other.socket_);
    return *this;
}

Udp::~Udp()
{
    if (socket_ >= 0)
        ::close(socket_);
}

} // namespace crura::osc
