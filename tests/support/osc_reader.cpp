#include "support/osc_reader.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <bit>
#include <stdexcept>

namespace crura::test {
namespace {

class Reader {
public:
    explicit Reader(const std::vector<std::uint8_t>& bytes) : bytes_(bytes) {}

    bool done() const { return at_ == bytes_.size(); }

    std::uint32_t word()
    {
        need(at_ + 4 <= bytes_.size());
        std::uint32_t value = 0;
        for (int i = 0; i < 4; ++i)
            value = value << 8 | bytes_[at_++];
        return value;
    }

    std::string text()
    {
        std::string text;
        for (; need(at_ < bytes_.size()), bytes_[at_] != 0; ++at_)
            text += char(bytes_[at_]);
        do {
            need(at_ < bytes_.size() && bytes_[at_] == 0);
            ++at_;
        } while (at_ % 4 != 0);
        return text;
    }

    std::size_t at() const { return at_; }

    static void need(bool good)
    {
        if (!good)
            throw std::runtime_error("no OSC packet");
    }

private:
    const std::vector<std::uint8_t>& bytes_;
    std::size_t at_ = 0;
};

OscMessage read_message(Reader& reader)
{
    OscMessage message;
    message.address = reader.text();
    const auto types = reader.text();
    Reader::need(message.address.starts_with('/') && types.starts_with(','));
    message.types = types.substr(1);
    for (const char type : message.types) {
        if (type == 'i')
            message.arguments.emplace_back(std::int32_t(reader.word()));
        else if (type == 'f')
            message.arguments.emplace_back(std::bit_cast<float>(reader.word()));
        else if (type == 's')
            message.arguments.emplace_back(reader.text());
        else
            Reader::need(false);
    }
    return message;
}

void append_word(std::vector<std::uint8_t>& bytes, std::uint32_t word)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(std::uint8_t(word >> shift));
}

void append_text(std::vector<std::uint8_t>& bytes, const std::string& text)
{
    bytes.insert(bytes.end(), text.begin(), text.end());
    do
        bytes.push_back(0);
    while (bytes.size() % 4 != 0);
}

sockaddr_in here(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

} // namespace

OscBundle read_osc_bundle(const std::vector<std::uint8_t>& packet)
{
    Reader reader(packet);
    Reader::need(reader.text() == "#bundle");
    OscBundle bundle;
    bundle.tag = std::uint64_t(reader.word()) << 32;
    bundle.tag |= reader.word();
    while (!reader.done()) {
        const auto size = reader.word();
        const auto begin = reader.at();
        bundle.messages.push_back(read_message(reader));
        Reader::need(reader.at() - begin == size);
    }
    return bundle;
}

std::vector<std::uint8_t> osc_message(const std::string& address,
                                      const std::vector<float>& arguments)
{
    std::vector<std::uint8_t> bytes;
    append_text(bytes, address);
    append_text(bytes, "," + std::string(arguments.size(), 'f'));
    for (const float each : arguments)
        append_word(bytes, std::bit_cast<std::uint32_t>(each));
    return bytes;
}

std::vector<std::uint8_t> osc_text(const std::string& address, const std::string& text)
{
    std::vector<std::uint8_t> bytes;
    append_text(bytes, address);
    append_text(bytes, ",s");
    append_text(bytes, text);
    return bytes;
}

UdpListener::UdpListener() : socket_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0))
{
    auto address = here(0);
    socklen_t size = sizeof address;
    const int room = 4 << 20;
    setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    if (bind(socket_, reinterpret_cast<sockaddr*>(&address), size) != 0)
        throw std::runtime_error("no UDP port");
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
}

UdpListener::~UdpListener()
{
    close(socket_);
}

std::optional<std::vector<std::uint8_t>> UdpListener::next(double at_most_s)
{
    pollfd waiting{socket_, POLLIN, 0};
    if (poll(&waiting, 1, int(at_most_s * 1000)) != 1)
        return std::nullopt;
    std::vector<std::uint8_t> packet(65536);
    packet.resize(std::size_t(recv(socket_, packet.data(), packet.size(), 0)));
    return packet;
}

void send_udp(std::uint16_t port, const std::vector<std::uint8_t>& packet)
{
    const int sender = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const auto address = here(port);
    sendto(sender, packet.data(), packet.size(), 0, reinterpret_cast<const sockaddr*>(&address),
           sizeof address);
    close(sender);
}

} // namespace crura::test
