#pragma once

#include "access/device.hpp"
#include "access/secret.hpp"
#include "core/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crura::access {

// What a device gets in with.
struct Offer {
    Role role = Role::viewer;
    bool owner = false;
    int mat = 0; // 0: all
};

// Why nobody was let in.
enum class Refusal : std::uint8_t {
    none,
    wrong,     // code
    expired,   // or used, or nothing is offered
    too_often, // wrong codes: the offer is void, or one has to wait
};

// A code that was offered. Spoiled: too many wrong ones were tried meanwhile.
struct Offered {
    enum class State : std::uint8_t { open, over, spoiled };
    Digest code{};
    Offer offer = {};
    WallTime made{};
    State state = State::open;
};

// All codes that were offered of late, as the file offers.json holds them, and how often a wrong
// one was tried. The owner's offers stand apart: what others try neither voids nor delays them. A
// time that lies in the future was written before the clock was set back, and what it belongs to
// is void. One thread at a time.
class OfferBook {
public:
    static constexpr auto kLife = std::chrono::minutes(10); // of a code
    static constexpr std::size_t kWrongTries = 5;           // within as long
    static constexpr auto kPause = std::chrono::minutes(1); // after so many
    static constexpr std::size_t kMost = 32;                // remembered; the oldest goes

    static Result<OfferBook> read(std::string_view text); // "": none
    std::string text() const;

    void add(const Digest& code, const Offer& offer, WallTime now);

    struct Trial {
        Refusal refusal = Refusal::none;
        Offer offer = {};
    };
    // Uses the code up, or counts a wrong one. Nothing: what was typed can be no code at all; that
    // does not count.
    Trial try_code(const std::optional<Digest>& code, WallTime now);

private:
    void tidy(WallTime now);
    bool waits(WallTime now) const;
    Offered* find(const Digest& code);
    Refusal miss(WallTime now);

    std::vector<Offered> offered_;
    std::vector<WallTime> wrong_;    // tries
    std::optional<WallTime> paused_; // since
};

} // namespace crura::access
