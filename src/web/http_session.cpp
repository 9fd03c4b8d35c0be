#include "web/http_session.hpp"

#include "web/callers.hpp"
#include "web/cookie.hpp"
#include "web/farewell.hpp"
#include "web/live_session.hpp"
#include "web/rules.hpp"
#include "web/text.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <array>
#include <exception>

namespace crura::web {

namespace http = beast::http;

namespace {

constexpr std::uint32_t kLongestHeader = 8 * 1024; // bytes
constexpr std::size_t kBuffer = 16 * 1024;         // holds a header, and what came behind it

// By what is served, because of who asked.
bool is_refusal(unsigned status)
{
    return status == 401 || status == 403 || status == 429;
}

} // namespace

HttpSession::HttpSession(Common& common, Visitor visitor)
    : Connection(common), common_(common), visitor_(std::move(visitor)),
      stream_(visitor_.transport), deadline_(stream_.get_executor()), buffer_(kBuffer)
{
}

void HttpSession::read()
{
    parser_.emplace();
    parser_->header_limit(kLongestHeader);
    parser_->body_limit(common_.limits.body_bytes);
    checked_ = false;
    state_ = State::reading;
    deadline_.in(common_.limits.patience, shared_from_this(), &HttpSession::waited_too_long);
    read_some();
}

void HttpSession::read_some()
{
    http::async_read_some(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](Fault fault, std::size_t) { self->was_read(fault); });
}

void HttpSession::was_read(Fault fault)
{
    if (state_ != State::reading)
        return; // the deadline was first
    if (fault)
        return was_not_read(fault);
    if (parser_->is_header_done() && !checked_) {
        checked_ = true;
        if (const auto refusal = objection())
            return refuse(*refusal);
    }
    parser_->is_done() ? answer() : read_some();
}

void HttpSession::was_not_read(Fault fault)
{
    if (fault == http::error::header_limit || fault == http::error::buffer_overflow)
        return refuse({431, "The header of this request is too long."});
    if (fault == http::error::body_limit)
        return refuse(
            {413,
             "This is too long: " + std::to_string(common_.limits.body_bytes) + " bytes at most."});
    const bool gone = fault == http::error::end_of_stream || fault == http::error::partial_message
        || fault.category() != make_error_code(http::error::bad_method).category();
    if (!gone)
        return refuse({400, "This is no request that can be understood."});
    deadline_.off();
    farewell(common_, visitor_.transport);
}

std::optional<Refusal> HttpSession::objection() const
{
    if (visitor_.too_many)
        return Refusal{503, "Too many are connected. Close another page, then come back."};
    if (!common_.rates.take(visitor_.network, host_now()))
        return Refusal{429, "Too many requests. Wait a moment."};
    const auto& header = parser_->get();
    if (header.count(http::field::host) > 1)
        return Refusal{400, "The request calls two (Host)."};
    const bool known = header.method() != http::verb::unknown;
    return web::objection({known ? std::string(header.method_string()) : "",
                           std::string(header.target()), this->header(http::field::host),
                           this->header(http::field::origin), beast::websocket::is_upgrade(header),
                           header.count(http::field::expect) > 0},
                          *visitor_.callers);
}

void HttpSession::answer()
{
    deadline_.off();
    stays_ = parser_->keep_alive();
    auto asked = request();
    if (asked.path == "/live")
        return open_live(std::move(asked));
    if (asked.path.starts_with("/api/") && common_.site.answer)
        return answer_by_worker(std::move(asked));
    auto found = common_.assets.find(asked.path, header(http::field::if_none_match),
                                     header(http::field::accept_encoding));
    if (!found)
        return refuse({404, "There is no such page here."});
    if (asked.method != "GET")
        return refuse({405, "This can be read only."});
    send(std::move(*found), stays_);
}

void HttpSession::answer_by_worker(Request asked)
{
    struct Exchange {
        Request request;
        Response response;
    };
    const auto exchange = std::make_shared<Exchange>(Exchange{std::move(asked), {}});
    const auto work = [exchange, &site = common_.site] {
        try {
            exchange->response = site.answer(exchange->request);
        } catch (const std::exception&) {
            exchange->response = {500, "application/json",
                                  "{\"error\":\"Something went wrong here.\"}"};
        }
    };
    const auto then = [self = shared_from_this(), exchange] {
        if (is_refusal(exchange->response.status))
            self->tell({exchange->response.status, "not for this device"});
        self->send(answer_of(std::move(exchange->response), self->stream_.transport()->secure()),
                   self->stays_);
    };
    state_ = State::thinking;
    const bool lengthy = common_.site.lengthy && common_.site.lengthy(exchange->request);
    if (!(lengthy ? common_.lengthy : common_.worker).ask({work, then}))
        refuse({503, "Busy. Try again in a moment."});
}

void HttpSession::open_live(Request asked)
{
    if (!beast::websocket::is_upgrade(parser_->get()))
        return refuse({426, "Only a WebSocket is answered here."});
    if (buffer_.size() > 0)
        return refuse({400, "A WebSocket waits until it is open."});
    struct Knock {
        Request request;
        unsigned status = 101;
    };
    const auto knock = std::make_shared<Knock>(Knock{std::move(asked)});
    const auto work = [knock, &site = common_.site] {
        try {
            knock->status = site.admit ? site.admit(knock->request) : 101;
        } catch (const std::exception&) {
            knock->status = 500;
        }
    };
    const auto then = [self = shared_from_this(), knock] {
        if (knock->status != 101)
            return self->refuse({knock->status, "This device may not look on."});
        std::make_shared<LiveSession>(self->common_, self->visitor_, std::move(knock->request))
            ->open(self->parser_->release());
    };
    state_ = State::thinking;
    if (!common_.worker.ask({work, then}))
        refuse({503, "Busy. Try again in a moment."});
}

void HttpSession::tell(const Refusal& refusal)
{
    const auto& header = parser_->get();
    const auto target = header.target().substr(0, header.target().find('?'));
    const auto what = std::string(header.method_string()) + " " + std::string(target);
    common_.refusals.tell(visitor_.address, what == " " ? "?" : what, refusal, host_now());
}

void HttpSession::refuse(const Refusal& refusal)
{
    tell(refusal);
    const auto target = parser_->get().target();
    const bool whole = parser_->is_done() && refusal.status != 426;
    send(answer_of(refusal, target.starts_with("/api/")), whole && stays_ && refusal.status < 429);
}

void HttpSession::send(Answer answer, bool stays)
{
    answer_ = std::move(answer);
    stays_ = stays && !common_.leaving;
    head_ = head_of(answer_, stays_);
    const bool silent = parser_->get().method() == http::verb::head || answer_.status == 304;
    const auto body = silent ? std::string_view() : answer_.body();
    state_ = State::writing;
    written_ = stream_.written();
    deadline_.in(common_.limits.patience, shared_from_this(), &HttpSession::waited_too_long);
    net::async_write(
        stream_, std::array<net::const_buffer, 2>{net::buffer(head_), net::buffer(body)},
        [self = shared_from_this()](Fault fault, std::size_t) { self->was_sent(fault); });
}

void HttpSession::was_sent(Fault fault)
{
    deadline_.off();
    if (!fault && stays_ && !common_.leaving)
        return read();
    farewell(common_, visitor_.transport);
}

// Whoever reads slowly is given time as long as something goes; who writes slowly is not.
void HttpSession::waited_too_long()
{
    if (state_ == State::reading && parser_->got_some())
        return refuse({408, "The request did not come to its end."});
    if (state_ == State::writing && stream_.written() > written_) {
        written_ = stream_.written();
        return deadline_.in(common_.limits.patience, shared_from_this(),
                            &HttpSession::waited_too_long);
    }
    cut();
}

void HttpSession::leave()
{
    if (state_ == State::reading)
        cut();
}

void HttpSession::cut()
{
    visitor_.transport->cut();
}

Request HttpSession::request() const
{
    const auto& message = parser_->get();
    auto target = read_target(std::string_view(message.target())).value_or(Target{});
    const auto method = message.method() == http::verb::head ? http::verb::get : message.method();
    const bool secure = visitor_.transport->secure();
    const auto type = header(http::field::content_type);
    return {std::string(http::to_string(method)),
            std::move(target.path),
            std::move(target.query),
            token_of(header(http::field::cookie), secure),
            message.body(),
            std::string(trimmed(type.substr(0, type.find(';')))),
            visitor_.address,
            secure};
}

std::string HttpSession::header(http::field field) const
{
    return std::string(parser_->get()[field]);
}

} // namespace crura::web
