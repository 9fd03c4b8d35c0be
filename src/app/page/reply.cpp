#include "app/page/reply.hpp"

#include "app/places.hpp"

#include <regex>

namespace crura::app::page {
namespace {

bool may_be_told(const std::string& path)
{
    const auto places = own_places();
    for (const auto& folder : {places.data.string(), places.state.string(), std::string("/dev/")})
        if (path.starts_with(folder))
            return true;
    return false;
}

// Of a path elsewhere on the machine only its last name is told.
std::string without_folders(const std::string& text)
{
    static const std::regex paths(R"((^|[\s"'(=:])(/[^/\s,;:"'()][^\s,;:"'()]*))");
    std::string told;
    auto rest = text.begin();
    for (std::sregex_iterator each(text.begin(), text.end(), paths), none; each != none; ++each) {
        const auto& found = (*each)[2];
        told.append(rest, found.first);
        rest = found.second;
        const auto name = found.str();
        told += may_be_told(name) ? name : name.substr(name.find_last_of('/', name.size() - 2) + 1);
    }
    return told.append(rest, text.end());
}

} // namespace

std::string told(const std::string& sentence)
{
    return without_home(without_folders(sentence));
}

web::Response good(const json::Json& json, unsigned status)
{
    return {.status = status, .body = json::to_line(json)};
}

web::Response refused(unsigned status, const std::string& sentence)
{
    return good(json::Json::Object{{"error", told(sentence)}}, status);
}

web::Response failed(const Error& error)
{
    return refused(500, error.message);
}

} // namespace crura::app::page
