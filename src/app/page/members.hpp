#pragma once

#include "core/result.hpp"
#include "json/json.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crura::app::page {

// The members of a JSON object that somebody else wrote, read strictly: each is asked for by its
// name, and what is of another type, out of its range, or was never asked for is a mistake. Once
// all were asked for, fine() tells the first mistake. [any]
class Members {
public:
    explicit Members(json::Json::Object members, std::string where = "")
        : members_(std::move(members)), where_(std::move(where))
    {
    }

    // Nothing where the member is not there, or makes no sense.
    std::optional<std::string> text(const char* name, std::size_t most_bytes = 200);
    std::optional<double> number(const char* name, double least, double most);
    std::optional<int> whole(const char* name, int least, int most);
    std::optional<bool> flag(const char* name);
    std::optional<std::vector<std::string>> texts(const char* name, std::size_t most);
    std::optional<Members> object(const char* name);

    // That a member is there which has to be.
    void needs(const char* name);

    // A mistake that was found elsewhere.
    void wrong(std::string sentence);

    Result<void> fine() const;

private:
    const json::Json* find(const char* name);
    template <class T>
    const T* find_as(const char* name, const char* wanted);
    bool takes(const char* name, const std::string& text, std::size_t most_bytes);
    std::string quoted(std::string_view name) const;

    json::Json::Object members_;
    std::string where_; // "limits.", of an object in another; else empty
    std::vector<std::string> known_;
    std::string problem_;
};

// The object that a text is. Empty: one without members.
Result<Members> members_of(std::string_view text);

} // namespace crura::app::page
