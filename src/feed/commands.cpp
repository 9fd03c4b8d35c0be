#include "feed/commands.hpp"

#include <array>

namespace crura::feed {
namespace {

struct Named {
    std::string_view name;
    Command command;
};

constexpr std::array kNamed = {
    Named{"pause", Command::pause},
    Named{"resume", Command::resume},
    Named{"brake", Command::brake},
    Named{"end", Command::end},
    Named{"mark", Command::mark},
    Named{"next", Command::next},
    Named{"here", Command::here},
    Named{"dizzy", Command::dizzy},
    Named{"recalibrate", Command::recalibrate},
    Named{"calibrate_natural", Command::calibrate_natural},
    Named{"calibrate_belly", Command::calibrate_belly},
    Named{"calibrate_chest", Command::calibrate_chest},
    Named{"calibrate_isovolume", Command::calibrate_isovolume},
    Named{"calibrate_finish", Command::calibrate_finish},
    Named{"calibrate_leave", Command::calibrate_leave},
    Named{"skip_question", Command::skip_question},
};

} // namespace

std::optional<Command> command_named(std::string_view name)
{
    for (const Named& each : kNamed)
        if (each.name == name)
            return each.command;
    return std::nullopt;
}

bool never_late(Command command)
{
    return command == Command::pause || command == Command::brake || command == Command::end;
}

} // namespace crura::feed
