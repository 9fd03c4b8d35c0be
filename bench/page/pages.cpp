#include "page/pages.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>

namespace crura::bench {
namespace {

using namespace std::chrono_literals;

constexpr Duration kTell = 250ms; // how often a page says what it has shown

int connected_to(int port, int room)
{
    const int made = ::socket(AF_INET, SOCK_STREAM, 0);
    if (room > 0) // before it is agreed on
        ::setsockopt(made, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(std::uint16_t(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (made < 0 || ::connect(made, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
        throw std::runtime_error("cannot connect to the server");
    const int one = 1;
    ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return made;
}

// What came behind the answer's head.
std::string shake_hands(int socket, int port, const std::string& role)
{
    const auto host = "127.0.0.1:" + std::to_string(port);
    const auto request = "GET /live?role=" + role + " HTTP/1.1\r\nHost: " + host
        + "\r\nOrigin: http://" + host
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    if (::write(socket, request.data(), request.size()) != ssize_t(request.size()))
        throw std::runtime_error("cannot ask the server");
    std::string answer;
    std::array<char, 4096> piece;
    while (answer.find("\r\n\r\n") == std::string::npos) {
        const auto got = ::read(socket, piece.data(), piece.size());
        if (got <= 0)
            throw std::runtime_error("no answer from the server");
        answer.append(piece.data(), std::size_t(got));
    }
    if (answer.compare(9, 3, "101") != 0)
        throw std::runtime_error("refused: " + answer.substr(0, answer.find('\r')));
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

} // namespace

Pages::Pages(int port) : port_(port), epoll_(::epoll_create1(0)) {}

Pages::~Pages()
{
    for (const Page& page : pages_)
        ::close(page.socket);
    ::close(epoll_);
}

std::size_t Pages::add(const std::string& role, int room)
{
    Page page{.socket = connected_to(port_, room)};
    page.in = shake_hands(page.socket, port_, role);
    ::fcntl(page.socket, F_SETFL, O_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = pages_.size();
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, page.socket, &event);
    page.said = host_now() + kTell * int(pages_.size() % 16) / 16; // not all at once
    pages_.push_back(std::move(page));
    return pages_.size() - 1;
}

// Masked with zeros.
void Pages::say(std::size_t page, const std::string& text)
{
    std::string frame = "\x81";
    if (text.size() < 126) {
        frame += char(0x80 | text.size());
    } else {
        frame += char(0x80 | 126);
        frame += char(text.size() >> 8);
        frame += char(text.size() & 255);
    }
    frame += std::string(4, '\0') + text;
    if (::send(pages_[page].socket, frame.data(), frame.size(), MSG_NOSIGNAL) < 0)
        pages_[page].open = false;
}

void Pages::run(Time until, const Heard& heard)
{
    while (host_now() < until)
        run_once(5, heard);
}

void Pages::run_once(int wait_ms, const Heard& heard)
{
    std::array<epoll_event, 256> events;
    const int ready = ::epoll_wait(epoll_, events.data(), int(events.size()), wait_ms);
    bool idle = true;
    for (int i = 0; i < ready; ++i)
        if (const auto page = std::size_t(events[std::size_t(i)].data.u64); pages_[page].reads) {
            read(page, heard);
            idle = false;
        }
    tell_shown(host_now());
    if (ready > 0 && idle)
        ::usleep(1000); // there is only what nobody wants to read
}

void Pages::read(std::size_t page, const Heard& heard)
{
    std::array<char, 65536> piece;
    for (;;) {
        const auto got = ::read(pages_[page].socket, piece.data(), piece.size());
        if (got == 0 || (got < 0 && errno != EAGAIN)) {
            pages_[page].open = pages_[page].reads = false;
            ::epoll_ctl(epoll_, EPOLL_CTL_DEL, pages_[page].socket, nullptr);
        }
        if (got <= 0)
            break;
        pages_[page].in.append(piece.data(), std::size_t(got));
        if (got < ssize_t(piece.size()))
            break;
    }
    take_frames(page, host_now(), heard);
}

void Pages::take_frames(std::size_t number, Time now, const Heard& heard)
{
    std::string& in = pages_[number].in;
    std::size_t at = 0;
    while (in.size() - at >= 2) {
        const auto byte = [&](std::size_t i) { return std::size_t(std::uint8_t(in[at + i])); };
        std::size_t head = 2;
        std::size_t length = byte(1) & 127;
        if (length >= 126) {
            const std::size_t digits = length == 126 ? 2 : 8;
            if (in.size() - at < 2 + digits)
                break;
            length = 0;
            for (std::size_t i = 0; i < digits; ++i)
                length = length << 8 | byte(2 + i);
            head += digits;
        }
        if (in.size() - at < head + length)
            break;
        const std::string_view text(in.data() + at + head, length);
        if (const auto kind = byte(0) & 15; kind == 1) {
            if (const double seq = number_in(text.substr(0, 60), "seq"); seq > 0)
                pages_[number].seq = std::uint64_t(seq);
            if (is_of_type(text, "hello"))
                if (const auto key = text.find(R"("key":")"); key != std::string::npos)
                    pages_[number].key = text.substr(key + 7, text.find('"', key + 7) - key - 7);
            heard(number, text, now);
        }
        at += head + length;
    }
    pages_[number].in.erase(0, at);
}

void Pages::tell_shown(Time now)
{
    for (std::size_t i = 0; i < pages_.size(); ++i)
        if (Page& page = pages_[i]; page.open && page.tells && now - page.said >= kTell) {
            page.said = now;
            say(i, R"({"type":"got","seq":)" + std::to_string(page.seq) + "}");
        }
}

int Pages::closed() const
{
    return int(std::count_if(pages_.begin(), pages_.end(), [](const Page& p) { return !p.open; }));
}

double number_in(std::string_view text, std::string_view name)
{
    const auto quoted = '"' + std::string(name) + "\":";
    const auto at = text.find(quoted);
    return at == std::string_view::npos ? -1
                                        : std::strtod(text.data() + at + quoted.size(), nullptr);
}

bool is_of_type(std::string_view text, std::string_view type)
{
    return text.substr(0, 40).find(R"("type":")" + std::string(type) + '"')
        != std::string_view::npos;
}

} // namespace crura::bench
