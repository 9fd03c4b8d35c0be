#include "midi/presses.hpp"

namespace crura::midi {

namespace {

constexpr std::uint8_t kFirstMode = 120; // controllers from here on switch modes

std::uint8_t strength(const Message& message)
{
    return message.status() == status::kProgram ? 127 : message[2];
}

bool is_of(const PressRule& rule, const PressRule& message)
{
    return rule.kind == message.kind && rule.number == message.number
        && (!rule.channel || rule.channel == message.channel);
}

} // namespace

std::optional<PressRule> pressed_by(const Message& message)
{
    PressRule rule;
    rule.number = message[1];
    rule.channel = message.channel();
    if (message.status() == status::kNoteOn && message.size() == 3 && message[2] > 0)
        rule.kind = PressRule::Kind::note;
    else if (message.status() == status::kController && message.size() == 3
             && message[1] < kFirstMode)
        rule.kind = PressRule::Kind::controller;
    else if (message.status() == status::kProgram && message.size() == 2)
        rule.kind = PressRule::Kind::program;
    else
        return std::nullopt;
    if (rule.kind != PressRule::Kind::controller)
        rule.threshold = 1;
    return rule;
}

bool Edges::operator()(const Message& message, std::uint8_t threshold)
{
    const bool reached = strength(message) >= threshold;
    if (message.status() != status::kController)
        return reached;
    auto down = down_[std::size_t(message.channel()) * 128 + (message[1] & 0x7f)];
    const bool pressed = reached && !down;
    down = reached;
    return pressed;
}

std::optional<Wish> Presses::operator()(Time time, const Message& message)
{
    const auto heard = pressed_by(message);
    if (!heard)
        return std::nullopt;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        const PressRule& rule = rules_[i];
        if (!is_of(rule, *heard) || !edges_[i](message, rule.threshold))
            continue;
        if (last_[i] && time - *last_[i] < from_seconds(rule.rest_s))
            continue;
        last_[i] = time;
        return rule.wish;
    }
    return std::nullopt;
}

Command command_for(Wish wish, const SessionState& session)
{
    switch (wish) {
    case Wish::start:
        return Command::resume;
    case Wish::pause:
        return Command::pause;
    case Wish::toggle:
        return session.running ? Command::pause : Command::resume;
    case Wish::mark:
        return Command::mark;
    case Wish::brake:
        return Command::brake;
    case Wish::next:
        return Command::next;
    case Wish::here:
        return Command::here;
    case Wish::end:
        break;
    }
    return Command::end;
}

} // namespace crura::midi
