#include "feed/desk.hpp"

#include "feed/commands.hpp"

namespace crura::feed {
namespace {

constexpr int kTaken = 200;
constexpr int kForbidden = 403;
constexpr int kNoMat = 404;
constexpr int kLate = 408;
constexpr int kBusy = 503;

} // namespace

std::optional<Ack> Desk::obey(ConnectionId from, const Viewer& viewer, const Asked& asked,
                              std::optional<Time> seen, Time now)
{
    auto refusal = judge(viewer, asked, seen, now);
    if (refusal.status == 0)
        refusal = hand_on(asked, seen.value_or(now));
    if (refusal.status != 0)
        return Ack{asked.id, refusal.status, refusal.text, now};
    waiting_.emplace(ticket_, Waiting{from, asked.id, now});
    return std::nullopt;
}

Desk::Refusal Desk::judge(const Viewer& viewer, const Asked& asked, std::optional<Time> seen,
                          Time now) const
{
    if (!viewer.commands)
        return {kForbidden, "This device watches only."};
    if (asked.note && !viewer.care)
        return {kForbidden, "Notes are written by therapists only."};
    if (!viewer.sees(asked.mat))
        return {kForbidden, "This device is for another mat."};
    const bool late = !seen || now - *seen > kOld;
    if (late && !never_late(asked.command))
        return {kLate, "The picture was old, so nothing was done. Please look, and press again."};
    return {};
}

// The ticket is ticket_.
Desk::Refusal Desk::hand_on(const Asked& asked, Time about)
{
    const auto refusal = [](Mats::Answer answer, const char* busy) -> Refusal {
        if (answer == Mats::Answer::no_mat)
            return {kNoMat, "This mat takes no commands now."};
        if (answer == Mats::Answer::busy)
            return {kBusy, busy};
        return {};
    };
    const auto refused =
        refusal(mats_.command(asked.mat, asked.command, ++ticket_), "Busy; please press again.");
    if (refused.status != 0 || !asked.note)
        return refused;
    return refusal(mats_.note(asked.mat, *asked.note, about),
                   "The moment is marked, but the note was not kept; please send it again.");
}

std::vector<std::pair<ConnectionId, Ack>> Desk::answers(Time now)
{
    std::vector<std::pair<ConnectionId, Ack>> answers;
    for (const Taken& taken : mats_.take_taken())
        if (const auto found = waiting_.find(taken.ticket); found != waiting_.end()) {
            answers.emplace_back(found->second.from, Ack{found->second.id, kTaken, "", taken.time});
            waiting_.erase(found);
        }
    while (!waiting_.empty() && now - waiting_.begin()->second.since > kPatience) {
        const Waiting& waited = waiting_.begin()->second;
        answers.emplace_back(waited.from, Ack{waited.id, kBusy, "Busy; please press again.", now});
        waiting_.erase(waiting_.begin());
    }
    return answers;
}

void Desk::forget(ConnectionId connection)
{
    std::erase_if(waiting_, [=](const auto& each) { return each.second.from == connection; });
}

} // namespace crura::feed
