#pragma once

#include "feed/mats.hpp"
#include "feed/tell.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace crura::feed {

// The frames of one tick. Each mat's state is written once, and each frame once for all who see the
// same. To be used before the mats are looked at again.
class Frames {
public:
    Frames(std::uint64_t seq, Time now, const std::vector<MatNow>& mats);

    // Null where nothing that this viewer may see was measured.
    Text seen_by(const Viewer& viewer);

private:
    struct State {
        const MatNow* mat;
        std::string everybody{}; // an object without its closing brace
        std::string care{};      // the therapists' end of it
    };
    Text write(bool care, int mat);
    void add(std::string& frame, State& state, bool care) const;

    std::string head_;
    std::vector<State> states_;
    std::map<std::pair<bool, int>, Text> written_; // by care and mat
};

} // namespace crura::feed
