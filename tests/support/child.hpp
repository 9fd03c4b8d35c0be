#pragma once

#include <string>
#include <sys/types.h>

namespace crura::test {

// A hidden test case of this test program, run in a process of its own, which may die or lose its
// sound server without harm to the others. The two talk in lines.
class Child {
public:
    explicit Child(const std::string& test_case);
    ~Child(); // kills it if it still runs
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    pid_t process() const { return process_; }

    // True when it says this line in time; other lines are passed over.
    bool says(const std::string& line, double at_most_s);

    // The exit status; -1 when it has not ended in time, or was killed.
    int ends(double at_most_s);

private:
    pid_t process_ = 0;
    int output_ = -1;
    std::string unread_;
};

// In the child: says a line to the parent.
void say(const std::string& line);

// While it lives, what anyone writes to the standard error output is kept instead of shown.
class CapturedErrors {
public:
    CapturedErrors();
    ~CapturedErrors();
    CapturedErrors(const CapturedErrors&) = delete;
    CapturedErrors& operator=(const CapturedErrors&) = delete;

    std::string text() const; // so far

private:
    int before_ = -1;
    int file_ = -1;
};

} // namespace crura::test
