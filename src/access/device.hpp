#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace crura::access {

using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

// What a device may do. A viewer sees the breath and commands nothing. A client leads their own
// session and sees what a client may. A therapist sees and commands everything.
enum class Role : std::uint8_t { viewer, client, therapist };

// A browser that was let in.
struct Device {
    std::string id;   // of letters; no secret
    std::string name; // "Tablet in the room"
    Role role = Role::viewer;
    bool owner = false; // the machine's own browser: may pair others, change settings, delete
    int mat = 0;        // sees and commands only this one; 0: all
    WallTime since{};
    WallTime seen{}; // last, to the minute
};

constexpr const char* name_of(Role role)
{
    return role == Role::viewer ? "viewer" : role == Role::client ? "client" : "therapist";
}

} // namespace crura::access
