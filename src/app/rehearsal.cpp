#include "app/rehearsal.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <thread>

namespace crura::app {
namespace {

constexpr Duration kStep = std::chrono::milliseconds(20);
constexpr Duration kBraked = std::chrono::minutes(3); // until the grounding is over, too

} // namespace

Rehearsal::Rehearsal(const Rehearsed& what)
    : body_(what.body, what.seed), person_({.silent = what.silent}),
      engine_(sessions::Runner(what.session, what.total)), script_(what.session)
{
}

std::vector<std::string> Rehearsal::operator()()
{
    now_ += kStep;
    samples_.clear();
    body_.measure_until(now_, samples_);
    snapshot_ = &engine_.tick(now_, samples_, {pressed_.begin(), pressed_.size()});
    body_.hear(snapshot_->target);
    pressed_ = person_(*snapshot_);
    if (!snapshot_->session.braked)
        braked_.reset();
    else if (!braked_)
        braked_ = now_;
    over_ = (snapshot_->session.finished && snapshot_->cues.audio.presence == 0)
        || (braked_ && now_ - *braked_ > kBraked);
    return script_(*snapshot_);
}

void rehearse_aloud(const Rehearsed& what, double speed)
{
    Rehearsal rehearsal(what);
    const Time began = host_now();
    for (Duration played{}; !rehearsal.over(); played += kStep) {
        for (const auto& line : rehearsal())
            fmt::print("{}\n", line);
        if (speed <= 0)
            continue;
        std::fflush(stdout);
        std::this_thread::sleep_until(began + from_seconds(to_seconds(played) / speed));
    }
}

} // namespace crura::app
