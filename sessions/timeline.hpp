#pragma once

#include "core/time.hpp"
#include "sessions/session.hpp"

#include <vector>

namespace crura::sessions {

// How long each step of a session lasts that was asked to last `asked`. Steps that do not scale
// keep their written length, and the others share what is left, each in proportion. Where there are
// steps that do not scale, the others become no shorter than kLeastShare of their written length:
// the session is then longer than asked. One in which no step scales lasts as written. No session
// is longer than Session::longest, as far as its steps permit. [any]
class Timeline {
public:
    static constexpr double kLeastShare = 0.25;

    Timeline(const Session& session, Duration asked);

    // A time that is written in this step, as it is in the session.
    Duration scaled(std::size_t step, Duration written) const noexcept
    {
        return scales_[step] ? from_seconds(to_seconds(written) * share_) : written;
    }

    Duration length_of(std::size_t step) const noexcept { return lengths_[step]; }
    Duration total() const noexcept { return total_; }

private:
    double share_ = 1; // of the written length, for steps that scale
    std::vector<bool> scales_;
    std::vector<Duration> lengths_;
    Duration total_{};
};

// How long the session really lasts when it was asked to last `asked`. [any]
Duration length_of(const Session& session, Duration asked);

} // namespace crura::sessions
