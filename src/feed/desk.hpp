#pragma once

#include "feed/mats.hpp"
#include "feed/message.hpp"
#include "feed/tell.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace crura::feed {

// Takes the commands of the pages: refuses, or hands on and waits until the engine has taken them.
class Desk {
public:
    static constexpr Duration kOld = std::chrono::seconds(3);      // a picture that is not acted on
    static constexpr Duration kPatience = std::chrono::seconds(2); // with an engine

    explicit Desk(Mats& mats) : mats_(mats) {}

    // The refusal; nothing when it was handed on, and answers() will tell. `seen`: when the picture
    // was sent on which the person pressed; nothing: so long ago that nobody knows.
    std::optional<Ack> obey(ConnectionId from, const Viewer& viewer, const Asked& asked,
                            std::optional<Time> seen, Time now);

    // Of commands that were taken since, or that are not waited for any more.
    std::vector<std::pair<ConnectionId, Ack>> answers(Time now);

    void forget(ConnectionId connection);

private:
    struct Refusal {
        int status = 0; // 0: none
        const char* text = "";
    };
    struct Waiting {
        ConnectionId from;
        std::uint64_t id;
        Time since;
    };
    Refusal judge(const Viewer& viewer, const Asked& asked, std::optional<Time> seen,
                  Time now) const;
    Refusal hand_on(const Asked& asked, Time about);

    Mats& mats_;
    std::uint64_t ticket_ = 0;                 // the last one
    std::map<std::uint64_t, Waiting> waiting_; // by ticket, so by age
};

} // namespace crura::feed
