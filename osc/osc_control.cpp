#include "osc/osc_control.hpp"

#include "osc/packet.hpp"

#include <array>
#include <utility>

namespace crura::osc {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLook = 100ms; // how often a stop is looked for
constexpr std::string_view kPrefix = "/crura/ctl/";
constexpr std::array<std::pair<std::string_view, Command>, 9> kCommands = {{
    {"resume", Command::resume},
    {"pause", Command::pause},
    {"mark", Command::mark},
    {"brake", Command::brake},
    {"end", Command::end},
    {"next", Command::next},
    {"here", Command::here},
    {"dizzy", Command::dizzy},
    {"skip", Command::skip_question},
}};

std::optional<Command> answer_of(std::optional<double> argument)
{
    if (!argument || !(*argument >= 0 && *argument < kChoices))
        return std::nullopt;
    return answer(int(*argument));
}

} // namespace

std::optional<Command> command_of(std::string_view address, std::optional<double> argument)
{
    if (address == std::string(kPrefix) + "answer")
        return answer_of(argument);
    if (!address.starts_with(kPrefix) || argument.value_or(1) <= 0)
        return std::nullopt;
    for (const auto& [name, command] : kCommands)
        if (address.substr(kPrefix.size()) == name)
            return command;
    return std::nullopt;
}

Result<std::unique_ptr<OscControl>> OscControl::open(const Endpoint& at)
{
    auto socket = Udp::listening(at);
    if (!socket)
        return socket.error();
    return std::unique_ptr<OscControl>(new OscControl(std::move(*socket)));
}

OscControl::OscControl(Udp socket)
    : port_(socket.port()),
      thread_([this](const std::stop_token& stop, Udp open) { run(stop, std::move(open)); },
              std::move(socket))
{
}

void OscControl::run(const std::stop_token& stop, Udp socket)
{
    std::array<std::uint8_t, 2048> packet;
    while (!stop.stop_requested()) {
        const auto bundles = decode(socket.receive(packet, kLook));
        if (!bundles)
            continue;
        for (const auto& bundle : *bundles)
            for (const auto& message : bundle.messages)
                obey(message);
    }
}

void OscControl::obey(const Message& message)
{
    const auto argument = message.arguments.empty() ? std::nullopt : number(message.arguments[0]);
    const auto command = command_of(message.address, argument);
    if (!command)
        return;
    commands_.push(*command);
    if (*command != Command::mark || message.arguments.empty())
        return;
    if (const auto* text = std::get_if<std::string>(&message.arguments[0])) {
        NoteText note{};
        note.size = text->copy(note.bytes.data(), note.bytes.size());
        notes_.push(note);
    }
}

std::optional<std::string> OscControl::take_note() noexcept
{
    NoteText note;
    if (!notes_.pop(note))
        return std::nullopt;
    return std::string(note.bytes.data(), note.size);
}

} // namespace crura::osc
