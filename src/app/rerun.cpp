#include "app/rerun.hpp"

#include "record/digest.hpp"
#include "record/gist.hpp"

#include <span>
#include <vector>

namespace crura::app {
namespace {

using record::RecordedTick;
using record::Said;

// All up to the first that is missing: an engine counts its ticks from 1.
std::span<const RecordedTick> unbroken(std::span<const RecordedTick> ticks)
{
    std::size_t count = 0;
    while (count < ticks.size() && ticks[count].number == count + 1)
        ++count;
    return ticks.first(count);
}

// Compares the snapshots of today with the digests of those that were recorded.
class DigestCheck {
public:
    // `ticks`: how many there are, from the first on.
    DigestCheck(std::span<const record::Digest> digests, std::size_t ticks)
    {
        for (const auto& digest : digests)
            if (digest.shape == record::snapshot_shape() && 0 < digest.ticks
                && digest.ticks <= digest.tick && digest.tick <= ticks)
                digests_.push_back(digest);
    }

    // In order from the first tick on. False when it belongs to no digest.
    bool operator()(const Snapshot& snapshot, Rerun& rerun)
    {
        while (next_ < digests_.size() && digests_[next_].tick < snapshot.tick)
            ++next_;
        if (next_ == digests_.size())
            return false;
        const auto& recorded = digests_[next_];
        const auto first = recorded.tick - recorded.ticks + 1;
        if (snapshot.tick < first)
            return false;
        if (snapshot.tick == first) {
            today_ = {};
            since_ = snapshot.time;
        }
        today_.add(snapshot);
        ++rerun.by_digest;
        if (snapshot.tick == recorded.tick)
            compare(recorded, rerun);
        return true;
    }

private:
    void compare(const record::Digest& recorded, Rerun& rerun) const
    {
        ++rerun.stretches;
        if (today_.bits() == recorded.bits)
            return;
        ++rerun.other_stretches;
        if (!rerun.other_since)
            rerun.other_since = since_;
    }

    std::vector<record::Digest> digests_;
    std::size_t next_ = 0;
    record::SnapshotDigest today_;
    Time since_{};
};

// What was recorded, moment by moment, in the order of time.
class RecordedMoments {
public:
    explicit RecordedMoments(std::span<const Said> said) : left_(said) {}

    std::span<const Said> at(Time time)
    {
        while (!left_.empty() && left_.front().time < time)
            left_ = left_.subspan(1);
        std::size_t count = 0;
        while (count < left_.size() && left_[count].time == time)
            ++count;
        const auto found = left_.first(count);
        left_ = left_.subspan(count);
        return found;
    }

private:
    std::span<const Said> left_;
};

} // namespace

Rerun run_again(engine::Engine engine, const record::Recording& recording)
{
    const auto ticks = unbroken(recording.ticks);
    Rerun rerun{.ticks = ticks.size(), .said = Differences(recording.format)};
    if (ticks.size() < recording.ticks.size())
        rerun.missing_from = recording.ticks[ticks.size()].time;

    DigestCheck has_digest(recording.digests, ticks.size());
    RecordedMoments recorded(recording.said);
    record::Gist gist;
    std::vector<Said> today;
    for (std::size_t i = 0; i < ticks.size();) {
        const Time now = ticks[i].time;
        today.clear();
        bool digested = true;
        for (; i < ticks.size() && ticks[i].time == now; ++i) {
            const auto& given = ticks[i];
            const auto& snapshot =
                engine.tick(now, given.samples, {given.commands.begin(), given.commands.size()});
            gist(snapshot, today);
            digested = has_digest(snapshot, rerun) && digested;
        }
        const bool cut_here = i == ticks.size() && !recording.closed;
        const bool same =
            rerun.said.add(recorded.at(now), today, cut_here || !recording.damage.empty());
        if (!same && !digested && (!rerun.other_since || now < *rerun.other_since))
            rerun.other_since = now;
    }
    return rerun;
}

} // namespace crura::app
