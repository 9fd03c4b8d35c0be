#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/core/stream_traits.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace crura::web {

namespace net = boost::asio;
namespace beast = boost::beast;
using Fault = boost::system::error_code;
using Socket = net::ip::tcp::socket;

// Whoever waits for bytes to come or to go.
class Waiter {
public:
    virtual ~Waiter() = default;
    virtual void done(Fault fault, std::size_t bytes) = 0;
};

// What is to be written in one go: the first buffers of a longer sequence.
class Pieces {
public:
    using value_type = net::const_buffer;
    using const_iterator = const net::const_buffer*;

    template <class Buffers>
    explicit Pieces(const Buffers& buffers)
    {
        const auto end = net::buffer_sequence_end(buffers);
        for (auto it = net::buffer_sequence_begin(buffers); it != end && count_ < at_.size(); ++it)
            if (const net::const_buffer piece = *it; piece.size() > 0)
                at_[count_++] = piece;
    }

    const_iterator begin() const { return at_.data(); }
    const_iterator end() const { return at_.data() + count_; }

private:
    std::array<net::const_buffer, 6> at_;
    std::size_t count_ = 0;
};

// A connection's bytes, plain or over TLS.
class Transport {
public:
    virtual ~Transport() = default;
    virtual void read(net::mutable_buffer into, std::unique_ptr<Waiter> waiter) = 0;
    virtual void write(const Pieces& pieces, std::unique_ptr<Waiter> waiter) = 0;
    // The beginning and the end of TLS; nothing where it is plain.
    virtual void greet(std::function<void(Fault)> then) = 0;
    virtual void part(std::function<void(Fault)> then) = 0;
    virtual Socket& socket() = 0;
    virtual bool secure() const = 0;

    void cut(); // whatever is under way ends with an error
};

std::shared_ptr<Transport> plain(Socket socket);
std::shared_ptr<Transport> over_tls(Socket socket, net::ssl::context& context);

// A Transport as an asynchronous stream of Beast. There is one type for both kinds, so that the
// compiler makes HTTP and WebSocket once.
class Stream {
public:
    using executor_type = net::any_io_executor;

    explicit Stream(std::shared_ptr<Transport> transport) : transport_(std::move(transport)) {}

    executor_type get_executor() { return transport_->socket().get_executor(); }
    const std::shared_ptr<Transport>& transport() const { return transport_; }
    std::size_t written() const { return written_; } // handed to the system, ever
    void on_write(std::function<void()> tell) { on_write_ = std::move(tell); } // before each

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token)
    {
        return net::async_initiate<Token, void(Fault, std::size_t)>(
            [this](auto handler, net::mutable_buffer into) {
                transport_->read(into, held(std::move(handler), nullptr));
            },
            token, first_of(buffers));
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token)
    {
        return net::async_initiate<Token, void(Fault, std::size_t)>(
            [this](auto handler, const Pieces& pieces) {
                if (on_write_)
                    on_write_();
                transport_->write(pieces, held(std::move(handler), &written_));
            },
            token, Pieces(buffers));
    }

    // Beast names these; nobody here waits in the thread.
    template <class Buffers>
    std::size_t read_some(const Buffers&, Fault&)
    {
        throw std::logic_error("this stream is asynchronous only");
    }
    template <class Buffers>
    std::size_t write_some(const Buffers&, Fault&)
    {
        throw std::logic_error("this stream is asynchronous only");
    }
    template <class Buffers>
    std::size_t read_some(const Buffers& buffers)
    {
        Fault fault;
        return read_some(buffers, fault);
    }
    template <class Buffers>
    std::size_t write_some(const Buffers& buffers)
    {
        Fault fault;
        return write_some(buffers, fault);
    }

private:
    template <class Handler>
    class Held : public Waiter {
    public:
        Held(Handler handler, std::size_t* count) : handler_(std::move(handler)), count_(count) {}
        void done(Fault fault, std::size_t bytes) override
        {
            if (count_)
                *count_ += bytes;
            handler_(fault, bytes);
        }

    private:
        Handler handler_;
        std::size_t* count_;
    };

    template <class Handler>
    static std::unique_ptr<Waiter> held(Handler handler, std::size_t* count)
    {
        return std::make_unique<Held<Handler>>(std::move(handler), count);
    }

    template <class Buffers>
    static net::mutable_buffer first_of(const Buffers& buffers)
    {
        const auto end = net::buffer_sequence_end(buffers);
        for (auto it = net::buffer_sequence_begin(buffers); it != end; ++it)
            if (const net::mutable_buffer piece = *it; piece.size() > 0)
                return piece;
        return {};
    }

    std::shared_ptr<Transport> transport_;
    std::size_t written_ = 0;
    std::function<void()> on_write_;
};

// Beast finds these by name: how a WebSocket over a Stream ends. What is left to be done then is
// Farewell's.
void beast_close_socket(Stream& stream);
void teardown(beast::role_type role, Stream& stream, Fault& fault);

template <class Handler>
void async_teardown(beast::role_type, Stream& stream, Handler&& handler)
{
    net::post(stream.get_executor(),
              [then = std::decay_t<Handler>(std::forward<Handler>(handler))]() mutable {
                  then(Fault());
              });
}

} // namespace crura::web
