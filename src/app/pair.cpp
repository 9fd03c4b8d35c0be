#include "app/pair.hpp"

#include "access/certificates.hpp"
#include "access/doorkeeper.hpp"
#include "access/qr_code.hpp"
#include "app/places.hpp"
#include "app/wall_clock.hpp"

#include <fmt/format.h>

#include <utility>

namespace crura::app {
namespace {

using access::Device;
using access::Doorkeeper;
using access::Role;

const char* may(Role role)
{
    switch (role) {
    case Role::viewer:
        return "may watch";
    case Role::client:
        return "may watch and lead their own session";
    default:
        return "may see and command everything";
    }
}

std::string where(int mat)
{
    return mat == 0 ? "" : fmt::format(", on mat {} only", mat);
}

Result<std::string> qr_code_of(const std::string& url)
{
    const auto code = access::qr_code(url);
    if (!code)
        return code.error();
    return access::for_terminal(*code);
}

std::string how_to_trust(const access::Certificates& made, const std::string& url)
{
    auto text = fmt::format(
        "\nThe first time, the device warns that it does not know this computer: its certificate "
        "was made here. To make it known, open {}/api/authority.crt on the device, or take {} "
        "there, and install it (docs/pairing.md says how). Before that, compare its SHA-256:\n  {}",
        url, shown(made.authority), made.fingerprint);
    for (const auto& host : made.left_out)
        text += fmt::format(
            "\n{} is not in the certificate: the authority may vouch for the local network only.",
            host);
    return text;
}

Result<std::string> offer(const PairOptions& options, const PairPlace& place, Doorkeeper& door,
                          access::WallTime now)
{
    const auto urls = place.hosts.urls(options.port);
    if (urls.empty())
        return Error{"This computer is in no network, so no other device can reach it; connect it "
                     "and try again."};
    const auto made = access::certificates_for(place.folder, place.hosts.all(), now);
    if (!made)
        return made.error();
    const auto code = door.offer({options.role, false, options.mat}, now);
    if (!code)
        return code.error();

    const auto page = [&code](const std::string& url) { return url + "/#/pair/" + *code; };
    auto text = fmt::format("Code  {}\n\nLets one device in, within ten minutes, as {}: it {}{}.\n",
                            *code, name_of(options.role), may(options.role), where(options.mat));
    if (place.draws) {
        const auto drawn = qr_code_of(page(urls.front()));
        if (!drawn)
            return drawn.error();
        text += "\n" + *drawn;
    }
    text += fmt::format("\n{} there:\n  {}\n",
                        place.draws ? "Scan it with the device, or open this" : "Open this",
                        page(urls.front()));
    for (std::size_t each = 1; each < urls.size(); ++each)
        text += fmt::format("  {} (where the network knows that name)\n", page(urls[each]));
    text += "Crura has to run here with --lan meanwhile.\n";
    return text + how_to_trust(*made, urls.front());
}

std::string line_of(const Device& device)
{
    return fmt::format("{}  {}{}{}, since {}, last seen about {}: {}\n", device.id,
                       name_of(device.role), device.owner ? " (this computer's own browser)" : "",
                       where(device.mat), local_time(device.since), local_time(device.seen),
                       device.name);
}

Result<std::string> list(Doorkeeper& door)
{
    const auto devices = door.devices();
    if (!devices)
        return devices.error();
    if (devices->empty())
        return std::string("No device is paired.");
    std::string text;
    for (const auto& device : *devices)
        text += line_of(device);
    return text + "\"crura pair revoke ID\" puts one out at once.";
}

} // namespace

Result<std::string> pair(const PairOptions& options, const PairPlace& place, access::WallTime now)
{
    Doorkeeper door(place.folder);
    if (options.job == PairOptions::Job::list)
        return list(door);
    if (options.job == PairOptions::Job::offer)
        return offer(options, place, door, now);
    if (const auto revoked = door.revoke(options.device); !revoked)
        return revoked.error();
    return fmt::format("{} is let in no more.", options.device);
}

} // namespace crura::app
