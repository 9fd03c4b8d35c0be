#include "osc/packet.hpp"

#include <lo/lo.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <string_view>

namespace crura::osc {
namespace {

constexpr std::uint32_t kFrom1900To1970S = 2'208'988'800;
constexpr std::string_view kBundle{"#bundle\0", 8};
constexpr std::size_t kHeader = 16; // "#bundle" and a time tag
constexpr int kDeepest = 8;         // bundles within bundles

struct FreeBundle {
    void operator()(void* bundle) const { lo_bundle_free_recursive(lo_bundle(bundle)); }
};
struct FreeMessage {
    void operator()(void* message) const { lo_message_free(lo_message(message)); }
};

lo_timetag tag_of(const std::optional<WallTime>& due)
{
    if (!due)
        return LO_TT_IMMEDIATE;
    const auto since = due->time_since_epoch();
    const auto whole = std::chrono::floor<std::chrono::seconds>(since);
    const double part = to_seconds(since - whole);
    return {std::uint32_t(whole.count()) + kFrom1900To1970S, std::uint32_t(part * 4294967296.0)};
}

std::optional<WallTime> time_of(std::uint32_t seconds, std::uint32_t part)
{
    if (seconds == 0 && part <= 1)
        return std::nullopt; // "immediately"
    const auto whole = std::chrono::seconds(std::int64_t(seconds) - kFrom1900To1970S);
    return WallTime(whole + from_seconds(part / 4294967296.0));
}

lo_message message_of(const Message& message)
{
    lo_message made = lo_message_new();
    for (const auto& argument : message.arguments) {
        if (const auto* whole = std::get_if<std::int32_t>(&argument))
            lo_message_add_int32(made, *whole);
        else if (const auto* real = std::get_if<float>(&argument))
            lo_message_add_float(made, *real);
        else
            lo_message_add_string(made, std::get<std::string>(argument).c_str());
    }
    return made;
}

// liblo aligns arguments to four bytes, which is too little for its own type of them.
template <class Number>
Number number_at(const void* at)
{
    Number number;
    std::memcpy(&number, at, sizeof number);
    return number;
}

Argument argument_of(char type, const void* at)
{
    switch (type) {
    case LO_INT32:
        return number_at<std::int32_t>(at);
    case LO_INT64:
        return std::int32_t(
            std::clamp<std::int64_t>(number_at<std::int64_t>(at), INT32_MIN, INT32_MAX));
    case LO_FLOAT:
        return number_at<float>(at);
    case LO_DOUBLE:
        return float(number_at<double>(at));
    case LO_TRUE:
        return std::int32_t(1);
    case LO_FALSE:
        return std::int32_t(0);
    case LO_STRING:
    case LO_SYMBOL:
        return std::string(static_cast<const char*>(at));
    default:
        return std::string();
    }
}

std::uint32_t big_endian(std::span<const std::uint8_t> bytes)
{
    return std::uint32_t(bytes[0]) << 24 | std::uint32_t(bytes[1]) << 16
        | std::uint32_t(bytes[2]) << 8 | bytes[3];
}

Result<Message> read_message(std::span<const std::uint8_t> bytes)
{
    std::vector<std::uint8_t> copy(bytes.begin(), bytes.end()); // liblo writes into it
    int problem = 0;
    const std::unique_ptr<void, FreeMessage> read(
        lo_message_deserialise(copy.data(), copy.size(), &problem));
    if (!read)
        return Error{"is no OSC message"};
    Message message{lo_get_path(copy.data(), ssize_t(copy.size())), {}};
    const std::string_view types = lo_message_get_types(lo_message(read.get()));
    lo_arg** values = lo_message_get_argv(lo_message(read.get()));
    for (std::size_t i = 0; i < types.size(); ++i)
        message.arguments.push_back(argument_of(types[i], values[i]));
    return message;
}

bool is_bundle(std::span<const std::uint8_t> bytes)
{
    return bytes.size() >= kHeader
        && std::equal(kBundle.begin(), kBundle.end(), bytes.begin(),
                      [](char a, std::uint8_t b) { return std::uint8_t(a) == b; });
}

Result<void> read_packet(std::span<const std::uint8_t> bytes, int depth, std::vector<Bundle>& out)
{
    if (!is_bundle(bytes)) {
        auto message = read_message(bytes);
        if (!message)
            return message.error();
        out.back().messages.push_back(std::move(*message));
        return {};
    }
    if (depth == kDeepest)
        return Error{"has bundles within bundles without end"};
    out.push_back({time_of(big_endian(bytes.subspan(8)), big_endian(bytes.subspan(12))), {}});
    const auto due = out.back().due;
    for (bytes = bytes.subspan(kHeader); !bytes.empty();) {
        if (bytes.size() < 4 || big_endian(bytes) > bytes.size() - 4)
            return Error{"is cut short"};
        const std::size_t size = big_endian(bytes);
        const auto element = bytes.subspan(4, size);
        const bool nested = is_bundle(element);
        if (const auto read = read_packet(element, depth + 1, out); !read)
            return read;
        if (nested)
            out.push_back({due, {}}); // what follows belongs to the outer bundle again
        bytes = bytes.subspan(4 + size);
    }
    return {};
}

} // namespace

std::vector<std::uint8_t> encode(const Bundle& bundle)
{
    const std::unique_ptr<void, FreeBundle> made(lo_bundle_new(tag_of(bundle.due)));
    for (const auto& message : bundle.messages)
        lo_bundle_add_message(lo_bundle(made.get()), message.address.c_str(), message_of(message));
    std::size_t size = lo_bundle_length(lo_bundle(made.get()));
    std::vector<std::uint8_t> bytes(size);
    lo_bundle_serialise(lo_bundle(made.get()), bytes.data(), &size);
    return bytes;
}

Result<std::vector<Bundle>> decode(std::span<const std::uint8_t> packet)
{
    std::vector<Bundle> bundles(1);
    if (const auto read = read_packet(packet, 0, bundles); !read)
        return read.error();
    std::erase_if(bundles, [](const Bundle& each) { return each.messages.empty(); });
    return bundles;
}

std::optional<double> number(const Argument& argument)
{
    if (const auto* whole = std::get_if<std::int32_t>(&argument))
        return *whole;
    if (const auto* real = std::get_if<float>(&argument))
        return *real;
    return std::nullopt;
}

} // namespace crura::osc
