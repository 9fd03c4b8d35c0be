#pragma once

#include "access/device.hpp"
#include "app/page/api.hpp"

#include <cstdint>
#include <string>

namespace crura::app::page {

// Who may ask for something. A device that is bound to a mat is none of those who lead, look at
// records, care or own: it reaches its mat only.
enum class Who : std::uint8_t {
    anybody,
    paired,
    on_mat,  // leads this mat: a client or therapist, on the mat they are bound to
    leads,   // a client or a therapist
    records, // likewise; of a therapist's clients, a therapist only
    therapist,
    owner, // the machine's own browser
};

// [any] Why a device may not, a sentence; empty: it may. `mat`: the one that is meant.
std::string why_not(Who who, const access::Device& device, const House& house,
                    std::int64_t mat = 0);

} // namespace crura::app::page
