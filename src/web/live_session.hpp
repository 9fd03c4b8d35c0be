#pragma once

#include "web/common.hpp"
#include "web/deadline.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

namespace crura::web {

// One WebSocket. Texts wait in a queue of our own until the system takes them. [server]
class LiveSession : public Connection, public std::enable_shared_from_this<LiveSession> {
public:
    LiveSession(Common& common, Visitor visitor, Request request);

    void open(beast::http::request<beast::http::string_body> upgrade);

    void send(std::shared_ptr<const std::string> text);
    std::size_t waiting() const { return waiting_; } // bytes
    void close(std::uint16_t code, const std::string& reason);

    void leave() override;
    void cut() override;

private:
    void set_options();
    void was_opened(Fault fault);
    void read();
    void was_read(Fault fault);
    void write();
    void was_written(Fault fault);
    void refuse(std::uint16_t code, const std::string& why);
    void is_closed();

    Common& common_;
    Visitor visitor_;
    Request request_;
    beast::http::request<beast::http::string_body> upgrade_;
    beast::websocket::stream<Stream, false> stream_;
    Deadline deadline_;
    Bucket messages_;
    beast::flat_buffer buffer_;
    std::deque<std::shared_ptr<const std::string>> texts_; // the first is being written
    std::size_t waiting_ = 0;
    ConnectionId id_ = 0; // 0: not open, or open no more
};

} // namespace crura::web
