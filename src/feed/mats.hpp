#pragma once

#include "core/command.hpp"
#include "core/snapshot.hpp"
#include "core/time.hpp"
#include "json/json.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace crura::feed {

inline constexpr int kMats = 4; // bodies that one Crura looks after at most; numbered from 1

// One thing that a person should read or see, as docs/live-protocol.md has it.
struct Said {
    int mat = 0;
    std::uint64_t id = 0; // counts up within a mat, from 1
    Time time{};
    bool care = false;       // for therapists only
    std::string kind;        // "prompt"
    std::string text;        // for people
    json::Json::Object more; // members that this kind has besides
};

// What became of a command, once the engine has taken it.
struct Taken {
    std::uint64_t ticket = 0;
    Time time{}; // of the tick
};

// One mat as it is now.
struct MatNow {
    int mat = 0;
    std::uint64_t version = 0; // of `about`: rises when it changes
    json::Json about;          // its `mat` message without v and type, as a therapist sees it
    const Snapshot* newest = nullptr; // null: nothing was measured yet; good until the next look
};

// What the feed sees of the mats, and asks of them. Every call is made in the server's thread and
// returns at once.
class Mats {
public:
    virtual ~Mats() = default;

    virtual std::vector<MatNow> look() = 0;      // the open ones, by number
    virtual std::vector<Said> take_said() = 0;   // what was said since the last call
    virtual std::vector<Said> said(int mat) = 0; // the last 200 that were taken, oldest first
    virtual std::vector<Taken> take_taken() = 0; // commands that engines took since the last call

    enum class Answer : std::uint8_t { handed_on, no_mat, busy };
    // Hands a command to a mat's engine; `ticket` comes back by take_taken().
    virtual Answer command(int mat, Command command, std::uint64_t ticket) = 0;
    // Keeps a therapist's note about this moment.
    virtual Answer note(int mat, const std::string& text, Time about) = 0;
};

} // namespace crura::feed
