#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crura::web {

// One HTTP request, read whole and checked: Host and Origin are this server's own, the body is no
// longer than the limit.
struct Request {
    std::string method; // "GET"
    std::string path;   // decoded, without the query: "/api/sessions/3"
    std::vector<std::pair<std::string, std::string>> query; // decoded
    std::string token;                                      // of the cookie; empty: none
    std::string body;
    std::string content_type; // without parameters; empty: none
    std::string peer;         // its address, for the log
    bool secure = false;      // came over TLS

    // Empty where it is not there.
    std::string asked(std::string_view name) const
    {
        for (const auto& [key, value] : query)
            if (key == name)
                return value;
        return {};
    }
};

struct Response {
    unsigned status = 200;
    std::string type = "application/json";
    std::string body = {};
    std::string file_name = {}; // to be saved under; empty: to be shown
    // The cookie's new token; "" takes the cookie away. Not there: stays as it is.
    std::optional<std::string> token = std::nullopt;
};

} // namespace crura::web
