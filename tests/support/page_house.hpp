#pragma once

#include "app/history_add.hpp"
#include "app/history_place.hpp"
#include "app/page/api.hpp"
#include "app/paths.hpp"
#include "support/files_there.hpp"
#include "support/simulated_recording.hpp"
#include "support/temp_folder.hpp"
#include "json/json.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <string>
#include <vector>

namespace crura::test {

using json::Json;

// Everybody who may ask.
enum class Asker { stranger, viewer, client, therapist, owner, bound, none };

// A home of its own, with devices of every kind paired, and a real Studio.
class PageHouse {
public:
    explicit PageHouse(bool therapist = false)
        : door(folder_ / "state/crura/page"), house{.doorkeeper = door,
                                                    .studio = studio,
                                                    .history = {.therapist = therapist},
                                                    .lan_url = "https://rest.local:8443",
                                                    .authority = {},
                                                    .revoked = [this](const std::string& device) {
                                                        revoked.push_back(device);
                                                    }}
    {
        set("HOME", "");
        set("XDG_DATA_HOME", "data");
        set("XDG_STATE_HOME", "state");
        set("XDG_CACHE_HOME", "cache");
        set("XDG_CONFIG_HOME", "config");
        ::unsetenv("CRURA_HISTORY");
        viewer_ = token_of({.role = access::Role::viewer});
        client_ = token_of({.role = access::Role::client});
        therapist_ = token_of({.role = access::Role::therapist});
        owner_ = token_of({.role = access::Role::client, .owner = true});
        bound_ = token_of({.role = access::Role::therapist, .mat = 2});
    }

    // Lets in whoever has this offer.
    std::string token_of(const access::Offer& offer)
    {
        const auto now =
            std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        const auto code = door.offer(offer, now);
        REQUIRE(code);
        const auto entry = door.let_in(*code, "Tablet", now);
        REQUIRE(entry);
        REQUIRE(entry->refusal == access::Refusal::none);
        return entry->token;
    }

    std::string token(Asker who) const
    {
        const std::string* tokens[] = {&stranger_, &viewer_, &client_, &therapist_,
                                       &owner_,    &bound_,  &none_};
        return *tokens[std::size_t(who)];
    }

    web::Response asked(Asker who, const std::string& method, const std::string& path,
                        const std::string& body = "",
                        std::vector<std::pair<std::string, std::string>> query = {})
    {
        web::Request request;
        request.method = method;
        request.path = path;
        request.query = std::move(query);
        request.token = token(who);
        request.body = body;
        if (!body.empty())
            request.content_type = "application/json";
        return app::page::answer(house, request);
    }

    Json json(Asker who, const std::string& path,
              std::vector<std::pair<std::string, std::string>> query = {})
    {
        const auto response = asked(who, "GET", path, "", std::move(query));
        INFO(path << ": " << response.body);
        REQUIRE(response.status == 200);
        const auto read = json::parse_json(response.body);
        REQUIRE(read);
        return *read;
    }

    history::Person person(const std::string& name)
    {
        auto choice = house.history;
        choice.person = name;
        auto repository = app::open_history_of(choice);
        REQUIRE(repository);
        if (name != app::kOneself)
            REQUIRE((*repository)->add_person(name, {}));
        const auto person = app::person_of(**repository, choice);
        REQUIRE(person);
        return *person;
    }

    // A session of somebody, with its recording.
    std::filesystem::path kept(const std::string& name, const Simulated& what,
                               const std::string& file = "some.crura")
    {
        const auto recording = folder_ / ("data/crura/recordings/" + file);
        std::filesystem::create_directories(recording.parent_path());
        write_simulated(recording, what);
        const auto who = person(name);
        const auto repository = app::open_history_of(house.history);
        REQUIRE(repository);
        const auto added = app::add_recording(**repository, who, recording);
        if (!added)
            FAIL(added.error().message);
        return recording;
    }

    std::filesystem::path path(const std::string& name) const { return folder_ / name; }

private:
    void set(const char* variable, const std::string& name)
    {
        ::setenv(variable, (folder_ / name).c_str(), 1);
    }

    TempFolder folder_;
    std::string stranger_ = "no-token-of-anybody", none_, viewer_, client_, therapist_, owner_,
                bound_;

public:
    access::Doorkeeper door;
    app::studio::Studio studio;
    std::vector<std::string> revoked;
    app::page::House house;
};

inline std::string error_in(const web::Response& response)
{
    const auto read = json::parse_json(response.body);
    const auto* error = read ? read->find<std::string>("error") : nullptr;
    return error ? *error : "";
}

} // namespace crura::test
