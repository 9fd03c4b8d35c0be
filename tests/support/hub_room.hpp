#pragma once

#include "feed/hub.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace crura::test {

// A hub with pages that remember all they were sent, in a time of the test's own.
class HubRoom {
public:
    struct Got {
        std::vector<std::string> texts; // as they came
        std::vector<json::Json> all;
        int closed = 0; // the code
    };

    struct Refused {
        feed::ConnectionId whose;
        int status;
        std::string why;
        friend bool operator==(const Refused&, const Refused&) = default;
    };

    explicit HubRoom(feed::Mats& mats)
        : hub(mats,
              {[this](feed::ConnectionId to, std::shared_ptr<const std::string> text) {
                   auto& page = pages_[to];
                   page.texts.push_back(*text);
                   page.all.push_back(json::parse_json(*text).value());
               },
               [this](feed::ConnectionId which, std::uint16_t code, const std::string&) {
                   pages_[which].closed = code;
                   hub.closed(which);
               },
               [this](feed::ConnectionId whose, int status, const std::string& why) {
                   refused.push_back({whose, status, why});
               }},
              "0.1.0")
    {
    }

    static feed::Viewer viewer(const std::string& role, int mat = 0)
    {
        return {json::Json::Object{{"id", "d1"},
                                   {"name", "Tablet"},
                                   {"role", role},
                                   {"owner", false},
                                   {"mat", double(mat)}},
                role != "viewer", role == "therapist", mat};
    }

    void open(feed::ConnectionId id, const std::string& role, int mat = 0)
    {
        hub.opened(id, viewer(role, mat), "key-" + std::to_string(id), now);
    }
    void tick()
    {
        now += std::chrono::milliseconds(33);
        hub.tick(now);
    }
    void run(double seconds_long)
    {
        for (const Time until = now + from_seconds(seconds_long); now < until;)
            tick();
    }
    void says(feed::ConnectionId id, const std::string& message) { hub.heard(id, message, now); }
    void got(feed::ConnectionId id)
    {
        says(id, R"({"type":"got","seq":)" + std::to_string(seq(id)) + "}");
    }

    // `more`: further members, with a comma before each.
    void asks(feed::ConnectionId id, int number, const std::string& command, int mat = 1,
              const std::string& more = "")
    {
        says(id,
             R"({"type":"command","id":)" + std::to_string(number) + R"(,"key":"key-)"
                 + std::to_string(id) + R"(","seen":)" + std::to_string(seq(id)) + R"(,"mat":)"
                 + std::to_string(mat) + R"(,"command":")" + command + '"' + more + "}");
    }

    Got& page(feed::ConnectionId id) { return pages_[id]; }

    std::vector<json::Json> of_type(feed::ConnectionId id, const std::string& type)
    {
        std::vector<json::Json> found;
        for (const auto& message : pages_[id].all)
            if (*message.find<std::string>("type") == type)
                found.push_back(message);
        return found;
    }

    // The newest that was sent.
    std::uint64_t seq(feed::ConnectionId id)
    {
        const auto& all = pages_[id].all;
        for (auto message = all.rbegin(); message != all.rend(); ++message)
            if (const auto* seq = message->find<double>("seq"))
                return std::uint64_t(*seq);
        return 0;
    }

    // Of the last ack; 0: none came.
    int status(feed::ConnectionId id)
    {
        const auto acks = of_type(id, "ack");
        return acks.empty() ? 0 : int(*acks.back().find<double>("status"));
    }

    Time now = time_from_seconds(500);
    feed::Hub hub;
    std::vector<Refused> refused; // as the log is told

private:
    std::map<feed::ConnectionId, Got> pages_;
};

} // namespace crura::test
