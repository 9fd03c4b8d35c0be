#pragma once

#include <atomic>
#include <memory>

namespace crura::sound {

// Tells whether a JACK server runs, and when it has gone: RtMidi says neither, and once its buffer
// is full it waits for a dead server for ever. It is a client without ports, and never starts a
// server.
class JackWatch {
public:
    // [runtime] Null when no server runs.
    static std::unique_ptr<JackWatch> open();

    ~JackWatch(); // leaves a dead server alone
    JackWatch(const JackWatch&) = delete;
    JackWatch& operator=(const JackWatch&) = delete;

    // [any]
    bool server_gone() const noexcept { return gone_->load(std::memory_order_acquire); }

private:
    JackWatch() = default;

    void* client_ = nullptr;
    // Outlives the watch when the client is left behind.
    std::unique_ptr<std::atomic<bool>> gone_ = std::make_unique<std::atomic<bool>>(false);
};

} // namespace crura::sound
