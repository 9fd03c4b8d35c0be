#include "app/studio/mat_feed.hpp"

namespace crura::app::studio {

bool MatFeed::next_command(Command& command) noexcept
{
    if (!held_) {
        held_ = true;
        command = Command::pause;
        return true;
    }
    if (ends_ > 0) {
        --ends_;
        command = Command::end;
        return true;
    }
    Asked asked;
    in_tick_ = true;
    if (in_hand_.full() || !asked_.pop(asked))
        return false;
    command = asked.command;
    in_hand_.push_back(asked.ticket);
    return true;
}

// What finds no room is dropped: nobody was looking for a minute.
void MatFeed::accept(const Snapshot& now, std::span<const Sample>) noexcept
{
    const bool begins = now.session.running && !begun_;
    if (begins)
        begin(now);
    for (const SessionNews& news : find_session_(now)) {
        using Kind = SessionNews::Kind;
        const bool told = begins && (news.kind == Kind::step || news.kind == Kind::paused);
        const bool early = !begun_ && news.kind == Kind::step;
        if (!told && !early)
            tell(now.time, news);
    }
    for (const News& news : find_body_(now))
        tell(now.time, news);
    for (const CareNews& news : find_care_(now))
        tell(now.time, news);
    for (const Breath& breath : now.breath.breaths)
        tell(now.time, breath);
    for (const Event& event : now.breath.events)
        tell(now.time, event);
    newest_.write(now);
    for (const std::uint64_t ticket : in_hand_)
        taken_.push({ticket, now.time});
    in_hand_.clear();
    in_tick_ = false;
}

void MatFeed::begin(const Snapshot& now) noexcept
{
    begun_ = true;
    tell(now.time, Begun{});
    if (now.session.step != SessionState::kNone)
        tell(now.time, SessionNews{SessionNews::Kind::step, now.session.step, 0, true});
}

const Snapshot* MatFeed::newest() noexcept
{
    const Snapshot& newest = newest_.read();
    return newest.tick > 0 ? &newest : nullptr;
}

} // namespace crura::app::studio
