#include "access/device_book.hpp"

#include "access/book_json.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

namespace crura::access {
namespace {

using json::Json;

std::optional<Paired> paired_of(const Json& row)
{
    const auto* id = row.find<std::string>("id");
    const auto* name = row.find<std::string>("name");
    const auto* owner = row.find<bool>("owner");
    const auto role = role_in(row);
    const auto mat = mat_in(row);
    const auto since = time_in(row, "since_ms");
    const auto seen = time_in(row, "seen_ms");
    const auto token = digest_in(row, "token_sha256");
    if (!id || id->empty() || !name || !owner || !role || !mat || !since || !seen || !token)
        return std::nullopt;
    return Paired{{*id, *name, *role, *owner, *mat, *since, *seen}, *token};
}

Json row_of(const Paired& paired)
{
    const auto& device = paired.device;
    return Json::Object{{"id", device.id},
                        {"name", device.name},
                        {"role", name_of(device.role)},
                        {"owner", device.owner},
                        {"mat", double(device.mat)},
                        {"since_ms", in_ms(device.since)},
                        {"seen_ms", in_ms(device.seen)},
                        {"token_sha256", hex(paired.token)}};
}

} // namespace

Result<DeviceBook> DeviceBook::read(std::string_view text)
{
    DeviceBook book;
    if (text.empty())
        return book;
    const auto whole = json::parse_json(text);
    if (!whole)
        return whole.error();
    const auto* rows = whole->find<Json::Array>("devices");
    if (!rows)
        return Error{"it has no list of devices"};
    for (const auto& row : *rows) {
        const auto paired = paired_of(row);
        if (!paired)
            return Error{"its device " + std::to_string(book.paired_.size() + 1) + " is not whole"};
        book.paired_.push_back(*paired);
    }
    return book;
}

std::string DeviceBook::text() const
{
    Json::Array rows;
    for (const auto& each : paired_)
        rows.push_back(row_of(each));
    return json::to_text(Json::Object{{"devices", std::move(rows)}});
}

const Paired* DeviceBook::whose(const Digest& token) const
{
    const Paired* found = nullptr;
    for (const auto& each : paired_)
        if (same(each.token, token))
            found = &each;
    return found;
}

Device* DeviceBook::find(const std::string& id)
{
    const auto found = std::find_if(paired_.begin(), paired_.end(),
                                    [&id](const auto& each) { return each.device.id == id; });
    return found == paired_.end() ? nullptr : &found->device;
}

bool DeviceBook::has_room_for(bool owner) const
{
    const auto guests = std::count_if(paired_.begin(), paired_.end(),
                                      [](const auto& each) { return !each.device.owner; });
    return owner || std::size_t(guests) < kMostGuests;
}

void DeviceBook::add(Paired paired)
{
    const auto is_owner = [](const Paired& each) { return each.device.owner; };
    const auto owners = std::count_if(paired_.begin(), paired_.end(), is_owner);
    if (paired.device.owner && std::size_t(owners) >= kMostOwners) {
        const auto age = [](const Paired& each) {
            return std::tuple(!each.device.owner, each.device.seen, each.device.since);
        };
        paired_.erase(
            std::min_element(paired_.begin(), paired_.end(),
                             [&age](const auto& a, const auto& b) { return age(a) < age(b); }));
    }
    paired_.push_back(std::move(paired));
}

bool DeviceBook::remove(const std::string& id)
{
    return std::erase_if(paired_, [&id](const auto& each) { return each.device.id == id; }) > 0;
}

} // namespace crura::access
