#pragma once

#include "access/device.hpp"
#include "app/page/api.hpp"
#include "web/message.hpp"

#include <cstdint>
#include <string>

namespace crura::app::page {

// One request, and who asks.
struct Call {
    const House& house;
    const web::Request& request;
    access::WallTime now{};
    access::Device device = {}; // of nobody where anybody may ask
    std::int64_t number = 0;    // in the path, where it has one
    std::string word = {};      // likewise

    bool for_therapist() const { return device.role == access::Role::therapist; }
};

} // namespace crura::app::page
