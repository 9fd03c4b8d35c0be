#include "web/live_session.hpp"

#include "web/farewell.hpp"

namespace crura::web {

namespace websocket = beast::websocket;

namespace {

constexpr Duration kFarewell = std::chrono::seconds(1); // for the closing handshake

// The answer to the upgrade carries what every answer does.
void decorate(websocket::response_type& response)
{
    auto lines = security_headers();
    while (!lines.empty()) {
        const auto colon = lines.find(": ");
        const auto end = lines.find("\r\n");
        response.set(lines.substr(0, colon), lines.substr(colon + 2, end - colon - 2));
        lines.remove_prefix(end + 2);
    }
    response.set(beast::http::field::server, "Crura"); // or Beast says its own version
}

} // namespace

LiveSession::LiveSession(Common& common, Visitor visitor, Request request)
    : Connection(common), common_(common), visitor_(std::move(visitor)),
      request_(std::move(request)), stream_(visitor_.transport), deadline_(stream_.get_executor()),
      messages_(common.limits.messages_per_s, host_now())
{
}

void LiveSession::set_options()
{
    const auto patience =
        std::chrono::duration_cast<std::chrono::steady_clock::duration>(common_.limits.patience);
    stream_.set_option(websocket::stream_base::timeout{patience, patience, true});
    stream_.set_option(websocket::stream_base::decorator(decorate));
    stream_.read_message_max(common_.limits.message_bytes);
    stream_.auto_fragment(false);
    stream_.text(true);
    // A write that is none of ours is a pong. Beast could call for each ping itself, but then may
    // wait for ever when both sides close at once (1.74).
    stream_.next_layer().on_write([weak = weak_from_this()] {
        const auto self = weak.lock();
        if (self && self->id_ != 0 && self->texts_.empty() && !self->messages_.take(host_now()))
            net::post(self->common_.io, [self] { self->refuse(1008, "too many pings"); });
    });
}

void LiveSession::open(beast::http::request<beast::http::string_body> upgrade)
{
    set_options();
    upgrade_ = std::move(upgrade);
    stream_.async_accept(upgrade_,
                         [self = shared_from_this()](Fault fault) { self->was_opened(fault); });
}

void LiveSession::was_opened(Fault fault)
{
    if (fault) {
        common_.refusals.tell(visitor_.address, "GET /live", {400, fault.message()}, host_now());
        return farewell(common_, visitor_.transport);
    }
    id_ = ++common_.last_id;
    common_.live.emplace(id_, this);
    if (common_.site.opened)
        common_.site.opened(id_, request_);
    if (common_.leaving)
        leave();
    read();
}

void LiveSession::read()
{
    stream_.async_read(
        buffer_, [self = shared_from_this()](Fault fault, std::size_t) { self->was_read(fault); });
}

void LiveSession::was_read(Fault fault)
{
    if (fault == websocket::error::message_too_big)
        common_.refusals.tell(visitor_.address, "/live", {1009, "The message is too long."},
                              host_now());
    if (fault) {
        is_closed();
        deadline_.off();
        return farewell(common_, visitor_.transport);
    }
    if (!messages_.take(host_now()))
        refuse(1008, "too many messages");
    else if (!stream_.got_text())
        refuse(1003, "only text is read here");
    else if (id_ != 0 && common_.site.heard)
        common_.site.heard(id_, {static_cast<const char*>(buffer_.data().data()), buffer_.size()});
    buffer_.consume(buffer_.size());
    read();
}

void LiveSession::send(std::shared_ptr<const std::string> text)
{
    if (id_ == 0)
        return;
    waiting_ += text->size();
    texts_.push_back(std::move(text));
    if (waiting_ > common_.limits.waiting_bytes)
        refuse(1008, "too much is left unread");
    else if (texts_.size() == 1)
        write();
}

void LiveSession::write()
{
    stream_.async_write(
        net::buffer(*texts_.front()),
        [self = shared_from_this()](Fault fault, std::size_t) { self->was_written(fault); });
}

void LiveSession::was_written(Fault fault)
{
    if (fault)
        return cut(); // so that reading ends, which ends it all
    waiting_ -= texts_.front()->size();
    texts_.pop_front();
    if (!texts_.empty())
        write();
}

void LiveSession::refuse(std::uint16_t code, const std::string& why)
{
    if (id_ == 0)
        return;
    common_.refusals.tell(visitor_.address, "/live", {code, why}, host_now());
    close(code, why);
}

void LiveSession::close(std::uint16_t code, const std::string& reason)
{
    if (id_ == 0)
        return;
    is_closed();
    deadline_.in(kFarewell, shared_from_this(), &LiveSession::cut);
    stream_.async_close({websocket::close_code(code), reason},
                        [self = shared_from_this()](Fault) {});
}

void LiveSession::is_closed()
{
    if (id_ == 0)
        return;
    common_.live.erase(id_);
    net::post(common_.io, [self = shared_from_this(), id = id_] {
        if (self->common_.site.closed)
            self->common_.site.closed(id);
    });
    id_ = 0;
    if (texts_.size() > 1) // what nobody will read need not be kept
        texts_.resize(1);
    waiting_ = texts_.empty() ? 0 : texts_.front()->size();
}

void LiveSession::leave()
{
    close(1001, "Crura ends");
}

void LiveSession::cut()
{
    visitor_.transport->cut();
}

} // namespace crura::web
