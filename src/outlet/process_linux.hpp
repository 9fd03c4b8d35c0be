#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace crura::outlet {

// A part of the program in a process of its own: this file is run with these words.
struct Program {
    std::filesystem::path file; // empty: crura-outlet beside the program that runs
    std::vector<std::string> words;
};

// What an outlet finds when it starts.
inline constexpr int kBlock = 3;    // descriptor of the SharedBlock
inline constexpr int kLifeline = 4; // descriptor that ends when its keeper lets go, or dies

// One outlet, seen from outside. It inherits the standard error output and nothing else, and
// belongs to a process group of its own: what a person types into the terminal is not for it.
class Process {
public:
    // [any]
    static Result<Process> start(const Program& program, int block);

    Process(Process&& other) noexcept;
    Process& operator=(Process&&) = delete;
    ~Process(); // kills it, and does not wait

    // Asks it to end in good order.
    void let_go();

    // At once. Even so it may take a while, or for ever when a driver hangs.
    void kill();

    // True from when it has gone.
    bool ended();

private:
    Process(pid_t process, int lifeline) : process_(process), lifeline_(lifeline) {}

    pid_t process_ = 0; // 0: it has gone
    int lifeline_ = -1;
};

// [any] What the program writes to its standard output until it ends in good order. For what a
// library might never return from: the program is killed after `patience`.
Result<std::string> answer_of(const Program& program, Duration patience);

} // namespace crura::outlet
