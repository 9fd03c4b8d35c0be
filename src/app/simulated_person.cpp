#include "app/simulated_person.hpp"

#include <utility>

namespace crura::app {

Few<Command, 4> SimulatedPerson::operator()(const Snapshot& now)
{
    Few<Command, 4> pressed;
    if (params_.silent)
        return pressed;
    const auto question = now.check_in.question;
    if (question != std::exchange(question_, question))
        asked_.reset();
    since(asked_, question != Question::none, now.time);
    since(waits_, now.session.waiting, now.time);
    if (now.session.phrase == Phrase::are_you_here || now.session.phrase == Phrase::still_here)
        called_ = now.time;

    if (due(asked_, params_.answer_s, now.time))
        pressed.push_back(answer(kChoicesOf[std::size_t(question)] / 2));
    if (due(called_, params_.here_s, now.time))
        pressed.push_back(Command::here);
    if (due(waits_, params_.next_s, now.time))
        pressed.push_back(Command::next);
    return pressed;
}

} // namespace crura::app
