#pragma once

#include "app/keys.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <memory>
#include <optional>

namespace crura::app {

// The terminal, if there is one: Ctrl-C and single keys while this lives. SIGINT and SIGTERM are
// taken from all threads that start later, so make it first. [main]
class Terminal {
public:
    Terminal();
    ~Terminal(); // the terminal is as it was

    // Waits until `timeout` for a key or a signal. A second Ctrl-C ends the program at once.
    std::optional<Request> wait(Duration timeout);

    // The same for whoever gives keys a meaning of their own: a letter as it was typed, kEndKey for
    // a signal. Arrow and function keys mean nothing.
    static constexpr char kEndKey = '\x03';
    std::optional<char> wait_for_key(Duration timeout);

    // Standard output is a terminal: a line may be overwritten.
    bool is_live() const;

    // How many letters a line has room for; 0: as many as one likes.
    std::size_t columns() const;

    // Keys are read.
    bool has_keys() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace crura::app
