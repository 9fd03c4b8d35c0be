#pragma once

#include "web/common.hpp"
#include "web/deadline.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <memory>
#include <optional>
#include <string>

namespace crura::web {

// One connection of HTTP/1.1: a request is read, checked and answered, then the next one. [server]
class HttpSession : public Connection, public std::enable_shared_from_this<HttpSession> {
public:
    HttpSession(Common& common, Visitor visitor);

    void read();

    void leave() override;
    void cut() override;

private:
    using Parser = beast::http::request_parser<beast::http::string_body>;

    void read_some();
    void was_read(Fault fault);
    void was_not_read(Fault fault);
    std::optional<Refusal> objection() const;
    void answer();
    void answer_by_worker(Request request);
    void open_live(Request request);
    void tell(const Refusal& refusal); // to the log
    void refuse(const Refusal& refusal);
    void send(Answer answer, bool stays);
    void was_sent(Fault fault);
    void waited_too_long();

    Request request() const;
    std::string header(beast::http::field field) const;

    Common& common_;
    Visitor visitor_;
    Stream stream_;
    Deadline deadline_;
    beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    bool checked_ = false; // its header
    enum class State { reading, thinking, writing } state_ = State::reading;

    std::string head_;
    Answer answer_;
    bool stays_ = true;
    std::size_t written_ = 0; // when the deadline was set
};

} // namespace crura::web
