#include "app/page/api.hpp"

#include "app/page/reply.hpp"
#include "app/page/requests.hpp"
#include "app/page/rights.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace crura::app::page {
namespace {

using web::Request;
using web::Response;

enum class Pace : std::uint8_t { quick, lengthy };

// In a path # stands for a number, * for a word.
struct Route {
    std::string_view method, path;
    Who who;
    Response (*handle)(const Call&);
    Pace pace = Pace::quick;
};

constexpr std::array kRoutes = {
    Route{"GET", "/api/me", Who::paired, me},
    Route{"POST", "/api/pair", Who::anybody, pair},
    Route{"GET", "/api/authority.crt", Who::anybody, authority},
    Route{"POST", "/api/leave", Who::paired, leave},
    Route{"GET", "/api/start", Who::paired, start},
    Route{"GET", "/api/sensors", Who::leads, sensors, Pace::lengthy},
    Route{"POST", "/api/mats", Who::leads, open_mat, Pace::lengthy},
    Route{"DELETE", "/api/mats/#", Who::on_mat, close_mat, Pace::lengthy},
    Route{"GET", "/api/people", Who::therapist, people},
    Route{"POST", "/api/people", Who::therapist, add_person},
    Route{"GET", "/api/sessions", Who::records, sessions},
    Route{"GET", "/api/sessions/#", Who::records, session},
    Route{"GET", "/api/sessions/#/report.pdf", Who::records, report_pdf},
    Route{"GET", "/api/sessions/#/report.html", Who::records, report_html},
    Route{"DELETE", "/api/sessions/#", Who::owner, delete_session, Pace::lengthy},
    Route{"GET", "/api/trends", Who::records, trends},
    Route{"GET", "/api/comparison", Who::records, comparison},
    Route{"GET", "/api/settings", Who::leads, settings},
    Route{"PUT", "/api/settings", Who::owner, change_settings},
    Route{"GET", "/api/devices", Who::leads, devices},
    Route{"POST", "/api/try", Who::owner, try_out, Pace::lengthy},
    Route{"GET", "/api/paired", Who::owner, paired},
    Route{"POST", "/api/paired", Who::owner, offer},
    Route{"DELETE", "/api/paired/*", Who::owner, revoke},
    Route{"POST", "/api/forget", Who::owner, forget, Pace::lengthy},
};

std::string_view cut_first(std::string_view& path)
{
    const auto end = std::min(path.find('/'), path.size());
    const auto part = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    return part;
}

bool is_number(std::string_view part, std::int64_t& number)
{
    const auto* const end = part.data() + part.size();
    const auto read = std::from_chars(part.data(), end, number);
    return read.ec == std::errc() && read.ptr == end && number > 0;
}

struct Found {
    const Route* route = nullptr; // null: none takes this path and method
    bool path = false;            // one takes the path
    std::int64_t number = 0;      // in it
    std::string word = {};        // likewise
};

bool matches(std::string_view pattern, std::string_view path, Found& found)
{
    if (path.ends_with('/'))
        return false;
    while (!pattern.empty() && !path.empty()) {
        const auto wanted = cut_first(pattern), part = cut_first(path);
        if (wanted == "*")
            found.word = part;
        else if (wanted == "#" ? !is_number(part, found.number) : wanted != part)
            return false;
    }
    return pattern.empty() && path.empty();
}

Found find_route(const Request& request)
{
    Found found;
    for (const auto& route : kRoutes) {
        if (!matches(route.path, request.path, found))
            continue;
        found.path = true;
        if (route.method == request.method) {
            found.route = &route;
            break;
        }
    }
    return found;
}

// Browsers send any other type across origins without asking first.
bool is_json(const Request& request)
{
    return request.method == "GET" || request.body.empty()
        || request.content_type == "application/json";
}

} // namespace

bool is_lengthy(const Request& request)
{
    const auto found = find_route(request);
    return found.route && found.route->pace == Pace::lengthy;
}

Response answer(const House& house, const Request& request)
{
    Call call{house, request,
              std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now())};
    auto found = find_route(request);
    call.number = found.number;
    call.word = std::move(found.word);
    const bool for_anybody = found.route && found.route->who == Who::anybody;
    if (const auto device = house.doorkeeper.who(request.token, call.now))
        call.device = *device;
    else if (!for_anybody)
        return refused(401, "This device is not paired with Crura.");
    if (!found.route)
        return found.path ? refused(405, "That cannot be asked in this way.")
                          : refused(404, "There is nothing here.");
    if (const auto why = why_not(found.route->who, call.device, house, call.number); !why.empty())
        return refused(403, why);
    if (!is_json(request))
        return refused(415, "What is sent has to be application/json.");
    return found.route->handle(call);
}

} // namespace crura::app::page
