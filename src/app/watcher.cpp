#include "app/watcher.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <utility>

namespace crura::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 100ms; // how often the screen is brought up to date

Command next_step(const CalibrationGuidance& calibration)
{
    if (!calibration.under_way())
        return Command::calibrate_natural;
    switch (calibration.manoeuvre) {
    case Manoeuvre::natural:
        return Command::calibrate_belly;
    case Manoeuvre::belly:
        return Command::calibrate_chest;
    default:
        return Command::calibrate_finish;
    }
}

Command command_for(Request request, const Snapshot& shown)
{
    switch (request) {
    case Request::pause_or_resume:
        return shown.session.running ? Command::pause : Command::resume;
    case Request::brake:
        return Command::brake;
    case Request::mark:
        return Command::mark;
    case Request::recalibrate:
        return Command::recalibrate;
    case Request::guide:
        return next_step(shown.breath.calibration);
    case Request::leave:
        return Command::calibrate_leave;
    case Request::next:
        return Command::next;
    case Request::here:
        return Command::here;
    case Request::dizzy:
        return Command::dizzy;
    case Request::skip:
        return Command::skip_question;
    case Request::end:
    case Request::quit:
    case Request::note: // none of the session's
        return Command::end;
    default:
        return answer(int(request) - int(Request::answer_0));
    }
}

} // namespace

void Watcher::watch()
{
    while (!session_.finished() && !left_) {
        if (line_)
            type();
        else if (const auto request = terminal_.wait(kLook))
            obey(*request);
        session_.keep_notes();
        if (!line_)
            status_.show(terminal_.columns());
    }
}

void Watcher::send(Command command)
{
    if (!session_.send(command))
        fmt::print(stderr, "Busy; please press the key again.\n");
}

void Watcher::obey(Request request)
{
    if (request == Request::note)
        return begin_note();
    const bool ends = request == Request::end || request == Request::quit;
    ended_ = ended_ || ends;
    left_ = ends && !has_program_;
    if (left_)
        return;
    send(command_for(request, status_.latest()));
    if (request == Request::quit) // a first end may lead to a rest
        send(Command::end);
}

void Watcher::begin_note()
{
    if (viewer_ != Viewer::therapist || !session_.takes_notes())
        return;
    line_.emplace(host_now());
    status_.say("Your note (Enter keeps it, Esc drops it, Ctrl-B brakes):");
}

void Watcher::type()
{
    using Then = NoteLine::Then;
    const auto key = terminal_.wait_for_key(kLook);
    if (!key)
        return;
    if (*key == Terminal::kEndKey) {
        line_.reset();
        return obey(Request::quit);
    }
    const Then then = line_->take(*key);
    if (then == Then::brake)
        send(Command::brake);
    if (then == Then::keep) {
        send(Command::mark);
        session_.note(line_->about(), line_->text());
    }
    if (then == Then::keep || then == Then::drop)
        line_.reset();
    else
        fmt::print("\r> {} ", line_->text());
    std::fflush(stdout);
}

} // namespace crura::app
