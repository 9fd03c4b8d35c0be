#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace crura::bench {

// One page: a WebSocket, read frame by frame.
struct Page {
    int socket = -1;
    std::string in{};
    std::string key{};     // of its hello
    std::uint64_t seq = 0; // newest frame or beat
    Time said{};           // when it last told what it has shown
    bool reads = true;
    bool tells = true; // what it has shown
    bool open = true;
};

// Many of them.
class Pages {
public:
    using Heard = std::function<void(std::size_t page, std::string_view text, Time now)>;

    explicit Pages(int port);
    ~Pages();
    Pages(const Pages&) = delete;
    Pages& operator=(const Pages&) = delete;

    // `room`: of its receive buffer [bytes]; 0: as the system has it.
    std::size_t add(const std::string& role, int room = 0);
    void say(std::size_t page, const std::string& text);
    void run(Time until, const Heard& heard);
    // Reads what is there.
    void run_once(int wait_ms, const Heard& heard);

    Page& operator[](std::size_t page) { return pages_[page]; }
    std::size_t size() const { return pages_.size(); }
    int closed() const; // by the server

private:
    void read(std::size_t page, const Heard& heard);
    void take_frames(std::size_t page, Time now, const Heard& heard);
    void tell_shown(Time now);

    int port_;
    int epoll_;
    std::vector<Page> pages_;
};

// The number behind "name": in a message of the server; less than 0: there is none.
double number_in(std::string_view text, std::string_view name);
bool is_of_type(std::string_view text, std::string_view type);

} // namespace crura::bench
