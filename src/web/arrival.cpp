#include "web/arrival.hpp"

#include "web/answer.hpp"
#include "web/deadline.hpp"
#include "web/farewell.hpp"
#include "web/http_session.hpp"

#include <boost/asio/write.hpp>

namespace crura::web {
namespace {

constexpr char kHandshake = 0x16; // the first byte of TLS; of HTTP it is a letter

class Arrival : public Connection, public std::enable_shared_from_this<Arrival> {
public:
    Arrival(Common& common, Visitor visitor)
        : Connection(common), common_(common), visitor_(std::move(visitor)),
          deadline_(common.io.get_executor())
    {
    }

    void start(Socket socket, net::ssl::context& context)
    {
        if (!common_.rates.take(visitor_.network, host_now()))
            return tell({429, "Too many connections."});
        visitor_.transport = over_tls(std::move(socket), context);
        deadline_.in(common_.limits.patience, shared_from_this(), &Arrival::cut);
        wait();
    }

    void leave() override { cut(); }
    void cut() override { visitor_.transport->cut(); }

private:
    void wait()
    {
        visitor_.transport->socket().async_wait(Socket::wait_read,
                                                [self = shared_from_this()](Fault fault) {
                                                    if (!fault)
                                                        self->look();
                                                });
    }

    void look()
    {
        char first = 0;
        Fault fault;
        visitor_.transport->socket().non_blocking(true, fault);
        visitor_.transport->socket().receive(net::buffer(&first, 1), Socket::message_peek, fault);
        if (fault == net::error::would_block) // it was woken for nothing
            return wait();
        if (fault)
            return;
        if (first != kHandshake)
            return ask_for_tls();
        visitor_.transport->greet([self = shared_from_this()](Fault failed) {
            self->deadline_.off();
            if (!failed)
                std::make_shared<HttpSession>(self->common_, self->visitor_)->read();
        });
    }

    void ask_for_tls()
    {
        const Refusal refusal{426,
                              "This page is spoken over TLS only: write https:// before its "
                              "address."};
        tell(refusal);
        auto answer = answer_of(refusal, false);
        answer.more = "Upgrade: TLS/1.2, HTTP/1.1\r\nConnection: upgrade\r\n";
        text_ = head_of(answer, false) + answer.text;
        net::async_write(visitor_.transport->socket(), net::buffer(text_),
                         [self = shared_from_this()](Fault, std::size_t) {
                             self->deadline_.off();
                             farewell(self->common_, self->visitor_.transport);
                         });
    }

    void tell(const Refusal& refusal)
    {
        common_.refusals.tell(visitor_.address, "a connection", refusal, host_now());
    }

    Common& common_;
    Visitor visitor_;
    Deadline deadline_;
    std::string text_;
};

} // namespace

void arrive(Common& common, Socket socket, Visitor visitor, net::ssl::context* context)
{
    if (context)
        return std::make_shared<Arrival>(common, std::move(visitor))
            ->start(std::move(socket), *context);
    visitor.transport = plain(std::move(socket));
    std::make_shared<HttpSession>(common, std::move(visitor))->read();
}

} // namespace crura::web
