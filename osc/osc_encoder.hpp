#pragma once

#include "core/snapshot.hpp"
#include "osc/packet.hpp"

#include <optional>
#include <string>
#include <vector>

namespace crura::osc {

// From snapshots to what other programs are told; docs/osc.md lists every address. What happens is
// told at once, each moment in a bundle of its own that is due when it is; how things are is told
// 50 times a second in one bundle. One number an address, always float32. A number that is unknown
// is not sent, and its ".../known" is 0. One thread at a time.
class OscEncoder {
public:
    struct Params {
        std::string prefix = "/crura"; // of every address
        double interval_s = 0.02;      // between two bundles that tell how things are
    };

    explicit OscEncoder(Params params) : params_(std::move(params)) {}

    // What to send now. `to_wall` added to host time gives the wall's.
    std::vector<Bundle> operator()(const Snapshot& snapshot, Duration to_wall);

private:
    Message message(const std::string& address, std::vector<Argument> arguments) const;
    void tell_moments(const Snapshot& snapshot, Duration to_wall, std::vector<Bundle>& out);
    void tell_events(const Snapshot& snapshot, Duration to_wall, std::vector<Bundle>& out);
    void tell_session(const SessionState& session, Bundle& out);
    void tell_care(const Snapshot& snapshot, Bundle& out);
    void tell_state(const Snapshot& snapshot, Bundle& out) const;

    Params params_;
    std::optional<Time> told_at_; // how things are
    std::optional<Cues> last_;
    std::string state_; // of the session, as told
    std::int16_t step_ = SessionState::kNone;
    Alert alert_ = Alert::none;
    Question question_ = Question::none;
    GuideStage stage_ = GuideStage::absent;
};

} // namespace crura::osc
