#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace crura::test {

// The real program, crura, in a process of its own; its folders are ours and empty.
class Program {
public:
    struct Setting {
        std::vector<std::string> preload{}; // libraries
        std::map<std::string, std::string> environment{};
        std::filesystem::path home{}; // stands for the person's folders
        bool terminal = false;        // it runs in one, 100 columns wide, and reads keys
    };

    Program(const std::vector<std::string>& arguments, const Setting& setting);
    ~Program(); // kills it if it still runs
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    // True when its output contains this in time.
    bool says(const std::string& text, double at_most_s);

    void signal(int number) const;

    pid_t process() const { return process_; }

    // Presses keys in its terminal.
    void type(const std::string& keys) const;

    // The exit status, 128 + signal when it was killed; -1 when it has not ended in time.
    int ends(double at_most_s);

    const std::string& output(); // standard output and errors, so far

private:
    bool read_for(double at_most_s);

    pid_t process_ = 0;
    int pipe_ = -1; // or the terminal's other end
    int status_ = -1;
    std::string output_;
};

// Runs to the end; for what takes no time.
struct Ran {
    int status = -1;
    std::string output;
};
Ran run_program(const std::vector<std::string>& arguments, const Program::Setting& setting = {});

} // namespace crura::test
