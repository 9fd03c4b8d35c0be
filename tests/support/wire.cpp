#include "support/wire.hpp"

#include <openssl/ssl.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace crura::test {
namespace {

using Clock = std::chrono::steady_clock;

int milliseconds_until(Clock::time_point end)
{
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

Clock::time_point after(double s)
{
    return Clock::now()
        + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(s));
}

int connected(const Place& place)
{
    const bool v6 = place.address.find(':') != std::string::npos;
    const int fd = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (place.receive_buffer > 0)
        ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &place.receive_buffer, sizeof(int));
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in6 six{};
    sockaddr_in four{};
    six.sin6_family = AF_INET6;
    four.sin_family = AF_INET;
    six.sin6_port = four.sin_port = htons(place.port);
    ::inet_pton(AF_INET6, place.address.c_str(), &six.sin6_addr);
    ::inet_pton(AF_INET, place.address.c_str(), &four.sin_addr);
    const auto* address =
        v6 ? reinterpret_cast<const sockaddr*>(&six) : reinterpret_cast<const sockaddr*>(&four);
    if (::connect(fd, address, v6 ? sizeof six : sizeof four) == 0)
        return fd;
    ::close(fd);
    return -1;
}

} // namespace

struct Wire::Parts {
    explicit Parts(const Place& place) : fd(connected(place))
    {
        if (!place.tls || fd < 0)
            return;
        context = SSL_CTX_new(TLS_client_method());
        ssl = SSL_new(context);
        SSL_set_bio(ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
        SSL_set_connect_state(ssl);
        if (!greet())
            end();
    }
    ~Parts()
    {
        SSL_free(ssl);
        SSL_CTX_free(context);
        end();
    }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    void end()
    {
        if (fd >= 0)
            ::close(fd);
        fd = -1;
    }

    bool greet()
    {
        const auto limit = after(10);
        for (;;) {
            const int done = SSL_do_handshake(ssl);
            if (!flush(limit))
                return false;
            if (done == 1)
                return true;
            if (SSL_get_error(ssl, done) != SSL_ERROR_WANT_READ || !fetch(limit).value_or(false))
                return false;
        }
    }

    bool put(std::string_view bytes, Clock::time_point limit)
    {
        while (!bytes.empty()) {
            pollfd ready{fd, POLLOUT, 0};
            if (::poll(&ready, 1, milliseconds_until(limit)) <= 0)
                return false;
            const auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent < 0 && errno != EAGAIN) {
                broken = true;
                return false;
            }
            bytes.remove_prefix(sent < 0 ? 0 : static_cast<std::size_t>(sent));
        }
        return true;
    }

    // What TLS has to say.
    bool flush(Clock::time_point limit)
    {
        std::array<char, 16 * 1024> bytes;
        for (;;) {
            const int count = BIO_read(SSL_get_wbio(ssl), bytes.data(), bytes.size());
            if (count <= 0)
                return true;
            if (!put({bytes.data(), static_cast<std::size_t>(count)}, limit))
                return false;
        }
    }

    // As Wire::receive.
    std::optional<std::string> take(Clock::time_point limit)
    {
        pollfd ready{fd, POLLIN, 0};
        if (::poll(&ready, 1, milliseconds_until(limit)) <= 0)
            return std::nullopt;
        std::array<char, 16 * 1024> bytes;
        const auto count = ::recv(fd, bytes.data(), bytes.size(), 0);
        broken = broken || count < 0;
        return std::string(bytes.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    }

    // Into TLS: false when the other has ended, nothing when none came in time.
    std::optional<bool> fetch(Clock::time_point limit)
    {
        const auto bytes = take(limit);
        if (!bytes)
            return std::nullopt;
        BIO_write(SSL_get_rbio(ssl), bytes->data(), static_cast<int>(bytes->size()));
        return !bytes->empty();
    }

    std::optional<std::string> take_secret(Clock::time_point limit)
    {
        std::array<char, 16 * 1024> bytes;
        for (;;) {
            const int count = SSL_read(ssl, bytes.data(), bytes.size());
            if (count > 0)
                return std::string(bytes.data(), static_cast<std::size_t>(count));
            flush(limit);
            if (SSL_get_error(ssl, count) != SSL_ERROR_WANT_READ)
                return "";
            const auto more = fetch(limit);
            if (!more)
                return std::nullopt;
            if (!*more)
                return "";
        }
    }

    int fd = -1;
    bool broken = false;
    SSL_CTX* context = nullptr;
    SSL* ssl = nullptr;
};

Wire::Wire(const Place& place) : parts_(std::make_unique<Parts>(place)) {}
Wire::~Wire() = default;
Wire::Wire(Wire&&) noexcept = default;
Wire& Wire::operator=(Wire&&) noexcept = default;

bool Wire::open() const
{
    return parts_->fd >= 0;
}

bool Wire::broken() const
{
    return parts_->broken;
}

bool Wire::send(std::string_view bytes, double at_most_s)
{
    if (!open())
        return false;
    if (!parts_->ssl)
        return parts_->put(bytes, after(at_most_s));
    return (bytes.empty()
            || SSL_write(parts_->ssl, bytes.data(), static_cast<int>(bytes.size())) > 0)
        && parts_->flush(after(at_most_s));
}

std::optional<std::string> Wire::receive(double at_most_s)
{
    if (!open())
        return "";
    auto bytes =
        parts_->ssl ? parts_->take_secret(after(at_most_s)) : parts_->take(after(at_most_s));
    if (bytes && bytes->empty())
        parts_->end();
    return bytes;
}

void Wire::end_sending()
{
    ::shutdown(parts_->fd, SHUT_WR);
}

} // namespace crura::test
