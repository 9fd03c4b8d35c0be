#include "feed/tell.hpp"

#include "feed/numbers.hpp"

namespace crura::feed {
namespace {

using json::Json;

constexpr int kProtocol = 1;

Json::Object message(const char* type)
{
    return {{"v", whole(kProtocol)}, {"type", type}};
}

Text text_of(Json::Object members)
{
    return std::make_shared<const std::string>(json::to_line(std::move(members)));
}

// Every number in it to three decimals: what comes with an event was made for its own reader.
Json rounded(Json json)
{
    if (auto* number = std::get_if<double>(&json.value))
        return to_decimals(*number, 1e3);
    if (auto* items = std::get_if<Json::Array>(&json.value))
        for (auto& item : *items)
            item = rounded(std::move(item));
    if (auto* members = std::get_if<Json::Object>(&json.value))
        for (auto& [name, member] : *members)
            member = rounded(std::move(member));
    return json;
}

void append(Json::Object& to, const Json& members)
{
    if (const auto* all = std::get_if<Json::Object>(&members.value))
        to.insert(to.end(), all->begin(), all->end());
}

} // namespace

json::Json seen_by(const Viewer& viewer, const json::Json& about)
{
    Json seen = about;
    if (auto* members = std::get_if<Json::Object>(&seen.value); members && !viewer.care)
        for (auto& [name, member] : *members) {
            if (name == "person")
                member = "";
            if (name == "limits")
                member = {};
        }
    return seen;
}

Text tell_hello(const Viewer& viewer, const std::string& key, const std::string& version,
                const std::vector<json::Json>& abouts, Time now)
{
    auto hello = message("hello");
    hello.emplace_back("version", version);
    hello.emplace_back("key", key);
    hello.emplace_back("now_s", moment(now));
    hello.emplace_back("device", viewer.device);
    Json::Array mats;
    for (const auto& about : abouts)
        mats.push_back(seen_by(viewer, about));
    hello.emplace_back("mats", std::move(mats));
    return text_of(std::move(hello));
}

Text tell_mat(const json::Json& about)
{
    auto mat = message("mat");
    append(mat, about);
    return text_of(std::move(mat));
}

Text tell_event(const Said& said)
{
    auto event = message("event");
    event.emplace_back("mat", whole(said.mat));
    event.emplace_back("id", whole(said.id));
    event.emplace_back("time_s", moment(said.time));
    event.emplace_back("kind", said.kind);
    event.emplace_back("text", said.text);
    append(event, rounded(said.more));
    return text_of(std::move(event));
}

Text tell_ack(const Ack& ack)
{
    auto told = message("ack");
    told.emplace_back("id", whole(ack.id));
    told.emplace_back("status", whole(ack.status));
    told.emplace_back("text", ack.text);
    told.emplace_back("time_s", moment(ack.time));
    return text_of(std::move(told));
}

Text tell_beat(std::uint64_t seq, Time now)
{
    auto beat = message("beat");
    beat.emplace_back("seq", whole(seq));
    beat.emplace_back("time_s", moment(now));
    return text_of(std::move(beat));
}

Text tell_pong(std::uint64_t n)
{
    auto pong = message("pong");
    pong.emplace_back("n", whole(n));
    return text_of(std::move(pong));
}

} // namespace crura::feed
