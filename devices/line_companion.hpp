#pragma once

#include "core/time.hpp"
#include "devices/line_protocol.hpp"

#include <string>

namespace crura::devices {

// Another part of a board that speaks the line protocol, such as its motor. It is spoken to on the
// board's only port, by whichever thread has that port open: the [device] thread.
class LineCompanion {
public:
    virtual ~LineCompanion() = default;

    // [device] The port is open; nothing was said yet. Whatever is due() now is said first.
    virtual void port_opened(Time now) = 0;

    // [device] Commands to send now, each with its line feed; empty: none. Asked every few
    // milliseconds while the port is open.
    virtual std::string due(Time now) = 0;

    // [device] What the board said.
    virtual void take(const LineMessage& message, Time now) = 0;

    // [device] Commands to send before the port is closed on purpose.
    virtual std::string last_words() = 0;
    virtual bool obeyed_last_words() const = 0;

    // [device] The port is closed, or could not be opened; `why` is a sentence for a person, empty
    // when it was closed on purpose.
    virtual void port_closed(const std::string& why) = 0;
};

} // namespace crura::devices
