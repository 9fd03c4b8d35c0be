#include "access/doorkeeper.hpp"

#include "access/device_name.hpp"
#include "access/folder_lock.hpp"
#include "access/pairing_code.hpp"
#include "access/secret.hpp"

#include <utility>

namespace fs = std::filesystem;

namespace crura::access {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 1s;
constexpr std::chrono::milliseconds kSeenEvery = 1h;
constexpr std::chrono::milliseconds kSeenRetry = 1min; // also of a disk that cannot be written
constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";

Result<DeviceBook> devices_in(KeptFile& file)
{
    const auto text = file.read();
    if (!text)
        return text.error();
    auto book = DeviceBook::read(*text);
    if (!book)
        return Error{file.path().string() + " cannot be understood: " + book.error().message
                     + ". Nobody is let in until you take it away; then pair every device again."};
    return book;
}

Result<OfferBook> offers_in(KeptFile& file)
{
    const auto text = file.read();
    if (!text)
        return text.error();
    auto book = OfferBook::read(*text);
    if (!book)
        return Error{file.path().string() + " cannot be understood: " + book.error().message
                     + ". Take it away and ask for a new code."};
    return book;
}

Error unknown(const std::string& device)
{
    return {"No paired device is called " + (device.empty() ? "nothing" : device)
            + "; \"crura pair list\" shows them all."};
}

// Reads the devices, lets `change` alter them and writes them, while nobody else does.
template <class Change>
Result<void> change_devices(const fs::path& folder, const fs::path& path, Change change,
                            std::chrono::milliseconds patience = kPatience)
{
    const auto lock = FolderLock::take(folder, patience);
    if (!lock)
        return lock.error();
    KeptFile file(path);
    auto book = devices_in(file);
    if (!book)
        return book.error();
    if (auto changed = change(*book); !changed)
        return changed;
    return write_kept(path, book->text());
}

bool is_far(WallTime a, WallTime b, std::chrono::milliseconds span)
{
    return a - b >= span || b - a >= span;
}

} // namespace

Doorkeeper::Doorkeeper(fs::path folder)
    : folder_(std::move(folder)), file_(devices_path()), seen_tried_()
{
}

Result<std::string> Doorkeeper::offer(const Offer& offer, WallTime now)
{
    const auto lock = FolderLock::take(folder_, kPatience);
    if (!lock)
        return lock.error();
    KeptFile file(offers_path());
    auto book = offers_in(file);
    if (!book)
        return book.error();
    auto code = new_code();
    book->add(digest_of(code), offer, now);
    if (const auto written = write_kept(offers_path(), book->text()); !written)
        return written.error();
    return code;
}

Result<Entry> Doorkeeper::let_in(const std::string& code, const std::string& name, WallTime now)
{
    const auto lock = FolderLock::take(folder_, kPatience);
    if (!lock)
        return lock.error();
    KeptFile devices_file(devices_path()), offers_file(offers_path());
    auto devices = devices_in(devices_file);
    if (!devices)
        return devices.error();
    auto offers = offers_in(offers_file);
    if (!offers)
        return offers.error();

    const auto before = offers->text();
    const auto written_code = as_written(code);
    const auto trial = offers->try_code(
        written_code ? std::optional(digest_of(*written_code)) : std::nullopt, now);
    if (trial.refusal == Refusal::none && !devices->has_room_for(trial.offer.owner))
        return Error{std::to_string(DeviceBook::kMostGuests)
                     + " devices are paired, which is as many as there may be; revoke one that is "
                       "not used any more."};
    if (const auto after = offers->text(); after != before)
        if (const auto written = write_kept(offers_path(), after); !written)
            return written.error();
    if (trial.refusal != Refusal::none)
        return Entry{trial.refusal, {}, {}};
    return enter(trial.offer, name, std::move(*devices), now);
}

// The code is used up by now, whatever happens here.
Result<Entry> Doorkeeper::enter(const Offer& offer, const std::string& name, DeviceBook devices,
                                WallTime now)
{
    auto id = random_text(kLetters, 8);
    while (devices.find(id))
        id = random_text(kLetters, 8);
    const Device device{id, device_name(name), offer.role, offer.owner, offer.mat, now, now};
    auto token = random_token();
    devices.add({device, digest_of(token)});
    if (const auto written = write_kept(devices_path(), devices.text()); !written)
        return written.error();
    return Entry{Refusal::none, std::move(token), device};
}

std::optional<Device> Doorkeeper::who(const std::string& token, WallTime now)
{
    auto device = known(token);
    if (device && is_far(now, device->seen, kSeenEvery)) {
        note_seen(device->id, now);
        device->seen = now;
    }
    return device;
}

std::optional<Device> Doorkeeper::known(const std::string& token)
{
    const std::scoped_lock lock(mutex_);
    if (!file_.is_as_read()) {
        auto book = devices_in(file_);
        book_ = book ? std::move(*book) : DeviceBook();
    }
    const auto* paired = book_.whose(digest_of(token));
    return paired ? std::optional(paired->device) : std::nullopt;
}

// It may fail: next time it is tried again.
void Doorkeeper::note_seen(const std::string& device, WallTime now)
{
    {
        const std::scoped_lock lock(mutex_);
        if (!is_far(now, seen_tried_, kSeenRetry))
            return;
        seen_tried_ = now;
    }
    const auto see = [&](DeviceBook& book) -> Result<void> {
        auto* found = book.find(device);
        if (!found)
            return unknown(device);
        found->seen = now;
        return {};
    };
    const auto seen = change_devices(folder_, devices_path(), see, 0ms);
    static_cast<void>(seen);
}

Result<std::vector<Device>> Doorkeeper::devices()
{
    KeptFile file(devices_path());
    const auto book = devices_in(file);
    if (!book)
        return book.error();
    std::vector<Device> devices;
    for (const auto& each : book->all())
        devices.push_back(each.device);
    return devices;
}

Result<void> Doorkeeper::revoke(const std::string& device)
{
    return change_devices(folder_, devices_path(), [&](DeviceBook& book) -> Result<void> {
        return book.remove(device) ? Result<void>{} : unknown(device);
    });
}

Result<void> Doorkeeper::rename(const std::string& device, const std::string& name)
{
    return change_devices(folder_, devices_path(), [&](DeviceBook& book) -> Result<void> {
        auto* found = book.find(device);
        if (!found)
            return unknown(device);
        found->name = device_name(name);
        return {};
    });
}

} // namespace crura::access
