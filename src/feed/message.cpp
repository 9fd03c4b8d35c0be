#include "feed/message.hpp"

#include "feed/commands.hpp"
#include "json/json.hpp"

#include <cmath>

namespace crura::feed {
namespace {

using json::Json;

constexpr double kExact = 9007199254740992; // 2^53: whole numbers up to here
constexpr std::size_t kKeyBytes = 128;

// A whole number, 0 or more.
std::optional<std::uint64_t> whole_in(const Json& json, std::string_view name)
{
    const auto* number = json.find<double>(name);
    if (!number || !(*number >= 0) || *number >= kExact || *number != std::floor(*number))
        return std::nullopt;
    return std::uint64_t(*number);
}

// What is asked for, into `asked`; or why that cannot be understood.
std::string read_wish(const Json& json, Asked& asked)
{
    const auto* name = json.find<std::string>("command");
    if (!name)
        return "`command` is missing.";
    if (*name == "note") {
        const auto* text = json.find<std::string>("text");
        if (!text || text->empty() || text->size() > kNoteBytes)
            return "A note has a `text` of 1 to 2000 bytes.";
        asked.command = Command::mark;
        asked.note = *text;
        return {};
    }
    if (*name == "answer") {
        const auto choice = whole_in(json, "choice");
        if (!choice || *choice >= kChoices)
            return "An answer has a `choice` of 0 to 6.";
        asked.command = answer(int(*choice));
        return {};
    }
    const auto command = command_named(*name);
    if (!command)
        return "There is no such command.";
    asked.command = *command;
    return {};
}

Message read_command(const Json& json)
{
    const auto id = whole_in(json, "id");
    if (!id || *id == 0)
        return Breach{1008, "a command has an `id`, a whole number from 1"};
    const auto* key = json.find<std::string>("key");
    const auto seen = whole_in(json, "seen");
    const auto mat = whole_in(json, "mat");
    if (!key || key->size() > kKeyBytes || !seen || !mat || *mat > 1000)
        return Unclear{*id, "A command has a `key`, a `seen` and a `mat`."};
    Asked asked{.id = *id, .key = *key, .seen = *seen, .mat = int(*mat)};
    if (auto why = read_wish(json, asked); !why.empty())
        return Unclear{*id, std::move(why)};
    return asked;
}

} // namespace

Message read_message(std::string_view text)
{
    const auto json = json::parse_json(text);
    if (!json)
        return Breach{1007, json.error().message};
    const auto* type = json->find<std::string>("type");
    if (!type)
        return Breach{1008, "a message is an object with a `type`"};
    if (*type == "command")
        return read_command(*json);
    if (*type == "got") {
        const auto seq = whole_in(*json, "seq");
        return seq ? Message(Got{*seq}) : Breach{1008, "`got` has a `seq`, a whole number"};
    }
    if (*type == "ping") {
        const auto n = whole_in(*json, "n");
        return n ? Message(Ping{*n}) : Breach{1008, "`ping` has an `n`, a whole number"};
    }
    return Breach{1008, "there is no such `type` of message"};
}

} // namespace crura::feed
