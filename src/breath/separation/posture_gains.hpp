#pragma once

#include "breath/separation/gains.hpp"
#include "core/body_state.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace crura::breath {

// The gains of each posture, for they do not hold in another one: the ratio of standing is not that
// of lying (isovolume 1.6 supine, 2.5 sitting, 2.0 standing). An unknown posture counts as one.
// Any thread; a plain value.
class PostureGains {
public:
    // Of the posture that the person is in.
    const Gains& here() const { return gains_[std::size_t(posture_)]; }
    Posture posture() const { return posture_; }
    bool known_elsewhere() const
    {
        return std::any_of(gains_.begin(), gains_.end(),
                           [](auto& each) { return each.calibrated; });
    }

    // True when it is another one than before.
    bool move_to(Posture posture)
    {
        const bool moved = posture != posture_;
        posture_ = posture;
        return moved;
    }

    void keep(const Gains& gains) { gains_[std::size_t(posture_)] = gains; }
    void forget() { keep({}); }

private:
    static constexpr std::size_t kPostures = std::size_t(Posture::standing) + 1;

    Posture posture_ = Posture::unknown;
    std::array<Gains, kPostures> gains_;
};

} // namespace crura::breath
