#include "app/page/reply.hpp"

#include "app/places.hpp"

namespace crura::app::page {

web::Response good(const json::Json& json, unsigned status)
{
    return {.status = status, .body = json::to_line(json)};
}

web::Response refused(unsigned status, const std::string& sentence)
{
    return good(json::Json::Object{{"error", without_home(sentence)}}, status);
}

web::Response failed(const Error& error)
{
    return refused(500, error.message);
}

} // namespace crura::app::page
