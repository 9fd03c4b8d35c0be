#include "sound/jack_watch.hpp"

#include "sound/loaded_symbol_linux.hpp"

namespace crura::sound {

namespace {

// From jack/jack.h and jack/types.h of the JACK API.
constexpr int kNoStartServer = 0x01;
using OpenClient = void* (*)(const char* name, int options, int* status, ...);
using CloseClient = int (*)(void* client);
using OnShutdown = void (*)(void* client, void (*callback)(void*), void* argument);

void note_shutdown(void* gone)
{
    static_cast<std::atomic<bool>*>(gone)->store(true, std::memory_order_release);
}

} // namespace

std::unique_ptr<JackWatch> JackWatch::open()
{
    const auto open_client = loaded_symbol<OpenClient>("jack_client_open");
    const auto on_shutdown = loaded_symbol<OnShutdown>("jack_on_shutdown");
    if (!open_client || !on_shutdown)
        return nullptr;
    void* client = open_client("Crura watch", kNoStartServer, nullptr);
    if (!client)
        return nullptr;
    std::unique_ptr<JackWatch> watch(new JackWatch);
    watch->client_ = client;
    on_shutdown(client, &note_shutdown, watch->gone_.get());
    return watch;
}

JackWatch::~JackWatch()
{
    if (server_gone()) {
        static_cast<void>(gone_.release());
        return;
    }
    if (const auto close_client = loaded_symbol<CloseClient>("jack_client_close"))
        close_client(client_);
}

} // namespace crura::sound
