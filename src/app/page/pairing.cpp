#include "access/qr_code.hpp"
#include "app/page/members.hpp"
#include "app/page/reply.hpp"
#include "app/page/requests.hpp"
#include "app/page/values.hpp"
#include "feed/mats.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <utility>

namespace crura::app::page {

using access::Device;
using access::Refusal;
using access::Role;
using json::Json;
using web::Response;

namespace {

constexpr double kOfferMinutes = 10; // as access::Doorkeeper keeps a code

Json::Object object_of(const Device& device)
{
    return {{"id", device.id},
            {"name", device.name},
            {"role", name_of(device.role)},
            {"owner", device.owner},
            {"mat", double(device.mat)}};
}

Json about(const House& house, const Device& device)
{
    return Json::Object{
        {"device", object_of(device)},
        {"version", CRURA_VERSION},
        {"lan", Json::Object{{"on", !house.lan_url.empty()}, {"url", house.lan_url}}},
        {"therapist", house.history.therapist}};
}

Response not_let_in(Refusal refusal)
{
    switch (refusal) {
    case Refusal::wrong:
        return refused(403, "That code is not right; look at it once more.");
    case Refusal::too_often:
        return refused(429, "Too many wrong codes. Wait a little, then ask for a new code.");
    default:
        return refused(410, "That code is no longer good; ask for a new one.");
    }
}

std::optional<Role> role_named(const std::string& name)
{
    for (const auto role : {Role::viewer, Role::client, Role::therapist})
        if (name == name_of(role))
            return role;
    return std::nullopt;
}

Result<std::string> qr_of(const std::string& url)
{
    if (url.empty())
        return std::string();
    const auto code = access::qr_code(url);
    if (!code)
        return code.error();
    return access::as_svg(*code);
}

} // namespace

Response me(const Call& call)
{
    return good(about(call.house, call.device));
}

Response pair(const Call& call)
{
    auto members = members_of(call.request.body);
    if (!members)
        return refused(400, members.error().message);
    members->needs("code");
    members->needs("name");
    const auto code = members->text("code", 64), name = members->text("name", 80);
    if (const auto fine = members->fine(); !fine)
        return refused(400, fine.error().message);
    const auto entry = call.house.doorkeeper.let_in(*code, *name, call.now);
    if (!entry)
        return failed(entry.error());
    if (entry->refusal != Refusal::none)
        return not_let_in(entry->refusal);
    auto response = good(about(call.house, entry->device));
    response.token = entry->token;
    return response;
}

Response leave(const Call& call)
{
    if (const auto gone = call.house.doorkeeper.revoke(call.device.id); !gone)
        return failed(gone.error());
    call.house.revoked(call.device.id);
    auto response = good(Json::Object{});
    response.token = "";
    return response;
}

Response paired(const Call& call)
{
    const auto devices = call.house.doorkeeper.devices();
    if (!devices)
        return failed(devices.error());
    Json::Array array;
    for (const auto& device : *devices) {
        auto object = object_of(device);
        object.emplace_back("since", json_of(device.since));
        object.emplace_back("seen", json_of(device.seen));
        array.push_back(std::move(object));
    }
    return good(Json::Object{{"devices", std::move(array)}});
}

Response offer(const Call& call)
{
    auto members = members_of(call.request.body);
    if (!members)
        return refused(400, members.error().message);
    members->needs("role");
    const auto role_name = members->text("role");
    const auto mat = members->whole("mat", 0, feed::kMats);
    const auto role = role_named(role_name.value_or(""));
    if (role_name && !role)
        members->wrong("\"role\" has to be viewer, client or therapist.");
    if (const auto fine = members->fine(); !fine)
        return refused(400, fine.error().message);
    const auto code =
        call.house.doorkeeper.offer({.role = *role, .mat = mat.value_or(0)}, call.now);
    if (!code)
        return failed(code.error());
    const auto& lan = call.house.lan_url;
    const auto url = lan.empty() ? "" : lan + (lan.ends_with('/') ? "#/pair/" : "/#/pair/") + *code;
    const auto qr = qr_of(url);
    if (!qr)
        return failed(qr.error());
    return good(
        Json::Object{{"code", *code}, {"url", url}, {"qr", *qr}, {"minutes", kOfferMinutes}}, 201);
}

Response revoke(const Call& call)
{
    const auto devices = call.house.doorkeeper.devices();
    if (!devices)
        return failed(devices.error());
    const auto device = std::find_if(devices->begin(), devices->end(),
                                     [&](const Device& each) { return each.id == call.word; });
    if (device == devices->end())
        return refused(404, "There is no such device; look at the list again.");
    if (device->owner)
        return refused(409, "That is Crura's own browser, which cannot be taken away here.");
    if (const auto gone = call.house.doorkeeper.revoke(device->id); !gone)
        return failed(gone.error());
    call.house.revoked(device->id);
    return good(Json::Object{});
}

Response authority(const Call& call)
{
    std::ifstream in(call.house.authority, std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(in), {});
    if (bytes.empty())
        return refused(404, "There is no certificate: no other device can reach this machine.");
    return {.type = "application/x-x509-ca-cert",
            .body = std::move(bytes),
            .file_name = "crura-authority.crt"};
}

} // namespace crura::app::page
